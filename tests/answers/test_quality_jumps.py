"""Jumps of the level, on stores with a step planted and without."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from tests.answers.worlds import ASHFORD, offences
from tests.stores import make_store
from vru.answers import question
from vru.recording_events import FILE
from vru.selection import Selection

FIRST, MONTHS = dt.date(2011, 1, 1), 72
STEP = 40  # May 2014, half a year before the national inspection


def each(step=1.0, at=STEP):
    rng = np.random.default_rng(7)
    level = np.where(np.arange(MONTHS) >= at, step, 1.0)
    return (level * rng.integers(56, 65, MONTHS)).astype(int).tolist()


def answered(store, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    return question("quality.jumps").ask(store, selection).answer()


@pytest.fixture(scope="module")
def stepped(tmp_path_factory):
    rows = [
        *offences(MONTHS, each=each(2.0), first=FIRST),
        *offences(6, each=1, district=ASHFORD, first=FIRST),
    ]
    with make_store(tmp_path_factory.mktemp("stepped"), rows) as store:
        yield store


def test_a_planted_step_stands_out_with_its_size(stepped):
    found = answered(stepped)

    rows = found.table[found.table["what"] == "stands out"]
    assert rows["month"].tolist() == [dt.date(2014, 5, 1)]
    assert rows["low"].iloc[0] <= 100 <= rows["high"].iloc[0]
    assert "jumps at 1 of 49 months looked at: May 2014 (+" in found.finding
    assert found.chart.marks[0].x == dt.date(2014, 5, 1)


def test_known_changes_are_estimated_where_they_are(stepped):
    found = answered(stepped)

    rows = found.table[found.table["what"] == "known change"].set_index("label")
    assert list(rows.index) == ["Offence codes changed, April 2012", "National inspection, November 2014"]
    assert not rows.loc["Offence codes changed, April 2012", "clear"]


def test_an_analyst_s_own_event_at_the_step_is_named(stepped):
    header = "date,label,touches,source\n"
    file = stepped.folder / FILE
    file.write_text(header + "2014-05-06,New system,all,us\n", encoding="utf-8")
    try:
        found = answered(stepped, domestic="unknown")  # another selection: the plain one is kept as it was
    finally:
        file.unlink()

    assert "May 2014, “New system”" in found.finding
    assert "1 clearly moved it: “New system, May 2014”" in found.finding


def test_without_a_step_no_month_stands_out(tmp_path):
    with make_store(tmp_path, offences(MONTHS, each=each(), first=FIRST)) as store:
        found = answered(store)

    assert found.finding == (
        "At none of 49 months looked at does the level of offences of violence with injury jump. 2 known "
        "changes in recording in these months did not clearly move it."
    )
    assert not found.table["clear"].any()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (offences(MONTHS, each=5, first=FIRST), "needs about twenty offences a month"),
        (offences(18, each=60, first=FIRST), "a whole year of usual months on either side"),
        (offences(24, each=[60] * 23 + [0], first=FIRST), "a whole year of usual months on either side"),
    ],
)
def test_what_cannot_be_looked_at_says_why(tmp_path, rows, said):
    with make_store(tmp_path, rows) as store:
        found = answered(store)

    assert found.empty == "enough"
    assert said in found.finding


def test_a_selection_without_anything_says_so(stepped):
    assert answered(stepped, groups=("homicide",)).empty == "nothing"
