"""The cleaners: what a text means, what is unknown, and that no text can break them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vru import reference
from vru.ingest import clean, clean_codes, clean_dates, clean_people, clean_places
from vru.ingest.clean import Cleaned
from vru.ingest.clean_dates import Day
from vru.ingest.clean_people import Ages
from vru.terms import REASONS, STEPS

# words and digits alone rarely meet the cleaners' patterns; texts built from their parts do
PARTS = [
    "0",
    "1",
    "12",
    "31",
    "999",
    "2018",
    "-",
    "/",
    ".",
    " ",
    ":",
    "T",
    "Z",
    "+",
    "<",
    "8",
    "N",
    "Jun",
    "TQ",
    "to",
]
TEXT = st.one_of(st.none(), st.text(max_size=30), st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
CLEANERS = {
    "text": clean.text,
    "flag": clean.flag,
    "number": clean.number,
    "whole": clean.whole,
    "day": clean_dates.day,
    "day with everything": lambda each: clean_dates.day(each, "mdy", pivot=30, serials=True),
    "month": lambda each: clean_dates.day(each, month=True),
    "time_of_day": clean_dates.time_of_day,
    "age": clean_people.age,
    "age_band": clean_people.age_band,
    "sex": clean_people.sex,
    "role": clean_people.role,
    "status": clean_people.status,
    "relationship": clean_people.relationship,
    "ho_code": clean_codes.ho_code,
    "offence_group": clean_codes.offence_group,
    "district": clean_codes.district,
    "lsoa": clean_codes.lsoa,
}


@pytest.mark.parametrize("name", CLEANERS)
@given(TEXT)
def test_no_text_breaks_a_cleaner_and_what_it_says_has_a_sentence(name, text):
    found = CLEANERS[name](text)

    assert isinstance(found, Cleaned)
    assert found.step is None or found.step in STEPS
    assert found.reason is None or (found.reason in REASONS and found.value is None)


@given(TEXT)
def test_results_lie_in_their_domain(text):
    assert clean_people.sex(text).value in (None, *clean_people.SEXES)
    assert clean_people.role(text).value in clean_people.ROLES
    assert clean_people.status(text).value in clean_people.STATUSES
    assert clean.flag(text).value in (None, True, False)
    ages = clean_people.age(text).value
    assert ages is None or 0 <= ages.low <= ages.high <= 120
    found = clean_dates.day(text, "dmy", pivot=30, serials=True).value
    assert found is None or 1900 <= found.day.year <= 2100
    minute = clean_dates.time_of_day(text).value
    assert minute is None or 0 <= minute < 1440


@given(TEXT)
def test_cleaning_twice_is_cleaning_once(text):
    for cleaner in (clean.text, clean_people.sex, clean_people.role, clean_codes.district, clean_codes.lsoa):
        once = cleaner(text).value
        assert cleaner(once).value == once


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_every_way_to_write_a_day_means_that_day(date):
    ways = ("%d/%m/%Y", "%Y-%m-%d", "%d-%b-%Y", "%d %B %Y", "%d.%m.%Y", "%Y/%m/%d", "%A %d %B %Y")

    assert {clean_dates.day(date.strftime(way)) for way in ways} == {Cleaned(Day(date))}


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("3/4/2018", {}, Day(dt.date(2018, 4, 3))),
        ("3/4/2018", {"order": "mdy"}, Day(dt.date(2018, 3, 4))),
        ("3/4/18", {"order": "mdy", "pivot": 30}, Day(dt.date(2018, 3, 4))),
        ("3/4/87", {"order": "dmy", "pivot": 30}, Day(dt.date(1987, 4, 3))),
        ("3/4/18", {}, "two_digit_year"),
        ("03/25/2018", {}, "bad_date"),
        ("31/02/2018", {}, "bad_date"),
        ("2018", {}, "bad_date"),
        ("43101", {}, "excel_serial"),
        ("43101", {"serials": True}, Day(dt.date(2018, 1, 1))),
        ("43101.75", {"serials": True}, Day(dt.date(2018, 1, 1), minute=1080)),
        ("2018-10", {}, Day(dt.date(2018, 10, 1), True)),
        ("Oct 2018", {}, Day(dt.date(2018, 10, 1), True)),
        ("14/10/2018", {"month": True}, Day(dt.date(2018, 10, 1), True)),
        ("[x]", {}, None),
        ("not known", {}, None),
    ],
)
def test_dates(text, options, expected):
    found = clean_dates.day(text, **options)

    assert (found.reason or found.value) == expected


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("14:35", 875),
        ("14:35:59Z", 875),
        ("2:35 PM", 875),
        ("12:00 am", 0),
        ("1435", 875),
        ("14:35+01:00", 875),
    ],
)
def test_times(text, minute):
    assert clean_dates.time_of_day(text) == Cleaned(minute)


@pytest.mark.parametrize("text", ["24:00", "25:10", "14:60", "13:00 pm", "noon"])
def test_a_time_that_is_none_is_unknown_and_counted(text):
    assert clean_dates.time_of_day(text) == Cleaned(None, "bad_time")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", Ages(0, 0)), ("34", Ages(34, 34)), ("34.0", Ages(34, 34)), ("034", Ages(34, 34)),
        ("34 years", Ages(34, 34)), ("110", Ages(110, 110)), ("999", "age_out_of_range"),
        ("111", "age_out_of_range"), ("-1", "age_out_of_range"), ("adult", "age_unreadable"),
        ("18-24", Ages(18, 24)), ("25 - 45", Ages(25, 45)), ("18 to 24", Ages(18, 24)), ("<18", Ages(0, 17)),
        ("Less than 25", Ages(0, 24)), ("Under 18", Ages(0, 17)), ("65+", Ages(65, 120)),
        ("65 and over", Ages(65, 120)), ("Greater than 45", Ages(46, 120)), ("10y-to-19y", Ages(10, 19)),
        ("Aged 16 to 24 years", Ages(16, 24)), ("24-18", "age_out_of_range"), ("", None), ("UNKNOWN", None),
    ],
)  # fmt: skip
def test_ages(text, expected):
    found = clean_people.age(text)

    assert (found.step or found.value) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("8N", "8N"), (" 8n ", "8N"), ("008N", "8N"), ("5D", "5D"), ("4.10", "4.10"), ("4.1", "4.1"),
        ("36.0", "36"), ("008/06", "8/6"), ("8/6", "8/6"), ("8.06", "8/6"), ("036/01", "36"),
        ("Assault with injury", "8N"), ("ZZ9", "ZZ9"), ("105A", "105A"),
    ],
)  # fmt: skip
def test_offence_codes(text, code):
    assert clean_codes.ho_code(text) == Cleaned(code)


@pytest.mark.parametrize(
    "text", ["08-Jun", "8-Jun", "Jun-08", "05-Apr-24", "08/06/2024", "2024-06-08 00:00:00"]
)
def test_a_code_that_a_spreadsheet_made_a_date_is_refused(text):
    assert clean_codes.ho_code(text) == Cleaned(None, None, "code_became_date")


@pytest.mark.parametrize("code", sorted(reference.table("offence_codes")["ho_code"]))
def test_every_code_of_the_table_means_itself(code):
    assert clean_codes.ho_code(code.lower()) == Cleaned(code)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shepway", Cleaned("E07000112")), ("folkestone & hythe", Cleaned("E07000112")),
        ("E07000112", Cleaned("E07000112")), ("Medway 015D", Cleaned("E06000035")),
        ("Bexley", Cleaned("Bexley", "unknown_district")), ("..", Cleaned()),
    ],
)  # fmt: skip
def test_districts(text, expected):
    assert clean_codes.district(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1,234", 1234.0), ("£1,000,000", 1e6), ("-3.5", -3.5), ("[c]", None), ("−2", -2.0)],
)
def test_numbers(text, expected):
    assert clean.number(text) == Cleaned(expected)


@pytest.mark.parametrize("text", ["twelve", "1,23", "٣", "1 2", "inf"])
def test_a_number_that_is_none_has_its_reason(text):
    assert clean.number(text) == Cleaned(None, None, "bad_number")


def points(pairs, **options):
    found = clean_places.grid_points(
        *(pa.array(each, pa.string()) for each in zip(*pairs, strict=True)), **options
    )
    rows = zip(found.easting, found.northing, found.quality, strict=True)
    return [(None, None, q) if np.isnan(e) else (int(e), int(n), q) for e, n, q in rows], found.steps


def test_points_are_repaired_only_where_one_reading_lies_in_the_force():
    rows, steps = points(
        [
            ("575,900", "155800"),  # Maidstone
            ("155800", "575900"),  # swapped
            ("57590", "15580"),  # last digits lost
            ("75900", "55800"),  # letters lost
            ("TQ 759 558", None),  # with letters, a square of 100 m
            ("TQ7590055800", None),
            ("530000", "180000"),  # London
            ("0", "0"),
            ("575900", None),
            ("somewhere", "155800"),
            ("9999999", "155800"),
        ]
    )

    assert rows == [
        (575900, 155800, "exact"),
        (575900, 155800, "repaired"),
        (575900, 155800, "repaired"),
        (575900, 155800, "repaired"),
        (575950, 155850, "snapped"),
        (575900, 155800, "exact"),
        (530000, 180000, "outside"),
        (None, None, None),
        (None, None, None),
        (None, None, None),
        (None, None, None),
    ]
    assert steps == {
        "half_a_point": 2, "point_nowhere": 1, "off_the_grid": 1, "point_repaired": 3, "point_outside": 1,
    }  # fmt: skip


def test_degrees_become_metres():
    # the Ordnance Survey's own example point in its guide to coordinate systems, to a few metres
    found = clean_places.system_points(pa.array(["1.716073973"]), pa.array(["52.658007833"]))

    assert abs(found.easting[0] - 651409) < 6
    assert abs(found.northing[0] - 313177) < 6


@pytest.mark.parametrize(
    ("of", "x", "y", "east", "north"),
    [
        # on the middle line of a zone the easting is 500,000 by definition; the northing is the length of
        # the meridian to 40 degrees (4,429,529.03 m) times the zone's scale of 0.9996
        ("EPSG:4326", "-75", "40", 500_000, 4_427_757),
        # feet of the state of New York and the degrees that its police publish beside them
        ("EPSG:2263", "959975", "171772", None, None),
    ],
)
def test_points_of_any_system_become_metres_of_the_grid(of, x, y, east, north):
    found = clean_places.system_points(pa.array([x]), pa.array([y]), of=of, grid="EPSG:32618")
    if east is None:
        beside = pa.array(["-74.08746692"]), pa.array(["40.63812599"])
        published = clean_places.system_points(*beside, grid="EPSG:32618")
        east, north = published.easting[0], published.northing[0]

    assert abs(found.easting[0] - east) <= 2
    assert abs(found.northing[0] - north) <= 2
    assert (found.quality[0], found.turned) == ("exact", False)


def test_points_beyond_a_system_s_land_are_unknown_and_turned_axes_are_seen():
    def points(x, y):
        return clean_places.system_points(pa.array(x), pa.array(y), of="EPSG:2263", grid="EPSG:32618")

    mixed = points(["1000000", "0", "-74.1", None], ["200000", "0", "40.6", "200000"])
    assert mixed.quality.tolist() == ["exact", None, None, None]
    assert mixed.steps == {"half_a_point": 1, "point_nowhere": 1, "off_the_grid": 1}
    assert not mixed.turned
    assert points(["200000"] * 3, ["1000000"] * 3).turned


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_no_text_breaks_points(pairs):
    for convert in (clean_places.grid_points, clean_places.system_points):
        found = convert(*(pa.array(each, pa.string()) for each in zip(*pairs, strict=True)))
        known = ~np.isnan(found.easting)
        assert (known == ~np.isnan(found.northing)).all()
        assert (known == np.array([each is not None for each in found.quality])).all()
