"""The crimes: when, of which kind, in which district, and which follow from an earlier one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru.demo.days import BURN_IN, KINDS, RELATIONS, Days, daily_rates, hours, lag_weights, targets
from vru.demo.places import Places
from vru.demo.worlds import World

KIND = {name: number for number, name in enumerate(KINDS)}
GENERAL, PARTNER, FAMILY = range(3)
VWI, HOMICIDE, ROBBERY, SEXUAL, THREATS, DRIVING = range(6)
NOT_A_CRIME = {"cancelled": 0.012, "transferred": 0.006, "no_crime": 0.005}
SECOND_VICTIM = 0.04  # offences of violence that are another victim of the same assault
HISTORIC = 0.12  # sexual offences reported years after they were committed
PROGRAMME_DISTRICT, PROGRAMME_STARTS = "E07000114", "2022-04-01"
RETRIGGER_DAYS = 200.0  # mean wait until a set-off offence


def occur(days: Days, places: Places, world: World, scale: float, rng: np.random.Generator) -> pd.DataFrame:
    """Return the crimes in order of time: day (index), minute, kind, relation, district, lag, parents.

    `repeat_of` is the row whose suspect also did this one, `near_to` the row it happened
    near to; −1 for none.
    """
    parts = []
    for kind, number in KIND.items():
        rates = daily_rates(kind, days, world, rng)
        for relation, rate in rates.items():
            parts.append(_times(days, world, number, RELATIONS.index(relation), rate, scale, rng))
    crimes = pd.concat(parts, ignore_index=True)
    crimes = crimes.sort_values(["day", "minute"], kind="stable", ignore_index=True)
    crimes["lag"] = _lags(crimes, rng)
    crimes["district"] = _districts(crimes, days, places, world, rng)
    crimes["near_to"] = _near(crimes, world.near_repeat, rng)
    follows = crimes["near_to"].to_numpy() >= 0
    crimes.loc[follows, "district"] = crimes["district"].to_numpy()[roots(crimes["near_to"])][follows]
    crimes["repeat_of"] = _repeats(crimes, world, rng)
    return crimes


def _times(days, world, kind, relation, rate, scale, rng) -> pd.DataFrame:
    if kind == HOMICIDE:
        day = _exact_days(days, rate, relation, targets("homicide", days, world), scale, rng)
    else:
        extra = world.mutual + SECOND_VICTIM if kind == VWI else 0.0
        crime = 1 - sum(NOT_A_CRIME.values())
        day = np.repeat(np.arange(rate.size), rng.poisson(rate * scale / crime / (1 + extra)))
    week = hours(RELATIONS[relation])
    cumulative = np.cumsum(week / week.sum(axis=1, keepdims=True), axis=1)
    hour = (rng.random(day.size)[:, None] > cumulative[days.weekday[day]]).sum(axis=1)
    minute = np.clip(hour, 0, 23) * 60 + rng.integers(0, 60, day.size)
    return pd.DataFrame({"day": day, "minute": minute, "kind": kind, "relation": relation})


def _exact_days(days, rate, relation, wanted, scale, rng) -> np.ndarray:
    # homicides are so few that chance alone would leave the published range in some year
    share = KINDS["homicide"][relation]
    chosen = []
    for year, count in wanted.items():
        inside = np.flatnonzero((days.financial == year) & (np.arange(rate.size) >= BURN_IN))
        exact = count * scale * share
        number = int(exact) + (rng.random() < exact % 1)
        if inside.size and number:
            chance = rate[inside] / rate[inside].sum()
            chosen.append(rng.choice(inside, number, p=chance))
    return np.concatenate(chosen) if chosen else np.empty(0, dtype=int)


def _lags(crimes: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    lag = np.zeros(len(crimes), dtype=int)
    for kind, number in KIND.items():
        rows = np.flatnonzero(crimes["kind"] == number)
        if number != HOMICIDE:
            lag[rows] = np.searchsorted(np.cumsum(lag_weights(kind)), rng.random(rows.size))
    return np.minimum(lag, BURN_IN - 1)


def district_weights(days: Days, places: Places, world: World) -> np.ndarray:
    """Return the share of crimes each district has on each population year, before and after the programme.

    Shape (2, years, districts): rates per head are constant but for the one programme that works.
    """
    districts = places.districts
    years = days.first_mid_year + np.arange(int(days.year.max()) + 1)
    growth = (1 + districts["growth_per_year"].to_numpy()) ** (years[:, None] - 2020)
    weights = districts["residents_2020"].to_numpy() * growth * districts["violence_per_head"].to_numpy()
    after = weights * np.where(districts["code"] == PROGRAMME_DISTRICT, world.programme_effect, 1.0)
    both = np.stack([weights, after])
    return both / both.sum(axis=2, keepdims=True)


def _districts(crimes, days, places, world, rng) -> np.ndarray:
    day = crimes["day"].to_numpy()
    after = (days.date[day] >= np.datetime64(PROGRAMME_STARTS)) & (crimes["kind"] == VWI).to_numpy()
    cumulative = np.cumsum(district_weights(days, places, world), axis=2)
    return _pick(cumulative[after.astype(int), days.year[day]], rng)


def _pick(cumulative: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    picked = (rng.random(len(cumulative))[:, None] > cumulative).sum(axis=1)
    return np.minimum(picked, cumulative.shape[1] - 1)


def _near(crimes: pd.DataFrame, share: float, rng: np.random.Generator) -> np.ndarray:
    """Return for a share of general crimes an earlier one of the last 14 days, else −1."""
    general = np.flatnonzero((crimes["relation"] == GENERAL) & (crimes["kind"] <= ROBBERY))
    near = np.full(len(crimes), -1)
    when = crimes["day"].to_numpy()[general]
    follows = np.flatnonzero(rng.random(general.size) < share)
    wanted = when[follows] - rng.integers(1, 15, follows.size)
    low, high = np.searchsorted(when, wanted), np.searchsorted(when, wanted, side="right")
    some = high > low
    parent = low[some] + np.floor(rng.random(some.sum()) * (high - low)[some]).astype(int)
    near[general[follows[some]]] = general[parent]
    return near


def _repeats(crimes: pd.DataFrame, world: World, rng: np.random.Generator) -> np.ndarray:
    """Return for crimes that an earlier one set off the row of that earlier one, else −1."""
    repeat = np.full(len(crimes), -1)
    chances = {
        GENERAL: world.retrigger_general,
        PARTNER: world.retrigger_partner,
        FAMILY: world.retrigger_partner,
    }
    eligible = ~crimes["kind"].isin([HOMICIDE, SEXUAL, DRIVING])
    for _, group in crimes[eligible].groupby(["relation", "district"]):
        rows, when = group.index.to_numpy(), group["day"].to_numpy()
        follows = np.flatnonzero(rng.random(rows.size) < chances[int(group["relation"].iloc[0])])
        wait = 1 + np.floor(rng.exponential(RETRIGGER_DAYS, follows.size)).astype(int)
        low = np.searchsorted(when, when[follows] - wait)
        high = np.searchsorted(when, when[follows] - wait, side="right")
        parent = low + np.floor(rng.random(follows.size) * (high - low)).astype(int)
        follows, parent = _one_each(follows, np.where(high > low, parent, parent - 1))
        earlier = when[parent] < when[follows]
        repeat[rows[follows[earlier]]] = rows[parent[earlier]]
    return repeat


def _one_each(follows: np.ndarray, parent: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give every crime at most one that it set off: a second child goes to the next crime in time."""
    follows, parent = follows[parent >= 0], parent[parent >= 0]
    order = np.argsort(parent, kind="stable")
    step = np.arange(parent.size)
    unique = np.maximum.accumulate(parent[order] - step) + step
    inside = unique < follows[order]
    return follows[order][inside], unique[inside]


def roots(parent: pd.Series | np.ndarray) -> np.ndarray:
    """Return the first crime of each chain of parents."""
    root = np.where(np.asarray(parent) >= 0, parent, np.arange(len(parent)))
    while True:
        further = root[root]
        if (further == root).all():
            return root
        root = further
