"""Late recording, on stores whose delays are laid down offence by offence."""

import dataclasses
import datetime as dt

import pytest

from tests.answers.worlds import ASHFORD, MEDWAY
from tests.stores import make_store
from vru.answers import quality_late, question
from vru.answers.making import Empty
from vru.periods import add_months
from vru.selection import Selection

FIRST, MONTHS = dt.date(2020, 1, 1), 48
LAST = dt.date(2023, 12, 31)
DELAYS = (8, 1, 1)


def offences(months=MONTHS, delays=DELAYS, **given):
    """In every month offences recorded in the same, the next, the second month; as far as that has come."""
    return [
        {"committed_on": add_months(FIRST, at), "recorded_on": add_months(FIRST, at + delay), **given}
        for at in range(months)
        for delay, number in enumerate(delays)
        for _ in range(number)
        if at + delay < months
    ]


def world(folder):
    rows = [
        *offences(district=MEDWAY),
        *offences(district=ASHFORD, delays=(10,)),
        {"committed_on": FIRST, "recorded_on": FIRST, "status": "cancelled"},
        {"committed_on": dt.date(2011, 5, 1), "recorded_on": LAST},  # history; the extract's last day
    ]
    return make_store(folder, rows)


def answered(store, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    return question("completeness.late").ask(store, selection).answer()


@pytest.fixture(scope="module")
def delayed(tmp_path_factory):
    with world(tmp_path_factory.mktemp("delayed")) as store:
        yield store


def test_the_newest_months_come_to_what_earlier_ones_did(delayed):
    found = answered(delayed, areas=(MEDWAY,))

    last = found.table.tail(3)
    assert last["recorded"].tolist() == [10, 9, 8]
    assert last["expected"].tolist() == pytest.approx([10, 10, 10])
    assert last["growth"].tolist() == pytest.approx([0, 100 / 9, 25])
    assert last["settled"].tolist() == [True, False, False]
    assert found.finding == (
        "December 2023 has 8 offences of violence with injury so far; expected are about 10 (95 % interval "
        "10 to 10), 25.0 % more. Provisional since November 2023, from where each month will grow by 1 % or "
        "more; November 2023 by 11.1 %."
    )


def test_what_is_recorded_at_once_does_not_grow(delayed):
    found = answered(delayed, areas=(ASHFORD,))

    assert found.finding.startswith("No month is expected to grow by 1 % or more")
    assert (
        quality_late.provisional_since(
            delayed, dataclasses.replace(Selection.default(delayed.capabilities), areas=(ASHFORD,))
        )
        is None
    )


def test_provisional_since_is_the_first_month_that_will_grow(delayed):
    whole = Selection.default(delayed.capabilities)

    assert quality_late.provisional_since(delayed, whole) == dt.date(2023, 11, 1)


@pytest.mark.parametrize(
    ("rows", "kind", "said"),
    [
        ([{"recorded_on": FIRST}] * 3, "cannot", "fills `committed_from`"),
        ([{"committed_on": FIRST}] * 3, "cannot", "fills `recorded_on`"),
        (offences(months=12), "enough", "takes more than three years of whole months"),
    ],
)
def test_what_cannot_be_expected_says_why(tmp_path, rows, kind, said):
    with make_store(tmp_path, rows) as store:
        found = answered(store)

    assert found.empty == kind
    assert said in found.finding


def test_a_selection_too_small_to_have_grown_is_not_enough(delayed):
    found = answered(delayed, groups=("homicide",))

    assert found.empty == "enough"
    with pytest.raises(Empty):
        quality_late.expectation(delayed, ("homicide",), "district", ())


def test_flags_that_are_not_counted_by_are_not_named(delayed):
    found = answered(delayed, areas=(MEDWAY,), domestic="yes")

    assert found.finding.startswith("December 2023 has 8 offences of violence with injury so far")
