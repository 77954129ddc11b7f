"""The rise under doubt: a rise made by better recording alone is not called one."""

import dataclasses
import datetime as dt

import pytest

from tests.answers.worlds import MEDWAY
from tests.stores import make_store
from vru.answers import question
from vru.periods import Period, add_months
from vru.selection import Selection

FIRST = dt.date(2014, 1, 1)


def recorded(folder, monthly, homicides=None):
    """Seven years from 2014; `monthly` and `homicides` give a year's offences a month."""
    months = [add_months(FIRST, at) for at in range(84)]
    rows = [
        {"recorded_on": month.replace(day=1 + each % 28), "district": MEDWAY}
        for month in months
        for each in range(monthly(month))
    ]
    rows += [
        {"recorded_on": month, "district": MEDWAY, "offence_group": "homicide"}
        for month in months
        for _ in range(homicides(month) if homicides else 0)
    ]
    return make_store(folder, rows)


def better(month):
    """A thousand reported a month: 79.2 % recorded up to 2016, 96.6 % from 2019 on."""
    if month.year < 2017:
        return 792
    return 966 if month.year > 2018 else 879


def answered(store, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    return question("trends.recording").ask(store, selection).answer()


@pytest.fixture(scope="module")
def inspected(tmp_path_factory):
    with recorded(tmp_path_factory.mktemp("better"), better, homicides=lambda month: 2) as store:
        yield store


def test_a_rise_made_by_recording_alone_is_cannot_tell(inspected):
    found = answered(inspected)

    assert found.table["label"].tolist() == [
        "As recorded",
        "If 79.2 % was recorded before",
        "If 75.9 % was recorded before",
        "If 82.5 % was recorded before",
        "Homicides, which recording hardly moves",
    ]
    assert found.table["verdict"].iloc[[0, 1, 4]].tolist() == ["higher", "no clear change", "no clear change"]
    assert found.table["percent"].iloc[:2].tolist() == pytest.approx([100 * (966 / 792 - 1), 0], abs=0.1)
    assert found.verdict.value == "cannot tell"


def test_a_rise_far_beyond_recording_that_homicide_shares_is_higher(tmp_path):
    def doubled(month):
        return better(month) * (1 if month.year < 2019 else 2)

    with recorded(tmp_path, doubled, homicides=lambda month: 2 if month.year < 2019 else 6) as store:
        found = answered(store)

    assert set(found.table["verdict"]) == {"higher"}
    assert found.verdict.value == "higher"
    assert found.table["percent"].iloc[1] == pytest.approx(100, abs=0.2)


def test_without_homicides_nothing_robust_agrees(tmp_path):
    with recorded(tmp_path, lambda month: better(month) * (1 if month.year < 2019 else 2)) as store:
        found = answered(store)

    assert found.verdict.value == "cannot tell"
    assert "Homicides, which" not in found.finding


@pytest.mark.parametrize(
    ("filters", "kind", "remedy"),
    [
        ({"period": Period(dt.date(2019, 1, 1), dt.date(2020, 12, 1))}, "enough", "choose a longer period"),
        ({"period": Period(dt.date(2020, 3, 1), dt.date(2020, 12, 1))}, "enough", "Two whole years"),
        ({"groups": ("homicide",)}, "cannot", "choose Violence with injury"),
    ],
)
def test_what_cannot_be_said_says_why(inspected, filters, kind, remedy):
    found = answered(inspected, **filters)

    assert found.empty == kind
    assert remedy in found.finding
