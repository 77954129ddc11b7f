"""Pages through the entrypoint, without a browser: filled, empty, unanswerable; filters and address."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from tests.stores import make_store
from vru import recording_events, reference
from vru.selection import Selection
from vru.store import SCHEMA, current_version, open_store
from vru.store.versions import path_of
from vru.ui import cache, cards, component, menu, state

ROOT = Path(__file__).parents[2]
PAGES = tuple(page.stem for page in menu.PAGES)


def rows(months: int = 36) -> list[dict]:
    made = []
    for at in range(months):
        year, month = divmod(at, 12)
        for n in range(20):
            day = dt.date(2023 + year, month + 1, 1 + n)
            row = {"recorded_on": day, "committed_on": day, "district": ("E07000105", "E06000035")[n % 2]}
            made.append(row | {"domestic": n % 4 == 0})
    return made


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    made = tmp_path / "store"
    monkeypatch.setenv("VRU_STORE", str(made))
    return made


def opened(page: str = "overview", **query: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for code, value in query.items():
        app.query_params[code] = value
    app.switch_page(f"pages/{page}.py").run()
    return app


def shown(app: AppTest) -> str:
    """All HTML of the page: selection, banners, findings, be they drawn with their charts."""
    written = [each.proto.body for each in app.get("html")]
    sent = [each.get("heading", "") for each in (*ahead(app).values(), *charts(app).values())]
    return "\n".join([*written, *sent])


def charts(app: AppTest) -> dict[str, dict]:
    """What the page's charts were sent, by key."""
    return {each["key"]: each for each in _sent(app, "vru_chart")}


def ahead(app: AppTest) -> dict[str, dict]:
    """What was sent ahead of the charts, by key."""
    (found,) = _sent(app, component.AHEAD) or [{"cards": {}}]
    return found["cards"]


def _sent(app: AppTest, name: str) -> list[dict]:
    parts = [each.proto for each in app.get("bidi_component")]
    return [json.loads(each.json) for each in parts if each.component_name == name]


def questions_of(page: str, folder: Path) -> int:
    (answers,) = (each.answers for each in menu.PAGES if each.stem == page)
    module = state.module(answers)
    with open_store(folder) as store:
        return len(module.answers(store, Selection.default(store.capabilities), module.OPTIONS()))


@pytest.mark.parametrize("page", PAGES)
def test_each_page_shows_its_findings(folder, page):
    make_store(folder, rows()).close()

    app = opened(page)

    assert not app.exception
    assert not app.error
    assert shown(app).count('class="vru-question"') == questions_of(page, folder)
    findings = re.findall(r"<h2>.*?</h2>", shown(app))
    assert len(findings) == len(set(findings)) > 0
    assert "SYNTHETIC" in shown(app)
    assert "OFFICIAL-SENSITIVE" in shown(app)


def test_a_selection_without_offences_says_so_and_offers_a_way_back(folder):
    make_store(folder, [*rows(), {"recorded_on": "2023-01-05", "offence_group": "robbery"}]).close()

    app = opened("trends", g="robbery", d="E06000035")
    assert "0 of 721 offences" in shown(app)
    assert "Nothing to show" in shown(app)
    app.button(key="a_trends_rolling_reset").click().run()

    assert "720 of 721 offences" in shown(app)
    assert dict(app.query_params) == {}


def test_a_store_that_cannot_answer_names_what_is_missing(folder):
    make_store(folder, rows()).close()

    app = opened("trends", m="rate")

    assert not app.exception
    assert "This extract cannot answer this" in shown(app)
    assert "population" in shown(app)


def test_a_reason_given_before_another_is_named_by_its_question(folder):
    alone = [{"offence_id": f"o{n}", "role": "suspect", "person": None} for n in range(1, 721)]
    make_store(folder, rows(), alone).close()

    said = shown(opened("careers"))

    assert said.count("does not say who is the same person") == 1
    assert said.count("For the reason given above.") == 1
    # since then another reason has been given
    assert said.count("No offence names two suspects") == 1
    assert said.count("For the reason given under “At what age do people offend") == 2


def test_the_address_sets_the_filters_and_the_filters_the_address(folder):
    make_store(folder, rows()).close()

    app = opened("trends", d="E07000105", p="2024-01~2024-12")
    assert "120 of 720 offences" in shown(app)
    app.multiselect(key="f_areas").set_value(["E06000035", "E07000105"]).run()

    assert "240 of 720 offences" in shown(app)
    assert app.query_params["d"] == ["E06000035", "E07000105"]


def test_the_same_period_of_the_year_before_is_a_step_back_and_never_the_present_choice(folder):
    make_store(folder, rows()).close()

    app = opened("trends")
    assert "Year before" not in app.segmented_control(key="f_preset").options
    app.segmented_control(key="f_preset").set_value("l12").run()
    app.segmented_control(key="f_preset").set_value("sply").run()

    assert "240 of 720 offences" in shown(app)
    assert app.query_params["p"] == "2024-01~2024-12"
    assert app.segmented_control(key="f_preset").value is None
    app.segmented_control(key="f_preset").set_value("sply").run()
    assert app.query_params["p"] == "2023-01~2023-12"
    assert "Year before" not in app.segmented_control(key="f_preset").options


def test_what_the_address_cannot_mean_falls_back_to_the_default(folder):
    make_store(folder, rows()).close()

    app = opened("trends", d="Atlantis", p="soon", b="guessed", zz="1")

    assert "720 of 720 offences" in shown(app)
    assert dict(app.query_params) == {}


def test_an_option_of_the_page_is_in_the_address(folder):
    make_store(folder, rows()).close()

    app = opened("trends")
    app.radio(key="o_by").set_value("domestic").run()

    assert app.query_params["by"] == "domestic"


def test_the_table_twin_has_headings_in_words(folder):
    make_store(folder, rows()).close()

    app = opened("trends")
    app.toggle(key="a_trends_monthly_table").set_value(True).run()

    assert "Month" in app.dataframe[0].value.columns
    assert len(app.dataframe[0].value) == 36


def test_without_a_store_the_page_says_what_to_do(folder):
    app = opened()

    assert "There is no store" in app.error[0].value
    assert "vru demo" in app.error[0].value
    assert not app.exception


@pytest.mark.parametrize(
    ("schema", "problem", "remedy"),
    [(SCHEMA + 1, "newer program", "Update this program"), (SCHEMA - 1, "earlier program", "vru upgrade")],
)
@pytest.mark.parametrize("page", PAGES)
def test_a_store_of_another_program_is_explained_on_every_page(folder, page, schema, problem, remedy):
    make_store(folder, rows(1)).close()
    with duckdb.connect(path_of(folder, current_version(folder))) as connection:
        connection.execute("update meta set value = $schema where key = 'schema'", {"schema": schema})

    app = opened(page)

    assert [problem in each.value and remedy in each.value for each in app.error] == [True]
    assert "Traceback" not in app.error[0].value
    assert not app.exception


def test_answers_that_are_there_are_sent_before_all_else_and_once(folder):
    make_store(folder, rows()).close()

    app = opened("trends")
    first_time, whole = ahead(app), charts(app)
    app.run()
    again, by_name = ahead(app), charts(app)

    assert first_time == {}
    assert all(each["figure"] and "<h2>" in each["heading"] for each in whole.values())
    assert again == whole
    assert list(by_name.values()) == [
        {"key": key, "stamp": each["stamp"], "ahead": True} for key, each in whole.items()
    ]
    first = next(each.proto for each in app.main if each.type in ("bidi_component", "html"))
    assert getattr(first, "component_name", "") == component.AHEAD


def test_a_filter_changed_before_sends_its_charts_ahead_and_with_them_its_findings(folder):
    make_store(folder, rows()).close()
    app = opened("trends")
    everything = charts(app)["a_trends_rolling"]

    app.segmented_control(key="f_preset").set_value("l12").run()
    app.segmented_control(key="f_preset").set_value("all").run()

    assert ahead(app)["a_trends_rolling"] == everything
    app.segmented_control(key="f_preset").set_value("l12").run()
    changed = ahead(app)["a_trends_rolling"]
    assert changed["stamp"] != everything["stamp"]
    assert changed["figure"] != everything["figure"]
    assert changed["words"]["finding"].split()[0] in changed["heading"]
    assert changed["heading"] != everything["heading"]


def test_only_the_answers_above_one_that_takes_long_are_sent_ahead(folder, monkeypatch):
    make_store(folder, rows()).close()
    app = opened("trends")
    takes = cache.takes
    monkeypatch.setattr(
        cache, "takes", lambda ask: 9.0 if ask.question.name == "trends.split" else takes(ask)
    )

    app.run()

    assert list(ahead(app)) == ["a_trends_rolling", "a_trends_monthly"]
    whole = [key for key, each in charts(app).items() if "figure" in each]
    assert whole == ["a_trends_split", "a_trends_change"]


def test_answers_to_be_worked_out_soon_are_sent_ahead_on_a_page_that_is_there_and_on_no_other(folder):
    make_store(folder, rows()).close()
    app = opened("trends")

    assert ahead(app) == {}
    app.segmented_control(key="f_preset").set_value("l12").run()

    assert list(ahead(app)) == list(charts(app))
    assert not any("figure" in each for each in charts(app).values())


def test_an_answer_that_fails_is_not_sent_ahead_and_keeps_no_other_from_it(folder, monkeypatch):
    make_store(folder, rows()).close()
    app = opened("trends")
    answer = cache.answer

    def broken(ask):
        if ask.question.name == "trends.monthly":
            raise RuntimeError("a secret detail")
        return answer(ask)

    monkeypatch.setattr(cache, "answer", broken)
    app.run()

    assert list(ahead(app)) == list(charts(app)) == ["a_trends_rolling", "a_trends_split", "a_trends_change"]
    assert len(app.error) == 1


def test_a_heading_is_text_whatever_the_extract_is_made_of():
    mark = "<img src=x onerror=alert(1)>"
    answer = SimpleNamespace(
        name="trends.split",
        finding=f"{mark} had most. More of {mark}.",
        question=mark,
        subtitle=mark,
        empty="",
        verdict=None,
    )

    assert "<img" not in cards.heading(answer)
    assert cards.heading(answer).count("&lt;img") == 4


def test_a_failing_answer_is_logged_under_a_number_and_not_shown(folder, monkeypatch, caplog):
    make_store(folder, rows()).close()

    def broken(ask):
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(cache, "answer", broken)
    app = opened("trends")

    assert "could not be worked out" in app.error[0].value
    assert "secret" not in "".join(each.value for each in app.error)
    assert "a secret detail" in caplog.text
    assert not app.exception


def test_stores_follow_the_pointer_and_close_what_nobody_needs(folder, monkeypatch):
    make_store(folder, rows(12)).close()
    stores = cache.Stores(folder)
    first = stores.current()
    make_store(folder, rows(24)).close()
    monkeypatch.setattr(cache, "GRACE_SECONDS", -1.0)

    second = stores.current()

    assert second.version != first.version
    assert second.capabilities.offences == 480
    with pytest.raises(Exception, match="closed"):
        first.ask("statuses")


def test_a_change_named_while_the_dashboard_runs_shows_at_the_next_click(folder):
    make_store(folder, rows()).close()
    before = opened("trends")
    written = folder / recording_events.FILE

    written.write_text("date,label,touches,source\n2024-02-01,New crime system,all,us\n", encoding="utf-8")
    named = opened("trends")
    written.write_text("date,label,touches,source\n2024-02-01,Another one,all,us\n", encoding="utf-8")
    # some file systems keep time in steps longer than this test takes
    os.utime(written, ns=(0, 10**18))
    again = opened("trends")

    said = [
        ("New crime system" in shown(each), "Another one" in shown(each)) for each in (before, named, again)
    ]
    assert said == [(False, False), (True, False), (False, True)]


def test_a_change_in_the_reference_table_is_read_anew(folder, tmp_path, monkeypatch):
    kept = tmp_path / "reference"
    shutil.copytree(reference.FOLDER, kept)
    monkeypatch.setattr(reference, "FOLDER", kept)
    make_store(folder, rows()).close()
    stores, table = cache.Stores(folder), kept / "recording_events.csv"
    first = stores.current()

    text = table.read_text(encoding="utf-8").replace("National inspection", "Inspection of all")
    table.write_text(text, encoding="utf-8")
    os.utime(table, ns=(0, 10**18))

    assert "Inspection of all" in {each.label for each in recording_events.recording_events(folder)}
    assert stores.current() is not first
    assert stores.current() is stores.current()


def test_the_cache_keeps_the_latest_only():
    kept, made = cache.Cache(2), []

    for key in (1, 2, 1, 3, 2):
        kept.get(key, lambda key=key: made.append(key))

    assert made == [1, 2, 3, 2]


def test_visitors_who_want_the_same_at_once_wait_for_one_of_them():
    kept, made, start = cache.Cache(2), [], threading.Barrier(3)

    def visit(_):
        start.wait(5)
        return kept.get("key", lambda: (time.sleep(0.1), made.append(1), object())[2])

    with ThreadPoolExecutor(3) as pool:
        got = list(pool.map(visit, range(3)))

    assert made == [1]
    assert len(set(got)) == 1
