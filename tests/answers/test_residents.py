"""Residents: the same areas, ages and sex as the offences, nobody counted twice."""

import pytest

from tests.answers import worlds
from tests.stores import make_store
from vru.answers import question, trends
from vru.selection import Selection


def people(*bands, year=2023):
    return [
        {"year": year, "area": worlds.MEDWAY, "sex": sex, "age_low": low, "age_high": high, "residents": each}
        for sex, low, high, each in bands
    ]


def asked(store, **given):
    plain = {"age_lows": None, "age_highs": None, "sex": None}
    return store.ask("residents", **{**plain, **given})[["residents", "cut"]].to_numpy().tolist()


def test_both_sexes_together_are_not_added_to_each(tmp_path):
    bands = people((None, 0, 120, 100), ("female", 0, 120, 51), ("male", 0, 120, 49))
    with make_store(tmp_path, worlds.offences(1), population=bands) as store:
        assert asked(store) == [[100, 0]]
        assert asked(store, sex="female") == [[51, 0]]


def test_sexes_are_added_where_they_come_apart_only(tmp_path):
    bands = people(("female", 0, 120, 51), ("male", 0, 120, 49))
    with make_store(tmp_path, worlds.offences(1), population=bands) as store:
        assert asked(store) == [[100, 0]]


def test_only_bands_that_lie_wholly_within_the_ages_count(tmp_path):
    bands = people((None, 10, 17, 7), (None, 18, 21, 3), (None, 22, 24, 4), (None, 25, 120, 80))
    with make_store(tmp_path, worlds.offences(1), population=bands) as store:
        assert asked(store, age_lows=[18], age_highs=[24]) == [[7, 0]]
        assert asked(store, age_lows=[18, 25], age_highs=[24, 34]) == [[7, 80]]


@pytest.mark.parametrize(("ages", "empty"), [(("18_24",), None), (("25_34",), "cannot")])
def test_a_rate_needs_bands_that_add_up_to_the_ages(tmp_path, ages, empty):
    rows = [{**each, "offence_id": f"o{at}"} for at, each in enumerate(worlds.offences(26, each=1))]
    suspects = [{"offence_id": f"o{at}", "age": 20 if at < 20 else 30} for at in range(26)]
    population = [
        row
        for year in (2020, 2023)
        for row in people((None, 0, 17, 900), (None, 18, 24, 1000), (None, 25, 120, 5000), year=year)
    ]
    with make_store(tmp_path, rows, involvements=suspects, population=population) as store:
        default = Selection.default(store.capabilities)
        selection = Selection(period=default.period, groups=default.groups, ages=ages)
        got = question("trends.monthly").ask(store, selection, trends.OPTIONS(measure="rate")).answer()

    assert got.empty == empty
    if empty is None:
        # one offence of 1,000 residents in April 2021, a month of 30 days
        assert got.table["value"].iloc[0] == pytest.approx(365.25 / 30)
