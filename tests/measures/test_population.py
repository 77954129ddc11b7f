"""Population: interpolation between mid-years, carried for a while, never beyond."""

import datetime as dt

import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures.population import last_estimate, person_years
from vru.periods import add_months

JULY_2020 = dt.date(2020, 7, 1)


def residents(*rows):
    return pd.DataFrame(rows, columns=["area", "year", "kind", "residents"])


def test_a_year_of_months_is_a_year_of_person_years():
    people = residents(("A", 2019, "estimate", 1000), ("A", 2022, "estimate", 1000))

    got = person_years(people, [add_months(dt.date(2020, 1, 1), each) for each in range(12)])

    # 2020 has 366 days
    assert got["person_years"].sum() == pytest.approx(1000 * 366 / 365.25)
    assert set(got["basis"]) == {"estimate"}


def test_lies_between_mid_years_where_the_day_lies():
    people = residents(("A", 2020, "estimate", 1000), ("A", 2021, "estimate", 1365))

    got = person_years(people, [dt.date(2021, 1, 1)])["person_years"].iloc[0]

    # from 30 June 2020 to the middle of January 2021 are 200.5 days of 365, one resident a day
    assert got == pytest.approx(1200.5 * 31 / 365.25)


def test_the_last_mid_year_is_carried_for_24_months_and_no_longer():
    months = [add_months(JULY_2020, each) for each in (-1, 0, 23, 24)]

    got = person_years(residents(("A", 2020, "estimate", 1000)), months)

    # June's middle lies before the only mid-year
    assert list(got["basis"]) == ["none", "carried", "carried", "none"]
    assert got["person_years"].isna().tolist() == [True, False, False, True]
    assert got["person_years"].iloc[1] == pytest.approx(1000 * 31 / 365.25)


def test_a_projection_serves_only_after_the_last_estimate():
    people = residents(
        ("A", 2020, "estimate", 1000), ("A", 2020, "projection", 9999), ("A", 2021, "projection", 1100)
    )

    got = person_years(people, [dt.date(2020, 8, 1), dt.date(2021, 8, 1)])

    assert list(got["basis"]) == ["projection", "carried"]
    assert got["person_years"].iloc[1] == pytest.approx(1100 * 31 / 365.25)


def test_the_last_estimate_is_the_one_every_area_has():
    people = residents(("A", 2021, "estimate", 1), ("A", 2020, "estimate", 1), ("B", 2020, "estimate", 1))

    assert last_estimate(people) == 2020
    assert last_estimate(people.iloc[:0]) is None


def test_refuses_two_figures_for_one_year():
    people = residents(("A", 2020, "estimate", 1), ("A", 2020, "estimate", 2))

    with pytest.raises(MeasureError, match="two populations"):
        person_years(people, [JULY_2020])
