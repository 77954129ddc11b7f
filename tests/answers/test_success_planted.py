"""Success measures of made-up worlds: the planted counts are found."""

import datetime as dt

import pytest

from vru.answers.success_data import part, victims
from vru.answers.success_homicide_data import dead
from vru.demo import write
from vru.ingest import load
from vru.periods import Period
from vru.selection import Selection
from vru.store import open_store

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("success_planted")]
KEY = "a key for tests only, longer than thirty-two characters"


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    folder, store = tmp_path_factory.mktemp("success"), tmp_path_factory.mktemp("success_store")
    truth = write(folder, seed=11, offences=60_000)
    files = [folder / f"{each}.csv" for each in ("offences", "involvements", "population")]
    load(files, "contract", store=store, key=KEY, synthetic=True)
    with open_store(store) as opened:
        yield truth["realised"], opened


def financial(year):
    return Period(dt.date(int(year) - 1, 4, 1), dt.date(int(year), 3, 1))


def test_planted_knife_homicides_of_under_25s_are_found_year_by_year(planted):
    truth, store = planted
    found = dead(store, Selection.default(store.capabilities), "young")

    years = truth["knife_homicides_under_25"]
    seen = {year: found.number(found.counted, financial(year)) for year in years}
    # 1 % of offences lose their flags, some victims their age
    lost = [years[year] - seen[year] for year in years]
    assert sum(years.values()) >= 3
    assert all(each >= 0 for each in lost)
    assert sum(lost) <= 0.15 * sum(years.values()) + 1


def test_the_planted_knife_offences_bound_the_victims_of_all_ages(planted):
    truth, store = planted
    asked = victims(store, Selection.default(store.capabilities), "selected")
    homicides = dead(store, Selection.default(store.capabilities), "young")
    knife = (homicides.rows["knife"] == "yes").to_numpy()

    planted_years = truth["recorded_by_year"]["knife"]
    for year, number in planted_years.items():
        span = financial(year)
        killed = homicides.number(knife, span)
        # one victim an offence in this world; 1 % lose the flag
        assert part(asked, "all").total(span) + killed == pytest.approx(number, rel=0.03, abs=3)
