"""Hotspots: R's Gi*, esda's trap, closed forms, and what areas become over years."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures import places

GOLDEN = Path(__file__).parent.parent / "golden"


@pytest.fixture(scope="module")
def grid():
    return pd.read_csv(GOLDEN / "places_grid.csv")


def test_gi_star_on_a_grid_is_that_of_r(grid):
    """`spdep::localG` with the cell itself among its neighbours, and `p.adjust("BH")`; 23 cells are hot."""
    found = places.hot_and_cold(grid["offences"], places.beside(grid[["col", "row"]]), tail="normal")

    np.testing.assert_allclose(found.z, grid["gistar_z"], atol=1e-9)
    np.testing.assert_allclose(found.q, grid["gistar_p_bh"], rtol=1e-9)
    assert found.hot.sum() == 23


def test_gi_star_of_nearest_neighbours_is_that_of_r():
    sites = pd.read_csv(GOLDEN / "places_sites.csv")

    found = places.hot_and_cold(sites["offences"], places.nearest(sites[["x", "y"]], 8), tail="normal")

    np.testing.assert_allclose(found.z, sites["gistar_z"], atol=1e-9)
    np.testing.assert_allclose(found.q, sites["gistar_p_bh"], rtol=1e-9)


def _esda(grid, transform):
    from esda import G_Local
    from libpysal.weights import WSP, WSP2W

    weights = places.beside(grid[["col", "row"]])
    weights.setdiag(0)
    weights.eliminate_zeros()
    return G_Local(
        grid["offences"].to_numpy(float), WSP2W(WSP(weights)), transform=transform, star=True, permutations=0
    )


def test_esda_agrees_with_binary_weights_only(grid):
    """The default transform of esda 2.9 divides by the sum of weights where their squares belong."""
    ours = places.hot_and_cold(grid["offences"], places.beside(grid[["col", "row"]]), tail="normal")
    binary, standardised = _esda(grid, "B"), _esda(grid, "R")

    np.testing.assert_allclose(binary.Zs, ours.z, atol=1e-9)
    np.testing.assert_allclose(2 * binary.p_norm, ours.p, rtol=1e-6)
    assert np.abs(standardised.Zs - grid["gistar_z"]).max() > 6


def test_years_at_once_are_the_years_one_by_one(grid):
    weights = places.beside(grid[["col", "row"]])
    both = grid[["offences", "offences_next"]].to_numpy().T

    together = places.hot_and_cold(both, weights)

    for year, values in enumerate(both):
        np.testing.assert_allclose(together.z[year], places.gi_star(values, weights))
        np.testing.assert_allclose(together.q[year], places.hot_and_cold(values, weights).q)


def test_three_ways_to_be_neighbours_agree_on_squares():
    import shapely

    cells = np.array([(column, row) for column in range(4) for row in range(5)])
    squares = shapely.box(*(250 * cells.T), *(250 * (cells + 1).T))
    middles = 250 * cells + 125

    ways = [places.beside(cells), places.touching(squares), places.within(middles, 360)]

    for each in ways[1:]:
        assert (each != ways[0]).nnz == 0
    assert ways[0].sum(axis=1).min() == 4  # a corner: three others and itself


def test_gi_star_of_outlines_that_touch_is_that_of_r_and_of_esda(grid):
    """The golden grid as polygons: who touches whom is found from the outlines alone."""
    import shapely
    from esda import G_Local
    from libpysal.weights import Queen

    column, row = (250 * grid[each].to_numpy() for each in ("col", "row"))
    squares = shapely.box(column, row, column + 250, row + 250)
    found = places.hot_and_cold(grid["offences"], places.touching(squares), tail="normal")
    queen = Queen.from_iterable(squares)
    theirs = G_Local(grid["offences"].to_numpy(float), queen, transform="B", star=True, permutations=0)

    np.testing.assert_allclose(found.z, grid["gistar_z"], atol=1e-9)
    np.testing.assert_allclose(found.q, grid["gistar_p_bh"], rtol=1e-9)
    np.testing.assert_allclose(found.z, theirs.Zs, atol=1e-9)


def test_outlines_of_any_shape_touch_as_libpysal_says():
    """Cells round random points, simplified as outlines are: borders stay shared."""
    import shapely
    from libpysal.weights import Queen

    points = shapely.points(np.random.default_rng(4).uniform(0, 40_000, (300, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points)))
    cells = shapely.coverage_simplify(shapely.segmentize(cells, 500), 30)
    ours = places.touching(cells)
    theirs = Queen.from_iterable(cells).sparse

    ours.setdiag(0)
    ours.eliminate_zeros()
    assert ((ours != theirs).nnz, ours.nnz) == (0, theirs.nnz)


def test_an_island_has_its_nearest_and_is_its_neighbour():
    import shapely

    east = np.array([0, 1_000, 2_000, 9_000])
    weights = places.touching(shapely.box(east, 0, east + 1_000, 1_000))
    linked = places.linked(weights, np.column_stack([east, np.zeros(4)]))

    assert linked.toarray().astype(int).tolist() == [
        [1, 1, 0, 0],
        [1, 1, 1, 0],
        [0, 1, 1, 1],
        [0, 0, 1, 1],
    ]
    assert places.linked(linked, np.column_stack([east, np.zeros(4)])) is linked


def test_areas_at_one_point_are_still_their_own_neighbours():
    weights = places.nearest([(0, 0)] * 12, 3)

    assert (weights.diagonal() == 1).all()
    assert (np.asarray(weights.sum(axis=1)).ravel() == 4).all()


def test_areas_that_are_all_alike_stand_out_nowhere():
    weights = places.nearest([(0, 0), (1, 0), (2, 0), (9, 0)], 1)

    assert (places.gi_star([5, 5, 5, 5], weights) == 0).all()
    assert (places.gi_star([1, 2, 3, 4], places.nearest([(0, 0), (1, 0), (2, 0), (9, 0)], 8)) == 0).all()


def test_multiplying_all_counts_changes_nothing(grid):
    weights = places.beside(grid[["col", "row"]])

    np.testing.assert_allclose(
        places.gi_star(7 * grid["offences"] + 3, weights), places.gi_star(grid["offences"], weights)
    )


def test_one_area_is_refused():
    with pytest.raises(MeasureError, match="two areas"):
        places.nearest([(0, 0)])
    with pytest.raises(MeasureError, match="two areas or more"):
        places.gi_star([3], places.beside([(0, 0)]))


def test_what_areas_become_over_years():
    rising = np.linspace(0, 6, 10)
    z = np.column_stack(
        [
            np.full(10, 5.0),
            rising,
            rising[::-1],
            np.r_[np.zeros(9), 5],
            np.r_[0, 5, np.zeros(8)],
            np.zeros(10),
        ]
    )

    found = places.classes(z, z > 2.9)

    assert found.tolist() == ["persistent", "emerging", "fading", "new", "sporadic", "none"]


def test_with_three_years_nothing_can_be_said_to_rise():
    assert places.classes([[0], [3], [4]], [[False], [True], [True]]).tolist() == ["sporadic"]


def test_one_year_has_no_classes():
    with pytest.raises(MeasureError, match="at least two years"):
        places.classes([[3.0]], [[True]])
