"""Weather: are warmer days more violent, once season, week and trend are taken out?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers import making
from vru.answers.answer import Ask, Estimate, Options, Question, Verdict
from vru.answers.making import Parts, asks
from vru.answers.temperature_days import WARMTH, Fitted, Temperature, fitted, station_names
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.charts.fitted import POINTS
from vru.measures import temperature
from vru.selection import Selection
from vru.store import Store

OPTIONS = Temperature
CODE = "temperature"
UNIT = "% per °C"


@asks("temperature.effect", "Are warmer days more violent days?", Temperature, by_day=True)
def effect(store: Store, selection: Selection, options: Temperature) -> Parts:
    """The percent a degree with season and trend taken out, and the verdict under every model."""
    found = fitted(store, selection, options.warmth)
    verdict = temperature.claim(found.variants, _margin())
    return {
        "finding": f"{_headline(selection, found)} {_size(found)} {_verdict_said(found, verdict)}",
        "verdict": Verdict("claim", verdict),  # type: ignore[arg-type]
        "chart": _curve(found, options.warmth),
        "table": _curve_table(found),
        "estimates": (*_effect_estimates(found), *_rule_estimates(found)),
        "subtitle": f"Offences by temperature, season and trend taken out, days committed in {found.shown}",
        **_captions(store, selection, found, options),
    }


def _margin() -> float:
    return next(float(each["margin"]) for each in reference.claims() if each["code"] == CODE)


def _headline(selection: Selection, found: Fitted) -> str:
    one = found.effect
    side = 1 if one.percent >= 0 else -1
    low, high = sorted((side * one.low, side * one.high))
    return (
        f"Each degree warmer goes with {findings.decimal(side * one.percent, 2)} % {_more(one.percent)} "
        f"{findings.noun_of(selection)} (95 % interval {_limits(low, high)})."
    )


def _more(percent: float) -> str:
    return "more" if percent >= 0 else "fewer"


def _limits(low: float, high: float) -> str:
    return f"{findings.decimal(low, 2)} to {findings.decimal(high, 2)}"


def _size(found: Fitted) -> str:
    one = found.effect
    side = 1 if one.extra >= 0 else -1
    low, high = sorted((side * one.extra_low, side * one.extra_high))
    return (
        f"On a day {temperature.WARMER:.0f} °C warmer there are {findings.decimal(side * one.extra)} "
        f"{_more(one.extra)} ({findings.decimal(low)} to {findings.decimal(high)}), on top of "
        f"{findings.decimal(one.a_day)}. Temperature explains {findings.decimal(100 * one.share)} % of the "
        "day-to-day variation that the calendar leaves."
    )


def _verdict_said(found: Fitted, verdict: str) -> str:
    margin, many = _margin(), len(found.variants)
    above = sum(each.low > margin for each in found.variants)
    below = sum(each.high < margin for each in found.variants)
    if verdict == "holds":
        return f"Under all {many} models tried the whole interval lies above {margin} % per degree."
    if verdict == "does not hold":
        return f"Under all {many} models tried the whole interval lies below {margin} % per degree."
    return (
        f"That it is {margin} % or more cannot be told: of {many} models tried, {above} lie wholly above, "
        f"{below} wholly below."
    )


def _effect_estimates(found: Fitted) -> tuple[Estimate, ...]:
    one = found.effect
    return (
        Estimate("per_degree", one.percent, one.low, one.high, UNIT, one.days, one.method),
        Estimate(
            "warmer_day", one.extra, one.extra_low, one.extra_high, "offences", one.days,
            f"the same, for a day {temperature.WARMER:.0f} °C warmer than another with the mean count",
        ),
        Estimate("warmer_by", temperature.WARMER, None, None, "°C", one.days, "fixed", None),
        Estimate("a_day", one.a_day, None, None, "offences a day", one.days, "mean", None),
        Estimate(
            "variation_explained", 100 * one.share, None, None, "percent", one.days,
            "fall in deviance when temperature joins the calendar", None,
        ),
    )  # fmt: skip


def _rule_estimates(found: Fitted) -> tuple[Estimate, ...]:
    margin, many = _margin(), len(found.variants)
    numbers = {
        "models": many,
        "models_above": sum(each.low > margin for each in found.variants),
        "models_below": sum(each.high < margin for each in found.variants),
    }
    counted = (
        Estimate(name, value, None, None, "models", many, "count", None) for name, value in numbers.items()
    )
    return (*counted, Estimate("margin", margin, None, None, UNIT, many, "fixed beforehand", None))


def _curve(found: Fitted, warmth: str) -> Chart:
    bend, points = found.bend, found.bend.points
    celsius = tuple(float(each) for each in bend.celsius)
    curve, low, high, level = (
        tuple(float(each) for each in part) for part in (bend.percent, bend.low, bend.high, bend.straight)
    )
    dots = Series(
        "Days of that temperature", tuple(points["celsius"]), tuple(points["percent"]),
        low=tuple(points["days"].astype(float)), panel=POINTS,
    )  # fmt: skip
    return Chart(
        "fitted",
        alt=(
            f"Curve of offences by temperature against a day of {bend.reference:.0f} °C, with "
            "the mean of the days at each degree as dots; on average "
            f"{findings.signed(found.effect.percent, 2)} % a degree."
        ),
        series=(
            dots,
            Series("Curve", celsius, curve, low=low, high=high),
            Series("Straight", celsius, level, role="reference"),
        ),
        x=Axis(f"{WARMTH[warmth]}, °C"),
        y=Axis(f"% more or fewer offences than at {bend.reference:.0f} °C"),
        marks=(Mark("no difference", y=0.0),),
    )


def _curve_table(found: Fitted) -> pd.DataFrame:
    points, bend = found.bend.points, found.bend
    at = points["celsius"].to_numpy(float)
    inside = (at >= bend.celsius[0]) & (at <= bend.celsius[-1])
    points, at = points[inside], at[inside]
    parts = {"value": bend.percent, "low": bend.low, "high": bend.high, "straight_line": bend.straight}
    drawn = {name: np.interp(at, bend.celsius, each) for name, each in parts.items()}
    return pd.DataFrame(
        {"celsius": at, "days": points["days"].to_numpy(), "days_mean": points["percent"].to_numpy(), **drawn}
    )


@asks("temperature.season", "What if season and trend were left in?", Temperature, by_day=True)
def season(store: Store, selection: Selection, options: Temperature) -> Parts:
    """The same effect with season and trend taken out and left in, side by side."""
    found = fitted(store, selection, options.warmth)
    one, bare = found.effect, found.effect.bare
    table = pd.DataFrame(
        {
            "model": ["Season and trend taken out", "Season and trend left in"],
            "value": [one.percent, bare.percent],
            "low": [one.low, bare.low],
            "high": [one.high, bare.high],
            "days": [one.days, bare.n],
        }
    )
    apart = bare.low > one.high or bare.high < one.low
    why = (
        "the season's own rhythm would be taken for warmth."
        if apart
        else "here the two agree within their intervals."
    )
    return {
        "finding": (
            f"With season and trend left in, a degree would seem to bring {findings.signed(bare.percent, 2)} "
            f"% ({_limits(bare.low, bare.high)}) instead of {findings.signed(one.percent, 2)} %: {why}"
        ),
        "chart": _forest(table, "A dot and its interval with season and trend taken out, and left in."),
        "table": table,
        "estimates": tuple(
            Estimate(name, row.value, row.low, row.high, UNIT, row.days, one.method)
            for name, row in zip(("taken_out", "left_in"), making.rows_of(table), strict=True)
        ),
        "subtitle": "Percent a degree, by what is taken out",
        **_captions(store, selection, found, options),
    }


def _forest(table: pd.DataFrame, alt: str) -> Chart:
    numbers = {each: tuple(float(value) for value in table[each]) for each in ("value", "low", "high")}
    rows = Series("effect", tuple(table["model"]), numbers["value"], low=numbers["low"], high=numbers["high"])
    marks = (Mark("no effect", x=0.0), Mark(f"margin {_margin()}", x=_margin()))
    return Chart("dots", alt=alt, series=(rows,), x=Axis("% per °C"), y=Axis(kind="category"), marks=marks)


@asks("temperature.variants", "Does it hold under other reasonable models?", Temperature, by_day=True)
def variants(store: Store, selection: Selection, options: Temperature) -> Parts:
    """The percent a degree under every model; the verdict uses all of them."""
    found = fitted(store, selection, options.warmth)
    table = pd.DataFrame(
        [(temperature.VARIANTS[each.code], *each[1:]) for each in found.variants],
        columns=["model", "value", "low", "high", "days"],
    )
    least, most = table["value"].min(), table["value"].max()
    return {
        "finding": (
            f"{len(table)} models put a degree at {findings.signed(least, 2)} to "
            f"{findings.signed(most, 2)} %. "
            f"{_verdict_said(found, temperature.claim(found.variants, _margin()))}"
        ),
        "chart": _forest(
            table, f"A dot and its interval for each of {len(table)} models, against the margin."
        ),
        "table": table,
        "estimates": (
            Estimate("least", least, None, None, UNIT, len(table), "smallest of the models", None),
            Estimate("most", most, None, None, UNIT, len(table), "largest of the models", None),
            *_rule_estimates(found),
        ),
        "subtitle": "Percent a degree under every model",
        **_captions(store, selection, found, options),
    }


@asks("temperature.model", "What does the model say of itself?", Temperature, by_day=True)
def model(store: Store, selection: Selection, options: Temperature) -> Parts:
    """Every coefficient of the main model, its over-dispersion, and how one day's residual echoes."""
    found = fitted(store, selection, options.warmth)
    one = found.effect
    table = one.coefficients.assign(z=one.coefficients["coefficient"] / one.coefficients["standard_error"])
    return {
        "finding": (
            f"Days swing {findings.decimal(one.phi, 2)} times as much as chance alone, and a day's surprise "
            f"goes on to the next by {findings.decimal(one.echo, 2)}: the intervals allow for both."
        ),
        "table": table,
        "estimates": (
            Estimate("over_dispersion", one.phi, None, None, "times Poisson", one.days, "Pearson", None),
            Estimate(
                "next_day", one.echo, None, None, "correlation", one.days,
                "Pearson residuals of neighbouring days", None,
            ),
            Estimate("terms", len(table), None, None, "terms", one.days, "count", None),
        ),
        "subtitle": "The main model: coefficients of the logarithm of a day's offences",
        **_captions(store, selection, found, options),
    }  # fmt: skip


def _captions(store: Store, selection: Selection, found: Fitted, options: Temperature) -> Parts:
    no_reading = found.whole - len(found.days.day)
    said = [
        f"{findings.count(no_reading)} of {findings.count(found.whole)} days have no reading.",
        f"{findings.count(found.left_months)} months are not whole." if found.left_months else "",
        f"{findings.count(found.no_day)} offences have no day." if found.no_day else "",
        making.left_out(store, selection),
    ]
    return {
        "definition": (
            f"{making.definition(selection)} Temperature is the {WARMTH[options.warmth].lower()}, °C, at "
            f"{station_names(found)}{_averaged(found)}, taken for every district. Taken out: season, "
            "weekday, bank holidays and days with a name, lockdown months, and a smooth trend. “Goes "
            "with” is no cause."
        ),
        "counted": (
            f"{findings.count(found.effect.offences)} offences on {findings.count(found.effect.days)} days."
        ),
        "missing": " ".join(each for each in said if each),
    }


def _averaged(found: Fitted) -> str:
    many = len(found.stations) > 1
    return ", averaged once each one’s usual distance from the others is taken off" if many else ""


QUESTIONS: tuple[Question, ...] = (effect, season, variants, model)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
