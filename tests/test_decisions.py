"""Analysts' decisions: written once, never lost, withdrawn only by another, part of every key."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from tests.stores import make_store
from vru import decisions
from vru.answers import question
from vru.decisions import Decision
from vru.errors import StoreError
from vru.periods import Period
from vru.selection import Selection

JUNE = dt.date(2022, 6, 1)
WHY = "A new team records since June"
PLAIN = Selection(Period(JUNE, JUNE), "recorded")


def decision(kind="rebase", **given):
    return Decision(kind, **({"role": "lead analyst", "reason": WHY, "month": JUNE} | given))


def put(folder, *made):
    return [decisions.record(folder, each, board=False) for each in made]


def test_what_is_recorded_is_read_back_with_its_number_and_day(tmp_path):
    first, second = put(tmp_path, decision(series="knife", where="knife=yes"), decision("comment"))

    assert decisions.recorded(tmp_path) == (first, second)
    assert (first.number, second.number) == (1, 2)
    assert first.decision.where == "knife=yes"
    assert first.on == dt.datetime.now(dt.UTC).date()
    assert f"Re-base June 2022 (no. 1; {WHY}; lead analyst, " in first.words


def test_the_file_is_only_ever_added_to(tmp_path):
    put(tmp_path, decision())
    before = (tmp_path / decisions.FILE).read_bytes()
    put(tmp_path, decision("comment"), decision("withdraw", month=None, number=1))

    assert (tmp_path / decisions.FILE).read_bytes().startswith(before)
    assert len((tmp_path / decisions.FILE).read_text(encoding="utf-8").splitlines()) == 3


def test_one_that_was_wrong_is_withdrawn_by_another(tmp_path):
    put(tmp_path, decision(), decision("comment"), decision("withdraw", month=None, number=1))

    assert [each.number for each in decisions.in_force(tmp_path)] == [2]
    assert len(decisions.recorded(tmp_path)) == 3
    with pytest.raises(StoreError, match=r"no decision no\. 1 in force"):
        put(tmp_path, decision("withdraw", month=None, number=1))


def test_a_decision_is_for_its_series_and_filters_and_one_on_every_series_for_all(tmp_path):
    put(
        tmp_path,
        decision(series="knife", where="areas=E07000114"),
        decision(series="knife"),
        decision(month=dt.date(2021, 1, 1)),
    )

    def found(series, where):
        return [each.number for each in decisions.of(tmp_path, "rebase", series, where)]

    assert found("knife", "areas=E07000114") == [3, 1]
    assert found("knife", "") == [3, 2]
    assert found("offences", "areas=E07000114") == [3]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "rebasing"}, "no decision 'rebasing'"),
        ({"role": " "}, "No role"),
        ({"reason": "because"}, "reason is too short"),
        ({"reason": "becausebecause"}, "reason is too short"),
        ({"month": None}, "No month"),
        ({"month": dt.date(2022, 6, 2)}, "No month"),
        ({"kind": "withdraw", "month": None}, "No decision is named"),
        ({"kind": "whole", "series": "knife"}, "for every series or for none"),
        ({"kind": "baseline", "series": "knife"}, "for every series or for none"),
    ],
)
def test_what_cannot_be_meant_is_refused(given, says):
    with pytest.raises(StoreError, match=says):
        decision(**given)


def test_nothing_is_decided_in_a_board_s_store(tmp_path):
    with pytest.raises(StoreError, match="published for a board"):
        decisions.record(tmp_path, decision(), board=True)

    assert decisions.recorded(tmp_path) == ()


def test_a_damaged_line_is_not_passed_over(tmp_path):
    put(tmp_path, decision(), decision("comment"))
    file = tmp_path / decisions.FILE
    first, second = file.read_text(encoding="utf-8").splitlines()
    file.write_text(f"{first[:40]}\n{second}\n", encoding="utf-8")

    with pytest.raises(StoreError, match=r"decision no\. 1 cannot be read"):
        decisions.recorded(tmp_path)


def test_a_line_without_a_role_that_somebody_wrote_by_hand_is_refused(tmp_path):
    put(tmp_path, decision())
    file = tmp_path / decisions.FILE
    line = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(line | {"role": ""}), encoding="utf-8")

    with pytest.raises(StoreError, match=r"no\. 1 cannot be read"):
        decisions.in_force(tmp_path)


def test_the_scope_leaves_the_period_out_and_says_every_filter():
    other = PLAIN.with_period(Period(dt.date(2020, 1, 1), JUNE))

    assert decisions.scope(PLAIN) == decisions.scope(other) == "basis=recorded"
    assert decisions.scope(replace(PLAIN, areas=("E07000114",), knife="yes")) == (
        "areas=E07000114;basis=recorded;knife=yes;level=district"
    )


def test_the_hash_changes_with_every_decision_and_is_part_of_every_answer_s_key(tmp_path):
    with make_store(tmp_path, [{"recorded_on": "2022-06-01"}]) as store:
        ask = question("methods.versions").ask(store, Selection.default(store.capabilities))
        plain, before = ask.key, decisions.digest(tmp_path)
        put(tmp_path, decision())

        assert before == ""
        assert ask.key != plain
        assert ask.key[-1] == decisions.digest(tmp_path) != ""
        assert f"1 decision of analysts in force (record {ask.key[-1]})." in ask.answer().source


def test_decisions_survive_a_new_version_of_the_store(tmp_path):
    with make_store(tmp_path, [{"recorded_on": "2022-06-01"}]):
        put(tmp_path, decision())
    with make_store(tmp_path, [{"recorded_on": "2022-07-01"}]) as store:
        assert len(decisions.in_force(store.folder)) == 1
