"""Hospital, months: attendances after a knife assault beside what the police recorded, month by month."""

from __future__ import annotations

from typing import Any

import pandas as pd

from vru import findings
from vru.answers import control_links, drawing
from vru.answers.answer import Estimate
from vru.answers.hospital_data import ATTENDED, Beside, beside, counts, missing, per_hundred, selected
from vru.answers.making import Parts, asks
from vru.selection import Selection
from vru.store import Store


@asks("hospital.attendances", "How many knife injuries do hospitals and the police count?", by_day=True)
def attendances(store: Store, selection: Selection, options: Any) -> Parts:
    """Attendances after a knife assault, month by month, beside knife injuries the police recorded."""
    found = beside(store, selection)
    table = _table(found)
    whole = table.assign(whole=True)
    months = len(found.months)
    return {
        "finding": (
            f"{findings.count(found.attended)} attendances after a knife assault and "
            f"{findings.count(found.recorded)} knife injuries recorded, in {months} months."
        ),
        "chart": drawing.over_time(
            [
                drawing.line(whole.assign(value=whole["attendances"]), "Attended"),
                drawing.line(whole.assign(value=whole["recorded"]), "Recorded", role="reference"),
            ],
            "attendances and offences a month",
            f"Lines of attendances after a knife assault and of knife injuries recorded, {found.span}.",
        ),
        "table": table,
        "estimates": (
            *counts(found),
            Estimate("months", float(months), None, None, "months", months, "count", None),
            *per_hundred(found),
        ),
        "subtitle": f"Attendances after a knife assault, and knife injuries recorded, {found.span}",
        "definition": (
            f"{ATTENDED} Recorded: violence with injury with the knife flag, by the month it happened. Not "
            "the same people: many recorded injuries need no hospital, and hospitals see what nobody reports."
        ),
        "counted": f"{findings.count(found.every)} attendances of any weapon in these months.",
        "missing": missing(found),
        "selected": selected(selection, found),
        "tools": (
            *control_links.to("attended", "See attendances as a control chart"),
            *control_links.to("knife_injuries", "See knife injuries recorded as a control chart"),
        ),
    }


def _table(found: Beside) -> pd.DataFrame:
    by_month = found.rows.groupby("month")["attendances"].sum()
    return pd.DataFrame(
        {
            "month": found.months,
            "attendances": [int(by_month.get(each, 0)) for each in found.months],
            "recorded": found.police,
        }
    )
