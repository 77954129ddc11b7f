"""Lookups between areas: small areas of 2011 to those of 2021, and small areas to wards."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from vru.errors import InputError

OLDER, NEWER = re.compile(r"^lsoa11_?(code|cd)$", re.I), re.compile(r"^lsoa21_?(code|cd)$", re.I)
WARD = re.compile(r"^(ward|wd)\d{2}_?(code|cd)$", re.I)
WARD_NAME = re.compile(r"^(ward|wd)\d{2}_?(name|nm)$", re.I)


def read(path: Path, level: str) -> pd.DataFrame:
    """Return a lookup's rows for `area_link`, with `to_name`, of the level they lead to (lsoa or ward).

    Raises InputError for a file that is no table or lacks the two columns of codes.
    """
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as problem:
        raise InputError(
            path.name, "it cannot be read as a table", "Give the lookup as CSV in UTF-8."
        ) from problem
    older, newer, ward = (_first(table, each) for each in (OLDER, NEWER, WARD))
    if level == "ward":
        pair, needs = (newer or older, ward), "a small area's code (LSOA21CD) and a ward's (WD24CD)"
    else:
        pair, needs = (older, newer), "codes of 2011 (LSOA11CD) and of 2021 (LSOA21CD)"
    if level not in ("lsoa", "ward") or pair[0] is None or pair[1] is None:
        raise InputError(path.name, "its columns are no lookup for this level", f"It needs {needs}.")
    named = _first(table, WARD_NAME) if level == "ward" else None
    made = pd.DataFrame(
        {
            "from_level": "lsoa",
            "from_code": table[pair[0]].str.strip(),
            "to_level": level,
            "to_code": table[pair[1]].str.strip(),
            "to_name": table[named or pair[1]].str.strip(),
        }
    )
    return made[(made["from_code"] != "") & (made["to_code"] != "")].drop_duplicates(ignore_index=True)


def _first(table: pd.DataFrame, pattern: re.Pattern) -> str | None:
    return next((str(each) for each in table.columns if pattern.match(str(each).strip())), None)
