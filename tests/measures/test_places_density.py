"""Density: R's kernel, the closed form of one point, and a volume that is the number of points."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures import places

GOLDEN = Path(__file__).parent.parent / "golden"


def test_density_at_the_events_is_that_of_r():
    """Exact kernel in R; ours counts on cells of 10 m first, which moves a point by up to half of one."""
    events = pd.read_csv(GOLDEN / "places_events.csv")
    grid = places.gridded(events["x"], events["y"], cell=10, margin=2_500)

    found = places.density(grid, 500)[grid.at(events["x"], events["y"])]

    np.testing.assert_allclose(found, events["density_per_km2"], rtol=0.015)


def test_one_point_is_the_kernel_itself():
    grid = places.gridded([1_012.5], [2_012.5], cell=25, margin=3_000)

    peak = places.density(grid, 500).max()

    # a bivariate normal density at its middle, a kilometre being 1,000 metres
    assert peak == pytest.approx(1e6 / (2 * np.pi * 500**2), rel=1e-4)


def test_the_volume_is_the_number_of_points():
    rng = np.random.default_rng(1)
    grid = places.gridded(*rng.uniform(0, 5_000, (2, 300)), cell=250, margin=2_500)

    assert places.density(grid, 250).sum() * 0.25**2 == pytest.approx(300)


def test_at_an_edge_without_a_margin_some_of_it_is_lost():
    grid = places.gridded([10.0, 10.0], [10.0, 4_990.0], cell=250)

    assert places.density(grid, 250).sum() * 0.25**2 < 1.5


def test_no_point_and_points_worlds_apart_are_refused():
    with pytest.raises(MeasureError, match="at least one point"):
        places.gridded([], [], cell=250)
    with pytest.raises(MeasureError, match="too far apart"):
        places.gridded([0, 9e6], [0, 9e6], cell=250)
    with pytest.raises(MeasureError, match="above 0 metres"):
        places.density(places.gridded([1], [1], cell=250), 0)
