"""Weather: are warmer days more violent, once season, week and trend are taken out?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from vru import findings
from vru.answers import (
    making,
    temperature_by,
    temperature_calendar,
    temperature_effect,
    temperature_forecast,
    temperature_heat,
    temperature_influence,
    temperature_week,
)
from vru.answers import temperature_parts as parts
from vru.answers.answer import Ask, Estimate, Options, Question, Verdict
from vru.answers.making import Parts, asks
from vru.answers.temperature_by import TemperatureBy
from vru.answers.temperature_days import Temperature, Warmth, lockdowns, under
from vru.answers.temperature_parts import UNIT
from vru.answers.temperature_week import TemperatureAhead
from vru.measures import temperature
from vru.selection import Selection
from vru.store import Store


@dataclass(frozen=True)
class OPTIONS(TemperatureAhead, TemperatureBy):
    """All that can be chosen on the page."""


@asks("temperature.effect", "Are warmer days more violent days?", Temperature, by_day=True)
def effect(store: Store, selection: Selection, options: Temperature) -> Parts:
    """The percent a degree with season and trend taken out, and the verdict under every model."""
    found = under(store, selection, options)
    verdict = temperature.claim(found.variants, parts.margin())
    said = (
        temperature_effect.headline(selection, found),
        temperature_effect.size(found),
        parts.verdict_said(found, verdict),
    )
    return {
        "finding": " ".join(said),
        "verdict": Verdict("claim", verdict),  # type: ignore[arg-type]
        "chart": temperature_effect.curve(found, options.warmth),
        "table": temperature_effect.curve_table(found),
        "estimates": (*temperature_effect.effect_estimates(found), *parts.rule_estimates(found)),
        "subtitle": (
            f"Offences by temperature, season and trend taken out, days committed in {found.shown}. "
            "Each dot is all days of about one temperature, larger for more days"
        ),
        **parts.captions(store, selection, found, options),
    }


@asks("temperature.season", "What if season and trend were left in?", Temperature, by_day=True)
def season(store: Store, selection: Selection, options: Temperature) -> Parts:
    """The same effect with season and trend taken out and left in, side by side."""
    found = under(store, selection, options)
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
        "the season's own rhythm would show as warmth."
        if apart
        else "here the two agree within their intervals."
    )
    return {
        "finding": (
            f"With season and trend left in, a degree would seem to bring {findings.signed(bare.percent, 2)} "
            f"% ({parts.limits(bare.low, bare.high)}) instead of {findings.signed(one.percent, 2)} %: {why} "
            "Left in, whatever else comes with summer, or with warmer years, passes for warmth."
        ),
        "chart": parts.forest(table, "A dot and its interval with season and trend taken out, and left in."),
        "table": table,
        "estimates": tuple(
            Estimate(name, row.value, row.low, row.high, UNIT, row.days, one.method)
            for name, row in zip(("taken_out", "left_in"), making.rows_of(table), strict=True)
        ),
        "subtitle": "Percent a degree, by what is taken out",
        **parts.captions(store, selection, found, options),
    }


@asks("temperature.variants", "Does it hold under other reasonable models?", Temperature, by_day=True)
def variants(store: Store, selection: Selection, options: Temperature) -> Parts:
    """The percent a degree under every model; the verdict uses all of them."""
    found = under(store, selection, options)
    table, whole = parts.every_model(found), temperature.deciding(found.variants)
    said = parts.captions(store, selection, found, options)
    least, most = (pick(each.percent for each in whole) for pick in (min, max))
    return {
        "finding": (
            f"{len(whole)} models put a degree at {findings.signed(least, 2)} to "
            f"{findings.signed(most, 2)} %. "
            f"{parts.verdict_said(found, temperature.claim(found.variants, parts.margin()))}"
        ),
        "chart": parts.forest(
            table, f"A dot and its interval for each of {len(table)} models, against the margin."
        ),
        "table": table,
        "estimates": (
            Estimate("least", least, None, None, UNIT, len(whole), "smallest of the models", None),
            Estimate("most", most, None, None, UNIT, len(whole), "largest of the models", None),
            *parts.rule_estimates(found),
        ),
        "subtitle": "Percent a degree under every model",
        **said,
        "definition": f"{said['definition']} {parts.MODELS_SAID}",
    }


@asks("temperature.parts", "Is it so in every season, hour and place?", TemperatureBy, by_day=True)
def by_parts(store: Store, selection: Selection, options: TemperatureBy) -> Parts:
    """The percent a degree of each part, and whether they differ by more than chance."""
    return temperature_by.compared(store, selection, options)


@asks("temperature.lags", "Does yesterday's warmth still count today?", Temperature, by_day=True)
def lags(store: Store, selection: Selection, options: Temperature) -> Parts:
    """The percent a degree of the day itself and of each of the three days before."""
    return temperature_calendar.before(store, selection, options)


@asks("temperature.calendar", "Which days of the calendar stand out?", Temperature, by_day=True)
def calendar(store: Store, selection: Selection, options: Temperature) -> Parts:
    """Weekdays, bank holidays and days with a name, temperature and season taken out."""
    return temperature_calendar.special_days(store, selection, options)


@asks("temperature.heat", "What do heat days bring?", Temperature, by_day=True)
def heat(store: Store, selection: Selection, options: Temperature) -> Parts:
    """Days above the 95th percentile of their season against the season's other days."""
    return temperature_heat.heat_days(store, selection, options)


@asks("temperature.predicts", "Does it help to foretell the week ahead?", Warmth, by_day=True)
def predicts(store: Store, selection: Selection, options: Warmth) -> Parts:
    """Weeks held out and foretold with their temperatures, against the calendar alone."""
    return temperature_forecast.predicts(store, selection, options)


@asks("temperature.week", "What would the week ahead bring?", TemperatureAhead, by_day=True)
def week(store: Store, selection: Selection, options: TemperatureAhead) -> Parts:
    """Expected offences on seven days of given temperatures, with prediction intervals."""
    return temperature_week.week(store, selection, options)


@asks("temperature.model", "What does the model say of itself?", Temperature, by_day=True)
def model(store: Store, selection: Selection, options: Temperature) -> Parts:
    """Every coefficient of the main model, its over-dispersion, and how one day's residual echoes."""
    found = under(store, selection, options)
    one = found.effect
    table = one.coefficients.assign(
        term=[_term(each) for each in one.coefficients["term"]],
        z=one.coefficients["coefficient"] / one.coefficients["standard_error"],
    )
    return {
        "finding": (
            f"The variance of days is {findings.decimal(one.phi, 2)} times that of chance; a day's surprise "
            f"goes on to the next by {findings.decimal(one.echo, 2)}. The intervals allow for both."
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
        **parts.captions(store, selection, found, options),
    }  # fmt: skip


@asks("temperature.influence", "Do a few days make the finding?", Temperature, by_day=True)
def influence(store: Store, selection: Selection, options: Temperature) -> Parts:
    """The days that move the effect most, and the effect without them."""
    return temperature_influence.moving_days(store, selection, options)


def _term(name: str) -> str:
    """Return a term of the model in words: sin_2 is a wave of the season, lockdown_3 a month of one."""
    kind, _, number = name.rpartition("_")
    months = [f"{span.first:%B %Y}" for span in lockdowns()]
    known = {
        **{f"curve_{each}": f"Temperature, bend {each}" for each in range(1, 5)},
        "celsius": "Temperature, a degree",
        "level": "Level: a Monday",
        "new_years_day": "New Year’s Day",
        "new_years_eve": "New Year’s Eve",
    }
    if kind == "lockdown":
        return f"Lockdown, {months[int(number) - 1]}"
    if kind in ("sin", "cos", "trend"):
        return f"Trend, bend {number}" if kind == "trend" else f"Season, wave {number} ({kind})"
    return known.get(name, name.replace("_", " ").capitalize())


QUESTIONS: tuple[Question, ...] = (
    effect, season, variants, by_parts, lags, heat, calendar, predicts, week, influence, model,
)  # fmt: skip


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
