"""Hotspots in small made-up towns: planted knots, echoes and kinds of places, each counted by hand."""

import datetime as dt

import numpy as np
import pytest

from tests.stores import make_store
from vru.answers import (
    hotspots_clusters,
    hotspots_concentration,
    hotspots_gi,
    hotspots_ground,
    hotspots_kinds,
    hotspots_near,
    hotspots_quality,
    hotspots_risen,
)
from vru.selection import Selection

FIRST = np.datetime64("2020-01-01")
YEARS = 5
QUESTIONS = (
    hotspots_quality.quality,
    hotspots_gi.over_years,
    hotspots_risen.against_the_rest,
    hotspots_concentration.concentrated,
    hotspots_concentration.stable,
    hotspots_near.near_repeat,
    hotspots_clusters.crowded,
    hotspots_kinds.kinds,
)
SIDE = 8  # areas a side, 3 km apart: 25 blocks of 5 km
HOT, RISING = 27, 52  # areas by number: always busy; busy in the last three years


def offence(east, north, day, *, hour=12, code="E01000001", quality="exact", **given):
    """A row of an offence at a point and a time, as the store takes it."""
    return {
        "committed_from": f"{day}T{hour:02d}:30",
        "recorded_on": str(day),
        "easting": int(east),
        "northing": int(north),
        "location_quality": quality,
        "lsoa": code,
        "district": "E07000110",
        **given,
    }


def town(quality="exact"):
    """Sixty-four areas of about 8 offences a year; one has 80, one 8 and then 40."""
    rng, rows = np.random.default_rng(20), []
    for number in range(SIDE * SIDE):
        middle = 560_000 + 3_000 * (number % SIDE), 150_000 + 3_000 * (number // SIDE)
        for year in range(YEARS):
            each = 80 if number == HOT else 40 if number == RISING and year >= 2 else 8
            for _ in range(each):
                day = FIRST + 365 * year + int(rng.integers(0, 365))
                spot = rng.normal(middle, 60)
                rows.append(
                    offence(*spot, day, hour=int(rng.integers(1, 24)), code=f"E{number:08d}", quality=quality)
                )
    return rows


@pytest.fixture(scope="module")
def exact(tmp_path_factory):
    with make_store(tmp_path_factory.mktemp("exact"), town()) as store:
        yield store


@pytest.fixture(scope="module")
def snapped(tmp_path_factory):
    with make_store(tmp_path_factory.mktemp("snapped"), town("snapped")) as store:
        yield store


def asked(question, store, **options):
    selection = Selection.default(store.capabilities)
    return question.ask(store, selection, question.options(**options)).answer()


def hits_by_hand(store, shares, year):
    """Plain counts of the year before, in squares of 250 m, scored on a year: counted by loops."""
    cells, last, later = set(), {}, {}
    for row in store.ask(
        "hotspots_months", at="cell", size=250, **Selection.default(store.capabilities).parameters()
    ).itertuples():
        cell, month = (row.east, row.north), row.month
        cells.add(cell)
        into = later if month.year == year else last if month.year == year - 1 else {}
        into[cell] = into.get(cell, 0) + row.offences
    found = []
    for share in shares:
        wanted = -int(-share * len(cells) // 1)
        ranked = sorted(cells, key=lambda cell: -last.get(cell, 0))
        edge = last.get(ranked[wanted - 1], 0)
        above = [cell for cell in cells if last.get(cell, 0) > edge]
        tied = [cell for cell in cells if last.get(cell, 0) == edge]
        part = (wanted - len(above)) / len(tied)
        caught = sum(later.get(cell, 0) for cell in above) + part * sum(later.get(cell, 0) for cell in tied)
        found.append(100 * caught / sum(later.values()))
    return found


def test_plain_counts_hit_what_is_counted_by_hand(exact):
    found = asked(hotspots_quality.quality, exact, ahead="12")

    table = found.table[found.table["method"] == "Plain counts"].set_index("flagged")
    # five years: the last three can be foretold with a year to flag from and one to learn from
    by_year = np.array([hits_by_hand(exact, [0.02, 0.05], year) for year in (2022, 2023, 2024)])
    assert found.table["method"].nunique() == 5
    assert table.loc[[2.0, 5.0], "value"].tolist() == pytest.approx(
        np.average(by_year, axis=0, weights=_later(exact)), rel=0.02
    )


def _later(store):
    rows = store.ask(
        "hotspots_months", at="cell", size=250, **Selection.default(store.capabilities).parameters()
    )
    return [rows.loc[rows["month"].dt.year == year, "offences"].sum() for year in (2022, 2023, 2024)]


def test_no_method_hits_more_than_had_one_known(exact):
    table = asked(hotspots_quality.quality, exact).table
    best = table[table["method"] == "Had one known"].set_index("flagged")["value"]

    for _, of in table.groupby("method"):
        assert (of.set_index("flagged")["value"] <= best + 1e-9).all()
        assert of["value"].is_monotonic_increasing
    assert (table["pei"] <= 1 + 1e-9).all()


def test_snapped_points_are_used_for_small_areas_only(snapped):
    quality = asked(hotspots_quality.quality, snapped, grain="cell")

    assert "small areas" in quality.finding
    assert "Smoothed density" not in set(quality.table["method"])
    for question in (hotspots_near.near_repeat, hotspots_clusters.crowded):
        said = asked(question, snapped)
        assert said.empty == "cannot"
        assert "moved to a street" in said.finding
        assert "`easting`" in said.finding


def test_without_small_areas_squares_stand_for_them(tmp_path):
    rows = [each | {"lsoa": None} for each in town()]

    with make_store(tmp_path, rows) as store:
        risen = asked(hotspots_risen.against_the_rest, store)

    assert risen.empty is None
    assert "squares" in risen.finding
    # the place that rose lies at 572,000 east and 168,000 north
    first = risen.table.iloc[0]
    assert np.hypot(first["east"] - 572_000, first["north"] - 168_000) < 300


def test_the_busy_area_persists_and_the_rising_one_has_risen(exact):
    classes = asked(hotspots_gi.over_years, exact).table
    risen = asked(hotspots_risen.against_the_rest, exact)

    hot = classes[np.hypot(classes["east"] - 569_000, classes["north"] - 159_000) < 200]
    assert set(hot["class"]) == {"persistent"}
    sure = risen.table[risen.table["sure"]]
    assert sure.loc[sure["ratio"] > 1, "code"].tolist() == [f"E{RISING:08d}"]
    assert risen.table.iloc[0]["code"] == f"E{RISING:08d}"
    assert "1 of 64 small areas" in risen.finding


def test_the_top_of_the_small_areas_is_counted_by_hand(exact):
    found = asked(hotspots_concentration.concentrated, exact, grain="lsoa")
    last = found.table[found.table["year"] == "year to December 2024"].set_index("top")

    # 2 % of 64 areas are 1.28: the busy one and 0.28 of the one that rose
    total = 62 * 8 + 80 + 40
    assert last.loc[2.0, "value"] == pytest.approx(100 * (80 + 0.28 * 40) / total, rel=0.02)
    assert last.loc[2.0, "by_chance"] < last.loc[2.0, "low"]


def test_the_same_areas_stay_at_the_top(exact):
    found = asked(hotspots_concentration.stable, exact, grain="lsoa")

    # 5 % are four areas, of which two truly stay; the others are a matter of chance
    assert found.table["value"].iloc[-1] >= 50
    assert found.table["by_chance"].iloc[0] == pytest.approx(100 * 4 / 64)


def test_a_knot_is_listed_with_its_hours(tmp_path):
    rng = np.random.default_rng(6)
    rows = [
        offence(*rng.uniform((560_000, 150_000), (570_000, 160_000)), FIRST + int(rng.integers(0, 360)))
        for _ in range(300)
    ]
    saturday = np.datetime64("2020-01-04")
    rows += [offence(*rng.normal((564_000, 154_000), 40), saturday + 7 * week, hour=22) for week in range(50)]

    with make_store(tmp_path, rows) as store:
        found = asked(hotspots_clusters.crowded, store)

    first = found.table.iloc[0]
    assert np.hypot(first["east"] - 564_000, first["north"] - 154_000) < 40
    assert 45 <= first["incidents"] <= 70  # some of the scatter lies in it
    assert first["mostly"].startswith("Saturday 21–24")
    assert "Saturday 21–24" in found.finding


def _spread(rng, number, echoes):
    at, day = rng.uniform((560_000, 150_000), (568_000, 158_000), (number, 2)), rng.integers(0, 700, number)
    near = rng.choice(number, echoes, replace=False)
    at = np.vstack([at, at[near] + rng.normal(0, 60, (echoes, 2))])
    return at, np.concatenate([day, day[near] + rng.integers(1, 10, echoes)])


@pytest.mark.parametrize(
    ("echoes", "words"), [(200, "% more than chance"), (0, "not clearly more than chance")]
)
def test_a_planted_echo_is_told_from_none(tmp_path, echoes, words):
    at, day = _spread(np.random.default_rng(2), 3_000, echoes)
    rows = [offence(*spot, FIRST + int(when)) for spot, when in zip(at, day, strict=True)]

    with make_store(tmp_path, rows) as store:
        found = asked(hotspots_near.near_repeat, store)

    assert words in found.finding
    assert (found.table["pairs"] <= len(rows) ** 2).all()
    assert found.chart.kind == "ratios"


def test_crimes_of_one_incident_are_no_pair(tmp_path):
    at, day = _spread(np.random.default_rng(2), 2_000, 0)
    rows = [
        offence(*spot, FIRST + int(when), incident_id=f"i{number}")
        for number, (spot, when) in enumerate(zip(at, day, strict=True))
        for _ in range(2)
    ]

    with make_store(tmp_path, rows) as store:
        found = asked(hotspots_near.near_repeat, store)

    assert "2,000 incidents" in found.counted
    same_day = found.table[(found.table["distance"] == "Up to 100 m") & (found.table["apart"] == "Same day")]
    assert same_day["pairs"].iloc[0] < 10


def test_kinds_of_places_are_counted_of_those_known(tmp_path):
    rows = [
        *(offence(5e5, 1.5e5, FIRST, place_type="street", public_place=True) for _ in range(6)),
        *(offence(5e5, 1.5e5, FIRST, place_type="dwelling", public_place=False) for _ in range(2)),
        offence(5e5, 1.5e5, FIRST),
    ]

    with make_store(tmp_path, rows) as store:
        found = asked(hotspots_kinds.kinds, store)

    assert found.finding.startswith("75.0 %")
    assert "1 of 9 offences (11 %) do not say public or not." in found.missing
    assert found.table.set_index("label").loc["Street", "offences"] == 6


def test_of_many_kinds_of_places_the_most_common_are_drawn(tmp_path):
    rows = [offence(5e5, 1.5e5, FIRST, place_type=f"kind {n}") for n in range(20) for _ in range(21 - n)]

    with make_store(tmp_path, rows) as store:
        found = asked(hotspots_kinds.kinds, store)

    assert found.chart.series[0].x == tuple(f"Kind {n}" for n in range(15))
    assert len(found.table) == 20
    assert found.definition.endswith("Drawn are the 15 most common kinds; 5 more are in the table.")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
@pytest.mark.parametrize("rows", ["one", "no place", "one point", "outside"])
def test_what_cannot_be_said_is_said(tmp_path, question, rows):
    """One offence, no place, all at one point, all outside the force: a sentence each."""
    made = {
        "one": [offence(565_000, 155_000, FIRST)],
        "no place": [{"committed_from": "2020-01-01T10:00", "recorded_on": "2020-01-01"} for _ in range(60)],
        "one point": [offence(565_000, 155_000, FIRST + 7 * each) for each in range(150)],
        "outside": [offence(1, 1, FIRST + each, quality="outside", code=None) for each in range(60)],
    }[rows]

    with make_store(tmp_path, made) as store:
        found = asked(question, store)

    found.to_json()
    assert found.finding.endswith(".")
    assert "nan" not in found.finding
    if question is not hotspots_kinds.kinds and rows in ("no place", "outside"):
        assert found.empty in ("cannot", "enough")
    assert found.empty or len(found.table)


def test_an_extract_without_a_date_committed_is_counted_by_record(tmp_path):
    row = offence(560_000, 150_000, FIRST, quality="snapped") | {"committed_from": None}
    rows = [
        row
        | {"recorded_on": str(dt.date(2020, 1 + at % 12, 1)), "lsoa": f"E{at % 40:08d}"}
        | {"easting": 560_000 + 1_000 * (at % 40)}
        for at in range(480)
    ]

    with make_store(tmp_path, rows) as store:
        found = asked(hotspots_concentration.concentrated, store)

    assert found.empty is None
    assert found.selection.basis == "recorded"


def test_the_ground_adds_up(exact):
    selection = Selection.default(exact.capabilities)

    for grain in ("cell", "lsoa"):
        found = hotspots_ground.ground(exact, selection, grain)
        assert found.counts.sum() + found.lost == found.total == YEARS * (62 * 8 + 80) + 2 * 8 + 3 * 40
