"""Change: golden ratios, unchanged worlds that stay unchanged, planted changes that are found."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vru.errors import MeasureError
from vru.measures.change import compare, dispersion, rate_ratio
from vru.periods import Period, add_months

GOLDEN = Path(__file__).parents[1] / "golden"
FIRST = dt.date(2019, 1, 1)
SEEDS = range(1, 201)


def world(seed, *, mean=1700.0, phi=1.0, season=0.1, months=72, carry=0.0, effect=1.0):
    """Monthly counts, variance phi times the mean and carried on by `carry`, the last year times `effect`."""
    rng = np.random.default_rng(seed)
    at = np.arange(months)
    swing = np.zeros(months + 50)
    for each in range(1, months + 50):
        swing[each] = carry * swing[each - 1] + np.sqrt(1 - carry**2) * rng.normal()
    spread = np.sqrt((phi - 1) / mean)
    level = mean * (1 + season * np.sin(2 * np.pi * at / 12)) * np.where(at >= months - 12, effect, 1)
    values = rng.poisson(level * np.exp(spread * swing[50:] - spread**2 / 2))
    names = [add_months(FIRST, each) for each in range(months)]
    return pd.DataFrame({"month": names, "value": values.astype(float), "state": "complete"})


def years(months=72):
    last = add_months(FIRST, months - 1)
    now = Period(add_months(last, -11), last)
    return now, now.shifted(-12)


def verdicts(**given):
    months = given.get("months", 72)
    return [compare(world(seed, **given), *years(months)).verdict for seed in SEEDS]


def test_ratios_agree_with_r():
    expected = pd.read_csv(GOLDEN / "pairs.csv")
    for row in expected.itertuples():
        got = rate_ratio(row.x_now, row.x_base, exposure_now=row.pop_now, exposure_base=row.pop_base)

        np.testing.assert_allclose(got[:3], [row.rr, row.exact_lo, row.exact_hi], rtol=1e-9)


@given(st.integers(0, 500), st.integers(1, 500), st.floats(1, 20))
def test_the_ratio_lies_in_its_interval_and_turns_round(now, base, phi):
    got, turned = rate_ratio(now, base, phi=phi), rate_ratio(base, now, phi=phi)

    assert got.low <= got.ratio <= got.high
    if now:
        assert turned.low == pytest.approx(1 / got.high, rel=1e-6)


@pytest.mark.parametrize(
    "unchanged",
    [
        {},
        {"phi": 10.0},
        {"phi": 15.0, "mean": 1667.0, "season": 0.0},
        {"phi": 10.0, "season": 0.3},
        {"mean": 20.0},
        {"mean": 2.0},
        {"months": 24, "phi": 5.0},
        {"months": 36, "phi": 10.0},
    ],
    ids=str,
)
def test_unchanged_worlds_are_called_changed_in_at_most_seven_percent(unchanged):
    said = verdicts(**unchanged)

    assert said.count("cannot tell") == 0
    assert (said.count("higher") + said.count("lower")) / len(said) <= 0.07


def test_swings_that_carry_on_do_not_raise_many_false_alarms():
    said = verdicts(phi=10.0, carry=0.3)

    # with phi from single months alone, ignoring what carries on, it is above 0.12
    assert (said.count("higher") + said.count("lower")) / len(said) <= 0.1


def test_exact_limits_alone_would_call_half_of_all_unchanged_years_changed():
    now, base = years()
    wrong = 0
    for seed in SEEDS:
        series = world(seed, phi=15.0, mean=1667.0).set_index("month")["value"]
        ratio = rate_ratio(series.loc[now.first : now.last].sum(), series.loc[base.first : base.last].sum())
        wrong += ratio.low > 1 or ratio.high < 1

    assert wrong / len(SEEDS) > 0.4


@pytest.mark.parametrize(("effect", "word"), [(1.15, "higher"), (0.85, "lower")])
def test_a_planted_change_is_found(effect, word):
    assert verdicts(phi=10.0, effect=effect).count(word) / len(SEEDS) >= 0.95


def test_the_interval_covers_a_planted_change():
    found = [compare(world(seed, phi=5.0, effect=1.1), *years()) for seed in SEEDS]

    assert np.mean([each.low <= 10 <= each.high for each in found]) >= 0.91


def test_phi_is_found_where_it_was_planted():
    found = [dispersion(world(seed, phi=8.0), *years()) for seed in SEEDS]

    assert np.median([each.raw for each in found]) == pytest.approx(8, rel=0.1)


def test_a_sum_of_weights_is_judged_like_its_offences():
    counts = world(3, phi=6.0)
    weights = counts.assign(value=counts["value"] * 184.0)

    plain, harm = compare(counts, *years()), compare(weights, *years(), scale=184.0)

    np.testing.assert_allclose(harm[2:5], plain[2:5])
    assert (harm.now, harm.verdict) == (plain.now * 184, plain.verdict)


def test_more_residents_explain_more_offences():
    counts = world(4, effect=1.2)
    now, base = years()
    counts["exposure"] = [1200.0 if now.first <= each else 1000.0 for each in counts["month"]]

    rate, number = compare(counts, now, base), compare(counts.assign(exposure=1000.0), now, base)

    assert 1 + rate.percent / 100 == pytest.approx((1 + number.percent / 100) / 1.2)
    assert number.verdict == "higher"


def test_a_month_that_is_not_whole_leaves_both_years():
    counts = world(5)
    counts.loc[65, ["state", "value"]] = ["incomplete", 5.0]

    got = compare(counts, *years())

    expected = counts["value"].iloc[60:72].drop(65).sum(), counts["value"].iloc[48:60].drop(53).sum()
    assert (got.now, got.base) == expected
    assert (got.months, got.asked, got.verdict) == (11, 12, "no clear change")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda each: each.iloc[-14:], "too few months are complete in both periods"),
        (lambda each: each.iloc[-23:], "fewer than 24 complete months"),
        (lambda each: each.assign(value=0.0), "fewer than 10 offences"),
        (lambda each: each.assign(state="part"), "too few months"),
    ],
)
def test_says_why_it_cannot_tell(change, said):
    got = compare(change(world(6)), *years())

    assert got.verdict == "cannot tell"
    assert said in got.reason
    assert np.isnan(got.low)


def test_refuses_periods_of_different_seasons():
    now, _ = years()

    with pytest.raises(MeasureError, match="same calendar months"):
        compare(world(1), now, now.shifted(-6))
    with pytest.raises(MeasureError, match="same calendar months"):
        compare(
            world(1),
            Period(now.first, add_months(now.first, 5)),
            Period(FIRST, add_months(FIRST, 5)).shifted(3),
        )


def test_years_that_begin_in_different_months_are_compared_month_by_calendar_month():
    counts = world(7)
    counts.loc[65, "state"] = "incomplete"  # June of the last year
    now, _ = years()
    base = now.shifted(-27)  # October 2021 to September 2022

    got = compare(counts, now, base)

    june = next(at for at in range(33, 45) if counts["month"][at].month == 6)
    expected = counts["value"].iloc[60:72].drop(65).sum(), counts["value"].iloc[33:45].drop(june).sum()
    assert (got.now, got.base, got.months) == (*expected, 11)


@pytest.mark.parametrize(("mean", "phi"), [(12.0, 1.0), (12.0, 1.6), (40.0, 2.5)])
def test_unchanged_small_series_are_seldom_called_changed_against_a_baseline_year(mean, phi):
    now, _ = years(96)
    base = now.shifted(-63)

    words = [compare(world(seed, mean=mean, phi=phi, months=96), now, base).verdict for seed in SEEDS]

    assert words.count("cannot tell") == 0
    assert sum(each in ("higher", "lower") for each in words) / len(words) <= 0.07
