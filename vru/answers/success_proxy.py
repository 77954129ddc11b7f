"""Success proxy: what police figures show of the gravest knife violence where hospital ones are lacking."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import control_links, drawing, events
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, asks
from vru.answers.success_data import GRAVEST, LIMIT, part, seen, victims
from vru.answers.success_words import missing
from vru.measures import rates
from vru.periods import month_name
from vru.selection import Selection
from vru.store import Store

KIND = "gravest"
WHAT = (
    "Proxy for admissions, to be read only where no hospital figure of the area is loaded: victims under "
    f"{LIMIT} of offences with the knife flag recorded as attempted murder or as wounding or assault with "
    f"intent to cause serious harm ({', '.join(GRAVEST)}). It moves with recording; hospital figures do not. "
    "Not everybody so hurt is admitted, and not everybody admitted is known to the police."
)


@asks("success.admissions_proxy", "What do police figures show in place of hospital ones?")
def admissions_proxy(store: Store, selection: Selection, options: Any) -> Parts:
    """Victims under 25 of the gravest knife violence recorded: a proxy, labelled so."""
    asked = victims(store, selection, KIND)
    shown = asked.calendar.places(asked.shown)
    months, value = asked.calendar.months[shown], part(asked, "young").value[shown]
    table = _proxy_table(months, value, np.asarray(asked.calendar.whole[shown], bool))
    whole = table[table["whole"] & table["value"].notna()]
    if whole.empty:
        raise Empty("enough", f"No twelve whole months in {asked.shown}: a year cannot be counted.")
    last = whole.iloc[-1]
    return {
        "finding": (
            f"A proxy from police figures, not hospital ones: {findings.count(last['value'])} victims "
            f"under {LIMIT} "
            f"of the gravest knife violence in the year to {month_name(last['month'])}."
        ),
        "chart": drawing.over_time(
            [drawing.line(table, f"Victims under {LIMIT} (police)")],
            "victims, twelve months",
            f"Line of victims under {LIMIT} of the gravest knife violence the police recorded, "
            f"{asked.shown}.",
            marks=events.marks(events.touching(store, asked.words), asked.shown),
        ),
        "table": table,
        "estimates": (
            Estimate(
                "victims",
                float(last["value"]),
                float(last["low"]),
                float(last["high"]),
                "victims",
                int(last["value"]),
                "exact Poisson",
            ),
            Estimate("age_limit", LIMIT, None, None, "years", int(last["value"]), "fixed", None),
        ),
        "subtitle": f"PROXY: police-recorded, victims under {LIMIT}, rolling twelve months",
        "definition": WHAT + (f" {asked.note}" if asked.note else ""),
        "counted": f"{findings.count(value.sum())} victims in {asked.shown}.",
        "missing": missing(store, selection, KIND),
        "selected": seen(selection),
        "tools": control_links.to("proxy"),
    }


def _proxy_table(months: list[Any], value: np.ndarray, whole: np.ndarray) -> pd.DataFrame:
    sums = pd.Series(value).rolling(12).sum().to_numpy()
    there = np.isfinite(sums)
    limits = rates.poisson_limits(np.nan_to_num(sums))
    fit = pd.Series(whole.astype(float)).rolling(12).sum().to_numpy() == 12
    return pd.DataFrame(
        {
            "month": months,
            "victims": value,
            "value": sums,
            "low": np.where(there, limits.low, np.nan),
            "high": np.where(there, limits.high, np.nan),
            "whole": fit,
        }
    )
