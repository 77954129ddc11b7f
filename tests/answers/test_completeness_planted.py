"""Completeness of a small synthetic extract: planted gaps and delays are found, and nothing else is."""

import csv
import datetime as dt
import math

import numpy as np
import pytest

from vru.answers import quality_late, question
from vru.answers.district_gaps import found
from vru.demo import write
from vru.ingest import load
from vru.selection import Selection
from vru.store import open_store

# one worker builds the world once
pytestmark = [pytest.mark.xdist_group("completeness_planted"), pytest.mark.slow]
KEY = "a key for tests only, longer than thirty-two characters"
MEDWAY = "E06000035"
LOST = (dt.date(2019, 6, 1), dt.date(2019, 7, 1))


@pytest.fixture(scope="module")
def extract(tmp_path_factory):
    folder = tmp_path_factory.mktemp("extract")
    truth = write(folder, seed=4, offences=80_000)
    truth = {**truth["planted"], "historic": truth["realised"]["historic"]}
    load([folder / "offences.csv"], "contract", store=folder / "store", key=KEY, synthetic=True)
    with open_store(folder / "store") as store:
        yield folder, truth, store


def said(store):
    return (
        question("completeness.districts").ask(store, Selection.default(store.capabilities)).answer().finding
    )


def test_no_district_looks_incomplete_where_none_is(extract):
    *_, store = extract

    assert [found(store, basis).empty for basis in ("recorded", "committed")] == [True, True]
    assert said(store) == "No district looks incomplete in any of 192 months: none of 13 falls alone."


def test_rows_dropped_from_a_district_are_found(extract, tmp_path):
    folder, _, store = extract
    gone = {
        row[0]
        for row in store._connection.execute(
            "select offence_id from offence where district = $area and recorded_month in ($one, $other)"
            " and offence % 10 < 7",
            {"area": MEDWAY, "one": LOST[0], "other": LOST[1]},
        ).fetchall()
    }
    with (folder / "offences.csv").open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    at = header.index("offence_id")
    with (tmp_path / "offences.csv").open("w", encoding="utf-8", newline="") as written:
        csv.writer(written).writerows([header, *(row for row in rows if row[at].strip() not in gone)])
    load([tmp_path / "offences.csv"], "contract", store=tmp_path / "store", key=KEY, synthetic=True)

    with open_store(tmp_path / "store") as cut:
        table = found(cut, "recorded")
        words = said(cut)

    assert table[["area", "first", "last", "state"]].to_numpy().tolist() == [[MEDWAY, *LOST, "incomplete"]]
    assert words.startswith("2 months of 1 district look incomplete: Medway, June 2019 to July 2019 (")


@pytest.mark.parametrize("basis", ["recorded", "committed"])
def test_neither_the_lockdown_nor_the_programme_that_works_is_a_gap(extract, basis):
    _, truth, store = extract
    states = store.ask("month_states", basis=basis).set_index("month")["state"]

    works = next(each for each in truth["programmes"].values() if each["rate_ratio"] < 1)
    after = states[dt.datetime.fromisoformat(works["starts"]) : dt.datetime(2025, 10, 1)]
    assert states[dt.datetime(2020, 4, 1)] == "complete"
    assert set(after) == {"complete"}
    # without a series that comes from elsewhere, nobody can tell a lost upload from a real fall
    planted = dt.datetime.fromisoformat(f"{truth['incomplete_month']['month']}-01")
    assert states[planted] == "unusual"
    assert "incomplete" not in set(states)


def planted(lag, days):
    """The share recorded within so many days: some at once and the next day, the rest with two tails."""
    share = lag["same_day"] + (lag["next_day"] if days else 0)
    return share + sum(part * (1 - math.exp(-(days - 1) / mean)) for part, mean in lag["tails"] if days > 1)


@pytest.mark.parametrize(("group", "kind"), [("violence_with_injury", "default"), ("sexual_offences",) * 2])
@pytest.mark.parametrize("days", [0, 1, 7, 30, 180])
def test_the_delays_of_recording_are_the_planted_ones(extract, group, kind, days):
    _, truth, store = extract
    rows = store._connection.execute(
        "select date_diff('day', committed_on, recorded_on) from offence where status = 'crime'"
        " and offence_group = $group and recorded_on is not null and committed_on is not null"
        " and recorded_on >= '2012-01-01'",
        {"group": group},
    ).fetchnumpy()
    delay = next(iter(rows.values()))

    # a year later come sexual offences of long ago, whatever the delays of the others
    within = delay[delay < 365]
    lag = truth["recording_lag"][kind]
    assert len(within) > 10_000
    assert np.mean(within <= days) == pytest.approx(planted(lag, days) / planted(lag, 364), abs=0.012)


def test_the_newest_months_are_expected_to_come_to_what_the_delays_say(extract):
    _, truth, store = extract
    whole = Selection.default(store.capabilities)
    table = quality_late.expectation(store, ("violence_with_injury",), whole.level, ())
    lag = truth["recording_lag"]["default"]

    for back, row in enumerate(table.tail(3).iloc[::-1].itertuples()):
        days = [planted(lag, left) for left in range(30 * back, 30 * back + 31)]
        ends = row.recorded / float(np.mean(days)) * planted(lag, 730)
        assert row.low <= ends <= row.high
        assert row.expected == pytest.approx(ends, rel=0.06)


def test_provisional_months_reach_back_as_far_as_the_planted_delays(extract):
    _, truth, store = extract
    mix = store.capabilities.groups
    kinds = {"sexual_offences": truth["recording_lag"]["sexual_offences"]}
    share = {group: number / sum(mix.values()) for group, number in mix.items()}

    def within(days):
        late = truth["historic"] / sum(mix.values())
        return -late * planted(kinds["sexual_offences"], days) + sum(
            part * planted(kinds.get(group, truth["recording_lag"]["default"]), days)
            for group, part in share.items()
        )

    days = next(each for each in range(2, 730) if within(each) >= 0.95)
    settled = store.capabilities.extract_to - dt.timedelta(days=days)
    states = store.ask("month_states", basis="committed")
    late = states.loc[states["state"] == "provisional", "month"].dt.date

    assert abs((late.min() - settled).days) <= 31
    assert late.max() == dt.date(2026, 3, 1)
