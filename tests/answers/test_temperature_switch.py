"""Weather under every model: what an option chooses is what the table says of it, and one model can flip."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from tests.answers.test_temperature import ask, by, states, weather
from tests.stores import make_store
from vru.answers import question
from vru.answers.temperature_by import TemperatureBy
from vru.selection import Selection

FIRST, YEARS = dt.date(2018, 4, 1), 4
DAYS = 365 * YEARS
LOCKED = {(2020, 3), (2020, 4), (2020, 5), (2020, 6), (2020, 11), (2021, 1), (2021, 2), (2021, 3)}
READINGS = weather(DAYS, first=FIRST)


def drawn(rate, seed):
    return np.random.default_rng(seed).poisson(rate)


def records(numbers, time="12:30", **more):
    return [
        {"committed_from": f"{each['day']} {time}", "recorded_on": each["day"], "midnight": time == "00:00",
         "district": "E06000035", **more}
        for each, number in zip(READINGS, numbers, strict=True)
        for _ in range(number)
    ]  # fmt: skip


def warmth():
    return np.array([each["mean_c"] for each in READINGS]) - 10.5


def world(folder, rows, **more):
    tables = {"weather": READINGS, "month_quality": states(12 * YEARS, first=FIRST)}
    return make_store(folder, rows, tables=tables, **more)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory):
    """Days with 1 % a degree, but 12 % at 00:00 and on days of lockdown."""
    day = [each["day"] for each in READINGS]
    locked = np.array([(each.year, each.month) in LOCKED for each in day])
    timed = records(drawn(6 * np.exp(np.where(locked, 0.12, 0.01) * warmth()), 1))
    default = records(drawn(3 * np.exp(0.12 * warmth()), 2), "00:00")
    with world(tmp_path_factory.mktemp("spoilt"), [*timed, *default]) as store:
        yield store


def rows(answer):
    return answer.table.set_index("model")


@pytest.mark.parametrize(
    ("options", "row"),
    [
        ({"model": "quasi"}, "Quasi-Poisson"),
        ({"model": "negative_binomial"}, "Negative binomial"),
        ({"model": "curve"}, "Natural spline, average slope"),
        ({"lockdown": "out"}, "Without lockdown months"),
        ({"artefacts": "out"}, "Without first days and 00:00"),
        ({"lockdown": "out", "artefacts": "out"}, "Without either"),
        ({"model": "quasi", "artefacts": "out"}, "As chosen above: Quasi-Poisson"),
    ],
)  # fmt: skip
def test_the_headline_follows_the_option_and_the_table_holds_it(spoilt, options, row):
    got, table = ask(spoilt, **options).estimates[0], rows(ask(spoilt, "temperature.variants", **options))

    assert [got.value, got.low, got.high, got.n] == table.loc[row, ["value", "low", "high", "days"]].tolist()
    assert table.loc[row, "lockdowns"] == options.get("lockdown", "in")
    assert table.loc[row, "artefacts"] == options.get("artefacts", "in")


def test_the_table_sets_lockdowns_and_artefacts_in_and_out_side_by_side(spoilt):
    table = rows(ask(spoilt, "temperature.variants"))

    inside = table.loc["Poisson, allowing for spells"]
    without = table.loc["Without either"]
    days = [(each["day"].year, each["day"].month, each["day"].day) for each in READINGS]
    assert inside["low"] > 100 * np.expm1(0.03)
    assert without["low"] < 100 * np.expm1(0.01) < without["high"]
    assert without["days"] == sum(each[:2] not in LOCKED and each[2] != 1 for each in days)
    assert table.loc[inside.name, ["lockdowns", "artefacts"]].tolist() == ["in", "in"]
    assert table.loc["Departures from the day’s normal", "low"] > 0


def test_one_model_flips_the_verdict_to_cannot_tell(spoilt):
    got = ask(spoilt)

    table = rows(ask(spoilt, "temperature.variants"))
    above = table.index[table["low"] > 0.5]
    assert set(table.index) - set(above) == {"Without either"}
    assert got.verdict.value == "cannot tell"
    assert "of 11 models tried, 10 lie wholly above, 0 wholly below" in got.finding


def test_what_the_options_leave_out_is_counted(spoilt):
    plain, timed = ask(spoilt), ask(spoilt, artefacts="out")

    firsts = sum(each["day"].day == 1 for each in READINGS)
    assert timed.counted.endswith(f"on {DAYS - firsts:,} days.")
    assert f"{firsts} days are left out by the options, and" in timed.missing
    assert "left out by the options" not in plain.missing


def test_parts_days_and_diagnostics_follow_the_options(spoilt):
    chosen = {"lockdown": "out", "artefacts": "out", "model": "negative_binomial"}
    selection = Selection.default(spoilt.capabilities)
    parts = question("temperature.parts").ask(spoilt, selection, TemperatureBy(by="week", **chosen)).answer()
    names = ["temperature.lags", "temperature.model", "temperature.influence"]
    lags, model, days = (ask(spoilt, each, **chosen) for each in names)

    assert all(row.low < 100 * np.expm1(0.01) < row.high for row in parts.table.itertuples())
    assert parts.estimates[1].method.startswith("Negative binomial")
    assert lags.estimates[1].low < 100 * np.expm1(0.01) < lags.estimates[1].high
    # the temperature of a first day is known, though its offences do not count
    locked = sum(
        (each["day"].year, each["day"].month) in LOCKED and each["day"].day != 1 for each in READINGS
    )
    firsts = sum(each["day"].day == 1 for each in READINGS)
    assert lags.estimates[0].n == DAYS - firsts - locked - 2
    assert model.table["coefficient"].iloc[0] == pytest.approx(
        np.log1p(ask(spoilt, **chosen).estimates[0].value / 100)
    )
    assert not any(each.month == 4 and each.year == 2020 for each in days.table["day"])


def test_the_days_that_move_the_effect_are_listed_and_tried_without(spoilt):
    got = ask(spoilt, "temperature.influence")

    counts = {}
    for each in spoilt.ask("temperature_days", **committed(spoilt)).itertuples():
        counts[each.day.date() if hasattr(each.day, "date") else each.day] = each.offences
    assert len(got.table) == 10
    assert [counts[each.date()] for each in got.table["day"]] == got.table["offences"].tolist()
    moves = got.table["moves_the_percent_a_degree_by"].abs()
    assert moves.is_monotonic_decreasing
    without, full = got.estimates[:2]
    assert full.value == ask(spoilt).estimates[0].value
    assert without.n == full.n - 10
    assert got.finding.startswith(
        f"Without the 10 days that move it most, a degree brings +{without.value:.2f} %"
    )


def committed(store):
    return replace(Selection.default(store.capabilities), basis="committed").parameters()


@pytest.fixture(scope="module")
def peopled(tmp_path_factory):
    """Every third offence has two suspects of one band, every third of two, the rest one without an age."""
    found = records(drawn(9 * np.exp(0.02 * warmth()), 3))
    found = [each | {"public_place": at % 2 == 0} for at, each in enumerate(found)]
    ages = ((19, 22), (16, 30), (None,))
    people = [
        {"offence_id": f"o{at + 1}", "person": f"p{at}-{age}", "age": age}
        for at in range(len(found))
        for age in ages[at % 3]
    ]
    with world(tmp_path_factory.mktemp("peopled"), found, involvements=people) as store:
        yield store


def test_an_offence_counts_once_in_each_age_band_of_its_suspects(peopled):
    got = by(peopled, "age")

    whole = ask(peopled).estimates[0].n and int(ask(peopled).counted.split()[0].replace(",", ""))
    third = [len(range(at, whole, 3)) for at in range(3)]
    assert dict(zip(got.table["part"], got.table["offences"], strict=True)) == {
        "Suspects aged 14–17": third[1], "Suspects aged 18–24": third[0], "Suspects aged 25–34": third[1],
    }  # fmt: skip
    assert (
        f"{third[2]:,} of {whole:,} offences have no suspect of known age and are in no band." in got.counted
    )
    assert all(row.low < 100 * np.expm1(0.02) < row.high for row in got.table.itertuples())
    assert "no more apart than chance would have it" in got.finding


def test_public_places_are_a_part_and_two_rows_of_the_models(peopled):
    places, models = by(peopled, "place"), rows(ask(peopled, "temperature.variants"))

    assert places.table["part"].tolist() == ["In public places", "Elsewhere"]
    assert len(models) == 13
    assert models.loc["Public places only", "value"] == pytest.approx(places.table["value"].iloc[0])


def test_an_extract_without_places_or_suspects_says_which_column_would_help(spoilt):
    place, age = by(spoilt, "place"), by(spoilt, "age")

    assert (place.empty, age.empty) == ("cannot", "cannot")
    assert "`public_place`" in place.finding
    assert "`role`" in age.finding
