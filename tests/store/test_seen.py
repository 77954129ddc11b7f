"""What each load counted of each month is kept from version to version, as far as it changed."""

import datetime as dt

import duckdb
import pytest

from tests.stores import make_store
from vru.ingest import upgrade
from vru.store import current_version

HELD = """
select load_id, seen_to::varchar, basis, strftime(month, '%Y-%m'), offence_group, offences
from month_count_seen order by all
"""
LOAD = {
    "file": "offences.csv", "kind": "offences", "sha256": "x", "mapping": "contract", "mapping_hash": "y",
    "rows_read": 1, "rows_loaded": 1, "rows_quarantined": 0, "rows_duplicate": 0, "offences_changed": 0,
    "offences_withdrawn": 0, "loaded_at": dt.datetime(2024, 2, 1),
}  # fmt: skip
JANUARY = [
    {"offence_id": "a", "recorded_on": "2024-01-05", "committed_on": "2023-12-30"},
    {"offence_id": "b", "recorded_on": "2024-01-31", "committed_on": "2024-01-30"},
]
FEBRUARY = [
    {"offence_id": "c", "recorded_on": "2024-02-02", "committed_on": "2024-01-31"},
    {
        "offence_id": "d",
        "recorded_on": "2024-02-29",
        "committed_on": "2024-02-29",
        "offence_group": "robbery",
    },
]
FIRST = [
    (1, "2024-01-31", "committed", "2023-12", "violence_with_injury", 1),
    (1, "2024-01-31", "committed", "2024-01", "violence_with_injury", 1),
    (1, "2024-01-31", "recorded", "2024-01", "violence_with_injury", 2),
]
SECOND = [
    (2, "2024-02-29", "committed", "2024-01", "violence_with_injury", 2),
    (2, "2024-02-29", "committed", "2024-02", "robbery", 1),
    (2, "2024-02-29", "recorded", "2024-02", "robbery", 1),
    (2, "2024-02-29", "recorded", "2024-02", "violence_with_injury", 1),
]


def load(folder, number, rows, **given):
    with make_store(folder, rows, tables={"load": [{**LOAD, "load_id": number}]}, **given) as store:
        return store._connection.execute(HELD).fetchall()


def test_each_load_adds_the_months_it_changed(tmp_path):
    assert load(tmp_path, 1, JANUARY) == FIRST
    assert load(tmp_path, 2, FEBRUARY) == [*FIRST, *SECOND]
    assert load(tmp_path, 3, []) == [*FIRST, *SECOND]


def test_a_month_that_lost_all_its_offences_is_seen_with_none(tmp_path):
    load(tmp_path, 1, JANUARY)

    assert load(tmp_path, 2, [], withdrawn=["a"]) == [
        *FIRST,
        (2, "2024-01-31", "committed", "2023-12", "violence_with_injury", 0),
        (2, "2024-01-31", "recorded", "2024-01", "violence_with_injury", 1),
    ]


def older(folder, *statements):
    with duckdb.connect(folder / f"vru-{current_version(folder)}.duckdb") as connection:
        for each in (*statements, "update meta set value = '1' where key = 'schema'"):
            connection.execute(each)


@pytest.mark.parametrize("statements", [(), ("drop table month_count_seen",)])
def test_an_upgrade_sees_what_the_load_before_it_saw(tmp_path, statements):
    load(tmp_path, 1, JANUARY)
    older(tmp_path, *statements)

    upgrade(tmp_path)

    with duckdb.connect(tmp_path / f"vru-{current_version(tmp_path)}.duckdb", read_only=True) as connection:
        assert connection.execute(HELD).fetchall() == FIRST


def test_a_version_that_kept_no_counts_is_the_first_that_was_seen(tmp_path):
    load(tmp_path, 1, JANUARY)
    older(tmp_path, "drop table month_count_seen")

    assert load(tmp_path, 2, FEBRUARY) == [*FIRST, *SECOND]
