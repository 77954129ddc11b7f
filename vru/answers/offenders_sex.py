"""Female share in numbers: its trend, each sex's rate where residents are known, and the verdict."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vru.answers import offenders_doubt
from vru.answers.making import Empty
from vru.answers.offenders_counts import Suspects, by_person, suspects
from vru.answers.offenders_data import BANDS, LEAST, enough, keyless, margins
from vru.answers.offenders_doubt import Judged
from vru.answers.offenders_residents import SEXES, inside, residents
from vru.answers.sharing import once
from vru.measures import age_mix, sex_trend, yearly
from vru.selection import Selection
from vru.store import Store

CODE = "female_share"
FEMALE = yearly.SEXES.index("female")

Floats = NDArray[np.float64]


class Rated(NamedTuple):
    """Each sex's suspects, person-years, and trend of their rate; empty, with a note, without residents."""

    trends: dict[str, sex_trend.Rate]
    lived: dict[str, Floats]
    events: dict[str, Floats]
    note: str


class Sexes(NamedTuple):
    """Women and men among the suspects of each year, each of shape (years,), and their trend.

    `blanks` are of unknown or other sex. `trend` is None with fewer than four whole years.
    """

    found: Suspects
    female: Floats
    male: Floats
    blanks: Floats
    trend: sex_trend.Share | None
    judged: Judged
    rated: Rated


@once
def sexes(store: Store, selection: Selection) -> Sexes:
    """Return the suspects of each year by sex. Raises Empty where sex is not known well enough."""
    found, bands = suspects(store, selection), chosen_bands(selection)
    female, male = (found.by_year(each, bands) for each in SEXES)
    every = found.by_year(bands=bands)
    if not every.sum():
        raise Empty("nothing", "No suspect is of the chosen ages: choose other ages, or all of them.")
    enough((female + male).sum(), every.sum(), "sex", "Load an extract whose mapping fills `sex`.")
    blanks = every - female - male
    effect = _effect(store, selection, found)
    trend = _trend(found, female, female + male, effect)
    return Sexes(
        found,
        female,
        male,
        blanks,
        trend,
        _judged(store, selection, trend, found, blanks, effect),
        _rated(store, selection, bands),
    )


def chosen_bands(selection: Selection) -> list[int] | None:
    """Return the positions of the selected ages among the bands; None where all ages are asked for."""
    if not selection.ages:
        return None
    return [at for at, band in enumerate(BANDS) if band.code in selection.ages]


def _effect(store: Store, selection: Selection, found: Suspects) -> float:
    """How much wider the trend's variance is because people are suspects in several years."""
    who, bands = by_person(store, selection), chosen_bands(selection)
    kept = np.isin(who.sex, [yearly.SEXES.index(each) for each in SEXES]) & found.whole[who.year]
    if bands is not None:
        kept &= np.isin(who.band, bands)
    return sex_trend.recurring(who.person[kept], who.year[kept], who.sex[kept] == FEMALE)


def _trend(found: Suspects, female: Floats, of: Floats, effect: float) -> sex_trend.Share | None:
    used = found.whole & (of > 0)
    if used.sum() < LEAST or not (
        sex_trend.can_follow(female[used]) and sex_trend.can_follow((of - female)[used])
    ):
        return None
    return sex_trend.share_trend(np.flatnonzero(used), female[used], of[used], effect=effect)


def _judged(
    store: Store,
    selection: Selection,
    trend: sex_trend.Share | None,
    found: Suspects,
    blanks: Floats,
    effect: float,
) -> Judged:
    """The verdict, under doubt about persons and with the change in blanks placed against it."""
    margin, bands = margins(CODE)[0], chosen_bands(selection)
    plain = "cannot tell" if trend is None else age_mix.claim(trend.low, trend.high, margin)

    def of(other: Suspects) -> sex_trend.Share | None:
        female, male = (other.by_year(each, bands) for each in SEXES)
        return _trend(other, female, female + male, effect)

    female, male = (found.by_year(each, bands) for each in SEXES)
    extra = age_mix.changed(female + male, blanks)
    early = np.arange(len(female)) < len(female) / 2
    women = np.where(early == (plain != "does not hold"), extra, 0)
    placed = _trend(found, female + women, female + male + extra, effect)
    rows = offenders_doubt.tried(store, selection, of, placed, margin)
    return offenders_doubt.judged(plain, rows, "unknown sexes", keyed=not keyless(store))


def _rated(store: Store, selection: Selection, bands: list[int] | None) -> Rated:
    try:
        people = residents(store, selection)
        there = inside(store, selection, people.areas)
    except Empty as empty:
        why = f"{empty.finding[:1].lower()}{empty.finding[1:]}"
        return Rated({}, {}, {}, f"Each sex’s own rate cannot be given, as {why}")
    made, lived, events = {}, {}, {}
    for sex in SEXES:
        lived[sex] = people.of(sex)[:, bands or slice(None)].sum(1)
        events[sex] = there.by_year(sex, bands)
        used = there.whole & np.isfinite(lived[sex]) & (lived[sex] > 0)
        if used.sum() >= LEAST and sex_trend.can_follow(events[sex][used]):
            made[sex] = sex_trend.rate_trend(np.flatnonzero(used), events[sex][used], lived[sex][used])
    return Rated(made, lived, events, people.note)
