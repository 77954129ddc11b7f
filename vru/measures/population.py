"""Population: person-years per month and area from mid-year estimates."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru.errors import MeasureError
from vru.periods import add_months

CARRIED = 24  # months beyond the last mid-year for which its residents still stand in
DAYS_A_YEAR = 365.25


def person_years(residents: pd.DataFrame, months: list[dt.date]) -> pd.DataFrame:
    """Return the person-years each area's residents lived in each month.

    Parameters
    ----------
    residents : DataFrame with columns area, year, kind, residents
        One row an area, year and kind ('estimate' or 'projection'): residents at 30 June.
    months : list of date
        First days of the months that are asked for.

    Returns
    -------
    DataFrame with columns area, month, person_years, basis, one row an area and month
        Residents at the middle of the month, by linear interpolation between mid-years,
        times the year's share of the month's days. `basis` says what they rest on:
        `estimate`, `projection` (between or after projected mid-years), `carried` (the last
        mid-year, at most 24 months later) or `none`; person_years is then NaN.

    Raises
    ------
    MeasureError
        An area has two figures for one year and kind.
    """
    if residents.duplicated(["area", "year", "kind"]).any():
        raise MeasureError("An area has two populations for one year: person-years would be guesses.")
    if residents.empty:
        return pd.DataFrame({"area": [], "month": [], "person_years": [], "basis": []})
    calendar = _calendar(months)
    code, areas = pd.factorize(residents["area"], sort=True)
    year = residents["year"].to_numpy(int)
    known = residents["residents"].to_numpy(float)
    estimated = (residents["kind"] == "estimate").to_numpy(bool)
    order = np.lexsort((year, code))
    found = [
        _of_area(year[rows], known[rows], estimated[rows], calendar)
        for rows in np.split(order, np.flatnonzero(np.diff(code[order])) + 1)
    ]
    lived, basis = (np.concatenate(each) for each in zip(*found, strict=True))
    return pd.DataFrame(
        {
            "area": areas.repeat(len(months)),
            "month": calendar.months * len(areas),
            "person_years": lived,
            "basis": basis,
        }
    )


def last_estimate(residents: pd.DataFrame) -> int | None:
    """Return the last year with estimates in every area, None without any."""
    estimates = residents[residents["kind"] == "estimate"]
    return None if estimates.empty else int(estimates.groupby("area")["year"].max().min())


class _Calendar(NamedTuple):
    """Months and, as days since the year 1, where each begins and has its middle, and its days."""

    months: list[dt.date]
    begin: np.ndarray
    middle: np.ndarray
    days: np.ndarray


def _calendar(months: list[dt.date]) -> _Calendar:
    begin = np.array([each.toordinal() for each in months], float)
    end = np.array([add_months(each, 1).toordinal() for each in months], float)
    return _Calendar(months, begin, (begin + end) / 2, end - begin)


def _of_area(
    year: np.ndarray, residents: np.ndarray, estimated: np.ndarray, calendar: _Calendar
) -> tuple[np.ndarray, np.ndarray]:
    """Return an area's person-years and what they rest on, from its figures by year, in their order."""
    last = year[estimated].max(initial=0)
    later = ~estimated & (year > last)
    years = np.array([_mid_year(each) for each in (*year[estimated], *year[later])])
    people = np.concatenate([residents[estimated], residents[later]])
    found = np.interp(calendar.middle, years, people, left=np.nan)
    basis = _basis(calendar, years, int(estimated.sum()))
    return np.where(basis == "none", np.nan, found * calendar.days / DAYS_A_YEAR), basis


def _basis(calendar: _Calendar, years: np.ndarray, estimates: int) -> np.ndarray:
    at, limit = calendar.middle, add_months(dt.date.fromordinal(int(years[-1])), CARRIED + 1).toordinal()
    known = (
        (at < years[0], "none"),
        (at <= (years[estimates - 1] if estimates else -np.inf), "estimate"),
        (at <= years[-1], "projection"),
        (calendar.begin < limit, "carried"),
    )
    return np.select([each for each, _ in known], [name for _, name in known], "none").astype(object)


def _mid_year(year: int) -> float:
    return float(dt.date(year, 6, 30).toordinal())
