"""Careers, concentration and turnover: counted by hand, planted by chance, and where they cannot say."""

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.stores import make_store
from vru.answers import repeat
from vru.answers.repeat_power import Power
from vru.answers.repeat_turnover import stayed
from vru.selection import Selection

MEDWAY = "E06000035"
BEGINS = dt.date(2020, 1, 1)
QUESTIONS = {each.name: each for each in repeat.QUESTIONS}
NAMES = ("repeat.careers", "repeat.concentration", "repeat.turnover")


def store_of(folder, careers, *, months=24, weight=184.0, role="suspect", **given):
    """A store of people with as many occasions as `careers` says, a day apart, over whole months."""
    last = BEGINS + dt.timedelta(days=math.ceil(months * 30.4375) - 1)
    days = [BEGINS + dt.timedelta(days=at) for at in range((last - BEGINS).days + 1)]
    rows, people = [], []
    # an offence of nobody on the first and the last day says how long the extract is
    for at, day in enumerate((BEGINS, last)):
        rows.append(offence(f"end{at}", day, weight(0) if callable(weight) else weight, given))
    for person, times in enumerate(careers):
        for each in range(times):
            name = f"p{person}-{each}"
            weighs = weight(person) if callable(weight) else weight
            rows.append(offence(name, days[(person * 7 + each) % len(days)], weighs, given))
            people.append({"offence_id": name, "person": f"p{person}", "role": role})
    return make_store(folder, rows, involvements=people)


def offence(name, day, weight, given):
    return {"offence_id": name, "committed_on": day, "recorded_on": day, "district": "E07000105",
            "severity_weight": weight, **given}  # fmt: skip


def answered(store, name, options=None, **filters):
    asked = replace(Selection.default(store.capabilities), **filters)
    return QUESTIONS[name].ask(store, asked, options).answer()


def estimates(found):
    return {each.name: each for each in found.estimates}


def test_careers_add_up_to_everybody_and_all_they_did(tmp_path):
    found = answered(store_of(tmp_path, [1] * 6 + [2] * 2 + [7, 12]), "repeat.careers")

    table = found.table.set_index("label")
    assert table["people"].to_dict() == {"1": 6, "2": 2, "3": 0, "4": 0, "5–9": 1, "10+": 1}
    assert table["occasions"].tolist() == [6, 4, 0, 0, 7, 12]
    assert table["share_of_people"].sum() == pytest.approx(100)
    assert table["harm"].tolist() == [184 * each for each in (6, 4, 0, 0, 7, 12)]
    assert found.finding.startswith("6 of 10 suspects (60 %) have one occasion")


def test_the_chance_line_is_what_a_population_of_equal_risks_gives(tmp_path):
    """Nobody is more prolific than others by nature: the found shares must not differ from chance."""
    drawn = np.random.default_rng(7).poisson(0.8, size=3000)
    found = estimates(answered(store_of(tmp_path, drawn[drawn > 0]), "repeat.concentration"))

    for name in ("gini", "top_1", "top_5", "top_10"):
        assert found[name].low <= found[f"{name}_by_chance"].value <= found[name].high, name


def test_a_prolific_few_are_far_above_the_chance_line(tmp_path):
    found = answered(store_of(tmp_path, [1] * 190 + [20] * 10), "repeat.concentration")

    shares = estimates(found)
    assert shares["top_5"].value == pytest.approx(100 * 200 / 390)
    assert shares["top_5"].low > shares["top_5_by_chance"].value
    assert found.estimates[0].name == "top_5"
    assert "most prolific 5 % of suspects account for 51.3 %" in found.finding


def test_harm_equals_occasions_where_every_occasion_weighs_the_same(tmp_path):
    store = store_of(tmp_path, [1] * 190 + [20] * 10)

    counted, weighed = (
        estimates(answered(store, "repeat.concentration", Power(measure=each))) for each in ("count", "harm")
    )
    for name in ("gini", "top_1", "top_5", "top_10"):
        assert weighed[name].value == pytest.approx(counted[name].value)
        expected = counted[f"{name}_by_chance"].value
        assert weighed[f"{name}_by_chance"].value == pytest.approx(expected, rel=0.01)


def profiles(*rows):
    return pd.DataFrame(rows, columns=["before", "after", "people"])


def test_the_same_fifty_stay_at_the_top():
    found = stayed(profiles((9, 9, 50), (1, 1, 100)))

    assert (found.share, found.edge, found.people) == (1, 9, 150)
    assert found.among_both == pytest.approx(50 / 150)
    assert found.among_all == pytest.approx(50 / 150)


def test_ties_for_the_last_places_are_shared_out():
    """100 people tie for 50 places in both years: each is in with one half, twice with a quarter."""
    found = stayed(profiles((3, 3, 100), (1, 0, 400)))

    assert found.share == pytest.approx(0.5)
    assert found.among_all == pytest.approx(0.1)
    assert found.among_both == pytest.approx(0.5)


def test_nobody_stays_where_all_change_places():
    found = stayed(profiles((5, 0, 50), (0, 5, 50), (1, 1, 10)))

    assert found.share == 0
    assert found.among_both == 0


@pytest.mark.parametrize("rows", [[(5, 5, 49)], [(5, 1, 60)], [(5, 5, 40), (1, 1, 60)]])
def test_too_few_prolific_are_no_top(rows):
    assert stayed(profiles(*rows)) is None


def dated(folder, *people):
    """A store of suspects, each given as the (day, district) of their offences; 2020 and 2021 whole."""
    ends = [(dt.date(2020, 1, 1), MEDWAY), (dt.date(2021, 12, 31), MEDWAY)]
    rows, who = [], []
    for person, times in enumerate([ends, *people]):
        for at, (day, district) in enumerate(times):
            name = f"{person}-{at}"
            rows.append(offence(name, day, 184.0, {"district": district}))
            who.append({"offence_id": name, "person": f"p{person}" if person else None})
    return make_store(folder, rows, involvements=who)


def days(year, times, district="E07000105"):
    return [(dt.date(year, 2, 1) + dt.timedelta(days=each), district) for each in range(times)]


def test_turnover_says_how_many_of_the_fifty_stayed(tmp_path):
    """25 lead both years, 25 the first and 25 others the second; 40 have one in each."""
    both = [days(2020, 3) + days(2021, 3)] * 25
    first, second = [days(2020, 3)] * 25, [days(2021, 3)] * 25
    store = dated(tmp_path, *both, *first, *second, *[days(2020, 1) + days(2021, 1)] * 40)
    found = answered(store, "repeat.turnover")

    row = found.table.iloc[0]
    assert (row["share"], row["occasions_of_the_last"], row["people"]) == (pytest.approx(50), 3, 115)
    assert row["among_recorded_in_both"] == pytest.approx(100 * 25 * 25 / 65 / 50)
    assert row["among_all_recorded"] == pytest.approx(100 * 50 / 115)
    # Wilson on 25 of 50
    assert (row["low"], row["high"]) == (pytest.approx(36.6, abs=0.1), pytest.approx(63.4, abs=0.1))
    assert found.finding.startswith("Of the 50 most prolific suspects of the year to December 2020, 50.0 %")


def test_two_offences_of_one_day_are_one_occasion(tmp_path):
    same_day = days(2020, 1) * 3
    found = answered(dated(tmp_path, same_day, days(2020, 2)), "repeat.careers")

    assert found.table["people"].tolist() == [1, 1, 0, 0, 0, 0]
    assert found.table["offences"].tolist() == [3, 2, 0, 0, 0, 0]


def test_filters_choose_careers_by_their_first_occasion(tmp_path):
    """Who began in Ashford is in with all they did; who began in Medway and went there later is not."""
    began, came = days(2020, 1) + days(2021, 2, MEDWAY), days(2020, 1, MEDWAY) + days(2021, 1)
    found = answered(dated(tmp_path, began, came), "repeat.careers", areas=("E07000105",))

    assert found.table["people"].tolist() == [0, 0, 1, 0, 0, 0]


def test_filters_choose_the_occasions_that_concentration_counts(tmp_path):
    few = [days(2020, 11) + days(2021, 5, MEDWAY)] * 10
    store = dated(tmp_path, *[days(2020, 1)] * 190, *few)
    found = estimates(answered(store, "repeat.concentration", areas=("E07000105",)))

    assert found["top_5"].value == pytest.approx(100 * 110 / 300)


def test_no_occasion_under_the_filters_is_nothing(tmp_path):
    store = dated(tmp_path, days(2020, 3), days(2021, 3))

    for name in ("repeat.careers", "repeat.concentration"):
        found = answered(store, name, areas=("E07000114",))
        assert (found.empty, found.estimates) == ("nothing", ())


@pytest.mark.parametrize(
    ("name", "careers", "kind"),
    [
        ("repeat.careers", [], "cannot"),
        ("repeat.concentration", [3], "enough"),
        ("repeat.concentration", [1] * 150, "enough"),
        ("repeat.concentration", [], "cannot"),
        ("repeat.turnover", [3], "enough"),
    ],
)
def test_too_few_people_say_so(name, careers, kind, tmp_path):
    found = answered(store_of(tmp_path, careers), name)

    assert (found.empty, found.estimates) == (kind, ())


def test_one_person_is_still_counted(tmp_path):
    found = answered(store_of(tmp_path, [3]), "repeat.careers")

    assert found.empty is None
    assert found.table["people"].sum() == 1


@pytest.mark.parametrize("name", ["repeat.concentration", "repeat.turnover"])
def test_less_than_a_year_is_not_enough(name, tmp_path):
    found = answered(store_of(tmp_path, [1] * 190 + [20] * 10, months=6), name)

    assert found.empty == "enough"
    assert "twelve" in found.finding


def test_one_year_has_no_next(tmp_path):
    found = answered(store_of(tmp_path, [5] * 200, months=12), "repeat.turnover")

    assert found.empty == "enough"
    assert "two whole years" in found.finding


def test_where_many_offences_have_no_weight_harm_is_given_both_ways(tmp_path):
    store = store_of(tmp_path, [1] * 190 + [20] * 10, weight=lambda person: None if person == 199 else 100.0)

    found = answered(store, "repeat.concentration", Power(measure="harm"))

    # ten people are 5 % of 200: nine with 20 × 100 and one with 100, or ten with 20 × 100
    table = found.table.set_index("label")["value"]
    assert table["Top 5 %, those without weight at 0"] == pytest.approx(100 * 18_100 / 37_000)
    assert table["Top 5 %, those without weight at 100"] == pytest.approx(100 * 20_000 / 39_000)
    assert found.empty is None
    assert "account for 48.9 % of it, or for 51.3 %" in found.finding
    assert "20 of 390 offences (5.1 %) have no severity weight: more than 1 %" in found.missing


def test_where_few_offences_have_no_weight_harm_is_one_figure(tmp_path):
    store = store_of(
        tmp_path, [1] * 190 + [20] * 10, weight=lambda person: None if person in (1, 2) else 100.0
    )

    found = answered(store, "repeat.concentration", Power(measure="harm"))

    assert list(found.table["label"])[2] == "Top 5 %"
    assert "2 of 390 offences have no severity weight and count as nothing" in found.missing


@pytest.mark.parametrize("weight", [None, 0.0])
def test_harm_without_weights_is_not_given(weight, tmp_path):
    store = store_of(tmp_path, [1] * 190 + [20] * 10, weight=weight)
    found = answered(store, "repeat.concentration", Power(measure="harm"))

    assert (found.empty, found.estimates) == ("cannot", ())
    assert "severity_weight" in found.finding


@pytest.mark.parametrize("name", NAMES)
def test_only_victims_cannot_say(name, tmp_path):
    found = answered(store_of(tmp_path, [3] * 10, role="victim"), name)

    assert found.empty == "cannot"
    assert "suspect" in found.finding
