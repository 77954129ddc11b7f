"""The performance table on its page: words beside arrows, intervals, and links that keep the filters."""

from __future__ import annotations

import re

from tests.stores import make_store
from tests.ui.test_app import opened, rows, shown


def test_rows_say_what_changed_in_words_and_lead_to_profiles(tmp_path, monkeypatch):
    folder = tmp_path / "store"
    monkeypatch.setenv("VRU_STORE", str(folder))
    make_store(folder, rows()).close()

    app = opened("districts", b="committed")

    assert not app.exception
    table = re.findall(r'<table class="vru-table vru-performance">.*?</table>', shown(app), re.DOTALL)[0]
    assert "≈ no clear change" in table
    assert 'href="districts?b=committed&amp;d=E07000105"' in table
    assert [re.sub("<.*?>", "", each) for each in re.findall(r'"Area">(.*?)</td>', table)] == [
        "Ashford", "Medway", "All 2 districts",
    ]  # fmt: skip


def test_partnerships_lead_to_partnerships(tmp_path, monkeypatch):
    folder = tmp_path / "store"
    monkeypatch.setenv("VRU_STORE", str(folder))
    make_store(folder, rows()).close()

    app = opened("districts", lv="csp")

    assert 'href="districts?l=csp&amp;d=E22000137"' in shown(app)


def test_a_profile_has_a_tile_a_measure_and_a_link_to_itself(tmp_path, monkeypatch):
    folder = tmp_path / "store"
    monkeypatch.setenv("VRU_STORE", str(folder))
    make_store(folder, rows()).close()

    app = opened("districts", d="E07000105")

    assert not app.exception
    tiles = re.findall(r'<div class="vru-tile"><h3>(.*?)</h3>', shown(app))
    assert tiles[:4] == ["Offences", "Rate", "Change on the year before", "Domestic"]
    assert '<a href="districts?d=E07000105" target="_self">Link to this profile</a>' in shown(app)
    assert "Not clearly different" in shown(app) or "Above all areas" in shown(app)
