"""Districts: the performance table and the funnel on stores that can be checked by hand."""

import dataclasses
import datetime as dt
import math

import pytest

from tests.answers.worlds import ASHFORD, MEDWAY, THANET, offences
from tests.stores import make_store
from vru.answers import question
from vru.answers.districts_options import Districts
from vru.errors import SelectionError
from vru.periods import Period, add_months
from vru.selection import Selection

FIRST, MONTHS = dt.date(2018, 4, 1), 72  # to March 2024
DARTFORD, GRAVESHAM = "E07000107", "E07000109"
USUAL = {MEDWAY: 60, ASHFORD: 20, THANET: 30, DARTFORD: 24, GRAVESHAM: 24}
RESIDENTS = {MEDWAY: 100_000, ASHFORD: 50_000, THANET: 40_000, DARTFORD: 40_000, GRAVESHAM: 40_000}


def world(folder, usual=USUAL, *, residents=RESIDENTS, groups=("robbery",), more=(), lost=(), index=()):
    """The same every month, but in the last year Thanet has half as many again; `lost` are (area, month)."""
    rows = list(more)
    for area, each in usual.items():
        numbers = [each + each // 2 * (area == THANET and at >= MONTHS - 12) for at in range(MONTHS)]
        numbers = [0 if (area, at) in lost else number for at, number in enumerate(numbers)]
        for group in groups:
            halves = [number // len(groups) for number in numbers]
            rows += offences(MONTHS, each=halves, district=area, first=FIRST, offence_group=group)
    people = [
        {"year": year, "area": area, "age_low": 0, "age_high": 120, "residents": number}
        for year in range(2017, 2025)
        for area, number in residents.items()
    ]
    states = [
        {"basis": "recorded", "month": add_months(FIRST, at), "state": "complete"} for at in range(MONTHS)
    ]
    return make_store(folder, rows, population=people, tables={"month_quality": states, "deprivation": index})


@pytest.fixture(scope="module")
def five(tmp_path_factory):
    with world(tmp_path_factory.mktemp("five")) as store:
        yield store


def answered(store, name="districts.performance", *, options=None, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    return question(name).ask(store, selection, Districts(**(options or {}))).answer()


def rows_of(answer):
    return answer.table.set_index("area")


def test_numbers_by_which_somebody_may_be_picked_out_are_named_in_the_caption(five, tmp_path):
    few = offences(1, each=[3], district=DARTFORD, first=dt.date(2024, 1, 1), offence_group="robbery")
    with world(tmp_path, {MEDWAY: 60, ASHFORD: 20}, more=few) as store:
        found = answered(store)

    assert rows_of(found).loc["Dartford", "this_year"] == 3
    # Dartford's own, in its row: totals are larger
    assert "1 of the numbers is from 1 to 4, by which somebody may be picked out" in found.definition
    assert "picked out" not in answered(five).definition


def test_the_table_holds_each_year_and_the_totals_with_and_without_medway(five):
    table = rows_of(answered(five))

    assert list(table.index) == [
        "Ashford", "Dartford", "Gravesham", "Medway", "Thanet", "All 5 districts", "Without Medway",
    ]  # fmt: skip
    assert list(table["year_before"]) == [240, 288, 288, 720, 360, 1_896, 1_176]
    assert list(table["this_year"]) == [240, 288, 288, 720, 540, 2_076, 1_356]
    assert table.loc["Thanet", "change"] == pytest.approx(50)
    assert table.loc["Thanet", ["arrow", "verdict"]].tolist() == ["▲", "higher"]
    assert set(table.drop(index=["Thanet", "All 5 districts", "Without Medway"])["verdict"]) == {
        "no clear change"
    }
    assert table.loc["Ashford", "rate"] == pytest.approx(4.8, rel=0.003)
    assert table.loc["Without Medway", "rate"] == pytest.approx(1_356 / 170, rel=0.003)


def test_a_change_agrees_with_the_trends_page(five):
    mine = rows_of(answered(five))
    theirs = answered(five, "trends.change").table.set_index("label")

    for name in ("Thanet", "Ashford"):
        assert list(mine.loc[name, ["change", "change_low", "change_high"]]) == pytest.approx(
            list(theirs.loc[name, ["change", "low", "high"]])
        )


def test_the_finding_says_who_rose(five):
    found = answered(five)

    assert found.finding == (
        "Of 5 districts, 1 rose clearly in the year to March 2024 against the year before, none fell. "
        "Rose: Thanet +50 %."
    )


def test_a_baseline_may_end_in_any_month_and_is_left_out_where_the_data_does_not_reach(five):
    kept = answered(five, options={"baseline": "2020-09"})
    far = answered(five, options={"baseline": "2011-03"})

    assert rows_of(kept).loc["Thanet", ["baseline", "baseline_change"]].tolist() == [360, pytest.approx(50)]
    assert rows_of(far)["baseline"].isna().all()
    assert "the year to March 2011, is not in the data" in far.definition
    with pytest.raises(SelectionError, match="last month of the baseline year"):
        Districts(baseline="2019")


def test_ranks_have_intervals_and_no_rank_stands_without_them(five):
    table = rows_of(answered(five))

    listed = table.loc[["Ashford", "Dartford", "Gravesham", "Medway", "Thanet"]]
    assert (listed["rank_low"] <= listed["rank"]).all()
    assert (listed["rank"] <= listed["rank_high"]).all()
    assert listed.loc["Thanet", ["rank", "rank_low", "rank_high"]].tolist() == [1, 1, 1]
    # 288 in 40,000 and 720 in 100,000 are one rate: their places are open
    assert listed.loc["Medway", "rank_high"] >= 3
    assert table.loc[["All 5 districts", "Without Medway"], "rank"].isna().all()


@pytest.mark.parametrize(
    ("order", "first"), [("name", "Ashford"), ("now", "Medway"), ("change", "Thanet"), ("rate", "Thanet")]
)
def test_rows_are_sorted_as_asked_and_totals_stay_at_the_end(five, order, first):
    table = answered(five, options={"order": order}).table

    assert table["area"][0] == first
    assert list(table["area"])[-2:] == ["All 5 districts", "Without Medway"]


def test_two_districts_of_one_partnership_are_one_row(five):
    for asked in (answered(five, options={"level": "csp"}), answered(five, level="csp")):
        table = rows_of(asked)

        assert table.loc["Dartford and Gravesham", ["year_before", "this_year"]].tolist() == [576, 576]
        assert table.loc["Dartford and Gravesham", "rate"] == pytest.approx(7.2, rel=0.003)
        assert "All 4 partnerships" in table.index


def test_the_area_filter_marks_rows_and_leaves_none_out(five):
    found = answered(five, areas=(THANET,))

    assert len(found.table) == 7
    assert list(found.table.loc[found.table["chosen"], "area"]) == ["Thanet"]
    assert "all areas" in found.selected


def test_without_residents_there_are_numbers_and_no_rates(tmp_path):
    with world(tmp_path, residents={}) as store:
        found, shape = answered(store), answered(store, "districts.funnel")

    assert rows_of(found).loc["Thanet", "this_year"] == 540
    assert found.table[["rate", "rank"]].isna().all(axis=None)
    assert "No rates: Rates need residents" in found.definition
    assert shape.empty == "cannot"
    assert "population.csv" in shape.finding


def test_a_district_without_an_offence_of_the_kind_has_0_and_an_upper_limit(tmp_path):
    dover = "E07000108"
    other = offences(MONTHS, each=5, district=dover, first=FIRST, offence_group="sexual_offences")
    with world(tmp_path, residents=RESIDENTS | {dover: 50_000}, more=other) as store:
        table = rows_of(answered(store, groups=("robbery",)))
        shape = answered(store, "districts.funnel", groups=("robbery",)).table.set_index("area")

    row = table.loc["Dover"]
    assert (row["this_year"], row["rate"], row["rate_low"]) == (0, 0, 0)
    # the upper limit of no event at 97.5 % is −ln 0.025 events
    assert row["rate_high"] == pytest.approx(-math.log(0.025) / 50, rel=0.003)
    assert row["verdict"] == "cannot tell"
    assert shape.loc["Dover", "rate"] == 0


def test_one_district_is_compared_with_nobody(tmp_path):
    with world(tmp_path, {THANET: 30}) as store:
        found, shape = answered(store), answered(store, "districts.funnel")

    assert list(found.table["area"]) == ["Thanet"]
    assert found.table["rank"].isna().all()
    assert found.finding.startswith("Of 1 district, 1 rose clearly")
    assert shape.empty == "enough"


def test_an_extract_of_another_place_keeps_its_own_areas(tmp_path):
    with world(tmp_path, {"BRONX": 30, "QUEENS": 20, "75": 9}, residents={}) as store:
        found = answered(store)
        partnerships = answered(store, options={"level": "csp"})

    assert list(found.table["area"]) == ["Bronx", "District 75", "Queens", "All 3 districts"]
    assert partnerships.empty == "cannot"


def test_months_that_a_district_lacks_are_in_neither_of_its_years(tmp_path):
    lost = {(MEDWAY, MONTHS - 4), (MEDWAY, MONTHS - 3)}
    with world(tmp_path, groups=("robbery", "sexual_offences"), lost=lost) as store:
        found = answered(store)

    row = rows_of(found).loc["Medway"]
    assert (row["this_year"], row["year_before"]) == (600, 600)
    assert row["rate"] == pytest.approx(7.2, rel=0.01)
    assert "Medway (December 2023, January 2024)" in found.missing


def test_a_short_extract_says_so(five):
    short = answered(five, period=Period(dt.date(2018, 4, 1), dt.date(2018, 9, 1)))

    assert short.empty == "enough"
    assert "twelve whole months" in short.finding


def test_the_funnel_says_who_lies_outside_and_how_wide_usual_differences_are(five):
    found = answered(five, "districts.funnel", areas=(THANET,))

    table = found.table.set_index("area")
    assert table.loc["Thanet", "kind"] == "chosen"
    assert table.loc["Thanet", "rate"] == pytest.approx(13.5, rel=0.003)
    assert (table["limit_998_low"] <= table["limit_95_low"]).all()
    outside = (table["rate"] > table["limit_95_high"]) | (table["rate"] < table["limit_95_low"])
    assert list(outside) == list(table["place"] != "inside")
    assert {each.name: each.value for each in found.estimates}["over_dispersion"] > 1


def test_deprivation_makes_areas_alike_where_an_index_is_loaded(tmp_path):
    equal = dict.fromkeys(USUAL, 40_000)
    deciles = {MEDWAY: 1, ASHFORD: 9, THANET: 1, DARTFORD: 2, GRAVESHAM: 3}
    index = [
        {"edition": 2019, "lsoa": f"E0101{at:04d}", "district": area, "decile": decile, "residents": 1_500}
        for at, (area, decile) in enumerate(deciles.items())
    ]
    with world(tmp_path, residents=equal, index=index) as store:
        found = answered(store, "districts.funnel", areas=(THANET,))

    similar = found.table.loc[found.table["kind"] == "similar", "area"]
    assert set(similar) == {"Medway", "Dartford", "Gravesham"}
    assert "the mean deprivation tenth" in found.definition


def test_the_most_similar_areas_are_those_of_like_size_where_only_size_is_known(five):
    found = answered(five, "districts.funnel", areas=(THANET,))

    # 40,000 residents each, then 50,000; Medway has 100,000
    assert set(found.table.loc[found.table["kind"] == "similar", "area"]) == {
        "Ashford",
        "Dartford",
        "Gravesham",
    }
    assert "Most like Thanet: Ashford, Dartford, Gravesham." in found.finding
