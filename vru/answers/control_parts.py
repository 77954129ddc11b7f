"""A control chart of a monthly series under the analysts' decisions, computed."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import decisions
from vru.answers import comparing
from vru.answers.control_monthly import FACTOR, Monthly
from vru.answers.control_options import SERIES, Controls, seen
from vru.answers.control_series import monthly
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.decisions import Recorded
from vru.errors import MeasureError
from vru.measures import spc
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store


class Decided(NamedTuple):
    """The decisions a chart obeys or shows: re-basings, months left out, comments."""

    rebased: tuple[Recorded, ...] = ()
    left_out: tuple[Recorded, ...] = ()
    comments: tuple[Recorded, ...] = ()

    @property
    def words(self) -> str:
        """Those of this series as a sentence after others, '' for none; captions name the others anyway."""
        own = [each for each in self.left_out if each.decision.series != decisions.EVERY]
        said = [each.words for each in (*self.rebased, *own, *self.comments)]
        return f" Decided: {'; '.join(said)}." if said else ""


class Charted(NamedTuple):
    """A control chart, with its numbers as they are read.

    `table` has a row a month shown: month, counted, value, mean, lower_limit, upper_limit, cause,
    rule, side, base, state, whole. `baseline` is the last base's: first and last month that made
    its limits, and how many. `alarms` are None where they are not known.
    """

    monthly: Monthly
    chart: spc.Control
    table: pd.DataFrame
    alarms: spc.Alarms | None
    decided: Decided
    baseline: tuple[dt.date, dt.date, int]
    seasonal: bool
    unit: str

    @property
    def shown(self) -> Period:
        """The months shown."""
        return Period(self.table["month"].iloc[0], self.table["month"].iloc[-1])


def decided(store: Store, selection: Selection, series: str) -> Decided:
    """Return the decisions about a series under a selection's filters, as far as it obeys them."""
    where = decisions.scope(seen(series, selection))
    kinds = ("rebase", "exclude", "comment")
    return Decided(*(decisions.of(store.folder, each, series, where) for each in kinds))


def drawn(store: Store, selection: Selection, options: Controls) -> Charted:
    """Return the control chart of a series as every page shows it, under the decisions in force."""
    return _drawn(store, selection, options, decisions.digest(store.folder))


@once
def _drawn(store: Store, selection: Selection, options: Controls, _decisions: str) -> Charted:
    """Return a chart, kept as long as no decision is added: its false alarms are simulated."""
    found = monthly(store, selection, options.series)
    return charted(found, decided(store, selection, options.series), options)


def charted(series: Monthly, said: Decided, options: Controls) -> Charted:
    """Return the control chart of a series. Raises Empty where there are too few whole months."""
    shown = _shown(series, options)
    span = slice(series.place(_begins(said, shown, series)), series.place(shown.last) + 1)
    usable = series.usable[span] & ~_among(series.months[span], decisions.months(said.left_out))
    try:
        chart = _control(series, span, usable, said, options)
    except MeasureError:
        raise Empty(
            "enough", f"A control chart needs twelve whole months of one base, and {shown} has fewer."
        ) from None
    table = _table(series, span, usable, chart, SERIES[options.series].rising)
    made = [each for each, fits in zip(series.months[span], _last_base(chart), strict=True) if fits]
    raw = options.chart == "raw"
    each_month = "" if series.kind != "count" else (" a month" if raw else ", typical month")
    return Charted(
        monthly=series,
        chart=chart,
        table=table[table["month"] >= shown.first].reset_index(drop=True),
        alarms=spc.false_alarms(chart),
        decided=said,
        baseline=(made[0], made[-1], len(made)),
        seasonal=not raw,
        unit=series.unit + each_month,
    )


def _shown(series: Monthly, options: Controls) -> Period:
    whole = series.shown
    if options.window == "all":
        return whole
    return Period(max(whole.first, add_months(whole.last, 1 - int(options.window))), whole.last)


def _begins(said: Decided, shown: Period, series: Monthly) -> dt.date:
    """Return where the base that holds at the first month shown began: its limits come from there."""
    earlier = [each for each in decisions.months(said.rebased) if series.months[0] <= each <= shown.first]
    return max(earlier, default=shown.first)


def _among(months: list[dt.date], wanted: frozenset[dt.date]) -> np.ndarray:
    return np.array([each in wanted for each in months], bool)


def _control(
    series: Monthly, span: slice, usable: np.ndarray, said: Decided, options: Controls
) -> spc.Control:
    raw, months = options.chart == "raw", series.months[span]
    # as counted: every month as long as the next, so that what is drawn is the number itself
    size = np.full(len(months), spc.TYPICAL) if raw and series.kind == "count" else series.size[span]
    rebased = (series.place(each) - span.start for each in decisions.months(said.rebased))
    return spc.control(
        series.value[span],
        size,
        [each.month for each in months],
        usable=usable,
        fitting=~_among(months, comparing.lockdown_months()),
        starts=[0, *sorted(each for each in rebased if 0 < each < len(months))],
        baseline=None if options.baseline == "all" else int(options.baseline),
        kind=series.kind,
        seasonal=not raw,
        middle=options.middle == "yes",
        scale=series.scale,
    )


def _last_base(chart: spc.Control) -> np.ndarray:
    return chart.fits & (chart.base == chart.base[chart.fits].max())


def _table(
    series: Monthly, span: slice, usable: np.ndarray, chart: spc.Control, rising: spc.Rising
) -> pd.DataFrame:
    factor = FACTOR[series.kind]
    judged = np.where(
        usable, "complete", np.where(series.usable[span], "left out", series.calendar.state[span])
    )
    return pd.DataFrame(
        {
            "month": series.months[span],
            "counted": series.counted[span],
            "value": factor * chart.value,
            "mean": factor * chart.mean,
            "lower_limit": np.maximum(factor * chart.lower, 0.0),
            "upper_limit": factor * chart.upper,
            "cause": np.where(usable, spc.causes(chart.rule, chart.side, rising=rising), "not judged"),
            "rule": chart.rule,
            "side": chart.side,
            "base": chart.base + 1,
            "state": judged,
            "whole": usable,
        }
    )
