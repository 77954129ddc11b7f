"""Reconciliation: closed forms by hand, and parts that always add up to the gap."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vru.errors import MeasureError
from vru.measures.reconcile import STATUSES, UNKNOWABLE, Tally, line, reconciles, strayed, total
from vru.measures.reconcile_published import Category, Figure, covered, ending, figures, year_of

NUMBER = st.integers(0, 100_000)
BOUND = st.none() | NUMBER
TALLIES = st.none() | st.builds(
    Tally, NUMBER, st.dictionaries(st.sampled_from(STATUSES), NUMBER), NUMBER, NUMBER, BOUND, BOUND, BOUND
)


def test_the_way_of_one_group_by_hand():
    found = line(
        1_000,
        Tally(1_050, {"cancelled": 40, "no_crime": 10}, later=30, before=20, late=None, shared=5, unknown=3),
    )

    assert {each.name: each.offences for each in found.parts if each.offences} == {
        "cancelled": -40, "no_crime": -10, "later": -30, "before": 20,
    }  # fmt: skip
    assert (found.shown, found.gap, found.unexplained) == (1_000, -50, 10)
    assert found.possible == (-5, 3)
    assert [each.name for each in found.parts if each.known == UNKNOWABLE] == ["late"]


def test_a_group_the_extract_lacks_is_explained_by_that_alone():
    found = line(20_958, None)

    assert {each.name: each.offences for each in found.parts if each.offences} == {"not_held": 20_958}
    assert found.unexplained == 0


@given(st.lists(st.tuples(NUMBER, TALLIES), min_size=1, max_size=6))
def test_parts_and_unexplained_are_the_gap_of_each_line_and_of_their_sum(given_lines):
    lines = [line(published, tally) for published, tally in given_lines]
    whole = total(lines)

    for each in [*lines, whole]:
        assert each.records + sum(part.offences for part in each.parts) + each.unexplained == each.published
        assert each.possible[0] <= 0 <= each.possible[1]
    assert whole.unexplained == sum(each.unexplained for each in lines)
    assert strayed(lines) >= abs(whole.unexplained)


def test_too_many_of_one_group_do_not_make_up_for_too_few_of_another():
    lines = [line(1_000, Tally(1_050, {})), line(1_000, Tally(950, {}))]

    assert total(lines).unexplained == 0
    assert strayed(lines) == 100
    assert not reconciles(lines, limit=1, small=2)


def test_small_figures_may_differ_by_as_many_offences_as_allowed():
    assert reconciles([line(17, Tally(15, {}))], limit=1, small=2)
    assert not reconciles([line(17, Tally(14, {}))], limit=1, small=2)
    assert reconciles([line(1_000, Tally(990, {}))], limit=1, small=2)
    assert not reconciles([line(1_000, Tally(989, {}))], limit=1, small=2)


def test_what_cannot_be_published_is_refused():
    with pytest.raises(MeasureError):
        line(-1, None)
    with pytest.raises(MeasureError):
        total([])


APRIL = dt.date(2017, 4, 1)
BURGLARY = {
    "domestic burglary": Category("burglary", dt.date.min, dt.date(2017, 3, 31)),
    "residential burglary": Category("burglary", APRIL, dt.date.max),
    "robbery": Category("robbery", dt.date.min, dt.date.max),
}


def rows(*of):
    return pd.DataFrame(of, columns=["starts", "measure", "value"])


def test_a_zero_outside_a_category_s_dates_is_no_count():
    after = rows(
        (APRIL, "domestic burglary", 0), (APRIL, "residential burglary", 8_434), (APRIL, "robbery", 0)
    )

    assert figures(after, BURGLARY, APRIL) == {
        "burglary": Figure(8_434, (), ("domestic burglary",)),
        "robbery": Figure(0, (), ()),
    }


def test_the_year_in_which_categories_change_adds_both():
    june = dt.date(2016, 7, 1)
    change = rows((june, "domestic burglary", 3_578), (june, "residential burglary", 1_929))

    assert figures(change, BURGLARY, june) == {"burglary": Figure(5_507, (), ())}


def test_a_category_in_force_that_is_not_published_leaves_the_group_unknown():
    june = dt.date(2016, 7, 1)

    assert figures(rows((june, "domestic burglary", 3_578)), BURGLARY, june) == {
        "burglary": Figure(None, ("residential burglary",), ())
    }


def test_years_compared_end_where_most_are_whole_and_do_not_overlap():
    rolling = [dt.date(year, month, 1) for year in (2016, 2017) for month in (1, 4, 7, 10)]
    calendar = {dt.date(2017, month, 1) for month in range(1, 13)}
    financial = {dt.date(2016, month, 1) for month in range(4, 13)} | {
        dt.date(2017, month, 1) for month in (1, 2, 3)
    }

    assert ending(rolling, calendar) == 12
    assert ending(rolling, financial) == 3
    assert ending([], calendar) == 3
    assert covered(year_of(dt.date(2017, 4, 1)), calendar) == 9
