"""Success monthly: victims under 25 of knife assaults on a control chart, one month after the other."""

from __future__ import annotations

import pandas as pd

from vru.answers import control_links, control_parts, control_words, success_base
from vru.answers.answer import Estimate
from vru.answers.control_monthly import touching
from vru.answers.control_options import Controls
from vru.answers.control_series import monthly
from vru.answers.making import Parts, asks
from vru.answers.success_data import KINDS, LIMIT, Knife
from vru.selection import Selection
from vru.store import Store


@asks("success.knife_monthly", "Did any month stand out?", Knife)
def knife_monthly(store: Store, selection: Selection, options: Knife) -> Parts:
    """Victims under 25 month by month against the limits of their own noise."""
    series = f"victims_{options.offences}_young"
    found = monthly(store, selection, series)
    drawn = control_parts.drawn(store, selection, Controls(series=series))
    age_limit = Estimate("age_limit", LIMIT, None, None, "years", len(drawn.table), "younger than this", None)
    about = found.captions(store)
    said = f"{about['definition']} {control_words.definition(drawn)}{success_base.words(store, options.base)}"
    return about | {
        "finding": control_words.finding(drawn),
        "chart": control_words.picture(drawn, touching(store, found)),
        "table": _table(drawn.table),
        "estimates": (*control_words.estimates(drawn), age_limit),
        "subtitle": f"{KINDS[options.offences]}, {drawn.unit}, {drawn.shown}",
        "definition": said,
        "tools": control_links.to(series, "Try other limits, or re-base it, on the control chart page"),
    }


def _table(table: pd.DataFrame) -> pd.DataFrame:
    worded = table.assign(rule=control_words.rule_words(table))
    return worded.rename(columns={"counted": "victims"}).drop(columns=["side", "whole"])
