"""The first pages' queries on a locked store, against the same questions on Parquet.

polars and pandas read only the columns they need from one Parquet file of the same offences,
as a page without a store of its own would. All three must give the same table, or nothing is timed.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

from benchmarks.ratio import interleaved, report
from vru import demo, ingest, store
from vru.selection import Selection

COLUMNS = ["status", "recorded_month", "offence_group", "district", "severity_weight"]
PEOPLE = ["status", "recorded_month", "offence_group", "offence", "role", "sex", "age_low", "age_high"]


def main(offences: int | None = None, rounds: int = 9) -> None:
    """Print the ratios for a demo store of about `offences` (its full size if None)."""
    with tempfile.TemporaryDirectory() as spare:
        opened = demo_store(Path(spare), offences)
        selection = Selection.default(opened.capabilities)
        _months_by_district(opened, selection, Path(spare), rounds)
        _months_of_young_suspects(opened, selection, Path(spare), rounds)
        opened.close()


def demo_store(folder: Path, offences: int | None) -> store.Store:
    """Return a demo loaded into `folder`/store, its two largest tables beside it as Parquet."""
    demo.write(folder / "files", seed=1, offences=offences)
    sources = sorted((folder / "files").glob("*.csv"))
    ingest.load(sources, "contract", store=folder / "store", synthetic=True, fresh=True)
    opened = store.open_store(folder / "store")
    built = next((folder / "store").glob(f"*{opened.version}.duckdb"))
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built}' as built (read_only)")
        for table in ("offence", "involvement"):
            connection.execute(f"copy built.{table} to '{folder / table}.parquet' (format parquet)")
    return opened


def _months_by_district(opened: store.Store, selection: Selection, folder: Path, rounds: int) -> None:
    parquet, group = folder / "offence.parquet", selection.groups[0]

    def ours() -> pd.DataFrame:
        return opened.ask("trend_months_cube", **selection.parameters(), split="district")

    def with_polars() -> pd.DataFrame:
        return (
            pl.scan_parquet(parquet)
            .filter(pl.col("status").cast(pl.String) == "crime")
            .filter(pl.col("offence_group").cast(pl.String) == group)
            .with_columns(part=pl.col("district").cast(pl.String).fill_null("unknown"))
            .group_by(month="recorded_month", part="part")
            .agg(offences=pl.len(), harm=pl.col("severity_weight").sum())
            .sort("part", "month")
            .collect()
            .to_pandas()
        )

    def with_pandas() -> pd.DataFrame:
        frame = pd.read_parquet(parquet, columns=COLUMNS)
        frame = frame[(frame.status == "crime") & (frame.offence_group == group)]
        part = frame.district.astype(object).where(frame.district.notna(), "unknown")
        grouped = frame.groupby([frame.recorded_month.rename("month"), part.rename("part")], observed=True)
        return grouped.severity_weight.agg(offences="size", harm="sum").reset_index()

    ways = {"vru": ours, "polars on Parquet": with_polars, "pandas on Parquet": with_pandas}
    _refuse_different(ways)
    medians = interleaved(ways, rounds)
    report("Trends: month by district, count and harm", medians, "vru", {name: 0.5 for name in ways})


def _months_of_young_suspects(opened: store.Store, selection: Selection, folder: Path, rounds: int) -> None:
    chosen = replace(selection, role="suspect", sex="male", ages=("18_24",))
    parquet, group = folder / "involvement.parquet", selection.groups[0]

    def ours() -> pd.DataFrame:
        return opened.ask("trend_months", **chosen.parameters(), split="none")

    def with_polars() -> pd.DataFrame:
        text = {name: pl.col(name).cast(pl.String) for name in ("status", "offence_group", "role", "sex")}
        return (
            pl.scan_parquet(parquet)
            .filter(text["status"] == "crime", text["offence_group"] == group)
            .filter(text["role"] == "suspect", text["sex"] == "male")
            .filter(pl.col("age_low") >= 18, pl.col("age_high") <= 24)
            .group_by(month="recorded_month")
            .agg(offences=pl.col("offence").n_unique())
            .sort("month")
            .collect()
            .to_pandas()
        )

    def with_pandas() -> pd.DataFrame:
        frame = pd.read_parquet(parquet, columns=PEOPLE)
        kept = (frame.status == "crime") & (frame.offence_group == group) & (frame.role == "suspect")
        kept &= (frame.sex == "male") & (frame.age_low >= 18) & (frame.age_high <= 24)
        return frame[kept].groupby("recorded_month").offence.nunique().reset_index(name="offences")

    ways = {"vru": ours, "polars on Parquet": with_polars, "pandas on Parquet": with_pandas}
    _refuse_different(ways)
    medians = interleaved(ways, rounds)
    report("Trends: months of male suspects aged 18 to 24", medians, "vru", {name: 1.0 for name in ways})


def _refuse_different(ways: dict) -> None:
    totals = {name: int(way()["offences"].sum()) for name, way in ways.items()}
    if len(set(totals.values())) != 1:
        raise SystemExit(f"The ways count differently, so timing them means nothing: {totals}")


if __name__ == "__main__":
    main()
