"""Published extracts, end to end, against totals counted from the files by other means.

They are not part of the project: set VRU_REAL_DATA to a folder that holds them.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.ingest.loaded import loaded, rows
from vru import grids

FOLDER = Path(os.environ.get("VRU_REAL_DATA", ""))
pytestmark = pytest.mark.skipif(
    not os.environ.get("VRU_REAL_DATA"), reason="VRU_REAL_DATA names no folder of published extracts"
)


def reconciled(report):
    return all(each["read"] == each["loaded"] + each["quarantined"] + each["duplicates"] for each in report)


def test_police_uk_kent(tmp_path, monkeypatch):
    report, store = loaded(tmp_path, monkeypatch, "police_uk", *sorted(FOLDER.glob("*-kent-street.csv")))

    assert [each["read"] for each in report] == [19_396, 13_818, 8_438, 17_792]
    assert reconciled(report)
    # one of the 7,133 violent rows of January repeats another word for word
    assert rows(
        store,
        "select strftime(recorded_month, '%Y-%m'), count(*) from offence"
        " where offence_group = 'violence_and_sexual' group by all order by all",
    ) == [("2018-10", 7_699), ("2018-11", 5_037), ("2018-12", 2_484), ("2019-01", 7_132)]
    assert [each["duplicates"] for each in report] == [0, 0, 0, 1]
    assert rows(
        store,
        "select count(*) from offence where offence_group = 'violence_and_sexual' and district like 'E0%'"
        " and recorded_month = '2018-10-01' group by district order by 1 desc",
    ) == [(n,) for n in (1453, 794, 651, 613, 587, 549, 500, 461, 448, 428, 364, 324, 300)]
    assert rows(
        store,
        "select lsoa, count(*) from offence where offence_group = 'violence_and_sexual' and lsoa is not null"
        " group by all order by 2 desc limit 3",
    ) == [("E01033090", 330), ("E01016110", 221), ("E01024027", 195)]
    assert rows(
        store,
        "select strftime(month, '%Y-%m'), state from month_quality where basis = 'recorded' order by 1",
    ) == [
        ("2018-10", "complete"),
        ("2018-11", "incomplete"),
        ("2018-12", "incomplete"),
        ("2019-01", "complete"),
    ]


def test_new_york(tmp_path, monkeypatch):
    report, store = loaded(tmp_path, monkeypatch, "nypd_shootings", *FOLDER.glob("nypd_shooting*.csv"))

    assert [(each["read"], each["loaded"]) for each in report] == [(21_408, 21_408)]
    by_year = [2055, 1887, 1958, 1828, 1910, 1939, 1717, 1339, 1464, 1434, 1208, 969, 951]
    assert rows(
        store,
        "select count(*) from offence where committed_on < '2019-01-01'"
        " group by year(committed_on) order by year(committed_on)",
    ) == [(each,) for each in by_year]
    assert rows(
        store,
        "select count(*) filter (where offence_group = 'homicide'), count(distinct incident_id) from offence",
    ) == [(4_081, 16_862)]
    assert rows(
        store,
        "select count(*), count(*) filter (where v.age_low = s.age_low) from pair"
        " join involvement v on v.involvement = victim join involvement s on s.involvement = suspect"
        " where v.age_low is not null and s.age_low is not null",
    ) == [(10_978, 5_179)]


def test_points_of_new_york_in_feet_are_where_its_degrees_say(tmp_path, monkeypatch):
    (file,) = FOLDER.glob("nypd_shooting*.csv")
    _, store = loaded(tmp_path, monkeypatch, "nypd_shootings", file)
    published = pd.read_csv(file, usecols=["Longitude", "Latitude"])
    east, north = grids.moved(published["Longitude"], published["Latitude"], "EPSG:4326", "EPSG:32618")

    found = store.execute("select easting, northing from offence where location_quality = 'exact'").df()
    assert len(found) == len(published) == 21_408
    # each axis by itself in order: no row has a reference that would pair them
    for ours, theirs in ((found["easting"], east), (found["northing"], north)):
        assert np.abs(np.sort(ours) - np.sort(theirs)).max() < 3


def test_points_of_philadelphia(tmp_path, monkeypatch):
    (file,) = FOLDER.glob("phl_shootings*.csv")
    _, store = loaded(tmp_path, monkeypatch, "phl_shootings", file)
    north = pd.read_csv(file)["lat"].dropna()

    blank, exact = rows(
        store,
        "select location_quality, count(*), max(northing) - min(northing) from offence"
        " group by all order by 2",
    )
    assert blank == (None, 574, None)
    assert exact[:2] == ("exact", 14_287) == ("exact", len(north))
    # a degree of the meridian is 111.03 km long at 40 degrees
    assert exact[2] == pytest.approx(111_030 * (north.max() - north.min()), rel=0.005)


def test_philadelphia(tmp_path, monkeypatch):
    report, store = loaded(tmp_path, monkeypatch, "phl_shootings", *FOLDER.glob("phl_shootings*.csv"))

    assert [(each["read"], each["loaded"]) for each in report] == [(14_861, 14_861)]
    assert rows(
        store,
        "select count(*) from offence where committed_on < '2022-01-01'"
        " group by year(committed_on) order by year(committed_on)",
    ) == [(each,) for each in (1294, 1342, 1263, 1450, 1473, 2260, 2338)]
    assert rows(store, "select count(distinct incident_id) from offence") == [(14_861 - 1_406,)]
    # 217 blank, and 3 that nobody reaches made unknown
    assert rows(
        store, "select count(*) - count(age_low), count(*) filter (where age_low = 0) from involvement"
    ) == [(220, 13)]


def test_population(tmp_path, monkeypatch):
    _, store = loaded(
        tmp_path, monkeypatch, "population_ons_wide", *FOLDER.glob("*ltla21_single_year_age.csv")
    )

    assert rows(store, "select sum(residents)::int, count(distinct area) from population") == [
        (1_868_199, 13)
    ]


def test_hospital_workbook(tmp_path, monkeypatch):
    files = sorted(FOLDER.glob("hes_assault_sharp_object*"), key=lambda each: each.suffix, reverse=True)
    report, store = loaded(tmp_path, monkeypatch, "hes_assault", *files)

    assert [each["read"] for each in report] == [130, 130, 1_086, 120]
    assert reconciled(report)
    # the table of England by month says nothing that the workbook does not
    assert report[3]["duplicates"] == 120
    whole = "area = ? and episode = ? and sex is null and age_low is null"
    by_month = f"from admission where {whole} and period_to = last_day(period_from)"
    year = "year(period_from - interval 3 month)"
    england = [3888, 3730, 3643, 4119, 4434, 5053, 5149, 4757, 4091, 4108]
    assert store.execute(
        f"select sum(low)::int, sum(high)::int {by_month} group by {year} order by {year}",
        ["England", "consultant"],
    ).fetchall() == [(each, each) for each in england]
    # the published sums of rounded months: what is suppressed was left out of them
    assert store.execute(
        f"select sum(low) filter (low = high)::int {by_month} group by {year} order by {year}",
        ["South East", "admission"],
    ).fetchall() == [(each,) for each in (320, 290, 280, 340, 335, 400, 380, 355, 340, 355)]
    assert store.execute(
        f"select low from admission where {whole} and period_to > last_day(period_from) order by period_from",
        ["England", "consultant"],
    ).fetchall() == [(each,) for each in england]


def test_quarterly_knife_figures(tmp_path, monkeypatch):
    files = FOLDER.glob("ho_knife_serious_violence*")
    report, store = loaded(tmp_path, monkeypatch, "ho_knife_quarterly", *files)

    assert [(each["read"], each["loaded"]) for each in report] == 4 * [(1_848, 1_848)]
    year = "year(period_from - interval 3 month)"
    kent = f"from comparator where area = 'Kent' and measure = ? group by {year} order by {year}"
    for measure, figures in (
        ("Knife crime: all kinds compiled", [559, 387, 346, 370, 436, 501, 525, 565, 675, 793, 955]),
        ("Knife crime: homicide and serious injury", [16, 14, 6, 10, 11, 5, 11, 12, 7, 7, 15]),
    ):
        assert store.execute(f"select sum(value)::int {kent}", [measure]).fetchall() == [
            (each,) for each in figures
        ]
    assert rows(
        store, "select count(*) from comparator where period_to - period_from not between 89 and 91"
    ) == [(0,)]
