"""Stations chosen for districts: each district, and each selection, is set against its own weather."""

from __future__ import annotations

import dataclasses

import pytest

from tests.answers.test_temperature import PLANTED, YEARS, ask, by, offences, states, weather
from tests.stores import make_store
from vru.errors import InputError
from vru.selection import Selection
from vru.store import open_store
from vru.weather_stations import FILE

MEDWAY, ASHFORD = "E06000035", "E07000105"
MANSTON = weather(365 * YEARS)
# the same years the other way round: as warm and as seasonal, but another day's weather
WYE = [
    day | {"station": "Wye", "mean_c": back["mean_c"], "max_c": back["max_c"]}
    for day, back in zip(MANSTON, reversed(MANSTON), strict=True)
]
CHOSEN = "district,station\nMedway,Manston\nAshford,Wye\n"


def world(folder, readings, choice=""):
    """Two districts whose violence follows the weather of one station each."""
    rows = [*offences(MANSTON, a_day=12), *offences(WYE, a_day=12, district=ASHFORD)]
    tables = {"weather": readings, "month_quality": states(12 * YEARS)}
    make_store(folder, rows, tables=tables).close()
    if choice:
        (folder / FILE).write_text(choice, encoding="utf-8")
    return open_store(folder)


def only(store, *areas):
    return dataclasses.replace(Selection.default(store.capabilities), areas=areas)


def test_a_selection_is_set_against_the_station_chosen_for_it(tmp_path):
    with world(tmp_path / "both", [*MANSTON, *WYE], CHOSEN) as store:
        chosen = {each: ask(store, selection=only(store, each)) for each in (MEDWAY, ASHFORD)}
    with world(tmp_path / "manston", MANSTON) as store:
        alone = ask(store, selection=only(store, MEDWAY))

    for got in chosen.values():
        assert got.estimates[0].low < PLANTED < got.estimates[0].high
    assert chosen[MEDWAY].estimates == alone.estimates
    assert "°C, at Manston, chosen for these districts." in chosen[MEDWAY].definition
    assert "°C, at Wye, chosen for these districts." in chosen[ASHFORD].definition
    assert "°C, at Manston, taken for every district." in alone.definition


def test_stations_without_a_common_weather_are_not_averaged_until_the_analyst_chooses(tmp_path):
    with world(tmp_path / "all", [*MANSTON, *WYE]) as store:
        got, apart = ask(store, selection=only(store, MEDWAY)), by(store, "district")
    with world(tmp_path / "one", [*MANSTON, *WYE], "district,station\n,Manston\n") as store:
        chosen = ask(store, selection=only(store, MEDWAY))

    for refused in (got, apart):
        assert (refused.empty, refused.estimates) == ("cannot", ())
        assert "No other station has the day-to-day weather of Manston and Wye" in refused.finding
        assert "`weather_stations.csv`" in refused.finding
    assert chosen.estimates[0].low < PLANTED < chosen.estimates[0].high


def test_districts_side_by_side_have_their_own_weather_each(tmp_path):
    with world(tmp_path, [*MANSTON, *WYE], CHOSEN) as store:
        got = by(store, "district")
        single = ask(store, selection=only(store, ASHFORD)).estimates[0].value

    table = got.table.set_index("part")
    assert table.index.tolist() == ["Medway", "Ashford"]
    assert ((table["low"] < PLANTED) & (table["high"] > PLANTED)).all()
    assert table.loc["Ashford", "value"] == pytest.approx(single)
    assert "each district’s own stations: Manston for Medway; Wye for Ashford." in got.definition


def test_a_district_whose_station_has_too_few_days_is_named_and_not_judged(tmp_path):
    short = "district,station\nMedway,Manston\n,Lydd\nAshford,Wye\n"
    lydd = [each | {"station": "Lydd"} for each in MANSTON[:700]]
    with world(tmp_path, [*MANSTON, *WYE, *lydd], short.replace("Ashford,Wye", "Ashford,Lydd")) as store:
        got = by(store, "district")

    assert got.empty == "enough"
    assert "Fewer than two parts" in got.finding


def test_where_nobody_chose_a_station_its_place_is_said_to_be_taken_on_trust(tmp_path):
    doubt = "That Manston lies in this area is not checked: where not, load a nearer station"
    with world(tmp_path, MANSTON) as store:
        trusted = ask(store)
    (tmp_path / FILE).write_text("district,station\n,Manston\n", encoding="utf-8")
    with open_store(tmp_path) as store:
        chosen = ask(store)

    assert doubt in trusted.missing
    assert "is not checked" not in chosen.missing
    assert trusted.estimates[0].value == pytest.approx(chosen.estimates[0].value)


def test_gaps_of_one_station_are_no_gaps_of_the_others(tmp_path):
    with world(tmp_path, [*MANSTON, *WYE[:800]], CHOSEN) as store:
        got = by(store, "district")
        alone = ask(store, selection=only(store, ASHFORD))

    assert alone.missing.startswith("295 of 1,095 days have no reading.")
    table = got.table.set_index("part")
    assert table.loc["Ashford", "value"] == pytest.approx(alone.estimates[0].value, abs=1e-6)
    assert table.loc["Medway", "offences"] > 1.2 * table.loc["Ashford", "offences"]


def test_a_station_that_is_not_loaded_is_refused_by_row_wherever_it_is_asked_for(tmp_path):
    with world(tmp_path, MANSTON, CHOSEN) as store:
        for name in ("temperature.effect", "temperature.heat"):
            with pytest.raises(
                InputError, match=r'weather_stations\.csv, row 3, column "station": the weather'
            ):
                ask(store, name)
