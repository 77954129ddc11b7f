"""The proofs of hotspots, on the one seed and the few tries a test has time for."""

import pytest

from proofs.places import chance, outcome
from vru.demo.simulate import simulate
from vru.demo.worlds import world_named
from vru.periods import parse_month


@pytest.mark.slow
def test_what_is_planted_is_found_and_the_noise_is_not():
    found = outcome(simulate(world_named("study"), seed=1, to=parse_month("2026-03")))

    assert found.persistent == 1
    assert not found.noise_called
    assert found.appearing_risen
    assert found.others_risen <= 2
    assert found.near_p <= 0.05


@pytest.mark.slow
def test_where_nothing_appears_nothing_is_found():
    found = outcome(simulate(world_named("null"), seed=1, to=parse_month("2026-03")))

    assert not found.appearing_risen
    assert found.near_p > 0.05


@pytest.mark.parametrize("mean", [0.2, 1.0, 20.0])
def test_where_all_run_one_risk_hotspots_are_rare_and_a_planted_one_is_found(mean):
    got = chance(mean, tries=300)

    # of 5 % for both sides; 300 tries may stray by two points
    assert got.any_hot <= 0.05
    assert got.found >= 0.8


def test_the_normal_law_would_take_chance_for_hotspots_where_counts_are_small():
    assert chance(1.0, tail="normal", tries=300).any_hot > 0.1
