"""Daily weather as its publishers write it: units, marks, gaps, several files of one station."""

import datetime as dt
import os
from pathlib import Path

import pytest

from tests.ingest.desk import Desk, counts
from vru.errors import InputError
from vru.ingest import weather_mapping

WEATHER = ["day", "station", "mean_c", "max_c", "min_c", "rain_mm"]
JANUARY = dt.date(2024, 1, 1)

# year, day of the month, twelve months: 1, 2, 30 and 31 of 2023
LEGACY = """\
 2023    1   36   60   34  110  161  146  141  205  167  116   91   55          \r
 2023    2   38   56   31   99  155  125  126  239  180  136   66  -21          \r
 2023   30   10 -999   50   90  100  130  150  160  140  110 -999   40          \r
 2023   31   20 -999   60 -999  110 -999  150  160 -999  110 -999   45          \r
"""
GHCN = """\
"STATION","DATE","LATITUDE","LONGITUDE","ELEVATION","NAME","PRCP","PRCP_ATTRIBUTES","TMAX","TMAX_ATTRIBUTES","TMIN","TMIN_ATTRIBUTES"
"UKE00105","2024-01-01","51.1","0.9","9.0","MADE UP, UK","  12",",,E","   81",",,E","   23",",,E"
"UKE00105","2024-01-02","51.1","0.9","9.0","MADE UP, UK","   0","T,,E","  391",",I,E","  -14",",,E"
"UKE00105","2024-01-04","51.1","0.9","9.0","MADE UP, UK",,,"   74",",,E",,
"""


# the same days with a row for each reading; NOAA publishes it with headings and without
LONG = """\
ID,DATE,ELEMENT,DATA_VALUE,M_FLAG,Q_FLAG,S_FLAG,OBS_TIME
UKE00105123,20240101,TMAX,81,,,E,
UKE00105123,20240101,TMIN,23,,,E,
UKE00105123,20240101,PRCP,12,,,E,0900
UKE00105123,20240101,SNWD,0,,,E,
UKE00105123,20240102,TMAX,391,,I,E,
UKE00105123,20240102,TMIN,-14,,,E,
UKE00105123,20240102,PRCP,0,T,,E,
UKE00105123,20240104,TMAX,74,,,E,
"""
HEADLESS = LONG.partition("\n")[2]


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def bring(desk, *named, station=None, mapping=None):
    files = []
    for name, text in named:
        files.append(desk.folder / name)
        files[-1].write_bytes(text.encode())
    return desk.load(*files, mapping=mapping or weather_mapping(files, station))


def rows(desk, columns=WEATHER):
    return desk.raw(columns, "weather", order=["day", "station"])


def test_central_england_of_old_has_months_side_by_side_in_tenths(desk):
    report = bring(desk, ("cetdl1772on.dat", LEGACY))

    assert counts(report) == [(4, 4, 0, 0, 0)]
    found = {day: mean for day, mean in desk.raw(["day", "mean_c"], "weather")}
    assert len(found) == 12 + 12 + 11 + 7
    assert found[dt.date(2023, 12, 2)] == -2.1
    assert (found[dt.date(2023, 1, 31)], found[dt.date(2023, 11, 30)]) == (2.0, None)
    assert dt.date(2023, 2, 28) not in found


def test_a_reading_on_a_day_that_is_none_refuses_its_row(desk):
    report = bring(desk, ("cetdl1772on.dat", LEGACY.replace("20 -999", "20   55")))

    assert counts(report) == [(4, 3, 1, 0, 0)]
    assert desk.raw(["row", "reason", "column_name"], "quarantine") == [(4, "bad_date", "day")]


def test_central_england_of_today_comes_in_three_files_that_fill_one_row(desk):
    mean, high, low = (f"Date       Value\n2024-01-01    {v}\n2024-01-02  -99.9\n" for v in (5.1, 8.4, 2.2))

    report = bring(
        desk,
        ("meantemp_daily_totals.txt", mean),
        ("maxtemp_daily_totals.txt", high),
        ("mintemp_daily_totals.txt", low),
    )

    assert [each[:3] for each in counts(report)] == [(2, 2, 0), (2, 1, 0), (2, 1, 0)]
    assert rows(desk) == [
        (JANUARY, "Central England", 5.1, 8.4, 2.2, None),
        (dt.date(2024, 1, 2), "Central England", None, None, None, None),
    ]


def test_meteostat_names_no_station_and_keeps_gaps(desk):
    text = (
        "date,tavg,tmin,tmax,prcp,snow,wdir,wspd,wpgt,pres,tsun\n"
        "2024-01-01 00:00:00,5.1,2.0,8.2,0.4,,210,18.4,,1002.1,\n2024-01-03,,1.0,7.5,,,,,,,\n"
    )

    bring(desk, ("03797.csv", text))
    bring(desk, ("export.csv", text), station="Manston")

    assert rows(desk) == [
        (JANUARY, "03797", 5.1, 8.2, 2.0, 0.4),
        (JANUARY, "Manston", 5.1, 8.2, 2.0, 0.4),
        (dt.date(2024, 1, 3), "03797", None, 7.5, 1.0, None),
        (dt.date(2024, 1, 3), "Manston", None, 7.5, 1.0, None),
    ]


def test_noaa_gives_tenths_and_a_reading_that_failed_its_checks_is_unknown(desk):
    report = bring(desk, ("UKE00105.csv", GHCN))

    assert counts(report) == [(3, 3, 0, 0, 0)]
    assert rows(desk) == [
        (JANUARY, "UKE00105", None, 8.1, 2.3, 1.2),
        (dt.date(2024, 1, 2), "UKE00105", None, None, -1.4, 0.0),
        (dt.date(2024, 1, 4), "UKE00105", None, 7.4, None, None),
    ]
    assert desk.raw(["column_name", "step", "rows"], "load_step") == [("max_c", "failed_quality", 1)]


@pytest.mark.parametrize("text", [LONG, HEADLESS], ids=["headings", "bare"])
def test_noaa_with_a_row_for_each_reading_gives_the_same_days(desk, text):
    report = bring(desk, ("2024.csv", text))

    assert counts(report) == [(8, 7, 1, 0, 0)]
    assert rows(desk) == [
        (JANUARY, "UKE00105123", None, 8.1, 2.3, 1.2),
        (dt.date(2024, 1, 2), "UKE00105123", None, None, -1.4, 0.0),
        (dt.date(2024, 1, 4), "UKE00105123", None, 7.4, None, None),
    ]
    assert desk.raw(["column_name", "step", "rows"], "load_step") == [("max_c", "failed_quality", 1)]
    assert desk.raw(["row", "reason", "column_name"], "quarantine") == [
        (5 if text is LONG else 4, "other_element", "ELEMENT")
    ]


def test_each_row_of_the_long_form_counts_once(desk):
    bring(desk, ("2024.csv", LONG))
    more = [
        "UKE00105123,20240101,TMAX,81,,,E,",  # as the store has it
        "UKE00105123,20240104,TMAX,75,,,E,",  # another value than the store's
        "UKE00105123,20240104,TMIN,12,,,E,",  # new
        "UKE00105123,20240104,TMIN,12,,,E,",  # as the row before
        "UKE00105123,20240105,TMIN,10,,,E,",  # the next row says otherwise
        "UKE00105123,20240105,TMIN,11,,,E,",
        "UKE00105123,20240106,TMIN,cold,,,E,",
        "UKE00105123,20249906,TMIN,10,,,E,",
        "UKE00105123,20240106,,10,,,E,",
        "UKE00105123,20240102,TMIN,55,,S,E,",  # failed its checks: what the store holds stays
    ]

    report = bring(desk, ("more.csv", "\n".join([*more, ""])))

    assert counts(report) == [(10, 2, 5, 3, 1)]
    assert [(each[0].day, *each[3:5]) for each in rows(desk)] == [
        (1, 8.1, 2.3),
        (2, None, -1.4),
        (4, 7.5, 1.2),
    ]
    assert desk.raw(["file", "row", "reason"], "quarantine")[1:] == [
        ("more.csv", 5, "row_differs"),
        ("more.csv", 6, "row_differs"),
        ("more.csv", 7, "bad_number"),
        ("more.csv", 8, "bad_date"),
        ("more.csv", 9, "other_element"),
    ]


def test_two_stations_of_one_long_file_stay_apart(desk):
    other = "\n".join(each.replace("123,", "999,", 1) for each in HEADLESS.splitlines() if ",TMAX," in each)

    report = bring(desk, ("2024.csv", HEADLESS + other + "\n"))

    assert counts(report) == [(11, 10, 1, 0, 0)]
    assert [each[:2] + each[3:4] for each in rows(desk) if each[1].endswith("999")] == [
        (JANUARY, "UKE00105999", 8.1),
        (dt.date(2024, 1, 2), "UKE00105999", None),
        (dt.date(2024, 1, 4), "UKE00105999", 7.4),
    ]


def test_a_long_file_in_another_unit_is_refused_by_its_column(desk):
    days = [dt.date(2023, 1, 1) + dt.timedelta(at) for at in range(31)]
    text = "".join(f"UKE00105123,{each:%Y%m%d},TMAX,{500 + each.day},,,E,\n" for each in days)

    with pytest.raises(InputError, match=r'column "DATA_VALUE": half the days of January 2023'):
        bring(desk, ("2023.csv", text))


def test_fahrenheit_and_inches_become_celsius_and_millimetres(desk):
    text = "DATE,TMAX,TMIN,PRCP\n2024-01-01,50,32,0.1\n2024-01-02,-4,-13,0\n"

    bring(desk, ("park.csv", text), mapping="daily_fahrenheit")

    assert rows(desk) == [
        (JANUARY, "park", None, 10.0, 0.0, 2.54),
        (dt.date(2024, 1, 2), "park", None, -20.0, -25.0, 0.0),
    ]


def year(first, values, heading="date,tavg"):
    days = (f"{first + dt.timedelta(at)},{value}" for at, value in enumerate(values))
    return "\n".join([heading, *days, ""])


@pytest.mark.parametrize(
    ("degrees", "problem"),
    [
        (lambda c: c * 1.8 + 32, "January 2023 or more lie beyond -15 to 35 °C"),
        (lambda c: c * 10, "January 2023 or more lie beyond -15 to 35 °C"),
        (lambda c: (c * 1.8 + 32) / 10, "not 4 °C warmer than January and February"),
        (lambda c: 9.0, "not 4 °C warmer than January and February"),
    ],
    ids=["fahrenheit", "tenths", "fahrenheit as tenths", "constant"],
)
def test_a_file_in_another_unit_is_refused_with_the_remedy(desk, degrees, problem):
    normal = (5, 5, 6, 9, 12, 15, 17, 17, 14, 11, 8, 5)
    days = [dt.date(2023, 1, 1) + dt.timedelta(at) for at in range(365)]
    text = year(days[0], [round(degrees(normal[each.month - 1] + each.day % 5 - 2), 2) for each in days])

    with pytest.raises(InputError) as refused:
        bring(desk, ("export.csv", text))

    assert problem in str(refused.value)
    assert str(refused.value).startswith('export.csv, column "tavg": ')
    assert 'set its format in the mapping (now degrees Celsius): "fahrenheit", "tenths"' in str(refused.value)


def test_one_wild_reading_is_unknown_and_counted(desk):
    text = year(dt.date(2024, 1, 1), [5.0, 61.0, 4.5])

    bring(desk, ("export.csv", text))

    assert [each[2] for each in rows(desk)] == [5.0, None, 4.5]
    assert desk.raw(["column_name", "step", "rows"], "load_step") == [("mean_c", "wild_temperature", 1)]


def test_the_same_file_again_changes_nothing_and_a_blank_blanks_nothing(desk):
    bring(desk, ("a.csv", "date,tavg,tmax\n2024-01-01,5.0,9.0\n"), station="Manston")

    again = bring(desk, ("b.csv", "date,tavg,tmax\n2024-01-01,5.5,\n"), station="Manston")

    assert counts(again) == [(1, 1, 0, 0, 1)]
    assert rows(desk) == [(JANUARY, "Manston", 5.5, 9.0, None, None)]


@pytest.mark.parametrize(
    ("named", "problem"),
    [
        ([("x.csv", "when,degrees\n2024-01-01,5\n")], "its first line is of no form of daily weather known"),
        ([("x.csv", "date,tavg\n2024-01-01,5\n"), ("y.csv", GHCN)], "are of different forms"),
        ([("cet.txt", "Date  Value\n2024-01-01  5.0\n")], "no rule of the mapping hadcet matches"),
    ],
)
def test_a_file_of_no_known_form_is_refused(desk, named, problem):
    with pytest.raises(InputError, match=problem):
        bring(desk, *named)


REAL = os.environ.get("VRU_REAL_DATA")


@pytest.mark.skipif(not REAL, reason="VRU_REAL_DATA names no folder of published files")
def test_published_files_of_central_england_and_new_york(desk):
    folder = Path(REAL or "")
    files = sorted(folder.glob("hadcet_daily_*.txt"))

    report = desk.load(*files, mapping=weather_mapping(files))
    desk.load(folder / "nyc_temps_f_1976_2019.csv", mapping="daily_fahrenheit")

    assert [each[:3] for each in counts(report)] == [(992, 992, 0)] * 3
    central = [each for each in rows(desk) if each[1] == "Central England"]
    assert len(central) == 365 * 32 + 8
    # 30 September 2021 is the last day published
    assert max(day for day, _, mean, *_ in central if mean is not None) == dt.date(2021, 9, 30)
    assert central[0][:5] == (dt.date(1990, 1, 1), "Central England", 3.6, 5.1, 2.1)
    assert sum(each[1] != "Central England" for each in rows(desk)) == 16_071
