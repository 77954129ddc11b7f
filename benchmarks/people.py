"""The queries of the people's pages against polars and pandas in memory, and how their cost grows.

The others hold the columns they need in memory before the clock starts; ours has read the store's
records once, as the page does. Each way must return the same rows, or nothing is timed. Once at the
demo's size, once on a store 28 times as large (`benchmarks/enlarged.py`): 10 million offences, 20
million involvements.

    python -m benchmarks.people [folder of a store] [rounds]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd
import polars as pl

from benchmarks.enlarged import TIMES, both_sizes
from benchmarks.ratio import interleaved, report
from vru.answers import overlaps_records, repeat_records
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store
from vru.store.versions import path_of

FIRST, END = pd.Timestamp("2010-04-01"), pd.Timestamp("2026-04-01")
SPANS = tuple(
    Period(add_months(FIRST.date(), begin), add_months(FIRST.date(), begin + 23))
    for begin in range(0, 192, 24)
)
INVOLVED = (
    "select involvement, offence, person, role::varchar as role, status::varchar as status, is_vwi, "
    "committed_on, domestic from involvement"
)
PAIRS = "select suspect, relationship::varchar as relationship from pair"
COHORT = ["day", "again", "domestic", "occasions", "rows"]
OURS, POLARS, PANDAS = "vru", "polars in memory", "pandas in memory"
TARGETS = {POLARS: 0.5, PANDAS: 0.5}

Table = pd.DataFrame


class Held(NamedTuple):
    """A store, and the same people in memory for the other two."""

    store: Store
    lazy: pl.DataFrame
    lazy_pairs: pl.DataFrame
    frame: Table
    pairs: Table


def main(folder: Path | None = None, rounds: int = 5) -> None:
    """Print the ratios at both sizes, and each way's larger time over its smaller."""
    small, large = (
        _measured(store, each)
        for store, each in zip(both_sizes(folder), (rounds, max(2, rounds // 2)), strict=True)
    )
    print(f"\nTime at {TIMES} x the rows over time at the demo's size")
    for question, medians in large.items():
        grown = "   ".join(f"{name} {each / small[question][name]:5.1f}" for name, each in medians.items())
        print(f"  {question:60} {grown}")


def _measured(store: Store, rounds: int) -> dict[str, dict[str, float]]:
    held, found = _held(store), {}
    print(f"\n{len(held.frame):,} involvements")
    for question, ways in QUESTIONS.items():
        asked = {name: _bound(way, held) for name, way in zip((OURS, POLARS, PANDAS), ways, strict=True)}
        _refuse_different(asked)
        found[question] = interleaved(asked, rounds)
        report(question, found[question], OURS, TARGETS)
    return found


def _bound(way: Callable[[Held], Table], held: Held) -> Callable[[], Table]:
    return lambda: way(held)


def _held(store: Store) -> Held:
    with duckdb.connect() as connection:
        # attached, since a file may not be opened twice with different settings in one process
        connection.execute(f"attach '{path_of(store.folder, store.version)}' as held (read_only)")
        connection.execute("use held")
        tables = [connection.sql(each).to_arrow_table() for each in (INVOLVED, PAIRS)]
    lazy, lazy_pairs = (pl.from_arrow(each) for each in tables)
    lazy = lazy.with_columns(pl.col("role", "status").cast(pl.Categorical))
    lazy_pairs = lazy_pairs.with_columns(pl.col("relationship").cast(pl.Categorical))
    frame, related = (each.to_pandas() for each in tables)
    frame = frame.astype({"role": "category", "status": "category", "committed_on": "datetime64[s]"})
    return Held(store, lazy, lazy_pairs, frame, related.astype({"relationship": "category"}))


def _violent_polars(held: Held) -> pl.LazyFrame:
    known = pl.col("person").is_not_null() & pl.col("committed_on").is_not_null()
    return held.lazy.lazy().filter(pl.col("status") == "crime", pl.col("is_vwi"), known)


def _violent_pandas(held: Held) -> Table:
    frame = held.frame
    known = frame["person"].notna() & frame["committed_on"].notna()
    return frame[(frame["status"] == "crime") & frame["is_vwi"].eq(True) & known]


def _refuse_different(ways: dict[str, Callable[[], Table]]) -> None:
    """Stop unless all ways return the same rows, in whatever order."""
    made = {name: way() for name, way in ways.items()}
    columns = sorted(made[POLARS].columns)
    sums = {name: _sum(table[columns]) for name, table in made.items()}
    if len(set(sums.values())) != 1:
        raise SystemExit(f"The ways count differently, so timing them means nothing: {sums}")


def _sum(table: Table) -> tuple[int, int]:
    plain = pd.DataFrame(
        {
            name: table[name].astype("datetime64[s]").astype("int64")
            if pd.api.types.is_datetime64_any_dtype(table[name])
            else pd.to_numeric(table[name]).fillna(-1).astype("int64")
            for name in table
        }
    )
    return len(plain), int(pd.util.hash_pandas_object(plain, index=False).sum())


def _cohort(held: Held) -> Table:
    selection = Selection(Period(FIRST.date(), add_months(END.date(), -1)), "committed")
    people = repeat_records.careers(held.store, "injury", "suspect")
    # without what `once` keeps of it: the page works out who is chosen anew for each period
    chosen = repeat_records.marks.__wrapped__(held.store, selection, "injury", "suspect", "injury")
    return people[COHORT][chosen[repeat_records.firsts(held.store, "injury", "suspect")]]


def _cohort_polars(held: Held) -> Table:
    days = (
        _violent_polars(held)
        .filter(pl.col("role") == "suspect")
        .unique(["person", "offence"])
        .group_by("person", "committed_on")
        .agg(rows=pl.len(), domestic=pl.col("domestic").fill_null(False).any())
        .sort("person", "committed_on")
    )
    people = days.group_by("person").agg(
        day=pl.col("committed_on").first(),
        again=pl.col("committed_on").get(1, null_on_oob=True),
        domestic=pl.col("domestic").first(),
        occasions=pl.len(),
        rows=pl.col("rows").sum(),
    )
    people = people.filter(pl.col("day").is_between(FIRST, END, closed="left"))
    return people.drop("person").collect().to_pandas()


def _cohort_pandas(held: Held) -> Table:
    violent = _violent_pandas(held)
    suspects = violent[violent["role"] == "suspect"].drop_duplicates(["person", "offence"])
    suspects = suspects.assign(domestic=suspects["domestic"].eq(True))
    days = (
        suspects.groupby(["person", "committed_on"], sort=True)["domestic"].agg(["size", "any"]).reset_index()
    )
    days["place"] = days.groupby("person").cumcount()
    first = days[days["place"] == 0].set_index("person")
    first = first[(first["committed_on"] >= FIRST) & (first["committed_on"] < END)]
    second = days[days["place"] == 1].set_index("person")["committed_on"]
    whole = days.groupby("person")["size"].agg(["size", "sum"]).reindex(first.index)
    return pd.DataFrame(
        {
            "day": first["committed_on"],
            "again": second.reindex(first.index),
            "domestic": first["any"],
            "occasions": whole["size"],
            "rows": whole["sum"],
        }
    )


def _records(held: Held, kind: str, outcome: str) -> Table:
    parts = overlaps_records.times(overlaps_records.recorded(held.store, kind, "injury"), SPANS)
    person, window, *often = (np.concatenate(each) for each in zip(*parts, strict=True))
    rows = [np.flatnonzero(each) for each in often]
    one, other = (len(each) for each in rows)
    which = np.concatenate(rows)
    return pd.DataFrame(
        {"person": person[which], "bin": window[which], outcome: np.repeat([False, True], [one, other])}
    )


def _roles(held: Held) -> Table:
    return _records(held, "roles", "victim")


def _bin_polars() -> pl.Expr:
    day = pl.col("committed_on")
    return ((day.dt.year() - FIRST.year) * 12 + day.dt.month() - FIRST.month) // 24


def _bin_pandas(day: pd.Series) -> pd.Series:
    return ((day.dt.year - FIRST.year) * 12 + day.dt.month - FIRST.month) // 24


def _roles_polars(held: Held) -> Table:
    return (
        _violent_polars(held)
        .filter(pl.col("role").is_in(["suspect", "victim"]))
        .filter(pl.col("committed_on").is_between(FIRST, END, closed="left"))
        .select("person", bin=_bin_polars(), victim=pl.col("role") == "victim")
        .unique()
        .collect()
        .to_pandas()
    )


def _roles_pandas(held: Held) -> Table:
    inside = _violent_pandas(held)
    inside = inside[inside["role"].isin(["suspect", "victim"])]
    inside = inside[(inside["committed_on"] >= FIRST) & (inside["committed_on"] < END)]
    table = {"person": inside["person"], "bin": _bin_pandas(inside["committed_on"])}
    return pd.DataFrame(table | {"victim": inside["role"] == "victim"}).drop_duplicates()


def _relations(held: Held) -> Table:
    return _records(held, "relations", "general")


PARTNER, GENERAL = ["partner", "ex_partner"], ["acquaintance", "stranger"]


def _relations_polars(held: Held) -> Table:
    kinds = pl.col("relationship").cast(pl.String)
    return (
        held.lazy_pairs.lazy()
        .filter(kinds.is_in(PARTNER + GENERAL))
        .join(_violent_polars(held), left_on="suspect", right_on="involvement")
        .filter(pl.col("committed_on").is_between(FIRST, END, closed="left"))
        .select("person", bin=_bin_polars(), general=kinds.is_in(GENERAL))
        .unique()
        .collect()
        .to_pandas()
    )


def _relations_pandas(held: Held) -> Table:
    known = held.pairs[held.pairs["relationship"].isin(PARTNER + GENERAL)]
    met = known.merge(_violent_pandas(held), left_on="suspect", right_on="involvement")
    met = met[(met["committed_on"] >= FIRST) & (met["committed_on"] < END)]
    table = {"person": met["person"], "bin": _bin_pandas(met["committed_on"])}
    return pd.DataFrame(table | {"general": met["relationship"].isin(GENERAL)}).drop_duplicates()


QUESTIONS = {
    "Cohort: first and second occasion of a period's suspects": (_cohort, _cohort_polars, _cohort_pandas),
    "Overlap: suspects and victims by window of 24 months": (_roles, _roles_polars, _roles_pandas),
    "Overlap: partner and general violence by window": (_relations, _relations_polars, _relations_pandas),
}

if __name__ == "__main__":
    main(*[Path(each) for each in sys.argv[1:2]], *[int(each) for each in sys.argv[2:3]])
