"""The list of the most prolific pseudonyms on its page: closed, asked for, opened, closed again."""

from __future__ import annotations

import uuid

import pytest

from tests.answers import guarded_world
from tests.ui.test_app import opened, shown
from vru.store import openings

ADULT, CHILD = (str(uuid.uuid5(uuid.NAMESPACE_OID, each))[:8] for each in ("adult", "child"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    made = tmp_path / "store"
    monkeypatch.setenv("VRU_STORE", str(made))
    return made


def ask(app, reason="Case conference of 3 May", name="A. Analyst", children=False):
    app.text_input(key="g_name").set_value(name)
    app.text_area(key="g_reason").set_value(reason)
    app.checkbox(key="g_children").set_value(children)
    return app.button(key="g_open").click().run()


def test_by_default_nobody_is_shown_and_nothing_logged(folder):
    guarded_world.make(folder).close()

    app = opened("repeat")

    assert not app.exception
    assert ADULT not in shown(app)
    assert openings.read(folder) == []


def test_without_a_reason_there_is_no_list_and_no_line(folder):
    guarded_world.make(folder).close()

    app = ask(opened("repeat"), reason="because")

    assert "The reason is too short" in app.error[0].value
    assert ADULT not in shown(app)
    assert openings.read(folder) == []


def test_a_reason_opens_the_list_and_leaves_one_line_however_often_the_page_runs(folder):
    guarded_world.make(folder).close()

    app = ask(opened("repeat"))
    app.run()

    assert not app.error
    assert ADULT in shown(app)
    assert CHILD not in shown(app)
    (said,) = openings.read(folder)
    assert (said["name"], said["reason"], said["rows"]) == ("A. Analyst", "Case conference of 3 May", 2)


def test_children_are_listed_when_chosen(folder):
    guarded_world.make(folder).close()

    app = ask(opened("repeat"), children=True)

    assert CHILD in shown(app)


def test_there_is_no_way_to_download_it(folder):
    guarded_world.make(folder).close()
    before = opened("repeat")

    app = ask(opened("repeat"))

    # a table drawn by Streamlit would bring a download button of its own
    assert len(app.dataframe) == len(before.dataframe)
    assert len(app.get("download_button")) == len(before.get("download_button"))


def test_another_view_closes_it(folder):
    guarded_world.make(folder).close()
    app = ask(opened("repeat"))

    app.multiselect(key="f_areas").set_value([guarded_world.THANET]).run()

    assert ADULT not in shown(app)
    assert "The filters have changed" in app.info[0].value
    assert len(openings.read(folder)) == 1


def test_leaving_the_page_closes_it(folder):
    guarded_world.make(folder).close()
    app = ask(opened("repeat"))

    app.switch_page("pages/trends.py").run()
    app.switch_page("pages/repeat.py").run()

    assert ADULT not in shown(app)


def test_the_button_closes_it(folder):
    guarded_world.make(folder).close()
    app = ask(opened("repeat"))

    app.button(key="g_close").click().run()

    assert ADULT not in shown(app)


def test_where_the_log_cannot_be_written_nothing_is_shown_and_it_says_why(folder, tmp_path, monkeypatch):
    guarded_world.make(folder).close()
    (tmp_path / "file").touch()
    monkeypatch.setenv("VRU_ACCESS_LOG", str(tmp_path / "file" / "log"))

    app = ask(opened("repeat"))

    assert "cannot be written down" in app.error[0].value
    assert ADULT not in shown(app)


@pytest.mark.parametrize("meta", [{"audience": "board"}])
def test_a_board_store_offers_nothing(folder, meta):
    guarded_world.make(folder, **meta).close()

    app = opened("repeat")

    assert not app.exception
    assert len(app.text_area) == 0
    assert "pseudonym" not in shown(app).casefold()
