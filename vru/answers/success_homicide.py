"""Success measure 3: killings with a knife of people under 25, too few for a percentage, one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from vru import findings
from vru.answers import control_links, drawing, success_base, success_homicide_words
from vru.answers.answer import Estimate, Verdict, option
from vru.answers.control_parts import decided
from vru.answers.control_rare import between
from vru.answers.control_series import monthly
from vru.answers.making import Parts, asks
from vru.answers.success_data import LIMIT
from vru.answers.success_homicide_data import (
    RECENT,
    WHICH,
    Dead,
    Killings,
    Tested,
    dead,
    quarters,
    tested,
)
from vru.charts.chart import Chart
from vru.measures import rates
from vru.periods import month_name
from vru.selection import Selection
from vru.store import Store

AGAINST = {
    "higher": "more than before",
    "lower": "fewer than before",
    "no clear change": "no clear change",
    "cannot tell": "whether fewer than before cannot be told",
}


@dataclass(frozen=True)
class Gaps(Killings):
    """How the days between killings are charted."""

    gaps: str = option(
        "g",
        label="Days between",
        short="dg",
        choices={"g": "g chart", "t": "t chart"},
        about="Both show that deaths became rarer; a t chart leaves out gaps of 0, with fewer false alarms.",
    )


@asks("success.knife_homicide", "Are fewer young people killed with a knife?", Killings)
def knife_homicide(store: Store, selection: Selection, options: Killings) -> Parts:
    """Every quarter's deaths, and an exact test of the latest 24 months against the baseline."""
    found = dead(store, selection, options.killings)
    against = tested(store, selection, options.killings, success_base.month_of(store, options.base))
    table = quarters(found)
    return {
        "finding": " ".join([_headline(against, options.killings), *_explained(found, against)]),
        "verdict": Verdict("change", against.test.verdict),
        "chart": _by_quarter(table, options.killings),
        "table": table,
        "estimates": _estimates(found, against),
        "subtitle": f"{WHICH[options.killings]}; deaths a quarter, {found.shown}",
        "tools": control_links.to(
            f"killed_{options.killings}", "See the days between them as a control chart"
        ),
        **success_homicide_words.captions(
            selection, options.killings, found, found.shown, success_base.words(store, options.base)
        ),
    }


def brief(store: Store, selection: Selection, options: Killings) -> tuple[Tested, int, int]:
    """Return the test, and how many of its latest deaths were left out as domestic or may have been."""
    found = dead(store, selection, options.killings)
    against = tested(store, selection, options.killings, success_base.month_of(store, options.base))
    return against, found.number(found.domestic, against.now), found.number(found.unsure, against.now)


def latest(against: Tested) -> Estimate:
    """Return the deaths of the latest 24 months with their exact limits."""
    number = against.test.events
    limits = rates.poisson_limits([number])
    low, high = float(limits.low[0]), float(limits.high[0])
    method = f"sum over {against.now}; exact Poisson limits"
    return Estimate("now", number, low, high, "deaths", number, method)


def _headline(against: Tested, killings: str) -> str:
    number = against.test.events
    who = "person" if number == 1 else "people"
    what = (
        f"{who} under {LIMIT} died in non-domestic knife killings"
        if killings == "young"
        else (f"{who} died in killings that were not domestic")
    )
    joint = ";" if against.test.verdict == "cannot tell" else ":"
    when = f"the {RECENT} months to {month_name(against.now.last)}"
    return f"{findings.count(number)} {what} in {when}{joint} {AGAINST[against.test.verdict]}."


def _explained(found: Dead, against: Tested) -> list[str]:
    """Return what was expected, what the test can see, and the years by themselves."""
    test = against.test
    said = [
        f"At the rate of {against.earlier} ({findings.count(test.before)} deaths) "
        f"{findings.decimal(test.expected)} were to be expected.",
        f"Had the rate doubled, so few months would show it {_chances(test.power)}; had it halved, "
        f"{_chances(test.halving)}.",
        _years(found, against),
    ]
    left, unsure = found.number(found.domestic, against.now), found.number(found.unsure, against.now)
    said.append(
        f"Domestic killings left out: {findings.count(left)}; counted though nothing says whether domestic: "
        f"{findings.count(unsure)}."
    )
    return said


def _chances(power: float) -> str:
    return f"{findings.count(100 * power)} times in 100"


def _years(found: Dead, against: Tested) -> str:
    year = found.number(found.counted, against.latest)
    said = f"{findings.count(year)} of them fell in the latest twelve months"
    if against.base is None:
        return f"{said}; there is no baseline year, because {against.why}."
    base = found.number(found.counted, against.base)
    return f"{said}; {findings.count(base)} died in the baseline year, to {month_name(against.base.last)}."


def _by_quarter(table: pd.DataFrame, killings: str) -> Chart:
    name = "Deaths"
    chart = drawing.bars(
        list(table["quarter"]),
        list(table["dead"]),
        name,
        "deaths a quarter",
        f"Bars of {findings.lower(WHICH[killings])} by quarter: {int(table['dead'].sum())} deaths in "
        f"{len(table)} quarters.",
    )
    hollow = tuple((~table["whole"]).tolist())
    return replace(chart, series=(replace(chart.series[0], hollow=hollow),), height=300)


def _estimates(found: Dead, against: Tested) -> tuple[Estimate, ...]:
    test, number = against.test, against.test.events
    made = [
        latest(against),
        _count("expected", test.expected, "deaths", test.before, f"rate of {against.earlier}"),
        _count("before", test.before, "deaths", against.days_before, f"sum over {against.earlier}"),
        _count("p", test.p, "probability", number, test.method),
        _count("power_doubling", 100 * test.power, "percent", number, test.method),
        _count("power_halving", 100 * test.halving, "percent", number, test.method),
        _count("times_in", 100, "times", number, "what power is out of"),
        _count("months", RECENT, "months", number, "latest months held against those before"),
        _count("age_limit", LIMIT, "years", number, "victims younger than this"),
        _count("latest_year", found.number(found.counted, against.latest), "deaths", 12, "count"),
        _count("domestic", found.number(found.domestic, against.now), "deaths", number, "left out"),
        _count("unsure", found.number(found.unsure, against.now), "deaths", number, "counted"),
    ]
    if against.base is not None:
        made.append(_count("base_year", found.number(found.counted, against.base), "deaths", 12, "count"))
    return tuple(made)


def _count(name: str, value: float, unit: str, n: int, method: str) -> Estimate:
    return Estimate(name, value, None, None, unit, n, method, None)


@asks("success.knife_gaps", "Is the time between killings growing?", Gaps)
def knife_gaps(store: Store, selection: Selection, options: Gaps) -> Parts:
    """Days between one death and the next (g or t chart): a long gap is a sign that they became rarer."""
    series = f"killed_{options.killings}"
    found = monthly(store, selection, series)
    said = decided(store, selection, series)
    kind: Literal["g", "t"] = "t" if options.gaps == "t" else "g"
    return between(store, found, said, kind) | {
        "tools": control_links.to(series, "See it on the control chart page, with the exact test")
    }
