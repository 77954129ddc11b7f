"""Control charts against R on every point, closed forms, and unchanged years drawn at random."""

import datetime as dt
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from vru.errors import MeasureError
from vru.measures import spc
from vru.measures.spc import alarms
from vru.measures.spc.chart import draw
from vru.measures.spc.season import widening

GOLDEN = Path(__file__).parents[1] / "golden"
SERIES = {
    name: np.array(numbers.split(), float)
    for name, numbers in pd.read_csv(GOLDEN / "spc_series.csv").to_numpy()
}
POINTS = pd.read_csv(GOLDEN / "spc_points.csv", keep_default_na=False)
R_NAMES = {  # as NHSRplotthedots names them, with what it calls the point where a fall is better
    "Above UCL": ("outside", 1, "special cause: concern"),
    "Below LCL": ("outside", -1, "special cause: improvement"),
    "7 Point Trend (Increasing)": ("trend", 1, "special cause: concern"),
    "7 Point Trend (Decreasing)": ("trend", -1, "special cause: improvement"),
    "2 in 3 Above CL": ("two of three", 1, "special cause: concern"),
    "2 in 3 Below CL": ("two of three", -1, "special cause: improvement"),
    "7 Points Above CL": ("shift", 1, "special cause: concern"),
    "7 Points Below CL": ("shift", -1, "special cause: improvement"),
}


def charted(values, mode):
    """The series as R charted it: no season, every month as long as the next."""
    n = values.size
    starts = (0, 28) if mode == "rebase29" else (0,)
    return control(values, np.arange(n) % 12 + 1, starts=starts, screen=mode != "noscreen")


def control(values, month, **given):
    given = {"usable": np.ones(len(values), bool), "baseline": None, "seasonal": False} | given
    days = given.pop("size", np.full(len(values), 365.25 / 12))
    return spc.control(values, days, month, **given)


@pytest.mark.parametrize(
    "row", list(POINTS.itertuples(index=False, name=None)), ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}"
)
def test_every_point_is_what_r_says(row):
    series, mode, first, last, mean, lower, upper, listed = row
    whole = SERIES[series]
    place = slice(first - 1, last)
    if whole.size < spc.LEAST_BASE:  # too short for a chart of ours, not for the rules
        limits = spc.xmr(whole, screen=mode != "noscreen")
        codes, side = spc.special(whole, *limits)
        rule, lines = np.array(spc.RULES, object)[codes], limits
    else:
        found = charted(whole, mode)
        rule, side = found.rule[place], found.side[place]
        lines = (found.mean[place], found.lower[place], found.upper[place])
    special = dict(each.split(" ", 1) for each in listed.split("; ")) if listed else {}
    expected = [
        R_NAMES.get(special.get(str(at), ""), ("", 0, "common cause")) for at in range(first, last + 1)
    ]

    for got, wanted in zip(lines, (mean, lower, upper), strict=True):
        np.testing.assert_allclose(got, float(wanted), atol=1e-9)
    assert list(zip(rule, side, spc.causes(rule, side), strict=True)) == expected


def test_the_golden_set_is_whole():
    assert sum(row["to"] - row["from"] + 1 for row in POINTS.to_dict("records")) == 884


def test_shares_and_rates_have_laneys_limits():
    golden = pd.read_csv(GOLDEN / "spc_shares.csv")
    every = np.ones(len(golden), bool)
    share = spc.laney(golden["x"].to_numpy(float), golden["n"].to_numpy(float), every, share=True)
    rate = spc.laney(golden["count"].to_numpy(float), golden["exposure"].to_numpy(float), every, share=False)

    for found, name in ((share, "pprime"), (rate, "uprime")):
        np.testing.assert_allclose(found.lower, golden[f"{name}_lower"], atol=1e-12)
        np.testing.assert_allclose(found.upper, golden[f"{name}_upper"], atol=1e-12)
    assert share.mean[0] == pytest.approx(0.126067738176635, rel=1e-12)
    assert rate.mean[0] == pytest.approx(0.000888476736296968, rel=1e-12)


def rare():
    return [dt.date.fromisoformat(each) for each in pd.read_csv(GOLDEN / "spc_rare.csv")["date"]]


def test_days_between_rare_events_have_the_lines_of_r():
    events = rare()
    g, t = (spc.gaps(events, events[-1], kind=kind) for kind in ("g", "t"))

    # qcc 2.7, qicharts2 0.8.1: mean 24.82, sqrt(g(g+1)), since a gap may be 0
    assert (g.mean, g.lower) == (pytest.approx(24.8205128205128), 0)
    assert g.upper == pytest.approx(100.767239711431)
    # y = t^(1/3.6), XmR, and back; one gap of 0 days is left out
    assert [t.lower, t.mean, t.upper] == pytest.approx(
        [0.00317693962978011, 17.2000571791458, 176.101920591981]
    )
    assert int(np.isnan(t.days).sum()) == 1
    assert list(np.flatnonzero(g.high)) == [at for at, days in enumerate(g.days) if days > 100.767]


def test_events_at_one_rate_break_a_g_chart_in_one_of_three_and_no_t_chart_sees_a_short_gap():
    """What the methods page says of 24 gaps of sixty days that differ by chance alone."""
    rng, marked, lower = np.random.default_rng(11), [], []
    for _ in range(500):
        after = np.cumsum(np.r_[0, rng.exponential(60, 24).astype(int)])
        events = [dt.date(2015, 1, 1) + dt.timedelta(days=int(each)) for each in after]
        g, t = (spc.gaps(events, events[-1], kind=kind) for kind in ("g", "t"))
        marked.append(g.high.any())
        lower.append(t.lower)

    assert np.mean(marked) == pytest.approx(0.33, abs=0.05)
    assert np.mean(np.array(lower) < 1) > 0.9


def test_days_since_the_last_event_count_to_the_last_day_seen():
    events = rare()

    assert spc.gaps(events, events[-1] + dt.timedelta(days=40)).open_days == 40


@pytest.mark.parametrize(
    "events", [[dt.date(2020, 1, 1)] * 12, list(reversed([dt.date(2020, 1, each) for each in range(1, 20)]))]
)
def test_gaps_refuse_too_few_events_and_any_order(events):
    with pytest.raises(MeasureError):
        spc.gaps(events, dt.date(2021, 1, 1))


def test_the_exact_test_is_the_binomial_one():
    found = spc.recent(30, 730, 100, 4745)
    share = 730 / (730 + 4745)
    both = [stats.binom.cdf(30, 130, share), stats.binom.sf(29, 130, share)]

    assert found.p == pytest.approx(2 * min(both))
    assert (found.verdict, found.expected) == ("higher", pytest.approx(100 / 4745 * 730))


def test_few_events_cannot_tell_that_nothing_changed():
    few, many = spc.recent(4, 730, 26, 4745), spc.recent(40, 730, 260, 4745)

    assert (few.verdict, many.verdict) == ("cannot tell", "no clear change")
    assert few.power < 0.8 < many.power


def test_the_power_is_what_simulated_doublings_give():
    rng, found = np.random.default_rng(4), spc.recent(6, 730, 40, 4745)
    now, before = rng.poisson(2 * 40 / 4745 * 730, 4_000), rng.poisson(40, 4_000)

    hits = np.mean([spc.recent(int(x), 730, int(y), 4745).p < 0.05 for x, y in zip(now, before, strict=True)])

    assert hits == pytest.approx(found.power, abs=4 * math.sqrt(0.25 / 4_000))


MONTH = np.arange(72) % 12 + 1
DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] * 6, float)
WAVE = 1 + 0.25 * np.sin(2 * np.pi * MONTH / 12)


def test_a_pure_season_leaves_a_flat_line():
    found = control(50 * DAYS * WAVE, MONTH, size=DAYS, seasonal=True, baseline=36)

    assert found.taken
    np.testing.assert_allclose(found.value, 50 * 365.25 / 12, rtol=1e-9)
    assert not found.rule.any()


def test_long_months_are_no_special_cause():
    found = control(50 * DAYS, MONTH, size=DAYS, seasonal=True)

    assert not found.taken
    np.testing.assert_allclose(found.value, 50 * 365.25 / 12)


def test_the_f_test_is_that_of_a_regression_with_and_without_months():
    rng = np.random.default_rng(8)
    values, month = rng.normal(100, 5, 48), np.arange(48) % 12 + 1
    line = np.column_stack([np.ones(48), np.arange(48)])
    full = np.column_stack([line, *(month == each for each in range(2, 13))]).astype(float)
    left = [((values - x @ np.linalg.lstsq(x, values, rcond=None)[0]) ** 2).sum() for x in (line, full)]
    f = ((left[0] - left[1]) / 11) / (left[1] / (48 - 13))

    assert float(spc.season(values, month).p) == pytest.approx(stats.f.sf(f, 11, 35))


def test_a_season_is_not_looked_for_in_less_than_two_years():
    found = spc.season(WAVE[:23], MONTH[:23])

    assert not found.taken
    assert np.isnan(found.p)


def test_a_step_is_a_shift_until_the_chart_is_re_based():
    values = np.where(np.arange(72) < 36, 100.0, 130.0) + np.tile([3.0, -3.0], 36)
    plain = control(values, MONTH, baseline=36)
    re_based = control(values, MONTH, baseline=36, starts=(0, 36))

    assert set(plain.rule[36:]) == {"outside"}
    assert not re_based.rule.any()
    assert list(np.unique(re_based.mean)) == [100, 130]
    assert list(np.flatnonzero(np.diff(re_based.base))) == [35]


def test_months_that_are_not_whole_neither_make_limits_nor_break_rules():
    values = np.tile([97.0, 103.0], 36)
    usable = np.ones(72, bool)
    values[[10, 60]], usable[[10, 60]] = 900, False
    found = control(values, MONTH, usable=usable)

    assert list(found.value[[10, 60]]) == [900, 900]
    assert not found.fits[10]
    assert not found.rule.any()
    assert found.mean[60] == pytest.approx(100, abs=0.2)


def test_a_month_kept_out_of_the_limits_is_still_judged():
    values = np.tile([97.0, 103.0], 36)
    values[10] = 150
    fitting = np.arange(72) != 10
    found = control(values, MONTH, fitting=fitting)

    assert not found.fits[10]
    assert found.rule[10] == "outside"


def test_a_base_of_less_than_a_year_has_no_limits_yet():
    found = control(np.tile([97.0, 103.0], 36), MONTH, starts=(0, 65))

    assert np.isnan(found.mean[65:]).all()
    assert not np.isnan(found.mean[:65]).any()
    with pytest.raises(MeasureError, match="12 whole months"):
        control(np.arange(11.0), MONTH[:11])


def test_fifteen_in_the_middle_third_is_a_setting_and_off():
    values = np.concatenate([np.tile([80.0, 120.0], 20), np.tile([99.0, 101.0], 10)])
    off, on = (spc.special(values, *spc.xmr(values[:40]), middle=each) for each in (False, True))
    named = np.array(spc.RULES, object)[on[0]]

    assert not off[0][40:].any()
    assert set(named[40:]) == {"middle third"}
    assert set(spc.causes(named, on[1])[40:]) == {"special cause: steady"}


@given(st.lists(st.integers(0, 500), min_size=15, max_size=40))
def test_turned_upside_down_every_side_turns(values):
    up = np.array(values, float)
    limits = spc.xmr(up)
    rule, side = spc.special(up, *limits)
    turned = spc.special(-up, -limits.mean, -limits.upper, -limits.lower)

    np.testing.assert_array_equal(turned[0], rule)
    np.testing.assert_array_equal(turned[1], -side)


def test_many_series_at_once_are_charted_as_each_alone():
    rng = np.random.default_rng(11)
    many = rng.poisson(80, (20, 48)).astype(float)
    limits = spc.xmr(many)
    together = spc.special(many, *limits)

    for at, one in enumerate(many):
        np.testing.assert_array_equal(spc.special(one, *spc.xmr(one))[0], together[0][at])


def test_the_raw_chart_of_an_unchanged_season_flags_two_points_in_five():
    rng = np.random.default_rng(5)
    mean = 20_000 / 12 * (1 + 0.05 * np.sin(2 * np.pi * MONTH / 12))
    values = rng.poisson(mean, (400, 72)).astype(float)
    raw = spc.special(values, *spc.xmr(values))[0] > 0

    assert 0.35 < raw.mean() < 0.45


@pytest.mark.parametrize(("phi", "wave"), [(1.0, 0.05), (3.0, 0.0)])
def test_the_false_alarm_rate_is_what_charts_of_unchanged_years_show(phi, wave):
    rng = np.random.default_rng(21)
    month = np.arange(48) % 12 + 1
    mean = 1_500 * (1 + wave * np.sin(2 * np.pi * month / 12))
    flagged, stated = [], []
    for run in range(300):
        values = rng.poisson(mean if phi == 1 else rng.gamma(mean / (phi - 1), phi - 1))
        found = control(values, month, baseline=36, seasonal=True)
        flagged.append(found.rule[36:].any())
        if run < 12:
            stated.append(spc.false_alarms(found, runs=1_000, seed=run).share)

    assert np.mean(flagged) == pytest.approx(np.mean(stated), abs=0.1)
    assert 0.1 < np.mean(flagged) < 0.42


@pytest.mark.parametrize("kind", ["rate", "share"])
def test_rates_and_shares_have_a_false_alarm_rate_too(kind):
    rng = np.random.default_rng(2)
    size = np.full(60, 5_000.0)
    values = rng.binomial(5_000, 0.2, 60).astype(float)
    found = control(values, np.arange(60) % 12 + 1, size=size, kind=kind, baseline=36)
    alarms = spc.false_alarms(found, runs=1_000)

    assert 0.1 < alarms.share < 0.35
    assert alarms.low < alarms.share < alarms.high
    assert alarms == spc.false_alarms(found, runs=1_000)


def test_a_season_is_taken_out_where_p_is_below_one_in_twenty_and_limits_are_widened():
    noise = np.random.default_rng(5).normal(100, 8, (400, 36))
    found = spc.season(noise, np.arange(36) % 12 + 1)

    assert ((found.p > 0.05) & (found.p < 0.2)).sum() > 20
    assert (found.taken == (found.p < 0.05)).all()
    assert list(widening(np.array([True, False]), 36)) == [pytest.approx((47 / 25) ** 0.5), 1.0]


def drawn_for_alarms(monkeypatch, chart, **given):
    """Return what false_alarms draws its charts of, and its share with every month judged."""
    seen = []

    def whole(value, plan, judged=None):
        seen.append(value)
        return draw(value, plan)

    monkeypatch.setattr(alarms, "draw", whole)
    return spc.false_alarms(chart, **given), seen[0]


def test_judging_the_last_year_alone_finds_what_judging_every_month_does(monkeypatch):
    chart = control(np.random.default_rng(3).poisson(30, 60), np.arange(60) % 12 + 1, baseline=36)
    brief = spc.false_alarms(chart)

    whole, _ = drawn_for_alarms(monkeypatch, chart)
    assert brief == whole


@pytest.mark.parametrize("judged", [1, 12, 30])
@pytest.mark.parametrize("middle", [False, True])
def test_months_that_are_judged_are_held_against_the_rules_as_if_all_were(judged, middle):
    value = np.random.default_rng(8).poisson(20, (300, 60)).astype(float)
    value[:, 40:] += 4
    plan = control(value[0], np.arange(60) % 12 + 1, baseline=36, middle=middle).plan
    every, last = draw(value, plan), draw(value, plan, judged=judged)

    assert (last.rule[:, -judged:] == every.rule[:, -judged:]).all()
    assert (last.side[:, -judged:] == every.side[:, -judged:]).all()
    assert not last.rule[:, :-judged].any()


def test_simulated_years_have_the_mean_and_the_swing_of_the_baseline(monkeypatch):
    mean = np.random.default_rng(4).gamma(10, 4, 60)
    chart = control(np.random.default_rng(4).poisson(mean), np.arange(60) % 12 + 1, baseline=36)
    assert chart.phi > 3

    _, numbers = drawn_for_alarms(monkeypatch, chart, runs=20_000)
    per_month = numbers.mean(axis=0)
    assert per_month.mean() == pytest.approx(chart.expected[:36].mean(), rel=0.01)
    assert (numbers.var(axis=0) / per_month).mean() == pytest.approx(chart.phi, rel=0.03)


def test_a_series_of_nothing_has_no_false_alarm_rate():
    assert spc.false_alarms(control(np.zeros(36), np.arange(36) % 12 + 1)) is None
