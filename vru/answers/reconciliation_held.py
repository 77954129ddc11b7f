"""What the extract holds of a published year: records by group, status and date, and codes that occur."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pandas as pd

from vru import reference
from vru.answers import month_states
from vru.measures import reconcile
from vru.measures.reconcile import Tally
from vru.periods import Period
from vru.store import Store

ODD = ("part", "incomplete", "unusual")
"""States of a month that keep its year out of the verdict."""


class Held:
    """What the extract holds, by year and group, as the queries count it."""

    def __init__(self, store: Store, turns: int, basis: str) -> None:
        self.groups, self.coded = set(store.capabilities.groups), store.capabilities.has_ho_code
        self.basis, self.counts = basis, _dated(store.ask("reconcile_counts", turns=turns))
        self.codes = _dated(store.ask("reconcile_codes", turns=turns))
        self.shared = _dated(store.ask("reconcile_incidents", turns=turns))
        states = month_states.judged(store, "recorded")
        self.odd = set(states.loc[states["state"].isin(ODD), "month"].dt.date)

    def tally(self, group: str, starts: dt.date) -> Tally | None:
        """Return what is held of a group in the year; None where the extract has nothing of it at all."""
        if group not in self.groups:
            return None
        rows = self.counts[self.counts["offence_group"] == group]
        by, other = f"{self.basis}_year", "recorded_year"
        inside = rows[by] == starts
        crime, recorded = rows["status"] == "crime", rows[other] == starts
        number = rows["offences"]
        return Tally(
            records=int(number[inside].sum()),
            not_crime={
                each: int(number[inside & (rows["status"] == each)].sum()) for each in reconcile.STATUSES
            },
            later=int(number[inside & crime & ~recorded].sum()),
            before=int(number[~inside & crime & recorded].sum()),
            late=self._late(rows[crime & recorded], starts),
            shared=self._shared(group, starts),
            unknown=self._unknown(starts),
        )

    def _late(self, rows: pd.DataFrame, starts: dt.date) -> int | None:
        loaded = self.counts.dropna(subset=["loaded_on"])
        days = loaded.loc[
            [each is not None and each > starts for each in loaded["recorded_year"]], "loaded_on"
        ]
        if loaded["loaded_on"].nunique() < 2 or days.empty:
            return None
        return int(rows.loc[rows["loaded_on"] > days.min(), "offences"].sum())

    def _shared(self, group: str, starts: dt.date) -> int | None:
        if group not in _by_incident():
            return 0
        if self.shared.empty:
            return None
        rows = self.shared[(self.shared["offence_group"] == group) & (self.shared["recorded_year"] == starts)]
        return int(rows["shared"].sum())

    def _unknown(self, starts: dt.date) -> int:
        rows = self.counts
        here = (
            (rows["offence_group"] == "unknown")
            & (rows["status"] == "crime")
            & (rows["recorded_year"] == starts)
        )
        return int(rows.loc[here, "offences"].sum())

    def lacks(self, group: str, year: Period) -> list[str]:
        """Return the codes that carry most of a group, were in force all year and never occur in it."""
        rows = self.codes[
            (self.codes["offence_group"] == group) & (self.codes["recorded_year"] == year.first)
        ]
        if not self.coded or rows.empty:
            return []
        return [each for each in _main_codes(group, year) if each not in set(rows["ho_code"])]


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    for name in ("recorded_year", "committed_year", "loaded_on"):
        if name in rows:
            days = rows[name].astype("datetime64[s]")
            rows[name] = pd.Series(
                [None if pd.isna(each) else each.date() for each in days], rows.index, object
            )
    return rows


@cache
def _by_incident() -> frozenset[str]:
    rows = reference.table("published_categories")
    return frozenset(rows.loc[rows["counted_by"] == "incident", "offence_group"])


@cache
def _main_codes(group: str, year: Period) -> tuple[str, ...]:
    rows = reference.table("published_categories")
    listed = ";".join(rows.loc[rows["offence_group"] == group, "main_codes"])
    codes = reference.table("offence_codes").set_index("ho_code")[["valid_from", "valid_to"]]
    return tuple(
        each
        for each in filter(None, listed.split(";"))
        if codes["valid_from"][each] <= f"{year.first}"
        and (not codes["valid_to"][each] or codes["valid_to"][each] >= f"{year.end}")
    )
