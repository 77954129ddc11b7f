"""Weather as stations publish it: units, marks of quality, months side by side, and what cannot be.

A reading is checked as it comes in, since a model would fit Fahrenheit or tenths as readily
as degrees: a file whose months lie where no month of this country can is refused as a whole.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

import numpy as np
import pandas as pd
import pyarrow as pa

from vru.errors import InputError
from vru.ingest import clean
from vru.ingest.clean import Cleaned
from vru.ingest.load_columns import Cleaner, Cleaning
from vru.ingest.mapping import ColumnRule
from vru.ingest.read_header import YEAR_AND_MONTHS
from vru.ingest.read_source import MARK

Rules = dict[str, ColumnRule]
TEMPERATURES = ("mean_c", "max_c", "min_c")
READINGS = (*TEMPERATURES, "rain_mm")
LOWEST, HIGHEST = -30.0, 45.0  # °C, a day: no station of the British Isles was ever beyond either
COLDEST, WARMEST = -15.0, 35.0  # °C, what half the days of a month may lie below and above
LEAST_DAYS = 10  # readings without which a month says little of the unit
SUMMER_ABOVE = 4.0  # °C that July and August lie above January and February, at the very least
_UNITS: dict[str, Callable[[float], float]] = {
    "tenths": lambda value: value / 10,
    "fahrenheit": lambda value: (value - 32) / 1.8,
    "inches": lambda value: value * 25.4,
}


def reading(rule: ColumnRule | None) -> Cleaner:
    """Return the cleaner of a reading: the mapping's unit becomes °C or mm, a failed mark unknown."""
    convert = _UNITS.get(rule.format or "") if rule else None

    def cleaner(value: str | None) -> Cleaned:
        text, _, mark = (value or "").partition(MARK)
        if rule and mark and not any(fnmatch.fnmatchcase(mark, each) for each in rule.passed):
            return Cleaned(None, "failed_quality")
        found = clean.number(text)
        if found.value is None or convert is None:
            return found
        return Cleaned(round(convert(found.value), 2))

    return cleaner


def with_station(file: Cleaning, rules: Rules) -> Rules:
    """Return the rules with a station: a file without such a column is one station, named as the file."""
    rule = rules.get("station")
    if rule and not set(rule.parts) & set(file.source.missing):
        return rules
    return {**rules, "station": ColumnRule("station", None, PurePath(file.source.name).stem, {}, None)}


def months_across(file: Cleaning, rules: Rules) -> pd.DataFrame:
    """Return a reading a day of a file with a row per day of the month and columns 1 to 12.

    A source row counts once: it is refused as a whole where it has a reading on a day that
    does not exist, such as 30 February.
    """
    name = next(each for each in READINGS if each in rules)
    year, day = (_whole(file, _named(each)) for each in ("year", rules["day"].source or ""))
    months = {
        month: file.column(
            replace(rules[name], source=month, parts=(month,)), reading(rules[name]), pa.float64()
        )
        for month in YEAR_AND_MONTHS[1:]
    }
    station = file.column(with_station(file, rules)["station"], clean.text, pa.string())
    wide = file.stay({"year": year, "dom": day, "station": station, **months}).to_pandas()
    long = wide.melt(["row", "year", "dom", "station"], list(months), "month", name)
    parts = long[["year", "month"]].astype({"month": int}).assign(day=long["dom"])
    long["day"] = pd.to_datetime(parts, errors="coerce").astype(object)
    wrong = long.loc[long["day"].isna() & long[name].notna(), "row"].unique()
    file.refuse(np.isin(file.row, wrong), "bad_date", rules["day"])
    kept = long[long["day"].notna() & ~long["row"].isin(wrong)]
    blank = dict.fromkeys((each for each in (*READINGS, "quality") if each != name), None)
    return kept[["row", "day", "station", name]].assign(**blank)


def _named(heading: str) -> ColumnRule:
    return ColumnRule(heading, heading, None, {}, None, (heading,))


def _whole(file: Cleaning, rule: ColumnRule) -> pa.Array:
    column = file.column(rule, clean.whole, pa.int32())
    file.refuse(column.is_null().to_numpy(zero_copy_only=False), "value_missing", rule)
    return column


def plausible(file: Cleaning, rows: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Return rows in which a temperature that cannot be is unknown, and counted.

    Raises InputError where a whole month lies beyond what a month can be, or summers are hardly
    warmer than winters: then it is the unit that is wrong, not a reading.
    """
    days = pd.to_datetime(rows["day"])
    for name in TEMPERATURES:
        values = rows[name].astype(float)
        _check_months(file.source.name, values, days, rules.get(name))
        _check_seasons(file.source.name, values, days, rules.get(name))
        wild = (values < LOWEST) | (values > HIGHEST)
        if wild.any():
            file.steps[name, "wild_temperature"] += int(wild.sum())
            rows = rows.assign(**{name: values.mask(wild)})
    return rows


def _check_months(file: str, values: pd.Series, days: pd.Series, rule: ColumnRule | None) -> None:
    months = values.groupby(days.dt.to_period("M")).agg(["count", "median"])
    wrong = months[(months["count"] >= LEAST_DAYS) & ~months["median"].between(COLDEST, WARMEST)]
    if wrong.empty:
        return
    problem = (
        f"half the days of {wrong.index[0]:%B %Y} or more lie beyond {COLDEST:.0f} to {WARMEST:.0f} °C, "
        "as no month here does"
    )
    raise _wrong_unit(file, problem, rule)


def _check_seasons(file: str, values: pd.Series, days: pd.Series, rule: ColumnRule | None) -> None:
    summer, winter = (values[days.dt.month.isin(months)].dropna() for months in ((7, 8), (1, 2)))
    if min(len(summer), len(winter)) < LEAST_DAYS or summer.median() - winter.median() >= SUMMER_ABOVE:
        return
    problem = f"July and August are not {SUMMER_ABOVE:.0f} °C warmer than January and February"
    raise _wrong_unit(file, problem, rule)


def _wrong_unit(file: str, problem: str, rule: ColumnRule | None) -> InputError:
    now = f'now "{rule.format}"' if rule and rule.format in _UNITS else "now degrees Celsius"
    remedy = (
        f"Look up the unit of this column at its publisher and set its format in the mapping ({now}): "
        '"fahrenheit", "tenths" (of °C), or none for °C. Nothing was loaded.'
    )
    return InputError(file, problem, remedy, column=rule.parts[0] if rule and rule.parts else None)


def completed(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose unknown readings are those the store holds of the same station and day.

    Publishers give mean, highest and lowest in files of their own; none may blank the others.
    """
    if known.empty or rows.empty:
        return rows
    held = known.assign(day=pd.to_datetime(known["day"])).set_index(["day", "station"])
    held = held.reindex(pd.MultiIndex.from_arrays([pd.to_datetime(rows["day"]), rows["station"]]))
    filled = {
        name: rows[name].where(rows[name].notna(), pd.Series(held[name].to_numpy(), rows.index))
        for name in (*READINGS, "quality")
    }
    return rows.assign(**filled)
