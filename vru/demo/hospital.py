"""What emergency departments see: some assaults that the police record, and some they never hear of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from vru.demo.crimes import VWI
from vru.demo.simulate import Simulation
from vru.reference import table

MONTHS = 36
ATTENDS = 0.45  # chance that the victim of a knife assault attends
UNKNOWN = 0.40  # share of knife attendances that the police have no record of, the two places aside
AT_A_PLACE = 60  # attendances from each of the two places over the months, at full size
LEAST_AT_A_PLACE = 12
PLACES = ("Made-up Quay car park", "Made-up Recreation Ground")
HOSPITALS = ("Made-up General", "Madeup Royal Infirmary", "St Invented")
KINDS = ("Street", "Licensed premises", "Home", "Park or open space", "School or college")
OTHER = {"fists": 0.5, "bottle": 0.2, "blunt object": 0.15, "": 0.15}
OTHERS_PER_KNIFE = 1.5
KNIFE_WORDS = ("knife", "Knife", "sharp object", "stabbing")


def attendances_table(made: Simulation, rng: np.random.Generator) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return attendances as a hospital would send them, a row each, and what was planted among them."""
    first = (np.datetime64(made.days.last, "M") - MONTHS + 1).astype("datetime64[D]")
    crimes = made.crimes
    within = (crimes["committed"].to_numpy().astype("datetime64[D]") >= first) & (crimes["kind"] == VWI)
    knife = crimes[within & crimes["knife"] & (crimes["status"] == "crime")]
    known = knife[rng.random(len(knife)) < ATTENDS]
    number = rng.poisson(ATTENDS * len(knife) * UNKNOWN / (1 - UNKNOWN))
    at_places = max(LEAST_AT_A_PLACE, round(AT_A_PLACE * made.scale))
    quiet = _quiet_areas(made, knife)
    day, area, age = (known[each].to_numpy() for each in ("committed", "area", "victim_age"))
    parts = [_rows(made, day, area, age, rng).assign(police_record="yes"), _unknown(made, number, first, rng)]
    for where, place in zip(quiet, PLACES, strict=True):
        parts.append(_unknown(made, at_places, first, rng, where, place))
    seen = pd.concat([each.assign(weapon=rng.choice(KNIFE_WORDS, len(each))) for each in parts])
    planted = {
        "attendances": len(seen),
        "without_record": number + 2 * at_places,
        "share_without_record": round((number + 2 * at_places) / max(len(seen), 1), 6),
        "unknown_share_planted": UNKNOWN,
        "attends": ATTENDS,
        "places": dict(zip(PLACES, made.places.areas["code"].to_numpy()[quiet].tolist(), strict=True)),
        "at_each_place": at_places,
        "from": str(first),
    }
    seen = pd.concat([seen, _others(made, round(OTHERS_PER_KNIFE * len(seen)), first, rng)])
    seen = seen.sort_values("attended_on", kind="stable", ignore_index=True)
    return seen.astype(str), planted


def _quiet_areas(made: Simulation, knife: pd.DataFrame) -> np.ndarray:
    """Return two small areas in which the police record no knife assault in these months."""
    areas = made.places.areas
    quiet = np.setdiff1d(np.arange(len(areas)), knife["area"].to_numpy())
    order = np.argsort(-areas["crime"].to_numpy()[quiet], kind="stable")
    return quiet[order][: len(PLACES)]


def _rows(
    made: Simulation, day: np.ndarray, area: np.ndarray, age: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    areas = made.places.areas
    size = day.size
    # the middle of a town has a name; elsewhere the hospital writes none down
    towns = np.where(areas["night"] > 0, table("demo_towns")["town"].to_numpy(object)[areas["town"]], "")
    middle = towns[area]
    return pd.DataFrame(
        {
            "attended_on": day.astype("datetime64[D]").astype(str),
            "hospital": rng.choice(HOSPITALS, size),
            "district": made.places.districts["name"].to_numpy(object)[areas["district"].to_numpy()[area]],
            "lsoa": areas["code"].to_numpy(object)[area],
            "location_type": rng.choice(KINDS, size, p=(0.5, 0.2, 0.15, 0.1, 0.05)),
            "place": np.where(middle == "", "", middle.astype(object) + " High Street"),
            "age": np.clip(age, 0, 100),
            "sex": np.where(rng.random(size) < 0.88, "male", "female"),
        }
    )


def _unknown(
    made: Simulation,
    number: int,
    first: np.datetime64,
    rng: np.random.Generator,
    area: int | None = None,
    place: str = "",
) -> pd.DataFrame:
    """Return attendances that no police record stands behind, of one place or of anywhere."""
    days = (np.datetime64(made.days.last, "D") - first).astype(int) + 1
    weight = made.places.areas["crime"].to_numpy(float)
    where = (
        rng.choice(weight.size, number, p=weight / weight.sum()) if area is None else np.full(number, area)
    )
    rows = _rows(
        made, first + rng.integers(0, days, number), where, 14 + rng.gamma(3, 4, number).astype(int), rng
    )
    return rows.assign(police_record="no", **({"place": place} if place else {}))


def _others(made: Simulation, number: int, first: np.datetime64, rng: np.random.Generator) -> pd.DataFrame:
    """Return attendances after assaults without a knife; of some nobody wrote down with what."""
    rows = _unknown(made, number, first, rng)
    linked = np.where(rng.random(number) < 0.5, "yes", "no")
    return rows.assign(weapon=rng.choice(list(OTHER), number, p=list(OTHER.values())), police_record=linked)
