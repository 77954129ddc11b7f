"""Deprivation: files as they are published, the rate by tenth, areas of another census, what is missing."""

import dataclasses
import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from tests.answers.worlds import ASHFORD, MEDWAY
from tests.ingest.loaded import loaded, rows
from tests.ingest.test_samples import counts
from tests.stores import make_store
from vru.answers import question
from vru.demo.deprived import deprivation_table
from vru.demo.places import places
from vru.periods import add_months
from vru.selection import Selection

FIRST, MONTHS = dt.date(2022, 4, 1), 24  # to March 2024
IMD = "Index of Multiple Deprivation (IMD)"
HEADINGS = {
    2019: ("LSOA code (2011)", "LSOA name (2011)", "Local Authority District code (2019)",
           "Local Authority District name (2019)", f"{IMD} Score",
           f"{IMD} Rank (where 1 is most deprived)",
           f"{IMD} Decile (where 1 is most deprived 10% of LSOAs)", "Crime Score",
           "Total population: mid 2015 (excluding prisoners)"),
    2025: ("LSOA code (2021)", "LSOA name (2021)", "Local Authority District code (2024)",
           "Local Authority District name (2024)", f"{IMD} Score",
           f"{IMD} Rank (where 1 is most deprived)",
           f"{IMD} Decile (where 1 is most deprived 10% of LSOAs)", "Crime Score",
           "Total population: mid 2022"),
}  # fmt: skip
NAMES = {2019: "File_7_-_All_IoD2019_Scores.csv", 2025: "File_7_IoD2025_All_Ranks_Scores.csv"}
ROWS = (
    ("E01016016", "Medway 015A", MEDWAY, "Medway", "45.123", "1500", "1", "0.9", "1691"),
    ("E01016017", "Medway 015B", MEDWAY, "Medway", "12.5", "21000", "7", "0.1", "1760"),
    ("E01000001", "City of London 001A", "E09000001", "City of London", "6.2", "29000", "9", "0", "1465"),
    ("E01016018", "Medway 015C", MEDWAY, "Medway", "12.5", "21000", "11", "0.1", "1760"),
)


def published(folder: Path, edition: int) -> Path:
    path = folder / NAMES[edition]
    path.write_text("\n".join(",".join(each) for each in (HEADINGS[edition], *ROWS)) + "\n")
    return path


@pytest.mark.parametrize("edition", [2019, 2025])
def test_the_published_file_is_read_and_a_decile_that_is_none_is_refused(tmp_path, monkeypatch, edition):
    report, store = loaded(tmp_path, monkeypatch, f"imd_{edition}", published(tmp_path, edition))

    assert counts(report) == [(4, 3, 1, 0)]
    assert rows(store, "select lsoa, district, decile, score, residents from deprivation order by lsoa") == [
        ("E01000001", "E09000001", 9, 6.2, 1465),
        ("E01016016", MEDWAY, 1, 45.123, 1691),
        ("E01016017", MEDWAY, 7, 12.5, 1760),
    ]
    year = {2019: 2015, 2025: 2022}[edition]
    assert rows(store, "select distinct edition, residents_year from deprivation") == [(edition, year)]


def area(number):
    return f"E0101{number:04d}"


def world(folder, *, links=(), index=range(1, 11), code=area, placed=True, more=(), people=()):
    """A small area a tenth, 1,000 residents each; 11 − decile offences a month in each, in Medway."""
    made = list(more)
    for month in range(MONTHS):
        for decile in range(1, 11):
            for number in range(11 - decile):
                day = add_months(FIRST, month).replace(day=1 + number)
                made.append(
                    {"recorded_on": day, "district": MEDWAY, "lsoa": code(decile) if placed else None}
                )
    deprivation = [
        {"edition": 2019, "lsoa": area(decile), "district": MEDWAY, "decile": decile, "residents": 1_000,
         "residents_year": 2015}
        for decile in index
    ]  # fmt: skip
    elsewhere = {
        "edition": 2019,
        "lsoa": "E01000001",
        "district": "E09000001",
        "decile": 1,
        "residents": 9_999,
    }
    states = [
        {"basis": "recorded", "month": add_months(FIRST, at), "state": "complete"} for at in range(MONTHS)
    ]
    tables = {"month_quality": states, "area_link": links, "deprivation": [*deprivation, elsewhere]}
    tables["population_lsoa"] = people
    return make_store(folder, made, tables=tables if index else {"month_quality": states})


def answered(store, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    return question("districts.deprivation").ask(store, selection).answer()


@pytest.fixture(scope="module")
def ten(tmp_path_factory):
    with world(tmp_path_factory.mktemp("ten")) as store:
        yield store


def test_rates_are_those_of_the_latest_year_and_of_the_force_only(ten):
    table = answered(ten).table.set_index("decile")

    # 12 months of 11 − decile offences; London's 9,999 residents are none of the force's
    assert list(table["rate"]) == pytest.approx([12 * (11 - each) for each in range(1, 11)])
    assert set(table["residents"]) == {1_000}


def test_the_slope_is_the_difference_between_the_ends_of_the_line(ten):
    found = {each.name: each for each in answered(ten).estimates}["slope index of inequality"]

    # tenths in a straight line, 12 a step: from end to end ten steps
    assert found.value == pytest.approx(120)
    assert (found.low, found.high) == (pytest.approx(120), pytest.approx(120))


def test_small_areas_of_another_census_take_the_decile_of_what_they_became(tmp_path):
    def later(decile):
        return f"E0109{decile:04d}"

    links = [
        {"from_level": "lsoa", "from_code": area(each), "to_level": "lsoa", "to_code": later(each)}
        for each in range(1, 11)
    ]
    # the first of the new areas is made of two old ones of different deciles: it has none
    links.append({"from_level": "lsoa", "from_code": area(2), "to_level": "lsoa", "to_code": later(1)})
    with world(tmp_path, links=links, code=later) as store:
        found = answered(store)

    table = found.table.set_index("decile")
    assert table.loc[1, "offences"] == 0
    assert table.loc[3, "offences"] == 12 * 8
    assert "120 of 660 offences" in found.missing


def test_an_extract_that_cannot_answer_says_what_to_load(tmp_path):
    with world(tmp_path / "bare", index=()) as bare, world(tmp_path / "nowhere", placed=False) as nowhere:
        made = [answered(bare), answered(nowhere)]

    assert [each.empty for each in made] == ["cannot", "cannot"]
    assert "imd_2025" in made[0].finding
    assert "`lsoa`" in made[1].finding


def test_offences_without_a_small_area_of_the_index_are_counted(tmp_path):
    lost = [{"recorded_on": "2024-02-03", "district": MEDWAY, "lsoa": None}] * 66
    with world(tmp_path, more=lost) as store:
        found = answered(store)

    assert "66 of 726 offences of the latest year (9 %) have no small area" in found.missing


def test_later_residents_of_small_areas_stand_in_for_the_indexs_own(tmp_path):
    people = [
        {"year": year, "lsoa": area(decile), "age_low": 0, "age_high": 120, "residents": number,
         "kind": "estimate"}
        for decile in (1, 2)
        for year, number in ((2019, 1), (2020, 2_000))
    ]  # fmt: skip
    with world(tmp_path, people=people) as store:
        found = answered(store)
        rates = answered(store, areas=(MEDWAY,)).table.set_index("decile")["residents"]

    assert list(rates) == [2_000, 2_000, *[1_000] * 8]
    assert "estimates of mid-2020 in 2 of 10 small areas, else of mid-2015" in found.definition


def test_a_file_of_small_areas_with_a_column_per_age_is_read(tmp_path, monkeypatch):
    path = tmp_path / "madeup_lsoa11_single_year_age.csv"
    ages = [*map(str, range(90)), "90+"]
    lines = [f"lsoa11_name,lsoa11_code,total_population,{','.join(ages)}"]
    lines += [f"Made up,{code},910,{','.join(['10'] * 91)}" for code in (area(1), "nowhere")]
    path.write_text("\n".join(lines) + "\n")

    report, store = loaded(tmp_path, monkeypatch, "population_ons_lsoa", path)

    assert counts(report) == [(2, 1, 1, 0)]
    asked = (
        "select lsoa, year, count(*), sum(residents)::int, max(age_high) from population_lsoa group by all"
    )
    assert rows(store, asked) == [(area(1), 2020, 91, 910, 120)]
    assert rows(store, "select count(*) from population") == [(0,)]


def test_an_area_with_too_few_tenths_is_not_compared(tmp_path):
    with world(tmp_path, index=(1, 2)) as store:
        found = answered(store)

    assert found.empty == "enough"


def test_other_areas_have_their_own_residents(ten):
    found = answered(ten, areas=(ASHFORD,))

    assert found.empty in ("enough", "nothing")


def test_the_demos_areas_fall_into_ten_tenths_with_all_its_residents():
    made = places()
    table = deprivation_table(made, 1.0)

    sizes = table.groupby(table["decile"].astype(int)).size()
    assert list(sizes.index) == list(range(1, 11))
    assert sizes.max() - sizes.min() <= 1
    residents = table["residents"].astype(int)
    assert residents.sum() == pytest.approx(made.districts["residents_2020"].sum(), rel=0.001)
    crime = made.areas["crime"].groupby(table["decile"].astype(int)).mean()
    assert np.corrcoef(crime.index, crime)[0, 1] < -0.8
