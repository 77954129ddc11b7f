"""The offence columns of a file, cleaned and typed; what needs other rows is done in SQL."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa

from vru import grids, reference
from vru.errors import InputError
from vru.ingest import clean, clean_codes, clean_people, clean_places
from vru.ingest.load_columns import Cleaner, Cleaning, Moments, dates, integers
from vru.ingest.mapping import ColumnRule

Rules = dict[str, ColumnRule]

TEXTS: dict[str, Cleaner] = {
    "offence_id": clean.text,
    "incident_id": clean.text,
    "status": clean_people.status,
    "ho_code": clean_codes.ho_code,
    "offence_group": clean_codes.offence_group,
    "weapon": clean.text,
    "district": clean_codes.district,
    "lsoa": clean_codes.lsoa,
    "ward": clean.text,
    "beat": clean.text,
    "place_type": clean.text,
    "outcome": clean.text,
}
FLAGS = ("domestic", "knife", "public_place", "alcohol", "gang")
FAR = dt.date(9999, 12, 31)
LONG_AGO = dt.date(1, 1, 1)


def offence_columns(file: Cleaning, rules: Rules, today: dt.date) -> dict[str, pa.Array]:
    """Return the offences' columns by contract name; rows that cannot stay are refused in `file`."""
    columns = {name: file.column(rules.get(name), cleaner, pa.string()) for name, cleaner in TEXTS.items()}
    columns |= {name: file.column(rules.get(name), clean.flag, pa.bool_()) for name in FLAGS}
    weight = file.column(rules.get("severity_weight"), _weight, pa.float64())
    return {**columns, "severity_weight": weight, **_days(file, rules, today), **_places(file, rules)}


def _weight(value: str | None) -> clean.Cleaned:
    found = clean.number(value)
    if found.reason or (found.value is not None and found.value < 0):
        return clean.Cleaned(None, "bad_weight")
    return found


def _days(file: Cleaning, rules: Rules, today: dt.date) -> dict[str, pa.Array]:
    start = file.moments(rules.get("committed_from"))
    until = file.moments(rules.get("committed_to"), needed=False)
    recorded = file.moments(rules.get("recorded_on"))
    for name, found in (("committed_from", start), ("committed_to", until), ("recorded_on", recorded)):
        file.refuse(found.days > np.datetime64(today), "future_date", rules.get(name), days=found.days)
    named = rules.get("recorded_on") or rules.get("committed_from")
    file.refuse(np.isnat(start.days) & np.isnat(recorded.days), "no_date", named)
    return {
        **_moment("from", start),
        **_moment("to", until),
        "recorded_day": dates(recorded.days),
        "recorded_month_only": pa.array(recorded.month_only),
    }


def _moment(name: str, found: Moments) -> dict[str, pa.Array]:
    return {
        f"{name}_day": dates(found.days),
        f"{name}_month_only": pa.array(found.month_only),
        f"{name}_minute": pa.array(found.minutes, mask=found.minutes < 0),
    }


def _places(file: Cleaning, rules: Rules) -> dict[str, pa.Array]:
    points = _points(file, rules)
    if points is None:
        blank = pa.nulls(file.rows, pa.int32())
        return {"easting": blank, "northing": blank, "location_quality": pa.nulls(file.rows, pa.string())}
    for step, count in points.steps.items():
        file.steps["easting", step] += count
    return {
        "easting": integers(points.easting),
        "northing": integers(points.northing),
        "location_quality": pa.array(points.quality, pa.string()),
    }


def _points(file: Cleaning, rules: Rules) -> clean_places.Points | None:
    if file.options.coordinates == "none":
        return None
    of, grid, snapped = file.options.crs, file.options.grid, file.options.snapped
    easting, northing = file.text(rules.get("easting")), file.text(rules.get("northing"))
    if easting is not None and not of and grid == grids.BRITISH:
        blank = pa.nulls(file.rows, pa.string())
        return clean_places.grid_points(easting, blank if northing is None else northing, snapped=snapped)
    if easting is not None and northing is not None:
        return _placed(
            file, clean_places.system_points(easting, northing, of=of or grid, grid=grid, snapped=snapped)
        )
    longitude, latitude = file.text(rules.get("longitude")), file.text(rules.get("latitude"))
    if longitude is None or latitude is None:
        return None
    of = of or grids.DEGREES
    return _placed(file, clean_places.system_points(longitude, latitude, of=of, grid=grid, snapped=snapped))


def _placed(file: Cleaning, points: clean_places.Points) -> clean_places.Points:
    """Return points; raises InputError where a whole file of them has its axes or its system wrong."""
    if points.turned:
        raise InputError(
            file.source.name,
            "the axes of its points are swapped: north stands where east should",
            "Map longitude (or easting) to the column that runs from west to east, and the other likewise.",
        )
    lost = points.steps.get("off_the_grid", 0)
    if file.options.crs and lost and np.isnan(points.easting).all():
        raise InputError(
            file.source.name,
            f"not one of its {lost:,} points lies in the land of {file.options.crs} and of the grid "
            f"{file.options.grid}",
            "Correct crs in [options] of the mapping; outside Great Britain name a grid there too, such as "
            'grid = "EPSG:32618".',
        )
    return points


@cache
def code_table() -> pa.Table:
    """Return every way to write a Home Office code, with the code it means and the days it is valid.

    One row is a key and a code: a reference such as 8/6 has several, of different years. The
    latest is marked `newest`, and is taken for a day on which none is valid.
    """
    codes = reference.table("offence_codes")
    pairs = [(code, code) for code in codes["ho_code"]]
    pairs += [(key, code) for key, many in reference.offence_subcodes().items() for code in many]
    rows = pd.DataFrame(pairs, columns=["key", "ho_code"]).merge(codes, on="ho_code", how="inner")
    weights = reference.severity_weights()
    rows = rows.assign(
        valid_from=[dt.date.fromisoformat(each) if each else LONG_AGO for each in rows["valid_from"]],
        valid_to=[dt.date.fromisoformat(each) if each else FAR for each in rows["valid_to"]],
        code_weight=rows["ho_code"].map(weights),
    )
    for name in ("is_vwi", "is_homicide", "is_most_serious"):
        rows[name] = rows[name].map({"yes": True, "no": False})
    rows["newest"] = rows.groupby("key")["valid_to"].transform("max") == rows["valid_to"]
    kinds: list[tuple[str, pa.DataType]] = [("key", pa.string()), ("ho_code", pa.string())]
    kinds += [("offence_group", pa.string()), ("is_vwi", pa.bool_()), ("is_homicide", pa.bool_())]
    kinds += [("is_most_serious", pa.bool_()), ("code_weight", pa.float64()), ("valid_from", pa.date32())]
    kinds += [("valid_to", pa.date32()), ("newest", pa.bool_())]
    return pa.Table.from_pandas(
        rows[[name for name, _ in kinds]], schema=pa.schema(kinds), preserve_index=False
    )


@cache
def group_table() -> pa.Table:
    """Return what a group alone says where there is no code: is it violence with injury, is it homicide?"""
    groups = sorted(reference.offence_groups())
    # a combined group holds both, so it says neither
    mixed = ("unknown", "violence_and_sexual", "shooting", "other")
    injury = [None if each in mixed else each == "violence_with_injury" for each in groups]
    killed = [None if each in mixed else each == "homicide" for each in groups]
    return pa.table({"offence_group": groups, "is_vwi": injury, "is_homicide": killed})


@cache
def csp_table() -> pa.Table:
    """Return the community safety partnership of each district."""
    of = reference.csp_of()
    return pa.table({"district": list(of), "csp": list(of.values())})


def flag_begins(flag: str) -> dt.date:
    """Return the first day on which a flag was set nationally; before it, it is unknown."""
    flags = reference.table("flags")
    begins = dict(zip(flags["flag"], flags["valid_from"], strict=True))
    return dt.date.fromisoformat(begins[flag])


@cache
def no_offences() -> pa.Table:
    """Return an empty table with the columns of `offence_columns`, for a file of people alone."""
    kinds: list[tuple[str, pa.DataType]] = [("row", pa.int32())]
    kinds += [(name, pa.string()) for name in (*TEXTS, "location_quality")]
    kinds += [
        (name, pa.bool_()) for name in (*FLAGS, "from_month_only", "to_month_only", "recorded_month_only")
    ]
    kinds += [(name, pa.date32()) for name in ("from_day", "to_day", "recorded_day")]
    kinds += [(name, pa.int32()) for name in ("from_minute", "to_minute", "easting", "northing")]
    return pa.schema([*kinds, ("severity_weight", pa.float64())]).empty_table()
