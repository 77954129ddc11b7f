"""The most prolific pseudonyms: who is listed, what is counted, and that no other door leads there."""

import uuid

import pandas as pd
import pytest

from tests.answers import guarded_world
from tests.answers.guarded_world import THANET
from tests.stores import make_store
from vru.answers import MODULES, prolific, question, questions
from vru.answers.repeat_common import Repeats
from vru.errors import SelectionError
from vru.periods import Period, parse_month
from vru.selection import Selection
from vru.store import Opening, openings


@pytest.fixture
def store(tmp_path):
    with guarded_world.make(tmp_path / "store") as made:
        yield made


def short(person):
    """The first eight digits of a person's pseudonym, as tests/stores.py makes it."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, person))[:8]


def opened(store, *, children=False, options=None, **filters):
    options = options or Repeats()
    selection = Selection(**{**Selection.default(store.capabilities).__dict__, **filters})
    opening = Opening(
        name="A. Analyst",
        reason="Case conference of 3 May",
        selection=prolific.selected(store, selection, options),
        children=children,
    )
    return prolific.listing(store, selection, options, opening)


def test_adults_with_two_occasions_or_more_are_listed_most_first(store):
    got = opened(store)

    want = pd.DataFrame(
        [
            [short("adult"), 3, 3, 4, 30, "January 2024", "June 2025", 2, "25–34"],
            [short("grown"), 2, 2, 2, 6, "February 2023", "July 2024", 0, "18–24"],
        ],
        columns=[
            "pseudonym", "occasions_selected", "occasions_as_suspect", "offences", "harm",
            "first_month", "last_month", "occasions_as_victim", "age_last_known",
        ],
    )  # fmt: skip
    pd.testing.assert_frame_equal(got.table, want, check_dtype=False)
    assert got.finding == (
        "4 people were recorded as suspects on 2 or more of the occasions that the filters choose; "
        "2 of them are listed."
    )
    assert any(each.startswith("2 of them are not listed: under 18") for each in got.notes)


def test_children_and_unknown_ages_are_listed_only_when_asked_for(store):
    got = opened(store, children=True)

    assert got.table[["pseudonym", "occasions_selected", "age_last_known"]].to_numpy().tolist() == [
        [short("child"), 4, "14–17"],
        [short("adult"), 3, "25–34"],
        [short("grown"), 2, "18–24"],
        [short("ageless"), 2, "unknown"],
    ]
    assert not any("not listed" in each for each in got.notes)
    assert [each["children"] for each in openings.read(store.folder)] == [True]


def test_filters_choose_who_is_listed_and_not_what_else_is_counted(store):
    got = opened(store, areas=(THANET,))

    assert got.table[["pseudonym", "occasions_selected", "occasions_as_suspect"]].to_numpy().tolist() == [
        [short("adult"), 2, 3]
    ]
    (said,) = openings.read(store.folder)
    assert "Thanet" in said["selection"]
    assert "by date committed" in said["selection"]
    assert "violence with injury" in said["selection"]
    assert said["rows"] == 1


def test_nobody_is_said_and_logged_too(store):
    got = opened(store, period=Period(parse_month("2023-02"), parse_month("2023-03")))

    assert got.table.empty
    assert got.finding.startswith("Nobody was recorded as a suspect on 2 or more")
    assert [each["rows"] for each in openings.read(store.folder)] == [0]


def test_without_weights_harm_is_not_known(tmp_path):
    rows = [{"committed_on": f"2024-01-0{day}", "recorded_on": "2024-01-09"} for day in (1, 2)]
    people = [{"offence_id": f"o{n}", "person": "p", "age": 30} for n in (1, 2)]
    with make_store(tmp_path / "plain", rows, people) as store:
        got = opened(store)

    assert got.table["harm"].tolist() == [None]
    assert any("no severity weights" in each for each in got.notes)


def test_it_is_offered_only_where_there_are_people_and_no_board(store, tmp_path):
    assert prolific.offered(store)
    with guarded_world.make(tmp_path / "board", audience="board") as board:
        assert not prolific.offered(board)
    with make_store(tmp_path / "none", [{"recorded_on": "2024-01-09"}]) as nobody:
        assert not prolific.offered(nobody)


def test_no_answer_that_command_export_or_report_could_print_holds_a_pseudonym(store):
    whole = Selection.default(store.capabilities)
    printed = {name: each.ask(store, whole).answer().to_json() for name, each in questions().items()}

    named = [
        name
        for name, text in printed.items()
        if any(short(person) in text for *_, person, _ in guarded_world.OFFENCES)
    ]

    assert len(printed) > 20
    assert named == []
    assert openings.read(store.folder) == []


def test_it_has_no_name_to_be_asked_by():
    assert "prolific" not in MODULES
    with pytest.raises(SelectionError):
        question("prolific.listing")
