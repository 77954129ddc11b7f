"""The people: residents by age, sex and district, and how prone each is to offend or to be a victim."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vru.demo.days import Days
from vru.demo.places import Places
from vru.demo.worlds import World
from vru.reference import age_bands

OLDEST = 100
AFTER = 2  # mid-years shown beyond the last one lived through: projections
PRONE = 0.05  # shape of the gamma propensity all violence shares: few people have most of it
FRAGILE = 0.4  # shape of the propensity to be a victim
SHARED_GENERAL, SHARED_PARTNER, SHARED_VICTIM = 0.60, 0.35, 0.12  # weight of the shared propensity


@dataclass(frozen=True)
class People:
    """Everybody who is a resident at some time; persons of one cell are neighbours in every array.

    A cell is a district, sex and birth cohort; of a cell's persons the first
    `present[cell, year]` are residents in that population year.
    """

    start: np.ndarray  # first person of each cell, shape (districts · 2 · cohorts,)
    present: np.ndarray  # residents, shape (districts, 2, cohorts, years)
    cell: np.ndarray  # of each person
    birthday: np.ndarray  # days since the cohort's first birthday, 0 to 364
    partner: np.ndarray  # person, or −1
    general: np.ndarray  # running totals of the propensities, one longer than persons
    couple: np.ndarray
    family: np.ndarray
    victim: np.ndarray
    first_mid_year: int

    @property
    def cohorts(self) -> int:
        """How many birth cohorts there are."""
        return self.present.shape[2]

    def sex(self, person: np.ndarray) -> np.ndarray:
        """Return 0 for female and 1 for male."""
        return self.cell[person] // self.cohorts % 2

    def cohort(self, person: np.ndarray) -> np.ndarray:
        """Return the index of the birth cohort; one less is a year older."""
        return self.cell[person] % self.cohorts

    def district(self, person: np.ndarray) -> np.ndarray:
        """Return the index of the home district."""
        return self.cell[person] // (2 * self.cohorts)

    def age(self, person: np.ndarray, date: np.ndarray) -> np.ndarray:
        """Return completed years on each date."""
        born = self.first_mid_year + self.cohort(person) - OLDEST
        first = (born - 1 - 1970).astype("datetime64[Y]").astype("datetime64[D]") + np.timedelta64(181, "D")
        # a frame may have turned the dates into seconds
        days = (date.astype("datetime64[D]") - first).astype(int) - self.birthday[person]
        return np.floor(days / 365.25).astype(int)

    def residents(self) -> np.ndarray:
        """Return residents by population year, sex and age in the mid-year, all districts together."""
        return by_age(self.present).sum(axis=0)


def by_age(present: np.ndarray) -> np.ndarray:
    """Turn residents by (district, sex, cohort, year) into (district, year, sex, age)."""
    years = present.shape[3]
    age = np.arange(OLDEST + 1)
    layers = [present[:, :, OLDEST + year - age, year] for year in range(years)]
    return np.stack(layers, axis=1)


def populate(days: Days, places: Places, world: World, scale: float, rng: np.random.Generator) -> People:
    """Return the residents of the extract's years, each with the propensities of the world."""
    present = _residents(days, places, scale)
    sizes = present.max(axis=3).ravel()
    start = np.concatenate([[0], np.cumsum(sizes)])
    cell = np.repeat(np.arange(sizes.size, dtype=np.int32), sizes)
    cohorts = present.shape[2]
    partner = _partners(cell, cohorts, rng)
    if not world.flat_bands:  # where everybody has a partner, having one cannot look like an overlap
        partner = _single(partner, 0.3, rng)
    general, offend, victim = _propensities(cell.size, world, rng)
    couple = np.where(partner >= 0, offend * victim[partner], 0.0)
    return People(
        start=start,
        present=present,
        cell=cell,
        birthday=rng.integers(0, 365, cell.size, dtype=np.int16),
        partner=partner,
        general=_running(general),
        couple=_running(couple),
        family=_running(offend),
        victim=_running(victim),
        first_mid_year=days.first_mid_year,
    )


def _running(weights: np.ndarray) -> np.ndarray:
    return np.concatenate([[0.0], np.cumsum(weights)])


def _residents(days: Days, places: Places, scale: float) -> np.ndarray:
    """Return residents by (district, sex, cohort, population year), rounded to whole people."""
    years = int(days.year.max()) + 1 + AFTER
    age = np.arange(OLDEST + 1)
    table = np.zeros((len(places.districts), 2, OLDEST + years, years), dtype=int)
    districts = places.districts
    for year in range(years):
        calendar = days.first_mid_year + year
        shares = _age_shares(calendar - age)
        growth = (1 + districts["growth_per_year"].to_numpy(dtype=float)) ** (calendar - 2020)
        totals = districts["residents_2020"].to_numpy(dtype=float) * growth * scale
        for number, name in enumerate(districts["name"]):
            exact = totals[number] * (_students(shares) if name == "Canterbury" else shares)
            table[number, :, OLDEST + year - age, year] = _whole(exact.ravel()).reshape(exact.shape).T
    return table


def _whole(exact: np.ndarray) -> np.ndarray:
    # rounding the running total keeps the district's total to the person
    return np.diff(np.round(np.concatenate([[0], np.cumsum(exact)]))).astype(int)


def _age_shares(born: np.ndarray) -> np.ndarray:
    """Return a made-up age and sex mix (sum 1, shape (2, 101)): level to 55, then falling, two baby booms."""
    age = np.arange(OLDEST + 1)
    curve = 1 / (1 + np.exp((age - 81) / 7.5))
    curve = curve * (
        1 + 0.14 * np.exp(-(((born - 1965) / 6) ** 2)) + 0.12 * np.exp(-(((born - 1947) / 3) ** 2))
    )
    female = 0.487 + 0.0022 * np.clip(age - 25, 0, 30) / 5 + 0.004 * np.clip(age - 70, 0, 40) / 1.5
    both = np.stack([curve * female, curve * (1 - female)])
    return both / both.sum()


def _students(shares: np.ndarray) -> np.ndarray:
    tilted = shares.copy()
    tilted[:, 18:23] *= 1.6
    return tilted / tilted.sum()


def _propensities(persons: int, world: World, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return each person's relative rate of general and domestic offending and of being a victim; means 1."""
    prone = rng.gamma(PRONE, 1 / PRONE, persons)
    own = rng.gamma(PRONE, 1 / PRONE, persons)
    for_partner = prone if world.partner_overlap else rng.gamma(PRONE, 1 / PRONE, persons)
    for_victim = prone if world.victim_overlap else rng.gamma(PRONE, 1 / PRONE, persons)
    general = SHARED_GENERAL * prone + (1 - SHARED_GENERAL) * own
    other = rng.gamma(PRONE, 1 / PRONE, persons)
    domestic = SHARED_PARTNER * for_partner + (1 - SHARED_PARTNER) * other
    fragile = rng.gamma(FRAGILE, 1 / FRAGILE, persons)
    victim = SHARED_VICTIM * for_victim + (1 - SHARED_VICTIM) * fragile
    return general, domestic, victim


def _partners(cell: np.ndarray, cohorts: int, rng: np.random.Generator) -> np.ndarray:
    """Return each person's partner of the other sex in the same district, about two years apart."""
    partner = np.full(cell.size, -1, dtype=np.int64)
    order = cell % cohorts + rng.normal(0, 3.5, cell.size)
    house = cell // cohorts
    for women, men in zip(range(0, house.max() + 1, 2), range(1, house.max() + 2, 2), strict=True):
        few, many = (np.flatnonzero(house == each) for each in (women, men))
        few, many = few[np.argsort(order[few])], many[np.argsort(order[many])]
        if few.size > many.size:
            few, many = many, few
        matched = many[np.arange(few.size) * many.size // max(few.size, 1)]
        partner[few], partner[matched] = matched, few
    return partner


def _single(partner: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    alone = rng.random(partner.size) < share
    alone |= alone[partner]
    return np.where(alone, -1, partner)


def per_head(
    density: np.ndarray, female: np.ndarray | float, residents: np.ndarray, *, flat: bool
) -> np.ndarray:
    """Turn a wanted age mix into relative rates per resident, shape (years, 2, ages).

    `density` is the share of each age, shape (ages,) or (years, ages); `female` the share
    of females, one value or one a year. With `flat`, rates are level within age bands.
    """
    years = residents.shape[0]
    density = np.broadcast_to(density, (years, OLDEST + 1))
    women = np.broadcast_to(female, years)
    share = np.stack([women, 1 - women], axis=1)
    wanted = share[:, :, None] * (density / density.sum(axis=1, keepdims=True))[:, None, :]
    if not flat:
        return np.where(residents > 0, wanted / np.maximum(residents, 1), 0.0)
    rates = np.zeros_like(wanted)
    for band in age_bands().values():
        ages = slice(band.low, min(band.high, OLDEST) + 1)
        among = np.maximum(residents[:, :, ages].sum(axis=2, keepdims=True), 1)
        rates[:, :, ages] = wanted[:, :, ages].sum(axis=2, keepdims=True) / among
    return rates


def draw(
    people: People,
    weights: np.ndarray,
    rates: np.ndarray,
    year: np.ndarray,
    district: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return one resident for each (population year, district), chosen by rate × propensity.

    `weights` are running totals of a propensity, `rates` from `per_head`. Events drawn so
    at the times of a Poisson process make each person's history a Poisson process of its
    own, at the rate its age, sex, district and propensity give.
    """
    chosen = np.empty(year.size, dtype=np.int64)
    key = year * people.present.shape[0] + district
    order = np.argsort(key, kind="stable")
    edges = np.flatnonzero(np.diff(key[order])) + 1
    for group in np.split(order, edges) if year.size else []:
        chosen[group] = _draw_group(
            people, weights, rates, int(year[group[0]]), int(district[group[0]]), group.size, rng
        )
    return chosen


def _draw_group(people, weights, rates, year, district, count, rng) -> np.ndarray:
    age = np.arange(OLDEST + 1)
    cohort = OLDEST + year - age
    cells = (district * 2 + np.arange(2)[:, None]) * people.cohorts + cohort
    low = people.start[cells]
    high = low + people.present[district][:, cohort, year]
    mass = rates[year] * (weights[high] - weights[low])
    # the sexes keep their planted share, whichever of them the most prolific people belong to
    wanted = (rates[year] * (high - low)).sum(axis=1, keepdims=True)
    cumulative = np.cumsum(mass * wanted / np.maximum(mass.sum(axis=1, keepdims=True), 1e-300))
    picked = np.searchsorted(cumulative, rng.random(count) * cumulative[-1], side="right")
    picked = np.minimum(picked, cumulative.size - 1)
    low, high = low.ravel()[picked], high.ravel()[picked]
    at = weights[low] + rng.random(count) * (weights[high] - weights[low])
    found = np.searchsorted(weights, at, side="right") - 1
    return np.clip(found, low, np.maximum(high - 1, low))


def kin(people: People, person: np.ndarray, years_younger: np.ndarray, rng_key: int) -> np.ndarray:
    """Return a fixed relative of each person, about `years_younger` younger, in the same district.

    The same person and key always give the same relative, so that violence in a family repeats
    between the same two people.
    """
    mixed = ((person * 2654435761 + rng_key * 40503) & 0xFFFFFFFF) ^ (person >> 3)
    fraction = (mixed * 2246822519 & 0xFFFFFFFF) / 2**32
    cohort = np.clip(people.cohort(person) + years_younger, 0, people.cohorts - 1)
    sex = (mixed >> 7) & 1
    cell = (people.district(person) * 2 + sex) * people.cohorts + cohort
    size = people.start[cell + 1] - people.start[cell]
    return np.where(size > 0, people.start[cell] + np.floor(fraction * size).astype(np.int64), person)


def population_table(people: People, places: Places, estimates_to: int) -> pd.DataFrame:
    """Return residents by mid-year, district, sex and single year of age; 90 stands for 90 and over."""
    counts = by_age(people.present)
    counts = np.concatenate([counts[..., :90], counts[..., 90:].sum(axis=3, keepdims=True)], axis=3)
    district, year, sex, age = np.indices(counts.shape).reshape(4, -1)
    calendar = people.first_mid_year + year
    return pd.DataFrame(
        {
            "year": calendar,
            "area": places.districts["code"].to_numpy()[district],
            "sex": np.array(["female", "male"])[sex],
            "age": age,
            "age_low": age,
            "age_high": np.where(age == 90, 120, age),
            "residents": counts.ravel(),
            "kind": np.where(calendar <= estimates_to, "estimate", "projection"),
        }
    ).sort_values(["year", "area", "sex", "age"], kind="stable")
