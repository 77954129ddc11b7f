"""Foretelling: whether temperature helps, the week ahead by entered temperatures, and what is refused."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from tests.answers.test_temperature import READINGS, offences, states, weather, world
from tests.stores import make_store
from vru.answers import question, temperature, temperature_forecast
from vru.answers.temperature_week import TemperatureAhead
from vru.errors import SelectionError
from vru.measures.temperature import Foretold, Inside
from vru.selection import Selection
from vru.store import Store

NAMES = ("temperature.predicts", "temperature.week")


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    # strong enough for the 52 weeks that three years leave to be held out
    with world(tmp_path_factory.mktemp("warm"), offences(READINGS, a_day=25, percent=5.0), READINGS) as store:
        yield store


@pytest.fixture(scope="module")
def indifferent(tmp_path_factory):
    with world(tmp_path_factory.mktemp("cool"), offences(READINGS, a_day=25, percent=0.0), READINGS) as store:
        yield store


def ask(store: Store, name: str, **options):
    chosen = Selection.default(store.capabilities)
    return question(name).ask(store, chosen, TemperatureAhead(**options)).answer()


def number(got, name):
    return next(each for each in got.estimates if each.name == name)


def test_a_planted_effect_makes_weeks_easier_to_foretell(warm):
    got = ask(warm, "temperature.predicts")

    skill = got.estimates[0]
    # the share of the variance of counts that 5 % a degree, of 3 °C around the season, makes up at 25 a day
    swing = 25 * np.log(1.05) ** 2 * 9
    assert skill.low < 100 * swing / (1 + swing) < skill.high
    assert got.finding.startswith(
        "Knowing a week’s temperatures makes its counts easier to foretell: errors shrink by "
        f"{skill.value:.1f} % (95 % interval {skill.low:.1f} to {skill.high:.1f})."
    )
    assert number(got, "missed_by").value < number(got, "missed_by_calendar").value
    assert "a forecast of it can help less, not more" in got.finding
    assert skill.n == got.table["days"].sum() == number(got, "days").value
    assert "Each of the last 52 weeks is foretold from at most five years before it" in got.definition


def test_no_effect_makes_nothing_easier(indifferent):
    got = ask(indifferent, "temperature.predicts")

    skill = got.estimates[0]
    assert skill.low < 0 < skill.high
    assert got.finding.startswith(
        "Knowing the temperature does not make next week’s counts clearly easier to foretell"
    )
    assert "Knowing the temperature has not clearly helped" in ask(indifferent, "temperature.week").finding


def tried(skill, low, high, *, missed=(6.4, 6.6), days=(95, 95), weeks=95):
    """A trial with this skill, in which so many of a hundred days and weeks lay within their limits."""
    inside = tuple(Inside(each, many, 100) for each, many in zip((0.8, 0.95), days, strict=True))
    held = pd.DataFrame({"week": range(100)})
    return Foretold(
        skill, low, high, *missed, held, held, inside, (Inside(0.8, 80, 100), Inside(0.95, weeks, 100))
    )


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (tried(6.3, 1.6, 10.9), "s easier to foretell: errors shrink by 6.3 % (95 % interval 1.6 to 10.9)."),
        (tried(-2.0, -3.0, -1.0), "s harder to foretell: errors grow by 2.0 % (95 % interval 1.0 to 3.0)."),
        (tried(-0.8, -1.9, 0.1), "easier to foretell: errors grow by 0.8 % (95 % interval −0.1 to 1.9)."),
        (tried(0.4, -0.5, 2.0), "easier to foretell: errors shrink by 0.4 % (95 % interval −0.5 to 2.0)."),
    ],
    ids=["yes", "worse", "no", "a little"],
)  # fmt: skip
def test_the_answer_is_said_also_when_it_is_no(got, said):
    sentence = temperature_forecast._skill(got)

    assert sentence.endswith(said)
    assert ("does not make" in sentence) is (got.low < 0 < got.high)


def test_a_small_difference_is_written_as_one():
    assert "missed by 6.4 on average, with the calendar alone by 6.6" in temperature_forecast._missed(
        tried(1, 0, 2)
    )
    assert "missed by 1.85 on average, with the calendar alone by 1.86" in temperature_forecast._missed(
        tried(1, 0, 2, missed=(1.85, 1.86))
    )


def test_intervals_that_did_not_hold_are_said_to_be_too_narrow():
    said = temperature_forecast.held

    assert said(tried(1, 0, 2)).endswith("; of 100 weeks 95 lay within theirs.")
    assert said(tried(1, 0, 2, days=(70, 85))).endswith(": for days it is too narrow.")
    assert said(tried(1, 0, 2, days=(70, 85), weeks=80)).endswith(": for days and weeks it is too narrow.")


def test_each_week_is_a_dot_that_lies_along_the_line_of_what_was_foretold(warm):
    got = ask(warm, "temperature.predicts")

    dots, foretold, _ = got.chart.series
    row = got.table.iloc[5]
    assert dots.x[5] == pytest.approx(100 * (row["with_temperature"] / row["calendar_alone"] - 1), abs=0.05)
    assert dots.y[5] == pytest.approx(100 * (row["offences"] / row["calendar_alone"] - 1), abs=0.05)
    assert foretold.x == foretold.y == (min(dots.x), max(dots.x))
    assert np.polyfit(dots.x, dots.y, 1)[0] == pytest.approx(1, abs=0.35)


def test_the_week_ahead_begins_after_the_last_day_and_is_usual_unless_entered(warm):
    got = ask(warm, "temperature.week")

    last = READINGS[-1]["day"]
    assert got.table["day"].dt.date.tolist() == [last + dt.timedelta(at) for at in range(1, 8)]
    assert got.table["celsius"].tolist() == got.table["usual"].tolist()
    begins = f"{last + dt.timedelta(1):%-d %B %Y}"
    assert got.finding.startswith(f"In the week from {begins}, {got.estimates[0].value:.0f} ")
    assert "its temperatures as usual." in got.finding
    assert len(got.chart.series) == 1
    assert f"The week follows {last.day} {last:%B %Y}. Learnt from" in got.definition


def test_the_week_ahead_follows_the_extract_and_is_tried_as_far_from_what_was_learnt(tmp_path):
    ends = READINGS[-1]["day"]
    known = [each for each in READINGS if each["day"] <= ends - dt.timedelta(61)]
    with world(tmp_path, offences(READINGS, a_day=25, percent=5.0), known) as store:
        got, tried = ask(store, "temperature.week"), ask(store, "temperature.predicts")

    assert got.table["day"].dt.date.iloc[0] == ends + dt.timedelta(1)
    assert "; the 61 days before it are no whole months yet or have no reading" in got.definition
    assert "from days before them only, and 61 days before, as the week ahead is" in tried.definition


@pytest.mark.parametrize(("ahead", "shift"), [("warm3", 3), ("warm5", 5), ("cold5", -5)])
def test_a_choice_is_a_shift_of_all_seven_days(warm, ahead, shift):
    got, usual = ask(warm, "temperature.week", ahead=ahead), ask(warm, "temperature.week")

    assert (got.table["celsius"] - got.table["usual"]).to_numpy() == pytest.approx(np.full(7, shift))
    ratio = got.estimates[0].value / usual.estimates[0].value
    effect = ask_effect(warm)
    assert ratio == pytest.approx((1 + effect / 100) ** shift, rel=0.02)
    assert got.estimates[1].value == pytest.approx(got.estimates[0].value - usual.estimates[0].value)
    assert ("more than with usual" if shift > 0 else "fewer than with usual") in got.finding
    assert [each.name for each in got.chart.series] == ["As entered", "At usual temperatures"]


def ask_effect(store):
    return (
        question("temperature.effect")
        .ask(store, Selection.default(store.capabilities))
        .answer()
        .estimates[0]
        .value
    )


def test_entered_temperatures_are_taken_day_by_day_and_strange_ones_named(warm):
    got = ask(warm, "temperature.week", ahead="8.5 −1;  7, 8 9.5 30 10")

    assert got.options.ahead == "8.5, -1, 7, 8, 9.5, 30, 10"
    assert got.table["celsius"].tolist() == [8.5, -1.0, 7.0, 8.0, 9.5, 30.0, 10.0]
    day = READINGS[-1]["day"] + dt.timedelta(6)
    seen = got.table.iloc[5]
    assert (
        f"{day:%A} {day.day} {day:%B}’s 30.0 °C lies outside what was seen within a month of that date, "
        f"{seen['seen_low']:.1f} to {seen['seen_high']:.1f} °C".replace("-", "−")
        in got.finding
    )
    assert "lies outside" not in ask(warm, "temperature.week").finding


def test_the_card_says_how_often_such_intervals_have_held(warm):
    got, tried = ask(warm, "temperature.week"), ask(warm, "temperature.predicts")

    for name in ("days_inside_95", "days_inside_80", "weeks_inside_95"):
        assert number(got, name) == number(tried, name)
    days, wide = number(got, "days").value, number(got, "days_inside_95")
    assert f"Of {days} held-out days {wide.value:.1f} % lay within the 95 % interval" in got.finding
    # a world that swings by chance alone: limits hold as they say
    assert wide.low < 95 < wide.high or wide.value > 95


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ("12 13 14", "7 temperatures are needed, one a day; 3 were entered."),
        ("", "7 temperatures are needed, one a day; 0 were entered."),
        ("1 2 3 4 5 6 7 8", "7 temperatures are needed, one a day; 8 were entered."),
        ("12 13 warm 14 15 16 17", "Number 3 of 7, “warm”, is no number."),
        ("12 nan 13 14 15 16 17", "Number 2 of 7, “nan”, is no number."),
        ("1e3 1 1 1 1 1 1", "Number 1 of 7, “1e3”, is no number."),
        (
            "60 61 75 58 59 60 62",
            "Number 1 of 7, “60”, lies outside −30 to 45 °C; as °F it would be 15.6 °C.",
        ),
        (
            "12 13 14 15 16 75 17",
            "Number 6 of 7, “75”, lies outside −30 to 45 °C; as °F it would be 23.9 °C.",
        ),
        ("12 13 14 15 16 17 -80", "Number 7 of 7, “-80”, lies outside −30 to 45 °C."),
        ("warm", "or choose usual, warm3, warm5, cold5"),
    ],
)
def test_what_is_no_week_of_temperatures_is_refused_by_its_place(entered, said):
    with pytest.raises(SelectionError) as refused:
        TemperatureAhead(ahead=entered)

    assert said in str(refused.value)


def test_the_page_s_options_are_those_of_its_questions(warm):
    asked = temperature.answers(
        warm, Selection.default(warm.capabilities), temperature.OPTIONS(ahead="warm5")
    )

    assert next(each for each in asked if each.question.name == "temperature.week").options.ahead == "warm5"


@pytest.mark.parametrize(
    ("rows", "readings", "kind", "said"),
    [
        (offences(READINGS), [], "cannot", "load daily station files"),
        (offences(READINGS), READINGS[::3], "enough", "Only 365 of 1,095 days in whole months have"),
        (offences(READINGS)[::1000], READINGS, "enough", "are too few: the model needs"),
        (offences(READINGS), [each | {"mean_c": 9.0} for each in READINGS], "enough", "strays 0.0 °C"),
    ],
    ids=["no weather", "gaps", "three a year", "constant"],
)
def test_what_cannot_be_foretold_is_not(tmp_path, rows, readings, kind, said):
    with world(tmp_path, rows, readings) as store:
        found = [ask(store, name) for name in NAMES]

    for got in found:
        assert (got.empty, got.estimates) == (kind, ())
        assert said in got.finding


def test_a_short_extract_says_how_many_days_it_takes(tmp_path):
    readings = weather(365 * 2 + 60)
    tables = {"weather": readings, "month_quality": states(26)}
    with make_store(tmp_path, offences(readings), tables=tables) as store:
        found = [ask(store, name) for name in NAMES]

    for got in found:
        assert got.empty == "enough"
        assert "730 to learn from and 182 to be foretold are needed. Choose a longer period" in got.finding
