"""Stations: where the temperature of a selection, and of each of its districts, was measured."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from vru import reference
from vru.measures import temperature
from vru.selection import Selection
from vru.store import Store
from vru.weather_stations import Chosen, weather_stations

NAMED = 3  # more stations than this are counted, not named


def chosen(store: Store) -> Chosen:
    """Return the analyst's choice; raises InputError for a station that the store does not hold."""
    said = weather_stations(store.folder)
    return said.known(store.ask("temperature_readings")["station"].unique()) if said.rows else said


def selected(store: Store, selection: Selection) -> tuple[str, ...]:
    """Return the stations chosen for the districts selected; () where all stations stand for them."""
    return chosen(store).of(_districts(store, selection))


def _districts(store: Store, selection: Selection) -> list[str]:
    """Return the codes of the districts selected; '' for an extract that has none of ours."""
    if selection.areas and selection.level == "district":
        return list(selection.areas)
    csp = reference.csp_of()
    there = [each for each in store.capabilities.districts if each in csp]
    return [each for each in there if not selection.areas or csp[each] in selection.areas] or [""]


def readings(store: Store, warmth: str, stations: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return day, station and celsius of each reading at these stations; at all of them for ()."""
    found = store.ask("temperature_readings").rename(columns={warmth: "celsius"}).dropna(subset="celsius")
    found = found.assign(day=found["day"].astype("datetime64[s]"))
    return found[found["station"].isin(stations)] if stations else found


def of_districts(store: Store, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return each district's own stations, by its name, where the analyst chose any; else nothing."""
    said = chosen(store)
    codes = {name: code for code, name in reference.area_names("district").items()}
    return {name: said.of([codes.get(name, "")]) for name in names} if said.rows else {}


def warmth_of(
    store: Store, warmth: str, own: dict[str, tuple[str, ...]], day: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the temperature on each day, shape (days,), at each district's stations; NaN for no reading."""
    calendar = pd.DatetimeIndex(day).astype("datetime64[s]")
    means = {each: temperature.daily_mean(readings(store, warmth, each)) for each in set(own.values())}
    return {name: means[each].reindex(calendar).to_numpy(float) for name, each in own.items()}


def listed(stations: tuple[str, ...], between: str = ", ") -> str:
    """Return stations as captions name them."""
    return between.join(stations) if len(stations) <= NAMED else f"{len(stations)} stations"


def said_of(stations: tuple[str, ...], *, picked: bool) -> str:
    """Return where a selection's temperature was measured; `picked` is whether the analyst chose where."""
    averaged = ", averaged once each one’s usual distance from the others is taken off"
    taken = "chosen for these districts" if picked else "taken for every district"
    return f"{listed(stations)}{averaged if len(stations) > 1 else ''}, {taken}"


def assumed_of(stations: tuple[str, ...]) -> str:
    """Return what is taken on trust where nobody chose stations: weather files place none in a force."""
    lies = "lies" if len(stations) == 1 else "lie"
    return (
        f"That {listed(stations, ' and ')} {lies} in this area is not checked: where not, load a nearer "
        "station and name it in weather_stations.csv."
    )


def said_of_districts(own: dict[str, tuple[str, ...]]) -> str:
    """Return which stations stand for which districts; '' where all districts share theirs."""
    shared: dict[str, list[str]] = {}
    for name, stations in own.items():
        shared.setdefault(listed(stations) if stations else "all stations averaged", []).append(name)
    said = "; ".join(f"{where} for {', '.join(names)}" for where, names in shared.items())
    return f"each district’s own stations: {said}" if said else ""
