"""Births: ages that fit one birth, ages that fit none, and people of one day, by hand."""

import numpy as np
import pytest

from vru.measures import births

DAY = 365


def told(*rows):
    columns = np.array(rows).T
    return dict(zip(("person", "day", "age_low", "age_high"), columns, strict=True))


def test_an_age_that_runs_backwards_fits_no_birth():
    rows = told((1, 0, 40, 40), (1, DAY, 30, 30), (2, 0, 40, 40), (2, DAY, 41, 41))

    assert births.contradicted(rows, 2) == (2, 1)


def test_who_is_known_on_one_day_only_is_not_counted():
    rows = told((1, 0, 40, 40), (2, 5, 20, 20), (2, 5, 50, 50), (3, 7, 30, 30))

    assert births.contradicted(rows, 2) == (0, 0)


def test_a_range_contradicts_only_what_lies_outside_it():
    rows = told((1, 0, 20, 40), (1, DAY, 30, 30), (2, 0, 20, 29), (2, DAY, 50, 50))

    assert births.contradicted(rows, 2) == (2, 1)


@pytest.mark.parametrize(("years", "apart"), [(2, 1), (3, 1), (4, 0)])
def test_births_may_disagree_by_some_years(years, apart):
    # born in the year before day 0, and in the one after day 3.5 years: apart by more than three years
    rows = told((1, 0, 0, 0), (1, round(4.5 * 365.25), 0, 0))

    assert births.contradicted(rows, years) == (1, apart)


def test_nobody_contradicts_nothing():
    nothing = {each: np.zeros(0, np.int32) for each in ("person", "day", "age_low", "age_high")}

    assert births.contradicted(nothing, 2) == (0, 0)
