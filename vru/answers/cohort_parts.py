"""Birth cohorts in words and pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from vru import findings
from vru.answers import cohort_surface, comparing, drawing, events
from vru.answers.answer import Estimate
from vru.answers.cohort_surface import WIDTH, Surface, ages_of, surface
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.people import VIOLENCE, Violence, by_day, violence_of
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.measures import change
from vru.measures import cohorts as measure
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store

UNIT = "per 1,000 residents a year"
METHOD = "exact Poisson; a person counts once a year"
LEAST_EVENTS = 20  # suspects in a cell that a sentence rests on
PANELS = 8
NEITHER = "neither clearly more nor clearly less often than"
PICKED = (
    " The peak is the highest of all ages in the two years: where limits overlap another may be as high, and "
    "whether it has moved is not tested."
)
CANNOT_SEPARATE = (
    "Age, period and generation cannot be told apart by any statistics: the year of birth is the year "
    "less the age. A column that stands out all along is a year in which everybody was recorded more, "
    "perhaps because recording changed; a row is an age; a diagonal, one step up for each step to the "
    "right, is a generation. Any straight trend can be read as any of the three."
)


def by_period(store: Store, selection: Selection, options: Violence) -> Parts:
    """Return the parts of the heat map of ages and periods."""
    violence = violence_of(store, options)
    found = surface(store, by_day(selection), violence)
    peaks = measure.peaks(found.rows.rename(columns={"suspects": "events", "person_years": "lived"}))
    peaks = peaks.rename(columns={"events": "suspects", "lived": "person_years"})
    shades = found.rows.pivot(index="age", columns="period", values="rate")[found.periods]
    shades = shades.sort_index(ascending=False)
    shades.index = pd.Index([ages_of(each) for each in shades.index])
    shades.columns = pd.Index([each.removeprefix(f"{WIDTH} years ") for each in shades.columns])
    return {
        "finding": _say_peaks(peaks),
        "chart": _heat(shades, found, _changes(store, selection, found)),
        "table": _table(found),
        "estimates": tuple(_estimate(f"peak, {row.period}", row) for row in rows_of(peaks)),
        "subtitle": f"Suspects {UNIT}, by age and {WIDTH} years, {found.shown}",
        **captions(found, selection, violence, PICKED),
    }


def _changes(store: Store, selection: Selection, found: Surface) -> tuple[Mark, ...]:
    """Return what changed in recording, or in people's keys, as marks over the periods."""
    months = 12 * WIDTH
    begins = [add_months(found.shown.first, months * each) for each in range(len(found.periods))]
    spans = [Period(each, add_months(each, months - 1)) for each in begins]
    return events.on_years(events.touching(store, by_day(selection), measure=events.PERSONS), spans)


def _heat(shades: pd.DataFrame, found: Surface, changed: tuple[Mark, ...]) -> Chart:
    alt = f"Shades of suspects {UNIT}, ages upwards, periods of {WIDTH} years to the right, {found.shown}."
    drawn = drawing.heat(shades, "Suspects per 1,000", alt, changed)
    return replace(drawn, y=Axis("Suspects per 1,000"))


def _say_peaks(peaks: pd.DataFrame) -> str:
    firm = [row for row in rows_of(peaks) if row.suspects >= LEAST_EVENTS]
    if len(firm) < 2:
        raise Empty(
            "enough",
            f"Too few suspects to say at what age they are most: that takes {LEAST_EVENTS} of one age in two "
            "periods. Choose a longer period or fewer filters.",
        )
    first, last = firm[0], firm[-1]
    until = last.period.removeprefix(f"{WIDTH} years ")
    moved = "and still" if first.age == last.age else f"then at {last.ages}"
    return (
        f"Suspects peaked at ages {first.ages} in the {first.period}, {moved} in those {until}. "
        f"{UNIT.capitalize()} it was {_rate(first)}, then {_rate(last)}."
    )


def _rate(row: Any) -> str:
    """A rate with its limits as a sentence shows it."""
    limits = f"{findings.decimal(row.low)} to {findings.decimal(row.high)}"
    return f"{findings.decimal(row.rate)} (95 % interval {limits})"


def _estimate(name: str, row: Any) -> Estimate:
    rate, low, high = (comparing.finite(each) for each in (row.rate, row.low, row.high))
    return Estimate(name, rate, low, high, UNIT, int(row.suspects), METHOD)


def by_cohort(store: Store, selection: Selection, options: Violence) -> Parts:
    """Return the parts of the lines of birth cohorts by age."""
    violence = violence_of(store, options)
    found = surface(store, by_day(selection), violence)
    earlier, later = _same_age(found)
    said = _compared(found, earlier, later)
    percent, low, high = (comparing.finite(100 * (each - 1)) for each in said[:3])
    return {
        "finding": _say_same_age(earlier, later, said),
        "chart": _lines(found),
        "table": _table(found).sort_values(["born", "age"], ignore_index=True),
        "estimates": (
            Estimate(
                "later generation against earlier",
                percent,
                low,
                high,
                "percent",
                int(later.suspects + earlier.suspects),
                f"{said.method}; {METHOD}",
            ),
            _estimate(f"born about {earlier.born} at {earlier.ages}", earlier),
            _estimate(f"born about {later.born} at {later.ages}", later),
        ),
        "subtitle": f"Suspects {UNIT} by age, each panel one generation (the others grey), {found.shown}",
        **captions(found, selection, violence),
    }


def _same_age(found: Surface) -> tuple[Any, Any]:
    """The first and last generation at the age at which most suspects of both are known."""
    rows = found.rows[found.rows["whole"] & found.rows["rate"].notna()]
    first, last = rows["from"].min(), rows["from"].max()
    pairs = rows[rows["from"].isin((first, last))].groupby("age")["suspects"].agg(["min", "count"])
    pairs = pairs[(pairs["count"] == 2) & (pairs["min"] >= LEAST_EVENTS)]
    if pairs.empty:
        raise Empty(
            "enough",
            f"No age has {LEAST_EVENTS} suspects in both the first and the last two years: choose fewer "
            "filters.",
        )
    at = rows[rows["age"] == pairs["min"].idxmax()].set_index("from", drop=False)
    one, other = rows_of(at.loc[[first, last]])
    return one, other


def _compared(found: Surface, earlier: Any, later: Any) -> change.Ratio:
    """The ratio of two cells, with the swing that ages, periods and generations leave unexplained."""
    rows = found.rows.rename(columns={"suspects": "events", "person_years": "lived"})
    swing = measure.swing(rows)
    return change.rate_ratio(
        later.suspects,
        earlier.suspects,
        exposure_now=later.person_years,
        exposure_base=earlier.person_years,
        phi=swing.phi,
        df=swing.df,
    )


def _say_same_age(earlier: Any, later: Any, said: change.Ratio) -> str:
    size, low, high = (100 * (each - 1) for each in said[:3])
    word = "less often than" if high < 0 else "more often than" if low > 0 else NEITHER
    change = f"{findings.signed(size)} % (95 % interval {findings.signed(low)} to {findings.signed(high)} %)"
    return (
        f"At ages {earlier.ages} those born about {later.born} were suspects {word} those born about "
        f"{earlier.born}. {UNIT.capitalize()} it was {findings.decimal(later.rate)} against "
        f"{findings.decimal(earlier.rate)}, {change}. What is recorded may have changed between."
    )


def _lines(found: Surface) -> Chart:
    rows = found.rows[found.rows["rate"].notna()]
    lengths = rows.groupby("born")["age"].count()
    born = sorted(lengths[lengths >= min(cohort_surface.LEAST_BLOCKS, lengths.max())].index)
    step = max(1, round((len(born) - 1) / (PANELS - 1)))
    lines = []
    for year in born[::-1][::step][:PANELS]:
        own = rows[rows["born"] == year]
        name = f"Born about {year}"
        lines.append(
            Series(
                name,
                tuple(float(each) + WIDTH / 2 for each in own["age"]),
                drawing.values(own["rate"]),
                low=drawing.values(own["low"]),
                high=drawing.values(own["high"]),
                hollow=tuple(not each for each in own["whole"]),
                panel=name,
            )
        )
    alt = f"Small pictures of suspects {UNIT} by age, one for each generation, {found.shown}."
    return Chart(
        "panels",
        alt=alt,
        series=tuple(lines),
        x=Axis("Age", "number"),
        y=Axis(f"Suspects {UNIT}", "number", from_zero=True),
    )


def _table(found: Surface) -> pd.DataFrame:
    return found.rows.drop(columns="from")


def captions(found: Surface, selection: Selection, violence: str, more: str = "") -> dict[str, str]:
    """Return definition (with `more` at its end), counted and missing of the surface."""
    ignored = [
        name
        for name, chosen in (
            ("ages (they are the axis)", selection.ages),
            ("the knife flag (an occasion does not keep it)", selection.knife),
            (
                "the unknown domestic flag (an occasion counts flagged offences only)",
                selection.domestic == "unknown",
            ),
            ("roles (only suspects are shown)", selection.role),
        )
        if chosen
    ]
    return {
        "definition": (
            "Suspects are people recorded as suspect or offender, not convicted. An occasion is a day "
            f"committed with: {VIOLENCE[violence].lower()}. Offence groups of the filter bar do not apply. "
            "Suspects count where the offence was, residents where they live: not every suspect is a "
            "resident. "
            + (f"Ignored here: {'; '.join(ignored)}. " if ignored else "")
            + CANNOT_SEPARATE
            + more
        ),
        "counted": found.counted,
        "missing": found.missing,
    }
