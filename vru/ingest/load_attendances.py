"""Attendances at hospital: rows of patients, or counts, become months of a hospital that stand or fall whole.

The day and the row are not kept: alike attendances of a month are one number. So a month of a
hospital is compared and replaced as a whole, and each source row still counts once.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from vru.ingest.load_columns import Cleaning
from vru.ingest.load_context import Found, arrow, context_columns, lines
from vru.ingest.load_people import ages
from vru.ingest.mapping import FileRule

UNNAMED = "not named"
KEY = ("month", "hospital")
ALIKE = (
    "month", "hospital", "district", "lsoa", "location_type", "place", "weapon", "age_low", "age_high", "sex",
    "police_record",
)  # fmt: skip
COUNT = "attendances"


def found(file: Cleaning, rule: FileRule, known: pd.DataFrame) -> Found:
    """Return the months of a hospital that are new or changed, against those that the store holds."""
    rows = _rows(file, rule)
    now = _cells(rows)
    same = _alike(now, known)
    again = pd.Series(lines(rows, KEY).isin(same).to_numpy(), rows.index)
    fresh = now[~lines(now, KEY).isin(same)]
    changed = set(lines(fresh, KEY)) & set(lines(known, KEY)) if len(known) else set()
    return Found(arrow(fresh), int((~again).sum()), int(again.sum()), len(changed))


def _rows(file: Cleaning, rule: FileRule) -> pd.DataFrame:
    """Return a row a source row, under the store's names; rows that cannot stay are refused."""
    columns = context_columns(file, "attendances", rule.columns)
    missing = columns["attended_on"].is_null().to_numpy(zero_copy_only=False)
    file.refuse(missing, "value_missing", rule.columns["attended_on"])
    if COUNT in rule.columns and not set(rule.columns[COUNT].parts) & set(file.source.missing):
        unread = columns[COUNT].is_null().to_numpy(zero_copy_only=False)
        file.refuse(unread, "value_missing", rule.columns[COUNT])
    days = columns.pop("attended_on")
    months = days.cast(pa.date32()).to_numpy(zero_copy_only=False).astype("datetime64[M]")
    named = {
        **columns,
        "month": pa.array(months.astype("datetime64[D]"), pa.date32()),
        "hospital": columns["hospital"].fill_null(UNNAMED),
        COUNT: columns[COUNT].fill_null(1),
        **ages(file, rule.columns),
    }
    types = {pa.int16(): pd.Int64Dtype(), pa.int32(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    return file.stay(named).to_pandas(types_mapper=types.get)


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Return alike attendances as one row with their number."""
    if rows.empty:
        return rows[[*ALIKE, COUNT]]
    return rows.groupby(list(ALIKE), dropna=False, sort=False)[COUNT].sum().reset_index()


def _alike(now: pd.DataFrame, known: pd.DataFrame) -> set[str]:
    """Return the keys of the months whose rows are, all of them, what the store holds."""
    if known.empty or now.empty:
        return set()
    columns = (*ALIKE, COUNT)

    def content(table: pd.DataFrame) -> dict[str, frozenset[str]]:
        said = pd.DataFrame({"key": lines(table, KEY), "all": lines(table, columns)})
        return {str(key): frozenset(each) for key, each in said.groupby("key")["all"]}

    held = content(known)
    return {key for key, each in content(now).items() if held.get(key) == each}
