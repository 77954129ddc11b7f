"""Small real stores for tests, built through the Builder from plain dicts."""

from __future__ import annotations

import datetime as dt
import uuid
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from vru import reference
from vru.store import Builder, Store, build, open_store

Row = Mapping[str, Any]


def make_store(
    folder: Path,
    offences: Sequence[Row] = (),
    involvements: Sequence[Row] = (),
    population: Sequence[Row] = (),
    tables: Mapping[str, Sequence[Row]] | None = None,
    withdrawn: Sequence[str] = (),
    **meta: str,
) -> Store:
    """Build a store (a new version where there is one) and open it.

    Columns left out are NULL, with these defaults. Offence: `offence_id` o1, o2, ...; status
    crime; group violence_with_injury (`is_vwi`, `is_homicide` follow from the group);
    recorded_on, recorded_month, committed_on, committed_month follow from `recorded_on`,
    `committed_on` or `committed_from`, a date or text; `csp` from `district`. Involvement:
    `offence_id` o1, `role` suspect; `person` any text (None = unknown); `age` = both ends.
    `tables` fills other tables: {"weather": [...], "month_quality": [...], "load": [...]}.
    """
    with build(folder) as builder:
        _insert(builder, "staged_offence", [_offence(n, each) for n, each in enumerate(offences, 1)])
        _insert(builder, "staged_involvement", [_involvement(each) for each in involvements])
        _insert(builder, "staged_withdrawn", [{"offence_id": each} for each in withdrawn])
        _insert(builder, "population", [{"kind": "estimate", **each} for each in population])
        for table, rows in (tables or {}).items():
            _insert(builder, table, rows)
        builder.publish({"synthetic": "true", "key_id": "test", **meta})
    return open_store(folder)


def _offence(number: int, given: Row) -> dict[str, Any]:
    row = {"offence_id": f"o{number}", "status": "crime", "offence_group": "violence_with_injury", **given}
    recorded, committed = _date(row.get("recorded_on")), _date(row.get("committed_on"))
    if row.get("committed_from"):
        row["committed_from"] = dt.datetime.fromisoformat(str(row["committed_from"]))
        row.setdefault("committed_precision", "minute")
        committed = committed or row["committed_from"].date()
    group = row["offence_group"]
    row = {
        "is_vwi": group in ("violence_with_injury", "homicide"),
        "is_homicide": group == "homicide",
        "recorded_month": _month(recorded),
        "committed_month": _month(committed),
        "csp": reference.csp_of().get(row.get("district") or ""),
        "first_of_month": False,
        "midnight": False,
        "load_id": 1,
        **row,
        "recorded_on": recorded,
        "committed_on": committed,
    }
    return {"content_hash": _hash(given), **row}


def _involvement(given: Row) -> dict[str, Any]:
    row = {"offence_id": "o1", "role": "suspect", "load_id": 1, "content_hash": _hash(given), **given}
    person, age = row.pop("person", None), row.pop("age", None)
    if age is not None:
        row |= {"age_low": age, "age_high": age}
    pseudonym = None if person is None else str(uuid.uuid5(uuid.NAMESPACE_OID, str(person)))
    return {"pseudonym": pseudonym, **row}


def _insert(builder: Builder, table: str, rows: Sequence[Row]) -> None:
    if rows:
        names = list(dict.fromkeys(name for row in rows for name in row))
        columns = {name: pa.array([row.get(name) for row in rows]) for name in names}
        builder.insert(table, pa.table(columns))


def _date(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(str(value)) if value is not None else None


def _month(day: dt.date | None) -> dt.date | None:
    return day.replace(day=1) if day else None


def _hash(given: Row) -> int:
    return zlib.crc32(repr(sorted(given.items(), key=str)).encode())
