"""Periods: whole months, inclusive at both ends."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vru.periods import Period, add_months, months_between, parse_month, presets

MONTHS = st.builds(dt.date, st.integers(1950, 2050), st.integers(1, 12), st.just(1))


def month(text: str) -> dt.date:
    return parse_month(text)


@given(MONTHS, st.integers(-500, 500))
def test_months_added_are_months_between(first, months):
    assert months_between(first, add_months(first, months)) == months


@given(MONTHS, st.integers(0, 400), st.integers(-300, 300))
def test_a_shifted_period_keeps_its_length(first, length, shift):
    period = Period(first, add_months(first, length))

    assert period.shifted(shift).months == period.months == length + 1
    assert period.shifted(shift).shifted(-shift) == period


def test_a_period_ends_the_day_after_its_last_month():
    assert Period(month("2025-04"), month("2025-12")).end == dt.date(2026, 1, 1)


@given(MONTHS)
def test_a_month_reads_as_it_is_written(first):
    assert parse_month(f"{first:%Y-%m}") == first


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-3", "9999-12", "0001-01", "2026-+1", "", "March"]
)
def test_refuses_what_is_no_month(text):
    with pytest.raises(ValueError, match="month"):
        parse_month(text)


def test_presets_of_a_store_to_may():
    chosen = Period(month("2026-04"), month("2026-05"))

    assert presets(month("2020-01"), month("2026-05"), chosen) == {
        "all": ("All data", Period(month("2020-01"), month("2026-05"))),
        "l12": ("Last 12 months", Period(month("2025-06"), month("2026-05"))),
        "fytd": ("Financial year to date", Period(month("2026-04"), month("2026-05"))),
        "yeq": ("Year ending March 2026", Period(month("2025-04"), month("2026-03"))),
        "sply": ("Same period last year", Period(month("2025-04"), month("2025-05"))),
    }


def test_the_financial_year_to_date_before_april_began_last_year():
    assert presets(month("2020-01"), month("2026-03"))["fytd"][1] == Period(
        month("2025-04"), month("2026-03")
    )


def test_a_preset_that_begins_before_the_data_is_left_out():
    chosen = Period(month("2026-01"), month("2026-03"))

    assert list(presets(month("2026-01"), month("2026-03"), chosen)) == ["all"]
