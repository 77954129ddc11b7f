"""The tables round the crimes: weather, population, admissions, comparators, programmes.

They are small, so that pandas does here what SQL does for offences: a row is loaded,
quarantined, or the same as one that is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from vru.ingest import clean, clean_codes, clean_people, load_weather
from vru.ingest.load_columns import Cleaner, Cleaning, dates
from vru.ingest.load_tables import TABLES, Table, residents
from vru.ingest.mapping import ColumnRule

Rules = dict[str, ColumnRule]
SUPPRESSED = (1, 7)  # a suppressed cell of hospital statistics stands for a count from 1 to 7
_MISSING = "\x1e"
PLACES = {"population": "area", "population_lsoa": "lsoa"}
"""The column that says where people live, by kind of population."""
_AGE_COLUMN = re.compile(r"\d{1,3}\+?")


class Found(NamedTuple):
    """What a context file comes to: rows to write, and how its source rows count."""

    new: pa.Table
    loaded: int
    duplicates: int
    changed: int


def context_rows(file: Cleaning, kind: str, rules: Rules) -> pd.DataFrame:
    """Return a context file's rows under the store's column names; rows that cannot stay are refused."""
    if kind == "weather":
        rules = load_weather.with_station(file, rules)
    columns = context_columns(file, kind, rules)
    if kind in PLACES:
        columns = _population(columns, rules)
    _refuse_missing(file, TABLES[kind], columns, rules)
    return shaped(kind, file.stay(columns).to_pandas(types_mapper=_nullable))


def context_columns(file: Cleaning, kind: str, rules: Rules) -> dict[str, pa.Array]:
    """Return every column of a kind cleaned, null where the mapping has no rule for it."""
    table = TABLES[kind]
    columns: dict[str, pa.Array] = {}
    for name in table.days:
        rule = rules.get(name)
        columns[name] = dates(_boundary(name, rule, file.moments(rule)))
    for name, (cleaner, type_) in table.cleaners.items():
        rule = rules.get(name)
        columns[name] = file.column(rule, _reader(kind, name, rule) or cleaner, type_)
    return columns


def shaped(kind: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return a kind's rows under the columns of its table in the store."""
    return _SHAPED[kind](rows) if kind in _SHAPED else rows


def _reader(kind: str, name: str, rule: ColumnRule | None) -> Cleaner | None:
    return load_weather.reading(rule) if kind == "weather" and name in load_weather.READINGS else None


def _nullable(kind: pa.DataType) -> Any:
    return {pa.int16(): pd.Int64Dtype(), pa.int32(): pd.Int64Dtype()}.get(kind)


def _boundary(name: str, rule: ColumnRule | None, moment: Any) -> np.ndarray:
    """Return the days of a column; a period's end is the last of its month where only that is known."""
    if rule and rule.format == "twelve_months":
        # the source names the month in which twelve end: the period begins eleven months before
        return (moment.days.astype("datetime64[M]") - 11).astype("datetime64[D]")
    return _month_ends(moment) if name == "period_to" else moment.days


def _month_ends(moment: Any) -> np.ndarray:
    months = moment.days.astype("datetime64[M]")
    ends = (months + 1).astype("datetime64[D]") - 1
    return np.where(moment.month_only, ends, moment.days)


def _population(columns: dict[str, pa.Array], rules: Rules) -> dict[str, pa.Array]:
    columns = dict(columns)
    age = columns.pop("age")
    open_end = age.to_pandas().ge(90) if "age" in rules else None
    low, high = columns["age_low"], columns["age_high"]
    if open_end is not None and low.null_count == len(low):
        # single years of age end at 90: the last one holds everybody older
        low = age
        high = pa.array(
            np.where(open_end.fillna(False), clean_people.OPEN_END, age.to_pandas()),
            pa.int16(),
            from_pandas=True,
        )
    kind = columns["kind"].fill_null("estimate")
    return {**columns, "age_low": low, "age_high": high, "kind": kind}


def _refuse_missing(file: Cleaning, table: Table, columns: dict[str, pa.Array], rules: Rules) -> None:
    for name in table.needed:
        missing = columns[name].is_null().to_numpy(zero_copy_only=False)
        file.refuse(missing, "value_missing", rules.get(name))


def _admissions(rows: pd.DataFrame) -> pd.DataFrame:
    hidden = rows["count"] < 0
    low = rows["count"].mask(hidden, SUPPRESSED[0])
    high = rows["count"].mask(hidden, SUPPRESSED[1])
    rounding = rows["rounding"].fillna(1)
    return rows.drop(columns="count").assign(low=low, high=high, rounding=rounding)


def _interventions(rows: pd.DataFrame) -> pd.DataFrame:
    def codes(text: Any) -> list[str] | None:
        if not isinstance(text, str):
            return None
        return [clean_codes.district(each).value for each in text.split(";") if clean.trimmed(each)]

    return rows.assign(districts=pd.Series([codes(each) for each in rows["districts"]], rows.index, object))


_SHAPED = {"admissions": _admissions, "interventions": _interventions}


def unpivoted(file: Cleaning, kind: str, rules: Rules) -> pd.DataFrame:
    """Return population rows of a file with a column per age (0, 1, … 90+), one row an age.

    A source row counts once; it is refused as a whole where one of its ages is no number.
    """
    place = PLACES[kind]
    named = {
        name: file.column(rules.get(name), *TABLES[kind].cleaners[name])
        for name in ("year", place, "sex", "kind")
    }
    ages = [each for each in file.source.table.column_names if _AGE_COLUMN.fullmatch(each)]
    counts = {age: file.column(ColumnRule(age, age, None, {}, None), residents, pa.int32()) for age in ages}
    for name, column in (*((each, named[each]) for each in ("year", place)), *counts.items()):
        rule = rules.get(name) or ColumnRule(name, name, None, {}, None)
        file.refuse(column.is_null().to_numpy(zero_copy_only=False), "value_missing", rule)
    named["kind"] = named["kind"].fill_null("estimate")
    wide = file.stay({**named, **counts}).to_pandas(types_mapper=_nullable)
    long = wide.melt(["row", *named], ages, "age", "residents")
    low = long["age"].str.rstrip("+").astype(int)
    high = np.where(long["age"].str.endswith("+"), clean_people.OPEN_END, low)
    return long.drop(columns="age").assign(age_low=low, age_high=high)


def refuse_differing(file: Cleaning, kind: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows without those of one key that say different things: nobody knows which is right."""
    keys = lines(rows, TABLES[kind].key)
    if not keys.duplicated().any():
        return rows
    said = pd.DataFrame({"key": keys, "all": lines(rows, tuple(rows.columns.drop("row")))}).drop_duplicates()
    bad = keys.isin(said["key"][said["key"].duplicated()]).to_numpy()
    if not bad.any():
        return rows
    numbers = rows["row"].to_numpy()[bad]
    file.refuse(np.isin(file.row, numbers), "row_differs", None)
    return rows[~rows["row"].isin(numbers)]


def found(rows: pd.DataFrame, known: pd.DataFrame, kind: str) -> Found:
    """Return what of a context file is new, against the rows the store holds."""
    rows = rows.reset_index(drop=True)
    columns, key = tuple(each for each in rows.columns if each != "row"), TABLES[kind].key
    said = lines(rows, columns)
    stale = said.duplicated() | (said.isin(lines(known, columns)) if len(known) else False)
    same = stale.groupby(rows["row"]).all()
    fresh = rows[~stale]
    changed = lines(fresh, key).isin(lines(known, key)).sum() if len(known) else 0
    return Found(arrow(fresh[list(columns)]), int((~same).sum()), int(same.sum()), int(changed))


def lines(rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    """Return each row as one comparable text: 5 and 5.0, a date and its midnight are the same."""
    texts = [_column_text(rows[name]) for name in columns]
    return pd.Series(["\x1f".join(each) for each in zip(*texts, strict=True)], dtype=object)


def _column_text(values: pd.Series) -> Iterable[str]:
    if values.dtype == object and any(isinstance(each, list | np.ndarray) for each in values):
        return [_text(each) for each in values]
    # a column has few distinct values, and turning each into text once is ten times faster
    codes, distinct = pd.factorize(values.astype(object))
    return np.array([*map(_text, distinct), _MISSING], dtype=object)[codes]


def _text(value: Any) -> str:
    if isinstance(value, list | np.ndarray):
        return ";".join(map(str, value))
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return _MISSING
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return f"{value:.9g}" if isinstance(value, int | float | np.number) else str(value)


def arrow(rows: pd.DataFrame) -> pa.Table:
    """Return rows as the builder reads them, missing values as nulls."""
    lists = {"districts": pa.list_(pa.string())}
    return pa.table(
        {str(name): pa.array(rows[name], lists.get(str(name)), from_pandas=True) for name in rows}
    )
