"""The form for decisions on its page: role and reason required, obeyed at once, not in a board's store."""

from __future__ import annotations

import pytest

from tests.stores import make_store
from tests.ui.test_app import opened, rows, shown
from vru import decisions


@pytest.fixture
def folder(tmp_path, monkeypatch):
    made = tmp_path / "store"
    monkeypatch.setenv("VRU_STORE", str(made))
    return made


def send(app, role="lead analyst", reason="A new team records", kind="comment", **given):
    app.selectbox(key="d_kind").set_value(kind)
    app.text_input(key="d_role").set_value(role)
    app.text_area(key="d_reason").set_value(reason)
    if "number" in given:
        app.number_input(key="d_number").set_value(given["number"])
    return app.button(key="d_send").click().run()


def test_a_decision_is_recorded_for_the_series_and_filters_on_screen(folder):
    make_store(folder, rows()).close()

    app = send(opened("control", d="E06000035"))

    assert not app.exception
    assert "Recorded: Comment December 2025 (no. 1;" in app.success[0].value
    (made,) = decisions.recorded(folder)
    assert (made.decision.series, made.decision.role) == ("offences", "lead analyst")
    assert "areas=E06000035" in made.decision.where
    assert "1 of 1 decisions on record is in force" in shown(app)


@pytest.mark.parametrize(
    ("given", "says"), [({"role": ""}, "No role"), ({"reason": "because"}, "reason is too")]
)
def test_role_and_reason_are_required(folder, given, says):
    make_store(folder, rows()).close()

    app = send(opened("control"), **given)

    assert says in app.error[0].value
    assert decisions.recorded(folder) == ()


def test_a_decision_is_withdrawn_by_its_number(folder):
    make_store(folder, rows()).close()
    app = send(opened("control"))

    app = send(app, kind="withdraw", number=1)

    assert decisions.in_force(folder) == ()
    assert "0 of 2 decisions on record are in force" in shown(app)


def test_a_store_for_a_board_has_no_form(folder):
    make_store(folder, rows(), audience="board").close()

    app = opened("control")

    assert not app.exception
    assert [each for each in app.selectbox if each.key == "d_kind"] == []


def test_a_trend_leads_to_its_control_chart(folder):
    make_store(folder, rows()).close()

    app = opened("trends", d="E06000035")

    links = [each.proto for each in app.get("page_link") if each.proto.label == "See it as a control chart"]
    assert [each.query_string for each in links] == ["d=E06000035"] * 2
