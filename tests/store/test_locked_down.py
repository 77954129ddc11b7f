"""The pages' connection reads one file, and can do nothing else."""

import datetime as dt
import threading

import duckdb
import pandas as pd
import pytest

from tests.stores import make_store
from vru.errors import StoreError
from vru.settings import ROOT
from vru.store import open_store, sql
from vru.store.spill import spill_folder


@pytest.fixture
def store(tmp_path):
    rows = [{"recorded_on": f"2025-{n % 12 + 1:02}-05", "district": "E07000105"} for n in range(48)]
    with make_store(tmp_path / "store", rows) as made:
        yield made


@pytest.fixture
def queries(tmp_path, monkeypatch):
    """A folder of queries of the test's own."""
    monkeypatch.setattr(sql, "QUERIES", tmp_path)
    sql.statements.cache_clear()
    yield tmp_path
    sql.statements.cache_clear()


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select content from read_text('/etc/passwd')",
        "select * from glob('/etc/*')",
        "attach '/tmp/other.duckdb'",
        "attach ':memory:' as other",
        "copy offence to '/tmp/offences.csv'",
        "export database '/tmp/all'",
        "install json",
        "load httpfs",
        "set memory_limit = '100GB'",
        "reset memory_limit",
        "set enable_external_access = true",
        "set temp_directory = '/tmp'",
        "set lock_configuration = false",
        "update offence set status = 'crime'",
        "create table other (number integer)",
        "drop table offence",
        "select * from duckdb_secrets()",
    ],
)
def test_refuses_whatever_leaves_the_file(store, statement):
    with pytest.raises(duckdb.Error):
        store._connection.execute(statement)


def test_settings_are_those_of_the_installation(store, monkeypatch):
    said = dict(store._connection.execute("select name, value from duckdb_settings()").fetchall())

    assert said["memory_limit"] == "1.8 GiB"
    assert said["temp_directory"] == str(spill_folder(store.folder))


def test_spills_into_a_private_folder_that_a_dead_process_does_not_keep(store):
    home = spill_folder(store.folder).parent
    dead = home / "tmpdead"
    dead.mkdir()
    (dead / "rows").write_text("person rows")
    (home / "tmpdead.lock").touch()

    spill_folder.cache_clear()
    mine = spill_folder(store.folder)

    assert not dead.exists()
    assert mine.is_dir()
    assert mine.stat().st_mode & 0o077 == 0
    assert home.parent == store.folder


def test_frames_are_plain(store, queries):
    (queries / "kinds.sql").write_text(
        "select district, recorded_on, is_vwi, knife, sum(offence) over () as total, offence, "
        "case when offence = 2 then 5 end as some, committed_from from offence order by offence limit 2"
    )

    got = store.ask("kinds")

    expected = pd.DataFrame(
        {
            "district": ["E07000105", "E07000105"],
            "recorded_on": pd.to_datetime(["2025-01-05", "2025-01-05"]).astype(got["recorded_on"].dtype),
            "is_vwi": [True, True],
            "knife": pd.Series([None, None], dtype="boolean"),
            "total": pd.Series([1176, 1176], dtype="int64"),
            "offence": pd.Series([1, 2], dtype="int64"),
            "some": pd.Series([None, 5], dtype="Int64"),
            "committed_from": pd.Series([pd.NaT, pd.NaT], dtype=got["committed_from"].dtype),
        }
    )
    pd.testing.assert_frame_equal(got.astype({"is_vwi": bool}), expected)


def test_arrays_keep_the_integers_of_the_query(store, queries):
    (queries / "small.sql").write_text(
        "select offence::utinyint as few, offence::integer as many, is_vwi "
        "from offence where offence <= $most"
    )

    got = store.ask_arrays("small", most=3)

    assert {name: str(each.dtype) for name, each in got.items()} == {
        "few": "uint8", "many": "int32", "is_vwi": "bool"
    }  # fmt: skip
    assert sorted(got["few"].tolist()) == [1, 2, 3]
    with pytest.raises(StoreError):
        store.ask_arrays("small")


def test_parameters_are_exactly_those_the_query_names(store, queries):
    (queries / "after.sql").write_text("select count(*) as n from offence where recorded_on > $day")

    assert store.ask("after", day=dt.date(2025, 6, 30)).to_dict("records") == [{"n": 24}]
    assert store.ask("after", day=dt.date(2025, 6, 30), sex=None, areas=["a"]).to_dict("records") == [
        {"n": 24}
    ]
    with pytest.raises(StoreError, match="query after needs day and does not know today"):
        store.ask("after", today=1)
    with pytest.raises(StoreError, match=r"There is no query aftr.\nThe nearest is after"):
        store.ask("aftr")


def test_an_error_does_not_repeat_a_value_of_a_row(store, queries):
    (queries / "wrong.sql").write_text("select cast(district as integer) as n from offence")

    with pytest.raises(StoreError, match=r"^The query wrong failed: ConversionException\.$"):
        store.ask("wrong")


def test_three_threads_each_get_their_own_rows(store, queries):
    (queries / "one_month.sql").write_text(
        "select recorded_on, offence from offence where recorded_month = $month order by offence"
    )
    problems = []

    def ask(month):
        for _ in range(30):
            got = store.ask("one_month", month=dt.date(2025, month, 1))
            if len(got) != 4 or set(got["recorded_on"].dt.month) != {month}:
                problems.append(got)

    threads = [threading.Thread(target=ask, args=(month,)) for month in (1, 2, 3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert problems == []


def test_the_same_version_may_be_opened_twice(store):
    with open_store(store.folder) as again:
        assert again.version == store.version
    assert store._connection.execute("select count(*) from offence").fetchall() == [(48,)]


def test_every_table_and_most_columns_say_what_they_are(store):
    silent = store._connection.execute(
        "select table_name from duckdb_tables() where comment is null"
    ).fetchall()
    said = dict(
        store._connection.execute(
            "select column_name, comment from duckdb_columns() where table_name = 'offence'"
        ).fetchall()
    )

    assert silent == []
    assert said["domestic"] == "national domestic flag; NULL before April 2015 or where missing"
    assert said["offence_group"].startswith("group code of data/reference")


def test_the_schema_is_where_the_store_looks_for_it():
    numbers = [each.name[:2] for each in sorted((ROOT / "queries" / "schema").glob("*.sql"))]

    assert len(numbers) == len(set(numbers))
