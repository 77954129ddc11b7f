"""Findings, as text: none, one, few, many; higher, lower, the same, cannot tell."""

import datetime as dt

import numpy as np
import pytest

from vru import findings
from vru.measures.change import Change
from vru.periods import Period
from vru.selection import Selection

YEAR = Period(dt.date(2025, 4, 1), dt.date(2026, 3, 1))


def chosen(*groups, **given):
    return Selection(period=YEAR, groups=groups or ("violence_with_injury",), **given)


def changed(percent, low, high, verdict, reason=None, base=100.0):
    return Change(90.0, base, percent, low, high, verdict, reason, 12, 12, 2.0, 30.0, "exact", 0.95)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (findings.count(18432.0), "18,432"),
        (findings.count(-3), "−3"),
        (findings.decimal(1234.56), "1,234.6"),
        (findings.decimal(-1234.56), "−1,234.6"),
        (findings.decimal(-0.04), "0.0"),
        (findings.decimal(-0.04, 2), "−0.04"),
        (findings.signed(-5.4), "−5"),
        (findings.signed(0.4), "+0.4"),
        (findings.signed(-0.03), "0"),
        (findings.signed(0.96), "+1"),
        (findings.signed(np.inf), "unlimited"),
        (findings.signed(5.4, 1), "+5.4"),
        (findings.signed(-0.03, 1), "0"),
        (findings.digits_of(-2.3, 0.4, 7.0), 1),
        (findings.digits_of(-2.3, 0.01, 7.0), 0),
        (findings.share(1, 1000), "under 1 %"),
        (findings.share(0, 10), "0 %"),
        (findings.share(3, 0), "0 %"),
        (findings.share(1, 3), "33 %"),
        (findings.period(YEAR), "the year to March 2026"),
        (findings.period(Period(YEAR.last, YEAR.last)), "March 2026"),
        (findings.period(Period(YEAR.first, dt.date(2025, 6, 1))), "April 2025 to June 2025"),
        (findings.sentence("one thing"), "One thing."),
    ],
)
def test_numbers_and_periods_as_people_write_them(got, expected):
    assert got == expected


@pytest.mark.parametrize(
    ("selection", "how_many", "expected"),
    [
        (chosen(), 2, "offences of violence with injury"),
        (chosen(), 1, "offence of violence with injury"),
        (chosen(), 0, "offences of violence with injury"),
        (chosen("homicide"), 1, "homicide"),
        (chosen("robbery"), 1, "robbery"),
        (chosen("anti_social_behaviour"), 1, "incident of anti-social behaviour"),
        (chosen("shooting"), 3, "shootings"),
        (chosen(domestic="yes"), 3, "domestic offences of violence with injury"),
        (chosen("robbery", "theft", "drugs", "other"), 3, "offences of 4 groups"),
        (Selection(period=YEAR), 3, "offences"),
        (Selection(period=YEAR), 1, "offence"),
    ],
)
def test_the_noun_follows_the_groups_and_the_number(selection, how_many, expected):
    assert findings.noun_of(selection, how_many) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            changed(-2.3, -5.1, 0.96, "no clear change"),
            "2 % fewer than in the year before (95 % interval −5 to +1): no clear change",
        ),
        (
            changed(0.5, -2.3, 3.6, "no clear change"),
            "0.5 % more than in the year before (95 % interval −2.3 to +3.6): no clear change",
        ),
        (
            changed(12.0, 3.0, 21.0, "higher"),
            "12 % more than in the year before (95 % interval +3 to +21): higher",
        ),
        (
            changed(0.0, -9.0, 9.0, "no clear change"),
            "the same as in the year before (95 % interval −9 to +9): no clear change",
        ),
        (
            changed(-2.0, np.nan, np.nan, "cannot tell", "there are few months"),
            "2 % fewer than in the year before: cannot tell, because there are few months",
        ),
        (
            changed(np.inf, -10.0, np.inf, "no clear change", base=0.0),
            "against 0 in the year before (95 % interval −10 to unlimited): no clear change",
        ),
    ],
)
def test_a_comparison_says_size_interval_and_verdict(change, expected):
    assert findings.comparison(change, "the year before") == expected


def test_rates_are_higher_and_lower_not_more_and_fewer():
    said = findings.comparison(changed(-8.0, -12.0, -4.0, "lower"), "the year before", counted=False)

    assert said == "8 % lower than in the year before (95 % interval −12 to −4): lower"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (18432, "18,432 offences of violence with injury were recorded in the year to March 2026"),
        (1, "1 offence of violence with injury was recorded in the year to March 2026"),
        (0, "0 offences of violence with injury were recorded in the year to March 2026"),
    ],
)
def test_the_headline_agrees_with_its_number(number, expected):
    amount = findings.quantity(chosen(), "count", number)

    said = findings.rolling(chosen(), amount, number, YEAR, None)

    assert said == f"{expected}; there is no comparable period before it."


def test_headlines_stay_short():
    said = findings.rolling(
        chosen(),
        findings.quantity(chosen(), "count", 18432),
        18432,
        YEAR,
        findings.comparison(changed(-2.3, -5.1, 0.96, "no clear change"), "the year before"),
    )

    assert len(said.split()) <= 36
    assert said.endswith(": no clear change.")


def test_rates_and_harm_name_their_unit():
    assert findings.quantity(chosen(), "rate", 9.84) == (
        "9.8 offences of violence with injury per 1,000 residents"
    )
    assert findings.quantity(chosen(), "harm", 5123000) == (
        "A harm score of 5,123,000 from offences of violence with injury"
    )
