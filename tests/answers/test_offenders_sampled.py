"""Offenders of a store too large to simulate with everybody: counts stay, errors and doubts hardly move."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.answers.worlds import ASHFORD, MEDWAY
from tests.stores import make_store
from vru.answers import offenders, offenders_counts, offenders_mix, offenders_pairs, question, sampled
from vru.answers.offenders_recorded import recorded
from vru.periods import Period
from vru.selection import Selection
from vru.store import open_store

YEARS, EACH, FIRST = 6, 900, 2019
DRAWN = "drawn at random, not with everybody"
SIMULATED = ("age_diversity", "age_gap", "female_share", "unknown")
ESTIMATED = {
    "age_diversity": ["low", "high"],
    "age_gap": ["se"],
}
"""Columns of tables that rest on people drawn."""


def town(folder):
    """Six years of 900 offences: suspects come again and in twos, some without key, age or sex."""
    rng = np.random.default_rng(3)
    born, female = rng.integers(1955, 2006, 2_400), rng.random(2_400) < 0.2
    rows, involved = [], []
    for at in range(YEARS * EACH):
        name, year = f"o{at}", FIRST + at // EACH
        day = dt.date(year, 1 + at % 12, 1 + at % 28)
        district = MEDWAY if rng.random() < 0.8 else ASHFORD
        rows.append({"offence_id": name, "recorded_on": day, "committed_on": day, "district": district})
        for person in rng.integers(0, 2_400, 1 + (rng.random() < 0.25)):
            who = person if rng.random() < 0.6 else person // 6  # some come again and again
            age = year - born[who] if rng.random() < 0.93 else None
            sex = ("female" if female[who] else "male") if rng.random() < 0.95 else None
            ethnicity = ("Asian", "White", None)[int(rng.integers(0, 3)) if at % 9 == 0 else 1]
            involved.append(
                {
                    "offence_id": name,
                    "person": f"p{who}" if rng.random() < 0.95 else None,
                    "age": None if age is None else int(age),
                    "sex": sex,
                    "ethnicity": ethnicity,
                }
            )
        for person in rng.integers(0, 4_000, 1 + (rng.random() < 0.15)):
            age = int(rng.integers(1, 85))
            involved.append({"offence_id": name, "person": f"v{person}", "role": "victim", "age": age})
    residents = [
        {"year": year, "area": MEDWAY, "sex": sex, "age_low": age, "age_high": age, "residents": 1_000}
        for year in range(FIRST - 1, FIRST + YEARS + 1)
        for sex in ("female", "male")
        for age in range(100)
    ]
    return make_store(folder, rows, involved, population=residents)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    with town(tmp_path_factory.mktemp("town")) as store:
        assert sampled.sample(store).whole  # kept, whatever `part` says later
        yield store


@pytest.fixture(scope="module")
def part(whole):
    """The same store, opened where no more than 2,400 people are simulated with."""
    with pytest.MonkeyPatch.context() as patch, open_store(whole.folder) as store:
        patch.setattr(sampled, "MOST", 2_400)
        yield store


def chosen(store, **filters):
    return replace(Selection.default(store.capabilities), **filters)


def ask(store, name, **filters):
    return question(f"offenders.{name}").ask(store, chosen(store, **filters)).answer()


def changes(answer):
    return {each.name: each for each in answer.estimates}


def test_few_suspects_are_drawn_and_each_stands_for_several(whole, part):
    everybody, some = (recorded(each, chosen(each)) for each in (whole, part))

    assert everybody.drawn.whole
    assert some.drawn.weight > 2
    assert len(np.unique(some.days.person)) * some.drawn.weight == pytest.approx(everybody.persons, rel=0.1)
    assert some.days.person.max() <= some.drawn.last


@pytest.mark.parametrize("name", [each.name.partition(".")[2] for each in offenders.QUESTIONS])
def test_what_is_counted_is_the_same_to_the_last_digit(whole, part, name):
    ours, drawn = ask(whole, name), ask(part, name)

    simulated = ESTIMATED.get(name, [])
    pd.testing.assert_frame_equal(
        ours.table.drop(columns=simulated), drawn.table.drop(columns=simulated), rtol=1e-12
    )
    assert drawn.missing == ours.missing
    assert drawn.counted.startswith(ours.counted.partition(" Under doubt")[0].partition(" A person")[0])


@pytest.mark.parametrize("name", [each.name.partition(".")[2] for each in offenders.QUESTIONS])
def test_an_answer_says_when_not_everybody_was_simulated_with(whole, part, name):
    assert DRAWN not in ask(whole, name).counted
    assert (DRAWN in ask(part, name).counted) == (name in SIMULATED)


@pytest.mark.parametrize("name", ["age_diversity", "age_gap", "female_share"])
def test_intervals_of_people_drawn_are_about_as_wide(whole, part, name):
    ours, drawn = changes(ask(whole, name)), changes(ask(part, name))

    assert list(ours) == list(drawn)
    for each in ours:
        if ours[each].low is None:
            assert drawn[each].value == ours[each].value
            continue
        widths = [made[each].high - made[each].low for made in (ours, drawn)]
        assert widths[1] == pytest.approx(widths[0], rel=0.25), each
        assert drawn[each].value == pytest.approx(ours[each].value, abs=0.25 * widths[0]), each


def test_yearly_limits_and_errors_of_people_drawn_are_about_as_wide(whole, part):
    mixes, gaps = ([ask(each, name).table for each in (whole, part)] for name in ("age_diversity", "age_gap"))

    widths = [(each["high"] - each["low"]).mean() for each in mixes]
    assert widths[1] == pytest.approx(widths[0], rel=0.15)
    assert gaps[1]["se"].mean() == pytest.approx(gaps[0]["se"].mean(), rel=0.15)


def test_people_split_and_merged_change_as_much_as_if_all_were_tried(whole, part):
    found = offenders_counts.suspects(whole, chosen(whole)).counts.sum((1, 2))
    ours, drawn = (offenders_counts.again(each, chosen(each)) for each in (whole, part))
    weight = recorded(part, chosen(part)).drawn.weight

    assert list(ours) == list(drawn)
    for each in ours:
        counts = [made[each].counts.sum((1, 2)) for made in (ours, drawn)]
        moved = [(made - found).sum() for made in counts]
        chance = 3 * (weight * abs(moved[0])) ** 0.5
        assert moved[1] == pytest.approx(moved[0], abs=chance), each
        assert np.sign(moved[0]) == (1 if each[0] == "split" else -1)


def test_drawn_again_everybody_is_as_many_as_were_recorded(part):
    counts = offenders_counts.suspects(part, chosen(part)).by_band()
    resampled = offenders_mix._resampled(part, chosen(part), counts)

    assert resampled.mean(0).sum() == pytest.approx(counts.sum(), rel=0.01)
    assert (resampled >= 0).all()


def test_pairs_of_those_not_drawn_are_added_up(whole, part):
    ours, drawn = (offenders_pairs.pairs(each, chosen(each)) for each in (whole, part))
    cells = [
        each.told.assign(n=each.told["offences"] * each.told["weight"])
        .groupby(["year", "stratum", "suspect_age", "victim_age"])["n"]
        .sum()
        for each in (ours, drawn)
    ]

    pd.testing.assert_series_equal(*cells)
    assert (drawn.every == ours.every).all()
    assert len(drawn.told) < len(ours.told)


def test_where_few_are_suspects_all_of_them_are_simulated_with(part):
    last = Period(dt.date(FIRST + YEARS - 1, 1, 1), dt.date(FIRST + YEARS - 1, 12, 1))
    few = {"areas": (ASHFORD,), "period": last}

    assert recorded(part, chosen(part, **few)).drawn.whole
    assert DRAWN not in ask(part, "female_share", **few).counted


def test_without_keys_nobody_is_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr(sampled, "MOST", 10)
    rows = [
        {
            "offence_id": f"o{at}",
            "committed_on": dt.date(FIRST + at // 60, 1 + at % 12, 5),
            "district": MEDWAY,
        }
        for at in range(300)
    ]
    involved = [{"offence_id": f"o{at}", "age": 15 + at % 40, "sex": "male"} for at in range(300)]
    with make_store(tmp_path, rows, involved) as store:
        answer = ask(store, "age_diversity")

    assert answer.table["suspects"].sum() == 300
    assert DRAWN not in answer.counted


def test_inside_counts_what_happened_where_residents_are_loaded(whole):
    wide = chosen(whole)

    inside = offenders_counts.suspects_inside(whole, wide)
    there = offenders_counts.suspects(whole, replace(wide, areas=(MEDWAY,)))

    assert (inside.counts == there.counts).all()
    assert (inside.days == there.days).all()
    assert inside.counts.sum() < offenders_counts.suspects(whole, wide).counts.sum()


def test_one_offence_in_as_many_as_each_person_stands_for_is_told_apart(whole, part):
    every, some = (offenders_pairs.pairs(store, chosen(store)) for store in (whole, part))
    told, apart = (set(each.told["offence"].dropna()) for each in (every, some))

    assert some.part.step > 1
    assert apart == {each for each in told if each % some.part.step == 0}
