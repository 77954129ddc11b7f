"""The demo's change of system: found in its month without being named, and nowhere where nobody was split."""

import datetime as dt

import numpy as np
import pytest

from vru.answers import linkage as page
from vru.answers import question
from vru.demo import involved, write
from vru.demo.simulate import simulate
from vru.demo.worlds import WORLDS
from vru.ingest import load
from vru.measures import linkage
from vru.selection import Selection
from vru.store import open_store

# one worker builds each world once
pytestmark = [pytest.mark.xdist_group("linkage_planted"), pytest.mark.slow]
SIDE, FIRST, MONTHS = 12, np.datetime64("2010-04"), 192
MOVED = (np.datetime64(involved.MIGRATION, "M") - FIRST).astype(int)


def counted(person, month):
    """People before, after and on both sides of each border between months."""
    key = np.unique(person.astype(np.int64) * MONTHS + month)
    _, who = np.unique(key // MONTHS, return_inverse=True)
    month = key % MONTHS
    numbers = np.zeros((3, MONTHS), np.int64)
    for border in range(SIDE, MONTHS - SIDE + 1):
        seen = np.zeros((2, who.max() + 1), bool)
        seen[0, who[(month >= border - SIDE) & (month < border)]] = True
        seen[1, who[(month >= border) & (month < border + SIDE)]] = True
        numbers[:, border] = *seen.sum(axis=1), (seen[0] & seen[1]).sum()
    return numbers[:, SIDE : MONTHS - SIDE + 1]


@pytest.fixture(scope="module", params=["study", "null"])
def made(request):
    """Who was recorded in which month of a world of full size: with their keys, and as who they are."""
    world = simulate(WORLDS[request.param], seed=1, to=dt.date(2026, 3, 1))
    kept = (world.involved["person"] >= 0).to_numpy()
    rows = world.crimes.iloc[world.involved["crime"][kept]]
    month = (rows["committed"].to_numpy().astype("datetime64[M]") - FIRST).astype(int)
    inside = (month >= 0) & (month < MONTHS)
    keys, persons = (world.involved[each].to_numpy()[kept][inside] for each in ("key", "person"))
    return keys, persons, month[inside]


def test_the_planted_change_of_system_is_found_in_its_month(made):
    keys, _, month = made

    found = linkage.split(*counted(keys, month), side=SIDE)

    at = MOVED - SIDE
    places = linkage.found(found.all_low, SIDE)
    assert len(places) == 1
    assert abs(places[0] - at) <= 1
    assert found.low[at] < involved.SPLIT < found.high[at]


def test_people_known_for_who_they_are_leave_no_mark(made):
    _, persons, month = made

    found = linkage.split(*counted(persons, month), side=SIDE)

    assert linkage.found(found.all_low, SIDE) == []
    assert found.low[MOVED - SIDE] < 0 < found.high[MOVED - SIDE]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A small demo: no split of a tenth can be seen in it, and nobody in it is merged."""
    folder, built = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("store")
    write(folder, seed=3, offences=30_000)
    files = [folder / f"{each}.csv" for each in ("offences", "involvements", "population")]
    key = "a key for tests only, longer than thirty-two characters"
    load(files, "contract", store=built, key=key, synthetic=True)
    with open_store(built) as opened:
        yield opened


def asked(store, asking):
    return asking.ask(store, Selection.default(store.capabilities)).answer()


def test_a_small_extract_says_what_it_cannot_rule_out(store):
    found = asked(store, page.dates)

    assert found.estimates[0].low < 100 * involved.SPLIT < found.estimates[0].high


def test_nobody_is_said_to_be_merged_where_nobody_was(store):
    found = asked(store, page.merges)

    assert found.finding.startswith("No sign of people merged")
    assert found.estimates[0].value == 0
    assert found.estimates[0].high < 0.5


def test_one_table_holds_all_three_measures_with_errors_and_without(store):
    found = asked(store, page.under_doubt)

    table = found.table.set_index("label")
    assert len(table) == 1 + 6 + 6  # as found, another six errors, and as many put right
    for measure, name in (("one_off", "repeat.one_off"), ("roles", "overlaps.offender_victim"),
                          ("relations", "overlaps.intimate_partner")):  # fmt: skip
        theirs = asked(store, question(name)).estimates[0]
        assert table[f"{measure}_value"]["As found"] == theirs.value
    split, merged = (table.loc[f"Another 20 % of persons falsely {how}"] for how in ("split", "merged"))
    now = table.loc["As found"]
    assert merged["one_off_value"] < now["one_off_value"] < split["one_off_value"]
    assert split["roles_value"] < now["roles_value"] < merged["roles_value"]
    assert split["relations_value"] < now["relations_value"] < merged["relations_value"]
    assert [len(each.y) for each in found.chart.series] == [6, 6, 6]
