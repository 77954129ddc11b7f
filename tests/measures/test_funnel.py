"""Funnels against R, in closed form, and what is refused."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures import funnel

GOLDEN = pd.read_csv(Path(__file__).parent.parent / "golden" / "funnel.csv")
# base R 4.2.2 by hand, quantiles of type 7: over-dispersion of the winsorised z, and the pooled rate
EXPECTED = {
    "overdispersed": (17.1559071294828, 7.39252213744912),
    "poisson": (0.61012960282324, 7.56514804495081),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_rate_distance_and_over_dispersion_are_those_of_r(name):
    areas, (raw, target) = GOLDEN[GOLDEN["set"] == name], EXPECTED[name]

    found = funnel.funnel(areas["offences"], areas["population"])

    assert found.raw == pytest.approx(raw, rel=1e-12)
    assert found.phi == max(1.0, found.raw)
    assert found.target == pytest.approx(target, rel=1e-12)
    np.testing.assert_allclose(found.rate, areas["rate_1000"], rtol=1e-12)
    np.testing.assert_allclose(found.z, areas["z_raw"], rtol=1e-9)


@pytest.mark.parametrize("name", EXPECTED)
def test_limits_and_who_lies_outside_are_those_of_r(name):
    areas = GOLDEN[GOLDEN["set"] == name]
    found = funnel.funnel(areas["offences"], areas["population"])

    for level, at in ((0.95, "95"), (0.998, "998")):
        low, high = funnel.limits(found.target, areas["population"], found.phi, level)
        np.testing.assert_allclose(low, areas[f"od_lo{at}"], rtol=1e-9)
        np.testing.assert_allclose(high, areas[f"od_hi{at}"], rtol=1e-9)
    words = {"far below": "low", "below": "low", "inside": "in", "above": "high", "far above": "high"}
    far = {"far below": "low", "far above": "high"}
    assert [words[each] for each in found.place] == list(areas["outside_od95"])
    assert [far.get(each, "in") for each in found.place] == list(areas["outside_od998"])


def test_areas_that_differ_by_chance_alone_are_flagged_one_time_in_twenty():
    rng = np.random.default_rng(7)
    people = np.linspace(90_000, 290_000, 13)
    looks = [funnel.funnel(rng.poisson(0.01 * people), people).place != "inside" for _ in range(2_000)]

    assert np.mean(looks) < 0.06
    # what the methods page warns of: some area or other is out in two looks of five
    assert np.mean([each.any() for each in looks]) == pytest.approx(0.4, abs=0.05)


def test_areas_that_do_differ_lie_between_the_limits_as_often_as_captions_say():
    """Rates with a standard deviation of a fifth: winsorised, the over-dispersion is too small for 95 %."""
    rng, people = np.random.default_rng(8), np.linspace(90_000, 290_000, 13)
    looks = [
        funnel.funnel(rng.poisson(0.01 * people * rng.gamma(25, 1 / 25, 13)), people) for _ in range(400)
    ]
    place = np.array([each.place for each in looks])

    assert (place == "inside").mean() == pytest.approx(0.90, abs=0.01)
    assert np.isin(place, ["far below", "far above"]).mean() == pytest.approx(0.02, abs=0.01)


def test_areas_of_one_rate_lie_on_the_line_and_limits_shrink_with_the_root_of_size():
    found = funnel.funnel([100, 200, 400], [10_000, 20_000, 40_000])
    low, high = funnel.limits(found.target, [10_000, 40_000], found.phi, 0.95)

    assert (found.z, found.phi) == (pytest.approx([0, 0, 0]), 1)
    assert set(found.place) == {"inside"}
    assert high - found.target == pytest.approx(found.target - low)
    assert (high - low)[0] == pytest.approx(2 * (high - low)[1])


@pytest.mark.parametrize(
    ("events", "people"),
    [([1, 2], [10, 10]), ([0, 0, 0], [10, 10, 10]), ([1, 2, 3], [10, 10, 0]), ([1, 2, np.nan], [1, 1, 1])],
)
def test_what_no_funnel_can_be_made_of_is_refused(events, people):
    with pytest.raises(MeasureError):
        funnel.funnel(events, people)
