"""Weather with a row for each reading: the readings of a day at a station come together again.

Each source row counts by itself. It is loaded where its reading is new to the store, or changes what
is there; it is a duplicate where an earlier row of the file, or the store, says the same; rows of
readings that the mapping does not ask for, such as snow, are quarantined by that name.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from vru.ingest import clean, load_weather
from vru.ingest.load_columns import Cleaning, dates
from vru.ingest.load_context import Found
from vru.ingest.load_context import found as found_rows
from vru.ingest.mapping import ColumnRule, FileRule

KEY = ["day", "station", "reading"]


def found(file: Cleaning, rule: FileRule, known: pd.DataFrame) -> Found:
    """Return what of a file with a row a reading is new, against the weather the store holds."""
    long = _differing_refused(file, _readings(file, rule))
    asked = [each for each in load_weather.READINGS if each in rule.columns]
    wide = long.pivot_table("value", ["day", "station"], "reading", aggfunc="first", dropna=False)
    # a day whose only reading failed its checks is a day all the same, with a gap
    places = pd.MultiIndex.from_frame(long[["day", "station"]].drop_duplicates())
    days = wide.reindex(index=places, columns=asked).astype(float).reset_index().rename_axis(columns=None)
    days = days.assign(quality=None, **{each: np.nan for each in load_weather.READINGS if each not in asked})
    days = load_weather.completed(load_weather.plausible(file, days, rule.columns), known)
    written = found_rows(days.assign(row=np.arange(len(days))), known, "weather")
    again = _again(long, days, known)
    return written._replace(loaded=int((~again).sum()), duplicates=int(again.sum()))


def _readings(file: Cleaning, rule: FileRule) -> pd.DataFrame:
    """Return row, day, station, reading and value of each row; rows that cannot stay are refused."""
    rules = load_weather.with_station(file, rule.columns)
    heading = ColumnRule("element", rule.element, None, {}, None, (rule.element or "",))
    element = file.column(heading, clean.text, pa.string()).to_pandas()
    day = dates(file.moments(rules["day"]).days)
    station = file.column(rules["station"], clean.text, pa.string())
    for name, column in (("day", day), ("station", station)):
        file.refuse(column.is_null().to_numpy(zero_copy_only=False), "value_missing", rules[name])
    reading = pd.Series([None] * file.rows, dtype=object)
    value = np.full(file.rows, np.nan)
    for name in (each for each in load_weather.READINGS if each in rules):
        among = (element == rules[name].element).to_numpy(bool)
        cleaned = file.column(rules[name], load_weather.reading(rules[name]), pa.float64(), among)
        reading[among], value[among] = name, cleaned.to_numpy(zero_copy_only=False)[among]
    file.refuse(reading.isna().to_numpy(), "other_element", heading)
    columns = {"day": day, "station": station, "reading": pa.array(reading, pa.string())}
    return file.stay({**columns, "value": pa.array(value, pa.float64())}).to_pandas()


def _differing_refused(file: Cleaning, long: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without those that give one reading two values: nobody knows which is right."""
    differs = long.groupby(KEY)["value"].transform("nunique").gt(1)
    file.refuse(np.isin(file.row, long.loc[differs, "row"]), "row_differs", None)
    return long[~differs]


def _again(long: pd.DataFrame, days: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """Return whether each row says what an earlier row of the file says, or what the store holds."""
    place = pd.MultiIndex.from_arrays([pd.to_datetime(long["day"]), long["station"]])
    now, held = (_value(each, place, long["reading"]) for each in (days, known))
    same = (now == held) | (np.isnan(now) & np.isnan(held))
    there = place.isin(_by_place(known).index)
    return long.duplicated([*KEY, "value"]) | pd.Series(there & same, long.index)


def _by_place(days: pd.DataFrame) -> pd.DataFrame:
    return days.assign(day=pd.to_datetime(days["day"])).set_index(["day", "station"])


def _value(days: pd.DataFrame, place: pd.MultiIndex, reading: pd.Series) -> np.ndarray:
    table = _by_place(days)[list(load_weather.READINGS)].reindex(place).to_numpy(float)
    at = reading.map(load_weather.READINGS.index).to_numpy(int)
    return table[np.arange(len(table)), at]
