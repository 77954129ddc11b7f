"""What blanks could do to each figure, on stores whose bounds can be worked out by hand."""

import dataclasses
import datetime as dt

import pytest

from tests.answers.worlds import ASHFORD, MEDWAY, offences
from tests.stores import make_store
from vru.answers import question
from vru.periods import Period, add_months
from vru.selection import Selection

FIRST = dt.date(2014, 4, 1)


def ask(store, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    return question("blanks.effects").ask(store, selection).answer()


def bounds(found):
    return {each.name: (each.value, each.low, each.high) for each in found.estimates if each.low is not None}


@pytest.fixture(scope="module")
def repeats(tmp_path_factory):
    """Eleven years with 40 people first recorded in April 2018, 10 of them again in 2019.

    One suspect a month before that makes years of history; six suspects have no key, and two
    offences no suspect, between the end of the washout and the end of the extract.
    """
    committed = [
        *(add_months(FIRST, at) for at in range(132)),
        *[dt.date(2018, 4, 2)] * 40,
        *[dt.date(2019, 4, 2)] * 10,
        *[dt.date(2020, 5, 5)] * 6,
        *[dt.date(2020, 6, 6)] * 2,
    ]
    who = [*("old" for _ in range(132)), *(f"p{at}" for at in range(40)), *(f"p{at}" for at in range(10)),
           *[None] * 6]  # fmt: skip
    rows = [
        {"committed_on": day, "recorded_on": day, "district": MEDWAY, "domestic": at % 2 == 0 if at else None}
        for at, day in enumerate(committed)
    ]
    people = [
        {"offence_id": f"o{at}", "role": "suspect", "person": each, "sex": "male", "age": 30}
        for at, each in enumerate(who, 1)
    ]
    with make_store(tmp_path_factory.mktemp("repeats"), rows, involvements=people) as store:
        yield store


def test_one_offs_between_all_blanks_again_and_all_blanks_new(repeats):
    found = bounds(ask(repeats))

    assert found["Not recorded again within 36 months, Suspect: person key"] == pytest.approx(
        (75.0, 100 * 24 / 40, 100 * 36 / 46)
    )
    assert found["Not recorded again within 36 months, A suspect"] == pytest.approx(
        (75.0, 100 * 28 / 40, 100 * 32 / 42)
    )


def test_verdicts_are_counted_by_what_blanks_do_to_them(repeats):
    found = ask(repeats)

    verdicts = found.table.set_index("field")["verdict"]
    assert verdicts["A suspect"] == "stands"
    assert verdicts["Suspect: person key"] == "could turn"
    assert found.finding == (
        "Placed at their worst, blanks could turn 1 of 2 verdicts looked at: not recorded again within 36 "
        "months (suspect: person key, where blank)."
    )


def test_shares_and_districts_of_the_last_twelve_months(tmp_path):
    first = dt.date(2021, 4, 1)
    rows = [
        *offences(12, each=3, first=first, domestic=True, knife=False),
        *offences(12, each=5, first=first, domestic=False, knife=False),
        *offences(12, each=2, first=first, district=ASHFORD, domestic=None, knife=False),
        *offences(1, each=4, first=first, district=None, domestic=False, knife=False),
        *offences(12, each=50, first=dt.date(2020, 4, 1), domestic=True, knife=True),
    ]
    with make_store(tmp_path, rows) as store:
        found = ask(store)

    assert bounds(found) == {
        "Share with the domestic flag, April 2021 to March 2022, Domestic flag": pytest.approx(
            (100 * 36 / 124, 100 * 36 / 124, 100 * 60 / 124)
        ),
        "Share with the knife flag, April 2021 to March 2022, Knife flag": (0, 0, 0),
        "Offences of Ashford, the smallest district, April 2021 to March 2022, District": (24, 24, 28),
    }
    assert found.table["could_be"].tolist() == ["29.0 to 48.4 %", "as shown", "24 to 28 offences"]
    assert found.finding.startswith("No verdict can be given here that blanks could turn")
    assert (
        "Not recorded again, Suspects as victims, Partner and other violence: This extract" in found.missing
    )


def test_an_extract_of_which_nothing_can_be_made_says_so(tmp_path):
    with make_store(tmp_path, offences(3, each=1, district="Elsewhere")) as store:
        found = ask(store)

    assert found.empty == "cannot"
    assert found.finding.startswith("No figure of a page can be made here.")


def test_a_period_without_offences_is_empty(repeats):
    found = ask(repeats, areas=(ASHFORD,), period=Period(dt.date(2016, 1, 1), dt.date(2016, 3, 1)))

    assert found.empty == "cannot"
