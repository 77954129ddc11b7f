"""Age mix in words and pictures: diversity by year, its change, and what ageing explains of it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings, reference
from vru.answers import drawing, offenders_gaps
from vru.answers.answer import Estimate, Verdict
from vru.answers.making import Empty, Parts
from vru.answers.offenders_data import (
    AGES,
    LEAST,
    ROLE,
    Suspects,
    definition,
    enough,
    profiles,
    residents,
    suspects,
)  # fmt: skip
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart
from vru.measures import age_mix
from vru.selection import Selection
from vru.store import Store

UNIT = "Simpson index a decade"
METHOD = f"unbiased Simpson; bootstrap over persons, {age_mix.DRAWS} draws"
SLOPE_METHOD = f"{METHOD}; line over years, t, widened by how far years stray"
FILL = "Load an extract whose mapping fills `age` or `birth_date`."
Floats = NDArray[np.float64]


class Mix(NamedTuple):
    """The age mix of every year: `simpson`, `low`, `high` (years,), its bootstrap draws, and its change.

    `change` is a decade's; None with fewer than four whole years. `aged` is the same among
    the first year's residents (None without residents). `blanks` is the change with the
    change in unknown ages placed against it.
    """

    found: Suspects
    simpson: Floats
    low: Floats
    high: Floats
    occasions: Floats
    change: age_mix.Slope | None
    by_occasion: float | None
    aged: Floats | None
    aged_change: age_mix.Slope | None
    blanks: float | None


@once
def mix(store: Store, selection: Selection) -> Mix:
    """Return the age mix. Raises Empty where ages are not known well enough to have one."""
    found = suspects(store, selection)
    counts = found.by_band(sex=selection.sex)
    mine = None if selection.sex is None else found.rows["sex"] == selection.sex
    everybody = found.by_year(mine)
    enough(counts.sum(), everybody.sum(), "age, exactly or within one of this page's bands,", FILL)
    index = age_mix.simpson(counts)
    if not np.isfinite(index).any():
        raise Empty("enough", "A mix of ages needs two suspects of known age in a year: widen the filters.")
    drawn_counts = age_mix.resampled(
        profiles(store, selection, selection.sex), len(found.years), counts.shape[1]
    )
    drawn = age_mix.simpson(drawn_counts)
    low, high = age_mix.spread(index, np.nan_to_num(drawn, nan=0.0))
    occasions = age_mix.simpson(found.by_band("occasions", selection.sex))
    aged = _aged(store, selection, counts, drawn_counts, found)
    against = age_mix.opposed(counts, everybody - counts.sum(1))
    return Mix(
        found,
        index,
        np.where(np.isfinite(index), low, np.nan),
        np.where(np.isfinite(index), high, np.nan),
        occasions,
        _change(found, index, drawn),
        _line(found, occasions),
        *aged,
        _line(found, age_mix.simpson(against)),
    )


def _used(found: Suspects, values: Floats) -> NDArray[np.bool_]:
    return found.whole & np.isfinite(values)


def _change(found: Suspects, values: Floats, drawn: Floats) -> age_mix.Slope | None:
    """The change a decade over whole years; values and draws may lack years."""
    used = _used(found, values)
    if used.sum() < LEAST:
        return None
    steps = np.arange(len(values))[used] / 10
    kept = drawn[:, used]
    kept = kept[np.isfinite(kept).all(1)]
    if len(kept) < age_mix.DRAWS / 2:
        return None
    return age_mix.slope(steps, values[used], np.cov(kept.T), method=SLOPE_METHOD)


def _line(found: Suspects, values: Floats) -> float | None:
    used = _used(found, values)
    if used.sum() < LEAST:
        return None
    steps = np.arange(len(values))[used] / 10
    return float(np.polyfit(steps, values[used], 1)[0])


def _aged(
    store: Store, selection: Selection, counts: Floats, drawn: Floats, found: Suspects
) -> tuple[Floats | None, age_mix.Slope | None]:
    """The mix as if residents had kept the ages of the first year that has them."""
    try:
        lived = residents(store, selection)
    except Empty:
        return None, None
    people = lived.both if selection.sex is None else getattr(lived, selection.sex, lived.both)
    known: NDArray[np.bool_] = np.all(np.isfinite(people) & (people > 0), axis=1)
    if not known.any():
        return None, None
    fixed = people[known.argmax()]
    weights = np.divide(fixed, people, out=np.ones_like(people), where=known[:, None])
    weights = weights / weights.mean(1, keepdims=True)
    aged = np.where(known, age_mix.simpson(counts, weights), np.nan)
    return aged, _change(found, aged, age_mix.simpson(drawn, weights))


def diversity(store: Store, selection: Selection) -> Parts:
    """Return the parts of the page's headline: the mix, its change, and the claim's verdict."""
    found = mix(store, selection)
    also = _also(store, selection)
    verdict, why = _judged(found, also)
    table = _table(found)
    return {
        "finding": _say(found, also, verdict, why),
        "verdict": Verdict("claim", verdict),  # type: ignore[arg-type]
        "chart": _chart(found, table),
        "table": table.drop(columns="month"),
        "estimates": _estimates(found, table, also),
        "subtitle": "Chance that two suspects of a year, picked at random, are of different age groups",
        "definition": definition(store, selection, unused=(AGES, ROLE))
        + " Age groups: 10–13, 14–17, 18–24, then ten years each to 65 and over. Standardised: as if "
        "residents had kept the ages of the first year with estimates, so what is left is no mere ageing.",
        "counted": _counted(found, selection),
        "missing": _missing(found, selection),
        "empty": None if found.change else "enough",
    }


def margins() -> tuple[float, float]:
    """Return the claim's margins: diversity a decade, and pairs apart in points a year."""
    claim = next(each for each in reference.claims() if each["code"] == "age_diversity")
    return float(claim["margin"]), float(claim["also"]["margin"])


def _also(store: Store, selection: Selection) -> age_mix.Slope | str:
    """The second half of the claim, or why this extract cannot say."""
    try:
        found = offenders_gaps.gaps(store, selection).change
    except Empty as empty:
        return empty.finding
    return found or "pairs of known age reach over fewer than four whole years"


def _judged(found: Mix, also: age_mix.Slope | str) -> tuple[str, str]:
    """The verdict of both halves, and what stands in its way."""
    if found.change is None:
        return "cannot tell", ""
    margin, margin_apart = margins()
    first = age_mix.claim(found.change.low, found.change.high, margin)
    second = "cannot tell" if isinstance(also, str) else age_mix.claim(also.low, also.high, margin_apart)
    if "does not hold" in (first, second):
        return "does not hold", ""
    if "cannot tell" in (first, second):
        return "cannot tell", ""
    if found.blanks is not None and found.blanks <= margin:
        return "cannot tell", "placing the change in unknown ages against it would undo it"
    return "holds", ""


def _say(found: Mix, also: age_mix.Slope | str, verdict: str, why: str) -> str:
    used = _used(found.found, found.simpson)
    if found.change is None:
        at = int(np.flatnonzero(np.isfinite(found.simpson))[-1])
        return (
            f"In the {found.found.years[at].label} two suspects were of different age groups with a "
            f"chance of {_odds(found.simpson[at])} (95 % interval {_odds(found.low[at])} to "
            f"{_odds(found.high[at])}); a change a decade needs at least {LEAST} whole years, and "
            f"{int(used.sum())} {'is' if used.sum() == 1 else 'are'} in the period."
        )
    change, aged = found.change, found.aged_change
    said = (
        f"The chance that two suspects are of different age groups moves by {_by(change.slope)} in 100 a "
        f"decade (95 % interval {_by(change.low)} to {_by(change.high)}"
        + (f"; {_by(aged.slope)} had residents kept their ages)" if aged else ")")
    )
    if isinstance(also, str):
        said += f"; whether generations mix more is not known: {also[:1].lower()}{also[1:].rstrip('.')}"
    else:
        said += (
            f", and pairs 20 years apart, beyond chance, by {findings.signed(also.slope, 2)} percentage "
            f"points a year ({findings.signed(also.low, 2)} to {findings.signed(also.high, 2)})"
        )
    return f"{said}: {offenders_gaps.WORDS[verdict]}{', because ' + why if why else ''}."


def _odds(value: float) -> str:
    return findings.decimal(100 * value) + " in 100"


def _by(value: float) -> str:
    return findings.signed(100 * value, 1)


def _table(found: Mix) -> pd.DataFrame:
    years, blank = found.found.years, np.full(len(found.simpson), np.nan)
    return pd.DataFrame(
        {
            "month": [each.period.last for each in years],
            "year": [each.label for each in years],
            "suspects": found.found.by_band().sum(1).astype(int),
            "value": found.simpson,
            "low": found.low,
            "high": found.high,
            "standardised": blank if found.aged is None else found.aged,
            "occasions": found.occasions,
            "whole": found.found.whole,
        }
    )


def _chart(found: Mix, table: pd.DataFrame) -> Chart:
    shown = table.assign(**{each: 100 * table[each] for each in ("value", "low", "high")})
    lines = [drawing.line(shown, "Suspects")]
    for column, name in (("standardised", "Residents’ ages kept"), ("occasions", "Occasions")):
        if table[column].notna().any():
            bare = shown.assign(value=100 * table[column]).drop(columns=["low", "high"])
            lines.append(drawing.line(bare, name, role="reference" if column == "occasions" else "main"))
    return Chart(
        "line",
        alt=f"Lines of the age mix of suspects by year, {found.found.shown}.",
        series=tuple(lines),
        x=Axis("Year to", "month"),
        y=Axis("Different age groups, chances in 100", "number"),
    )


def _estimates(found: Mix, table: pd.DataFrame, also: age_mix.Slope | str) -> tuple[Estimate, ...]:
    n = int(table["suspects"].sum())
    made = [_slope("change a decade", found.change, UNIT, n)] if found.change else []
    if found.aged_change:
        made.append(_slope("change a decade, residents' ages kept", found.aged_change, UNIT, n))
    if not isinstance(also, str):
        made.append(_slope("pairs 20 years apart above chance, a year", also, "percentage points a year", n))
    for name, value in (
        ("change a decade, occasions", found.by_occasion),
        ("change a decade, change in blanks against it", found.blanks),
    ):
        if value is not None:
            made.append(Estimate(name, value, None, None, UNIT, n, "least-squares line", None))
    known = np.flatnonzero(np.isfinite(found.simpson))
    for at in dict.fromkeys((int(known[0]), int(known[-1]))):
        limits = (float(found.simpson[at]), float(found.low[at]), float(found.high[at]))
        year = found.found.years[at].label
        made.append(Estimate(f"index, {year}", *limits, "Simpson index", int(table["suspects"][at]), METHOD))
    return tuple(made)


def _slope(name: str, found: age_mix.Slope, unit: str, n: int) -> Estimate:
    method = f"{found.method} (over-dispersion {found.phi:.1f})"
    return Estimate(name, found.slope, found.low, found.high, unit, n, method, found.confidence)


def _counted(found: Mix, selection: Selection) -> str:
    number = int(found.found.by_band(sex=selection.sex).sum())
    return (
        f"{findings.count(number)} suspects of known age, each once a year, {found.found.shown}. A person "
        "recorded in several years counts in each, and is drawn with all of them for the interval."
    )


def _missing(found: Mix, selection: Selection) -> str:
    mine = None if selection.sex is None else found.found.rows["sex"] == selection.sex
    everybody = found.found.by_year(mine)
    blank = everybody - found.found.by_band(sex=selection.sex).sum(1)
    share = 100 * blank / np.maximum(everybody, 1)
    said = (
        f"{findings.count(blank.sum())} of {findings.count(everybody.sum())} suspects "
        f"({findings.share(blank.sum(), everybody.sum())}) are under ten, or their age is unknown or a "
        f"range across two groups: between {share.min():.1f} and {share.max():.1f} % of a year."
    )
    if found.blanks is not None and found.change is not None:
        said += f" With that share’s change against it, the trend is {_by(found.blanks)} in 100 a decade."
    return said + " Suspects without a usable key are left out." * bool(_keyed(found))


def _keyed(found: Mix) -> Any:
    return (found.found.rows["occasions"] > found.found.rows["suspects"]).any()
