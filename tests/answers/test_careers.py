"""Careers on small stores whose numbers can be checked by hand, and on those that cannot answer."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from tests.answers.worlds import ASHFORD, MEDWAY
from tests.stores import make_store
from vru.answers import careers
from vru.measures import rates
from vru.periods import Period
from vru.selection import Selection

NAMES = [each.name for each in careers.QUESTIONS]
YEARS = range(2012, 2020)


def ask(store, question, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    return question.ask(store, selection).answer()


def residents(years=range(2010, 2022), area=MEDWAY, each=1_000):
    return [
        {"year": year, "area": area, "age_low": age, "age_high": age, "residents": each}
        for year in years
        for age in range(10, 60)
    ]


def offence(day, **given):
    return {"committed_on": day, "recorded_on": day, "district": MEDWAY, **given}


class World:
    """Offences with the people in them, one line each."""

    def __init__(self):
        self.offences, self.involvements = [], []

    def add(self, day, *, suspects=(), victims=(), ages=None, **given):
        name = f"o{len(self.offences) + 1}"
        self.offences.append(offence(day, offence_id=name, **given))
        for role, people in (("suspect", suspects), ("victim", victims)):
            self.involvements += [
                {"offence_id": name, "role": role, "person": each, "age": (ages or {}).get(each)}
                for each in people
            ]
        return self

    def store(self, folder, **more):
        return make_store(folder, self.offences, self.involvements, **more)


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    """Forty a year of those born in 1992, and twenty a year of all who are 40: nobody else."""
    world = World()
    for year in YEARS:
        for at in range(40):
            world.add(f"{year}-07-01", suspects=[f"g{at}"], ages={f"g{at}": year - 1992})
        for at in range(20):
            world.add(f"{year}-07-02", suspects=[f"m{year}{at}"], ages={f"m{year}{at}": 40})
        # a second day in the year is the same suspect
        world.add(f"{year}-08-02", suspects=["g0"], ages={"g0": year - 1992})
    world.add("2012-01-01").add("2019-12-31")
    with world.store(tmp_path_factory.mktemp("generation"), population=residents()) as store:
        yield store


def test_a_generation_is_the_diagonal_of_the_surface(generation):
    found = ask(generation, careers.cohorts).table

    rows = found[(found["suspects"] > 0) & (found["age"] != 40)]
    assert rows[["born", "period", "ages", "suspects"]].to_numpy().tolist() == [
        [1992, "2 years to December 2013", "20 to 21", 80],
        [1992, "2 years to December 2015", "22 to 23", 80],
        [1992, "2 years to December 2017", "24 to 25", 80],
        [1992, "2 years to December 2019", "26 to 27", 80],
    ]
    assert rows["rate"].tolist() == pytest.approx([20.0] * 4, rel=0.01)
    assert found["suspects"].sum() == 8 * 60


def test_the_peak_moves_with_the_generation(generation):
    found = ask(generation, careers.cohorts)

    assert "at ages 20 to 21 in the 2 years to December 2013" in found.finding
    assert "then at 26 to 27 in those to December 2019" in found.finding
    assert "cannot be told apart" in found.definition


def test_generations_are_compared_at_the_same_age(generation):
    found = ask(generation, careers.by_age)

    assert (
        "At ages 40 to 41 those born about 1978 were suspects neither clearly more nor clearly less"
        in found.finding
    )
    assert found.estimates[0].value == pytest.approx(0, abs=1)
    assert [each.name for each in found.chart.series][-1] < "Born about 1975"


def test_the_area_filter_selects_occasions_and_residents(generation):
    found = ask(generation, careers.cohorts, areas=(ASHFORD,))

    assert found.empty == "cannot"
    assert "No residents are loaded for the chosen areas" in found.finding


def together(folder):
    """Of four offences with suspects two have two; the pair a and b on two days; one offence names nobody."""
    world = World()
    ages = {"a": 20, "b": 22, "c": 40, "d": 41}
    world.add("2020-01-01", suspects="ab", victims="v", ages=ages, domestic=False)
    world.add("2020-02-01", suspects="ab", victims="w", ages=ages, domestic=False)
    world.add("2020-03-01", suspects="c", victims="v", ages=ages, domestic=True)
    world.add("2020-04-01", suspects="d", victims="c", ages=ages, domestic=True)
    world.add("2020-05-01", victims="v")
    return world.store(folder)


def test_shares_of_offences_and_suspects_with_another_suspect(tmp_path):
    with together(tmp_path) as store:
        found = ask(store, careers.co_offending)

    assert found.table[["label", "units", "together"]].to_numpy().tolist() == [["All offences", 4, 2]]
    assert found.estimates[0].value == 50
    assert 10 < found.estimates[0].low < 50 < found.estimates[0].high < 90
    assert found.missing.startswith("1 of 5 offences (20 %) name no suspect.")


def test_a_source_that_keeps_one_suspect_an_offence_cannot_say(tmp_path):
    world = World()
    for at in range(200):
        world.add(f"2020-01-{1 + at % 28:02d}", suspects=[f"s{at}"])
    with world.store(tmp_path) as store:
        found = ask(store, careers.co_offending)

    assert found.empty == "cannot"
    assert "seems to keep one each" in found.finding


def test_people_by_the_number_of_others(tmp_path):
    with together(tmp_path) as store:
        found = ask(store, careers.degree)

    assert found.table.head(3).to_numpy().tolist() == [["Nobody", 2, 0], ["1", 2, 2], ["2", 0, 0]]
    assert "Of 4 people" in found.finding
    assert "2 with the same person on two days or more" in found.finding


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    """Thirty domestic pairs of which nine come again and three are turned round; forty others, one again."""
    world = World().add("2018-01-01").add("2021-12-31")
    first = dt.date(2019, 6, 1)
    for at in range(30):
        pair = {"suspects": [f"s{at}"], "victims": [f"v{at}"], "domestic": True}
        world.add(str(first), **pair)
        if at < 9:
            world.add(str(first + dt.timedelta(365)), **pair)
        elif at < 15:
            world.add(str(first + dt.timedelta(366)), **pair)  # a day too late
        elif at < 18:
            world.add(str(first + dt.timedelta(9)), suspects=[f"v{at}"], victims=[f"s{at}"], domestic=True)
        elif at < 20:
            world.add(str(first), **pair)  # the same day is the same occasion
    for at in range(40):
        pair = {"suspects": [f"x{at}"], "victims": [f"y{at}"], "domestic": False}
        world.add(str(first), **pair)
        if at == 0:
            world.add(str(first + dt.timedelta(100)), **pair)
    with world.store(tmp_path_factory.mktemp("pairs")) as store:
        yield store


def test_the_same_pair_again_keeps_its_direction(pairs):
    found = ask(pairs, careers.same_pair, period=Period(dt.date(2019, 1, 1), dt.date(2019, 6, 1)))

    # the three turned round are first occasions of pairs of their own, and turned in their own eyes never
    assert found.table[["label", "pairs", "again", "turned"]].to_numpy().tolist() == [
        ["All pairs", 73, 10, 3],
        ["Domestic", 33, 9, 3],
        ["Not domestic", 40, 1, 0],
    ]
    assert found.estimates[0].value == pytest.approx(100 * 10 / 73)


def test_the_domestic_filter_selects_first_occasions(pairs):
    found = ask(pairs, careers.same_pair, domestic="no")

    assert found.table["pairs"].tolist() == [40, 40]


def test_pairs_that_share_a_person_widen_the_limits_as_counted_two_by_two(tmp_path):
    """Every two pairs with a person in common, either way round, bring the product of what they stray by."""
    drawn = np.random.default_rng(3)
    world, first, again = World().add("2018-01-01").add("2021-12-31"), dt.date(2019, 6, 1), {}
    for one, other in {tuple(drawn.choice(14, 2, replace=False).tolist()) for _ in range(60)}:
        again[one, other] = one % 3 == 0  # a person's pairs are alike
        for day in (first, first + dt.timedelta(90))[: 1 + again[one, other]]:
            world.add(str(day), suspects=[f"p{one}"], victims=[f"p{other}"], domestic=True)
    with world.store(tmp_path) as store:
        row = ask(
            store, careers.same_pair, period=Period(dt.date(2019, 1, 1), dt.date(2019, 6, 1))
        ).table.iloc[0]

    share = sum(again.values()) / len(again)
    squares = sum((again[i] - share) * (again[j] - share) for i in again for j in again if set(i) & set(j))
    couples = len({frozenset(each) for each in again})
    variance = couples / (couples - 1) * squares / len(again) ** 2
    effective = share * (1 - share) / variance
    _, low, high, *_ = rates.proportion(share * effective, effective)
    assert effective < len(again) / 2
    assert row[["value", "low", "high"]].tolist() == pytest.approx(
        [100 * share, 100 * float(low[0]), 100 * float(high[0])]
    )


def test_a_short_period_is_said_to_be_too_short(pairs):
    found = ask(pairs, careers.same_pair, period=Period(dt.date(2018, 2, 1), dt.date(2018, 5, 1)))

    assert found.empty == "enough"
    assert "January 2019 to December 2020" in found.finding


@pytest.fixture(params=["nothing", "one person", "no ages", "victims only", "backwards", "short"])
def poor(request, tmp_path):
    world = World()
    if request.param == "one person":
        for year in YEARS:
            world.add(f"{year}-03-01", suspects=["a"], victims=["b"], ages={"a": 30})
    elif request.param == "no ages":
        for year in YEARS:
            world.add(f"{year}-03-01", suspects=[f"a{year}"])
    elif request.param == "victims only":
        world.add("2012-03-01", victims=["a"]).add("2020-03-01", victims=["a"])
    elif request.param == "backwards":
        for year in YEARS:
            world.add(f"{year}-03-01", suspects=["a"], victims=["a"], ages={"a": 2050 - year})
    elif request.param == "short":
        world.add("2012-03-01", suspects=["a"], ages={"a": 30}).add(
            "2012-06-01", suspects=["b"], ages={"b": 10}
        )
    else:
        world.add("2012-03-01").add("2020-03-01")
    with world.store(tmp_path, population=residents()) as store:
        yield store


@pytest.mark.parametrize("question", careers.QUESTIONS, ids=NAMES)
def test_poor_data_gets_a_remedy_and_no_number_without_data(poor, question):
    found = ask(poor, question)
    found.to_json()

    assert found.finding.endswith(".")
    assert found.empty or all(each.value is not None for each in found.estimates)
    if question in (careers.cohorts, careers.by_age, careers.same_pair):
        assert found.empty in ("cannot", "enough", "nothing")


@pytest.mark.parametrize("question", careers.QUESTIONS, ids=NAMES)
def test_a_selection_without_anything_is_empty(generation, question):
    found = ask(generation, question, domestic="yes")

    assert found.empty
    assert found.table.empty
