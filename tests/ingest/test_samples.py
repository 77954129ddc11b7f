"""The ready mappings, from file to store, on the bundled sample and on made-up look-alikes."""

import datetime as dt
from pathlib import Path

import pytest

from tests.ingest.loaded import loaded, rows
from vru.ingest.mapping import read_mapping
from vru.ingest.read import read
from vru.settings import ROOT

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = ROOT / "data" / "samples"


def counts(report):
    return [(each["read"], each["loaded"], each["quarantined"], each["duplicates"]) for each in report]


def test_police_uk(tmp_path, monkeypatch):
    report, store = loaded(tmp_path, monkeypatch, "police_uk", FIXTURES / "2018-10-madeup-street.csv")

    assert counts(report) == [(7, 6, 0, 1)]
    october = dt.date(2018, 10, 1)
    assert rows(
        store,
        "select offence_group, district, recorded_on, recorded_month, location_quality, outcome"
        " from offence order by offence_group, outcome",
    ) == [
        ("anti_social_behaviour", "E07000105", None, october, "snapped", None),
        ("anti_social_behaviour", "E07000105", None, october, "snapped", None),
        ("possession_of_weapons", "West Berkshire", None, october, "outside", "Local resolution"),
        ("robbery", None, None, october, None, "Investigation complete; no suspect identified"),
        ("violence_and_sexual", "E07000112", None, october, "snapped", "Offender fined"),
        ("violence_and_sexual", "E07000105", None, october, "snapped", "Unable to prosecute suspect"),
    ]


def test_nypd_shootings(tmp_path, monkeypatch):
    report, store = loaded(tmp_path, monkeypatch, "nypd_shootings", FIXTURES / "nypd_shooting_madeup.csv")

    assert counts(report) == [(6, 6, 0, 0)]
    assert rows(store, "select count(*), count(distinct incident_id) from offence") == [(6, 4)]
    assert rows(store, "select offence_group, count(*) from offence group by all order by all") == [
        ("homicide", 1),
        ("shooting", 5),
    ]
    assert rows(
        store,
        "select o.committed_from, o.district, v.age_low, v.age_high, s.age_low, s.age_high, s.sex"
        " from pair join offence o using (offence) join involvement v on v.involvement = victim"
        " join involvement s on s.involvement = suspect"
        " where o.committed_from > '2018-01-01' order by 1",
    ) == [
        (dt.datetime(2018, 12, 31, 0, 0), "BROOKLYN", 65, 120, None, None, "male"),
        (dt.datetime(2018, 12, 31, 1, 0), "BROOKLYN", 0, 17, 18, 24, "male"),
    ]


def test_phl_shootings(tmp_path, monkeypatch):
    report, store = loaded(tmp_path, monkeypatch, "phl_shootings", FIXTURES / "phl_shootings_madeup.csv")

    assert counts(report) == [(4, 4, 0, 0)]
    assert rows(
        store,
        "select offence_id, incident_id, committed_from, committed_precision, o.offence_group,"
        " public_place, age_low, sex from offence o join involvement using (offence) order by 1",
    ) == [
        ("11", "202100000001", dt.datetime(2021, 8, 1, 2, 40), "minute", "shooting", True, 25, "male"),
        ("12", "202100000001", dt.datetime(2021, 8, 1, 2, 40), "minute", "homicide", False, 0, "female"),
        ("13", "202100000002", dt.datetime(2021, 3, 26), "day", "unknown", None, None, "male"),
        ("14", "202100000003", dt.datetime(2021, 3, 27, 17, 45), "minute", "shooting", True, None, "male"),
    ]


def test_population_with_a_column_per_age(tmp_path, monkeypatch):
    path = FIXTURES / "madeup_ltla21_single_year_age.csv"

    report, store = loaded(tmp_path, monkeypatch, "population_ons_wide", path)

    assert counts(report) == [(2, 2, 0, 0)]
    assert rows(
        store,
        "select area, year, count(*), sum(residents), max(age_low), max(age_high)"
        " from population group by all order by all",
    ) == [("E06000035", 2020, 91, 2715, 90, 120), ("E07000105", 2020, 91, 905, 90, 120)]


def test_crime_and_nominals(tmp_path, monkeypatch):
    report, store = loaded(tmp_path, monkeypatch, "crime_nominal", SAMPLES / "crime_nominal.csv")

    ((read_rows, stored, quarantined, duplicates),) = counts(report)
    assert (read_rows, duplicates) == (345, 1)
    assert read_rows == stored + quarantined + duplicates
    assert rows(store, "select distinct reason from quarantine order by 1") == [
        ("bad_date",),
        ("code_became_date",),
    ]
    steps = dict(rows(store, "select step, sum(rows)::int from load_step group by all"))
    assert {
        "placeholder_person",
        "point_repaired",
        "unknown_code",
        "unknown_role",
        "unknown_district",
    } <= set(steps)
    assert rows(store, "select count(distinct offence_group) > 3, count(distinct status) from offence") == [
        (True, 3)
    ]


def test_the_workbook_of_the_sample_holds_what_its_csv_holds(tmp_path, monkeypatch):
    files = SAMPLES / "crime_nominal.csv", SAMPLES / "crime_nominal.xlsx"

    report, _ = loaded(tmp_path, monkeypatch, "crime_nominal", *files)

    (_, stored, quarantined, duplicates), second = counts(report)
    assert second == (345, 0, quarantined, stored + duplicates)


@pytest.mark.parametrize("path", [SAMPLES / "crime_nominal.csv", SAMPLES / "crime_nominal.xlsx"])
def test_no_dropped_column_is_read(path):
    mapping = read_mapping("crime_nominal")

    got = read(path, mapping.rule_for(path), mapping.options)

    cells = " ".join(str(each) for column in got.table.itercolumns() for each in column.to_pylist())
    for dropped in ("Testperson", "Foxtrot", "Made Up Street", "ZZ99", "quoted"):
        assert dropped not in cells


def test_homicide_victims(tmp_path, monkeypatch):
    report, store = loaded(tmp_path, monkeypatch, "mps_homicide_victims", SAMPLES / "homicide_victims.csv")

    # two victims alike in every column are two; one of whom nothing is known is an offence without a person
    assert counts(report) == [(10, 10, 0, 0)]
    assert rows(
        store,
        "select ho_code, count(*), count(*) filter (o.knife), count(*) filter (o.domestic),"
        " count(*) filter (o.knife is null) from offence o group by all order by all",
    ) == [("1", 8, 5, 2, 1), ("4.1", 2, 0, 1, 0)]
    assert rows(
        store,
        "select age_low, age_high, count(*) from involvement where role = 'victim' group by all order by all",
    ) == [(0, 12, 1), (13, 19, 2), (20, 24, 3), (25, 64, 2), (65, 120, 1)]
    assert rows(store, "select recorded_month, recorded_on from offence order by 1 limit 1") == [
        (dt.date(2023, 4, 1), None)
    ]
