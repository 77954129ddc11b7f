"""Admissions with areas side by side: a row of the sheet becomes a count an area, sex and kind of episode."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from vru.ingest import clean_codes, clean_people
from vru.ingest.load_columns import Cleaning
from vru.ingest.load_context import context_columns, shaped
from vru.ingest.load_tables import TABLES
from vru.ingest.mapping import ColumnRule, FileRule
from vru.ingest.read_crosstab import BETWEEN, EPISODES

EXACT = "england"
"""The country's figures are published as they are; what lies below it is rounded."""


def across_areas(file: Cleaning, rule: FileRule) -> pd.DataFrame:
    """Return a row for each count of a sheet with areas side by side.

    A source row counts once, and is refused as a whole where one of its counts is no number. A blank
    cell is not published, and no 0. A row whose age is not known is refused: without an age it
    would stand for all ages.
    """
    columns = context_columns(file, "admissions", rule.columns)
    for name in ("period_from", "period_to", "cause"):
        file.refuse(
            columns[name].is_null().to_numpy(zero_copy_only=False), "value_missing", rule.columns[name]
        )
    if "age_low" in rule.columns:
        months = _one_month(columns["period_from"], columns["period_to"])
        ageless = columns["age_low"].is_null().to_numpy(zero_copy_only=False)
        file.refuse(ageless & months, "unknown_age", rule.columns["age_low"])
    cleaner, kind = TABLES["admissions"].cleaners["count"]
    headings = [each for each in file.source.table.column_names if BETWEEN in each]
    counts = {each: file.column(_named(each), cleaner, kind) for each in headings}
    unread = [each for each in columns if each not in ("area", "episode", "sex", "count")]
    wide = file.stay({**{each: columns[each] for each in unread}, **counts}).to_pandas()
    long = wide.melt(["row", *unread], headings, "heading", "count")
    long = long[long["count"].notna()]
    heads = pd.DataFrame([_said(each, rule.rows_above) for each in headings], headings)
    long = long.join(heads, on="heading").drop(columns="heading")
    exact = long["area"].str.casefold() == EXACT
    return shaped("admissions", long.assign(rounding=long["rounding"].mask(exact, 1)))


def _one_month(first: pa.Array, last: pa.Array) -> np.ndarray:
    starts, ends = (each.to_numpy(zero_copy_only=False).astype("datetime64[M]") for each in (first, last))
    return starts == ends


def _named(heading: str) -> ColumnRule:
    return ColumnRule("count", heading, None, {}, None, (heading,))


def _said(heading: str, above: tuple[str, ...]) -> dict[str, str | None]:
    """Return area, sex and episode of a column from its heading, South East › Female › FAEs."""
    *names, counted = heading.split(BETWEEN)
    said = dict(zip(above, names, strict=True))
    return {
        # residents of a region nobody knows are a column of their own
        "area": clean_codes.district(said["area"]).value or said["area"],
        "sex": clean_people.sex(said["sex"]).value if "sex" in said else None,
        "episode": EPISODES[counted.casefold()],
    }
