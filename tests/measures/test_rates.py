"""Counts, rates and proportions: another implementation, closed forms, relations, refusals."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.rates import confint_poisson

from vru.errors import MeasureError
from vru.measures.rates import byar_limits, poisson_limits, proportion, rate_per_1000

GOLDEN = Path(__file__).parents[1] / "golden"


def test_rates_and_exact_limits_agree_with_r():
    expected = pd.read_csv(GOLDEN / "rates.csv")

    got = rate_per_1000(expected["offences"], expected["population"])

    np.testing.assert_allclose(got.value, expected["rate_per_1000"], rtol=1e-12)
    np.testing.assert_allclose(got.low, expected["exact_lo95"], rtol=1e-12)
    np.testing.assert_allclose(got.high, expected["exact_hi95"], rtol=1e-12)
    assert (got.method, got.confidence, got.unit) == ("exact Poisson", 0.95, "per 1,000 residents a year")


def test_byar_agrees_with_its_formula_in_r():
    expected = pd.read_csv(GOLDEN / "rates.csv")
    scale = 1_000 / expected["population"]

    got = byar_limits(expected["offences"])

    np.testing.assert_allclose(got.low * scale, expected["byar_lo95"], rtol=1e-12)
    np.testing.assert_allclose(got.high * scale, expected["byar_hi95"], rtol=1e-12)


def test_byar_never_falls_below_zero():
    # at 1 event and 99.8 % the formula itself gives a negative lower limit
    assert byar_limits([1], confidence=0.998).low[0] == 0


def test_no_events_still_leave_an_upper_limit():
    got = poisson_limits([0])

    # P(0 events | mean m) = exp(-m), so the upper limit solves exp(-m) = 0.025
    assert got.low[0] == 0
    assert got.high[0] == pytest.approx(-np.log(0.025))


def test_one_group_without_events_keeps_its_shape():
    # statsmodels 0.15 answers a bare 0.0, not [0.0], for a single group without events
    assert np.ndim(confint_poisson(np.array([0]), 1, method="exact-c")[0]) == 0
    assert poisson_limits([0]).low.shape == (1,)


def test_wilson_agrees_with_r_and_stays_within_zero_and_one():
    expected = pd.read_csv(GOLDEN / "proportions.csv")

    got = proportion(expected["x"], expected["n"])

    np.testing.assert_allclose(got.low, expected["wilson_lo"], rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(got.high, expected["wilson_hi"], rtol=1e-12)


@given(st.integers(0, 10_000), st.floats(1, 30), st.integers(5, 60))
def test_over_dispersion_only_ever_widens(events, phi, df):
    plain, wide, wider = (
        poisson_limits([events], **each) for each in ({}, {"phi": phi}, {"phi": phi, "df": df})
    )

    assert wider.low[0] <= wide.low[0] + 1e-9 <= plain.low[0] + 2e-9
    assert wider.high[0] >= wide.high[0] - 1e-9 >= plain.high[0] - 2e-9
    assert wider.low[0] <= events <= wider.high[0]


def test_limits_cover_an_over_dispersed_mean_as_often_as_promised():
    rng = np.random.default_rng(20240701)
    counts = rng.poisson(rng.gamma(400 / 3, 3, size=20_000))  # mean 400, variance 4 x mean

    naive, got = poisson_limits(counts), poisson_limits(counts, phi=4.0)

    assert ((naive.low <= 400) & (naive.high >= 400)).mean() < 0.75
    assert ((got.low <= 400) & (got.high >= 400)).mean() >= 0.945


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: poisson_limits([1, np.nan]), "nan at position 1"),
        (lambda: poisson_limits([-1]), "-1 at position 0"),
        (lambda: rate_per_1000([1], [0]), "person-years must be above 0"),
        (lambda: rate_per_1000([1, 2], [10]), "counts for"),
        (lambda: proportion([3], [2]), "between 0 and its total"),
        (lambda: poisson_limits([1], confidence=95), "a fraction such as 0.95"),
        (lambda: poisson_limits([1], phi=0.5), "at least 1"),
    ],
)
def test_refuses_what_has_no_answer(call, said):
    with pytest.raises(MeasureError, match=said):
        call()
