"""`python -m proofs.places`: are planted hotspots found, and is chance taken for one?

The made-up worlds at full size, as clean records: what is proved is the measures, not the load. The
planted places are named by the world itself. A second part draws areas that all run one risk, where every
hotspot is false.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np

from vru.answers.hotspots_near import DAYS, METRES, MOST, NEAR, SOON
from vru.answers.hotspots_risen import LATER, SURE
from vru.demo import record
from vru.demo.crimes import VWI
from vru.demo.days import BURN_IN
from vru.demo.simulate import Simulation, simulate
from vru.demo.worlds import world_named
from vru.measures import places
from vru.periods import parse_month

TO = "2026-03"
CELL = 250
REACH = 300
"""Metres round the middle of a planted place in which its squares lie."""
STANDING = ("persistent", "emerging", "new")


class Outcome(NamedTuple):
    """What one world came to; shares are of 1."""

    persistent: float
    noise_called: bool
    appearing_risen: bool
    others_risen: int
    fallen: int
    new_squares: int
    squares: int
    near_ratio: float
    near_p: float


def outcome(made: Simulation, *, permutations: int = 199) -> Outcome:
    """Return how the measures did in a simulated world, violence with injury by day committed."""
    rows = made.crimes[
        (made.crimes["kind"] == VWI) & (made.crimes["status"] == "crime") & ~made.crimes["historic"]
    ]
    day = rows["committed"].to_numpy().astype("datetime64[D]")
    inside = day >= made.days.date[BURN_IN]
    rows, day = rows[inside], day[inside]
    year = (day - day.min()).astype(int) // 365
    points, areas = rows[["easting", "northing"]].to_numpy(float), rows["area"].to_numpy(int)
    whole = year.max() - 1  # the last is not whole
    cells, classes = _classes(points[year <= whole], year[year <= whole])
    up, down = _risen(areas, year, whole, len(made.places.areas))
    top = made.places.areas.sort_values("night", ascending=False, kind="stable").head(12)
    ratio, p = _near(points, day, permutations)
    appearing = record.appearing(made.places)
    noise = _middles(made.places.areas)[record.noisy(made.places)]
    return Outcome(
        persistent=float(np.mean([_called(cells, classes, at, ("persistent",)) for at in _middles(top)])),
        noise_called=_called(cells, classes, noise, STANDING),
        appearing_risen=bool(up[appearing]),
        others_risen=int(up.sum() - up[appearing]),
        fallen=int(down.sum()),
        new_squares=int(np.isin(classes, ("emerging", "new")).sum()),
        squares=len(cells),
        near_ratio=ratio,
        near_p=p,
    )


def _middles(areas) -> np.ndarray:
    return areas[["easting", "northing"]].to_numpy(float)


def _classes(points: np.ndarray, year: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    cells, place = np.unique(points // CELL, axis=0, return_inverse=True)
    counts = np.zeros((year.max() + 1, len(cells)))
    np.add.at(counts, (year, place.ravel()), 1)
    hot = places.hot_and_cold(counts, places.beside(cells))
    return CELL * (cells + 0.5), places.classes(hot.z, hot.hot)


def _called(cells: np.ndarray, classes: np.ndarray, at: np.ndarray, names: tuple[str, ...]) -> bool:
    near = np.hypot(*(cells - at).T) <= REACH
    return bool(np.isin(classes[near], names).any())


def _risen(areas: np.ndarray, year: np.ndarray, whole: int, number: int) -> tuple[np.ndarray, np.ndarray]:
    later = (year > whole - LATER) & (year <= whole)
    before, after = (np.bincount(areas[each], minlength=number) for each in (year <= whole - LATER, later))
    got = places.risen(before, after)
    return (got.q <= SURE) & (got.ratio > 1), (got.q <= SURE) & (got.ratio < 1)


def _near(points: np.ndarray, day: np.ndarray, permutations: int) -> tuple[float, float]:
    last = np.argsort(day, kind="stable")[-MOST:]
    when = day[last].astype("datetime64[D]").astype(np.int64)
    east, north = points[last].T
    got = places.knox(east, north, when, metres=METRES, days=DAYS, permutations=permutations)
    observed, expected, p = got.together(NEAR, SOON)
    return observed / expected, p


class Chance(NamedTuple):
    """Of many years (shares of 1): those with a false hotspot, and those in which a planted one is found."""

    any_hot: float
    found: float


def chance(
    mean: float,
    *,
    uneven: float = 0.0,
    tail: Literal["counts", "normal"] = "counts",
    areas: int = 1_000,
    tries: int = 1_000,
) -> Chance:
    """Return how often an area is hot where none gathers more than others, and where nine do.

    `mean` are the offences an area expects a year; areas lie on a square and touch. Their risks are
    the same, or, with `uneven`, differ by a gamma law of that standard deviation for each mean. Planted
    are three times the mean and one offence more in nine areas; found is their middle.
    """
    rng, side = np.random.default_rng(1), int(areas**0.5)
    cells = np.array([(east, north) for east in range(side) for north in range(side)])
    shape = (tries, len(cells))
    risks = rng.gamma(uneven**-2, uneven**2, shape) if uneven else np.ones(shape)
    counts, around = rng.poisson(mean * risks), places.beside(cells)
    knot = np.abs(cells - side // 2).max(axis=1) <= 1
    planted = counts + knot * rng.poisson(2 * mean + 1, shape)
    middle = int(np.flatnonzero((cells == side // 2).all(axis=1))[0])
    bare, knotted = (places.hot_and_cold(each, around, tail=tail).hot for each in (counts, planted))
    return Chance(float(bare.any(axis=1).mean()), float(knotted[:, middle].mean()))


def report(seeds: range) -> Iterable[str]:
    """Yield what came out, a line a world and question."""
    for name in ("study", "null"):
        made = [outcome(simulate(world_named(name), seed=seed, to=parse_month(TO))) for seed in seeds]
        mean = {each: np.mean([getattr(one, each) for one in made]) for each in Outcome._fields}
        yield f"{name}, {len(made)} seeds"
        yield f"  town centres called persistent: {100 * mean['persistent']:.0f} %"
        yield f"  the month of noise called a standing hotspot: {100 * mean['noise_called']:.0f} %"
        yield f"  the place that appears has risen: {100 * mean['appearing_risen']:.0f} %"
        yield f"  other areas of all risen: {mean['others_risen']:.2f}; fallen: {mean['fallen']:.2f}"
        yield f"  squares emerging or new: {mean['new_squares']:.1f} of {mean['squares']:.0f}"
        sure = np.mean([one.near_p <= 0.05 for one in made])
        yield f"  near repeat found: {100 * sure:.0f} %, {mean['near_ratio']:.3f} times expected"
    for uneven in (0.0, 0.7):
        for mean_count in (0.2, 1.0, 2.0, 5.0, 20.0):
            for tail in ("counts", "normal"):
                got = chance(mean_count, uneven=uneven, tail=tail)
                risk = "uneven risks" if uneven else "one risk"
                yield (
                    f"{risk}, {mean_count:g} offences an area, {tail}: "
                    f"some area hot in {100 * got.any_hot:.1f} % of years, the planted one in "
                    f"{100 * got.found:.1f} %"
                )


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m proofs.places", description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", default="1-20", help="first-last")
    first, last = (int(each) for each in parser.parse_args().seeds.split("-"))
    for line in report(range(first, last + 1)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
