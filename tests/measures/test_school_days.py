"""School days: what a calendar alone can say of terms."""

import datetime as dt

from vru import reference
from vru.measures.school_days import school_days


def of(year):
    holidays = reference.bank_holidays(year - 1, year + 1)
    return set(school_days(dt.date(year, 1, 1), dt.date(year + 1, 1, 1), holidays))


def test_a_year_has_about_as_many_days_as_the_law_asks_of_schools():
    # 190 days a school year: Education (School Day and School Year) (England) Regulations 1999
    for year in (2012, 2016, 2019, 2023, 2024, 2025):
        assert 183 <= len(of(year)) <= 197, (year, len(of(year)))


def test_weekends_holidays_and_breaks_are_none():
    days = of(2024)

    closed = ["2024-01-01", "2024-01-06", "2024-02-13", "2024-03-29", "2024-04-03", "2024-05-06",
              "2024-05-29", "2024-08-01", "2024-10-30", "2024-12-24"]  # fmt: skip
    open_ = ["2024-01-10", "2024-02-21", "2024-03-15", "2024-05-22", "2024-07-18", "2024-09-10"]
    assert not days & {dt.date.fromisoformat(each) for each in closed}
    assert {dt.date.fromisoformat(each) for each in open_} <= days


def test_the_closures_of_the_pandemic_are_none():
    assert not any(dt.date(2020, 3, 23) <= each < dt.date(2020, 9, 1) for each in of(2020))
    assert not any(each < dt.date(2021, 3, 8) for each in of(2021))


def test_the_end_is_exclusive_and_days_are_in_order():
    monday = dt.date(2024, 9, 9)

    assert school_days(monday, monday, {}) == []
    assert school_days(monday, monday + dt.timedelta(days=7), {}) == [
        monday + dt.timedelta(days=each) for each in range(5)
    ]
