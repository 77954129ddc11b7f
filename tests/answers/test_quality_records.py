"""Offences per person record, on stores whose records can be counted by hand."""

import dataclasses
import datetime as dt

import pytest

from tests.stores import make_store
from vru.answers import question
from vru.periods import add_months
from vru.selection import Selection

FIRST, MONTHS = dt.date(2019, 4, 1), 36


def answered(store, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    return question("quality.records").ask(store, selection).answer()


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Three years; a month has one offence by somebody new, and one by each of ann and bob in the first year.

    Sixty thefts on sixty days are all by the one key that many share.
    """
    new = [(add_months(FIRST, at), f"new{at}", "violence_with_injury") for at in range(MONTHS)]
    old = [(add_months(FIRST, at), who, "violence_with_injury") for at in range(2) for who in ("ann", "bob")]
    shared = [(FIRST + dt.timedelta(days=at), "shared", "theft") for at in range(60)]
    made = [*new, *old, *shared]
    rows = [{"committed_on": day, "recorded_on": day, "offence_group": group} for day, _, group in made]
    people = [
        {"offence_id": f"o{at}", "role": "suspect", "person": who, "sex": "male" if at % 2 else "female"}
        for at, (_, who, _) in enumerate(made, 1)
    ]
    people.append({"offence_id": "o1", "role": "suspect", "person": None})
    with make_store(tmp_path_factory.mktemp("kept"), rows, involvements=people) as store:
        yield store


def test_records_by_number_of_offences_in_a_year(kept):
    found = answered(kept)

    assert found.table["role"].unique().tolist() == ["Suspects"]
    assert found.table["people"].tolist() == [14, 12, 12]
    assert found.table["share_one"].tolist() == pytest.approx([100 * 12 / 14, 100, 100])
    assert found.table["share_two"].tolist() == pytest.approx([100 * 2 / 14, 0, 0])
    assert found.finding.startswith(
        "In a year, 85.7 to 100.0 % of suspects have one offence; no year stands out."
    )


def test_a_key_that_many_share_is_named_whatever_the_filters(kept):
    found = answered(kept)

    assert found.finding.endswith(
        "1 record has more than 50 occasions, 60 % of all occasions: are they one person?"
    )
    numbers = {each.name: each.value for each in found.estimates}
    assert numbers["the busiest record"] == 60
    assert numbers["records of both sexes"] == 1


def test_ten_and_more_offences_are_one_class(kept):
    found = answered(kept, groups=tuple(kept.capabilities.groups))

    assert found.table["share_ten_or_more"].tolist() == pytest.approx([100 / 15, 0, 0])


def test_a_kind_without_people_in_every_year_is_not_enough(kept):
    assert answered(kept, groups=("theft",)).empty == "enough"


def test_an_extract_without_keys_says_which_column_would_help(steady):
    found = answered(steady)

    assert found.empty == "cannot"
    assert "`person_key`" in found.finding


def test_people_split_in_two_at_once_stand_out(tmp_path):
    """Four years of 400 people with two offences a year; from the third on a new key for each offence."""
    made = [
        (add_months(FIRST, 12 * year + half), f"{who}-{year}" if year < 2 else f"{who}-{year}-{half}")
        for year in range(4) for who in range(400) for half in (0, 11)
    ]  # fmt: skip
    rows = [{"committed_on": day, "recorded_on": day} for day, _ in made]
    people = [{"offence_id": f"o{at}", "person": who} for at, (_, who) in enumerate(made, 1)]
    with make_store(tmp_path, rows, involvements=people) as store:
        found = answered(store)

    assert found.table["odd"].tolist() == [False, False, True, False]
    assert "it jumps at 1: Suspects, year to March 2022 (+100.0 points)" in found.finding
