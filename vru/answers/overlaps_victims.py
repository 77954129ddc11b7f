"""Repeat victimisation: how many first-time victims are hurt again, and how much falls on how few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vru import findings
from vru.answers.answer import Estimate, option
from vru.answers.making import Parts, asks
from vru.answers.people import VIOLENCE, Violence, violence_of
from vru.answers.repeat_common import FEWEST, Firsts, Repeats, days_of, repeat_for, share_again
from vru.answers.repeat_power import Power, concentrated
from vru.charts.chart import Axis, Chart, Series
from vru.measures import survival
from vru.selection import Selection
from vru.store import Store

_LIMITS = {"share": "survival", "low": "low", "high": "high"}
METHOD = "Kaplan–Meier, log-log"
_WASHOUT, _WINDOW = (Repeats.__dataclass_fields__[each].metadata for each in ("washout", "window"))


@dataclass(frozen=True)
class Again(Violence):
    """What makes a first-time victim, and how long is waited for a second time."""

    washout: str = option(Repeats.washout, **_WASHOUT)
    again: str = option(Repeats.window, **{**_WINDOW, "label": "Hurt again within"})

    @property
    def repeats(self) -> Repeats:
        """The same as the options of repeat offending."""
        return Repeats(violence=self.violence, washout=self.washout, window=self.again)


@asks("overlaps.repeat_victims", "Are those who are hurt once hurt again?", Again, by_day=True)
def repeat_victims(store: Store, selection: Selection, options: Again) -> Parts:
    """The share of first-time victims without a second occasion within the window."""
    firsts, months = repeat_for(store, selection, options.repeats, "victim"), int(options.again)
    found = share_again(firsts, months)
    value, low, high = (100 * float(each[0]) for each in (found.survival, found.low, found.high))
    table = _table(firsts)
    people = firsts.people
    said = (
        f"{findings.decimal(value)} % of people first recorded as victims are not recorded as victims again "
        f"within {months} months (95 % interval {findings.decimal(low)} to {findings.decimal(high)} %)."
    )
    return {
        "finding": said,
        "chart": _chart(table, said),
        "table": table,
        "estimates": (
            Estimate("not_again", value, low, high, "%", people, METHOD),
            Estimate("months", months, None, None, "months", people, "by definition", None),
            Estimate("naive", 100 * firsts.naive, None, None, "%", firsts.everybody, "count", None),
        ),
        "subtitle": "First-time victims not recorded again, and the share that counting rows would give",
        "definition": _definition(store, options),
        "counted": f"{findings.count(people)} people first recorded as victims after the washout.",
        "missing": _missing(firsts),
    }


@asks("overlaps.victim_concentration", "How much of being hurt falls on how few?", Power, by_day=True)
def victim_concentration(store: Store, selection: Selection, options: Power) -> Parts:
    """The share of occasions, or of their harm, that fall on the victims with most."""
    return concentrated(store, selection, options, "victim")


def _table(firsts: Firsts) -> pd.DataFrame:
    """Return the share not again at each window that enough people are followed for, and the naive one."""
    windows = [int(each) for each in _WINDOW["choices"]]
    curve = survival.kaplan_meier(firsts.time, firsts.event)
    found = survival.at(curve, days_of(windows))
    rows = pd.DataFrame(
        {
            "label": [f"Not again within {each} months" for each in windows],
            **{name: 100 * getattr(found, of) for name, of in _LIMITS.items()},
            "at_risk": found.at_risk,
        }
    )
    known = rows[(rows["at_risk"] >= FEWEST) & np.isfinite(rows["low"])]
    naive = {"label": "One row only, whenever first recorded", "share": 100 * firsts.naive}
    return pd.concat([known, pd.DataFrame([naive])], ignore_index=True).astype({"at_risk": "Int64"})


def _chart(table: pd.DataFrame, alt: str) -> Chart:
    share, low, high = (
        tuple(None if np.isnan(one) else float(one) for one in table[each]) for each in _LIMITS
    )
    dots = Series("Victims", tuple(table["label"]), share, low=low, high=high)
    x = Axis("% of first-time victims", "percent", from_zero=True)
    return Chart("dots", alt=alt, series=(dots,), x=x, y=Axis("", "category"), height=240)


def _definition(store: Store, options: Again) -> str:
    return (
        f"{VIOLENCE[violence_of(store, options)]}, by date committed; all of a day's offences are one "
        f"occasion. A first-time victim was first recorded {options.washout} or more years after the "
        f"extract's beginning, and at least {options.again} months before its end. The filters choose "
        "first occasions; everybody is followed to the extract's last day, whoever hurts them then and "
        "wherever. Being hurt by the same person again counts as any second time does."
    )


def _missing(firsts: Firsts) -> str:
    return (
        f"{findings.count(firsts.newcomers)} people first recorded too late to be followed as long are left "
        f"out. Counting victims with one row gives {findings.decimal(100 * firsts.naive)} % of "
        f"{findings.count(firsts.everybody)}: it gives some the whole extract to be recorded again and "
        "others a day, and takes two offences of one day for a second time. Who moved away or died is not "
        "known and counts as not recorded again, and so does whoever did not report a second time: the "
        "share hurt again is higher than the share recorded again."
    )
