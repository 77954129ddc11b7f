"""Names typed into any column: quarantine keeps their shapes only, and people stay pseudonyms."""

from __future__ import annotations

import uuid

import pytest

from tests.ingest.desk import KEY, Desk, counts
from vru.ingest import pseudonymise
from vru.store import open_store

OFFENCE = (
    "offence_id", "incident_id", "status", "committed_from", "committed_to", "recorded_on", "ho_code",
    "offence_group", "domestic", "knife", "weapon", "district", "lsoa", "ward", "beat", "easting", "northing",
    "longitude", "latitude", "place_type", "public_place", "alcohol", "gang", "outcome", "severity_weight",
)  # fmt: skip
PERSON = (
    "offence_id", "person_key", "role", "age", "age_band", "birth_date", "sex", "ethnicity", "relationship",
)  # fmt: skip
WEATHER = ("day", "station", "mean_c", "max_c", "min_c", "rain_mm", "quality")
CLEAN = {"recorded_on": "10/06/2024", "ho_code": "8N"}
TABLES = "select table_name, column_name from duckdb_columns() where not internal"
NAME = "Zebedee Quillfeather"
# by contract these columns are codes of the source's own, kept as it writes them
KEPT = {
    ("offence", each): 1
    for each in (
        "incident_id", "ho_code", "weapon", "district", "ward", "beat", "place_type", "outcome", "offence_id",
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("names"))
    blank = dict.fromkeys(OFFENCE, "")
    offences = [{**blank, **CLEAN, "offence_id": f"A{at}", name: NAME} for at, name in enumerate(OFFENCE)]
    # and what is refused for another reason, with a name beside it in every column
    offences += [{**dict.fromkeys(OFFENCE, NAME), **CLEAN, "offence_id": "B", "recorded_on": "31/06/2024"}]
    offences += [{**blank, **CLEAN, "offence_id": "A99"}]
    nobody = dict.fromkeys(PERSON, "") | {"offence_id": "A99", "role": "suspect"}
    people = [nobody | {name: NAME} for name in PERSON]
    # a birth date that cannot be: no part of it may stay
    people += [nobody | {"person_key": NAME, "birth_date": "11/06/2024"}]
    days = dict.fromkeys(WEATHER, "") | {"day": "01/06/2024"}
    weather = [days | {"station": f"S{at}", name: NAME} for at, name in enumerate(WEATHER)]
    files = [
        desk.write("offences.csv", offences), desk.write("involvements.csv", people),
        desk.write("weather.csv", weather),
    ]  # fmt: skip
    with files[0].open("a") as opened:
        opened.write(f"{NAME},{NAME}\n")
    return desk, desk.load(*files)


def everything(store):
    """Return every cell of every table as (table, column, text)."""
    with open_store(store) as opened:
        ask = opened._connection.execute
        for table, column in ask(TABLES).fetchall():
            for (text,) in ask(f'select "{column}"::varchar from "{table}"').fetchall():
                yield table, column, text or ""


def test_quarantine_holds_shapes_and_no_text(loaded):
    desk, report = loaded
    shape = "".join("A" if each.isalpha() else each for each in NAME)

    assert counts(report) == [(28, 24, 4, 0, 0), (10, 9, 1, 0, 0), (7, 2, 5, 0, 0)]
    assert desk.raw(["file", "row", "column_name", "reason", "shape", "value"], "quarantine") == [
        ("involvements.csv", 11, "birth_date", "before_birth", None, None),
        ("offences.csv", 5, "committed_from", "bad_date", shape, None),
        ("offences.csv", 7, "recorded_on", "bad_date", shape, None),
        ("offences.csv", 27, "committed_from", "bad_date", shape, None),
        ("offences.csv", 29, None, "wrong_number_of_fields", f"{shape},{shape}"[:40], None),
        ("weather.csv", 2, "day", "bad_date", shape, None),
        ("weather.csv", 4, "mean_c", "bad_number", shape, None),
        ("weather.csv", 5, "max_c", "bad_number", shape, None),
        ("weather.csv", 6, "min_c", "bad_number", shape, None),
        ("weather.csv", 7, "rain_mm", "bad_number", shape, None),
    ]


def test_a_name_stays_nowhere_but_in_columns_of_the_sources_own_codes(loaded):
    desk, _ = loaded
    found: dict[tuple[str, str], int] = {}
    for table, column, text in everything(desk.store):
        if any(part in text.casefold() for part in NAME.casefold().split()):
            found[table, column] = found.get((table, column), 0) + 1

    elsewhere = [("involvement", "ethnicity"), ("weather", "station"), ("weather", "quality")]
    # a district is counted by, under the name the source gives it
    counted = [("cube_month", "district"), ("meta", "value")]
    assert found == KEPT | dict.fromkeys([*elsewhere, *counted], 1)


def test_a_person_key_stays_as_its_hmac_only(loaded):
    desk, _ = loaded
    secret = pseudonymise.key_of(KEY.encode())
    hidden = pseudonymise.pseudonym(pseudonymise.normalised(NAME), secret)

    assert desk.raw(["pseudonym"], "person") == [(uuid.UUID(hidden),)]
    assert not any(KEY in text for _, _, text in everything(desk.store))


def test_the_log_counts_as_changed_the_offences_that_were_corrected(tmp_path):
    desk = Desk(tmp_path)
    before = {f"A{each}": "open" for each in range(1, 8)}
    first = desk.write("offences_1.csv", [row(name, outcome) for name, outcome in before.items()])
    second = desk.write(
        "offences_2.csv",
        [
            row("A1", "open"), row("A2", "charged"), row("A2", "charged"),
            row("A3", "charged", recorded_on="31/06/2024"), row("A4", "charged"), row("A4", "cautioned"),
            row("A5", "open", status="cancelled"), row("A6", " open "), row("A8", "charged"),
            row("", "charged"),
        ],
    )  # fmt: skip
    third = desk.write("offences_3.csv", [row("A7", "charged"), row("A2", "charged")])
    desk.load(first)
    old = outcomes(desk)

    report = desk.load(second, third)

    new = outcomes(desk)
    assert sorted(each for each in old if new[each] != old[each]) == ["A2", "A5", "A7"]
    assert counts(report) == [(10, 4, 3, 3, 2), (2, 1, 0, 1, 1)]
    assert desk.raw(["file", "offences_changed"], "load") == [
        ("offences_1.csv", 0), ("offences_2.csv", 2), ("offences_3.csv", 1),
    ]  # fmt: skip


def test_files_of_one_load_count_as_if_loaded_one_after_the_other(tmp_path):
    together, apart = Desk(tmp_path / "together"), Desk(tmp_path / "apart")
    for desk in (together, apart):
        desk.folder.mkdir()
        files = [
            desk.write(f"offences_{at}.csv", [row("A1", outcome), row(f"B{at}", "open")])
            for at, outcome in enumerate(("open", "charged", "charged", "cautioned"))
        ]
        for group in [files] if desk is together else [[each] for each in files]:
            desk.load(*group)

    logged = ["file", "rows_loaded", "rows_duplicate", "offences_changed"]
    expected = [
        (f"offences_{at}.csv", *each) for at, each in enumerate([(2, 0, 0), (2, 0, 1), (1, 1, 0), (2, 0, 1)])
    ]
    assert together.raw(logged, "load") == apart.raw(logged, "load") == expected
    assert outcomes(together) == outcomes(apart)


def row(name, outcome, **more):
    return {"offence_id": name, "status": "", "outcome": outcome, **CLEAN, **more}


def outcomes(desk):
    return {name: rest for name, *rest in desk.raw(["offence_id", "outcome", "status"])}
