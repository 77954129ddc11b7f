"""The trust card on its page: six lines, their state in words, each with a link that keeps the filters."""

from __future__ import annotations

import re

from tests.stores import make_store
from tests.ui.test_app import opened, rows, shown
from vru.ui import trust


def test_six_lines_say_their_state_in_words_and_lead_to_their_pages(tmp_path, monkeypatch):
    folder = tmp_path / "store"
    monkeypatch.setenv("VRU_STORE", str(folder))
    make_store(folder, rows()).close()

    app = opened("overview", d="E07000105")

    lines = re.findall(r'<div class="vru-check">.*?</div>', shown(app), re.DOTALL)
    words = [word for line in lines for word, _ in trust.SIGNS.values() if word in line]
    assert [re.findall(r"<b>(.*?)\.</b>", line)[0] for line in lines] == [
        "Reconciles", "Complete to", "Provisional since", "Blanks that matter", "Breaks in this period",
        "Linkage",
    ]  # fmt: skip
    assert len(words) == 6
    assert not app.exception
    links = [each.proto for each in app.get("page_link")]
    after = [each for each in links if each.label in ("Reconciliation", "Completeness", "Blanks", "Linkage")]
    assert len(after) >= 5
    assert all("E07000105" in each.query_string for each in after)
