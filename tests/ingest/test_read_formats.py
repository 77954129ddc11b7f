"""Workbooks and Parquet: typed cells become the text a CSV would hold, and bad files say why."""

import contextlib
import datetime as dt
import zipfile
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ingest.test_read_csv import cells, rule
from vru.errors import InputError
from vru.ingest import read_xlsx
from vru.ingest.guess import guess
from vru.ingest.mapping import MappingOptions
from vru.ingest.read import read


def workbook(folder, sheets, name="weather.xlsx"):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / name)
    return folder / name


ROWS = [
    ["Title"],
    [],
    ["a", "b", "c"],
    [1, dt.date(2024, 6, 3), " x "],
    [None, None, None],
    [2.5, dt.datetime(2024, 6, 3, 22, 15), True],
    [3.0, dt.time(7, 5), "008/06"],
]


def test_a_sheet_becomes_text_with_its_rows(tmp_path):
    path = workbook(tmp_path, {"Data": ROWS, "Notes": [["made up"]]})
    one = rule("a", "b", "c", header_row=3)

    got = read(path, type(one)(**{**one.__dict__, "sheet": "data"}), MappingOptions())

    assert cells(got, "a", "b", "c") == [
        (4, "1", "2024-06-03", "x"),
        (6, "2.5", "2024-06-03 22:15:00", "true"),
        (7, "3", "07:05:00", "008/06"),
    ]
    assert (got.blank, got.read) == (1, 3)


def test_several_sheets_need_a_name_and_a_wrong_name_lists_them(tmp_path):
    path = workbook(tmp_path, {"One": [["a"], [1]], "Two": [["a"], [2]]})
    named = rule("a")

    with pytest.raises(InputError, match=r"several sheets have cells(.|\n)*One, Two"):
        read(path, named, MappingOptions())
    with pytest.raises(InputError, match=r'no sheet "Three"(.|\n)*One, Two'):
        read(path, type(named)(**{**named.__dict__, "sheet": "Three"}), MappingOptions())


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = workbook(tmp_path, {"One": [["a"], [1]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * (1 << 27))

    with pytest.raises(InputError, match="would unpack from"):
        read(path, rule("a"), MappingOptions())


def test_too_many_parts_or_cells_are_refused(tmp_path, monkeypatch):
    path = workbook(tmp_path, {"One": [["a"], *([each] for each in range(50))]})
    for limit, message in (("MOST_CELLS", "51 rows of 1 cells"), ("MOST_ENTRIES", "parts")):
        with monkeypatch.context() as patch:
            patch.setattr(read_xlsx, limit, 5)
            with pytest.raises(InputError, match=message):
                read(path, rule("a"), MappingOptions())


def test_what_is_no_workbook_is_refused(tmp_path):
    path = workbook(tmp_path, {"One": [["a"], [1]]})
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(path.read_bytes()[:-300])
    word = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    for each, message in ((cut, "damaged or cut short"), (word, "no Excel workbook")):
        with pytest.raises(InputError, match=message):
            read(each, rule("a"), MappingOptions())


def test_typed_columns_become_text(tmp_path):
    utc = dt.UTC
    table = pa.table(
        {
            "whole": pa.array([1.0, None, 202115056366.0]),
            "part": pa.array([Decimal("1.50"), Decimal("2.00"), None]),
            "kind": pa.array(["x", "y", None]).dictionary_encode(),
            "day": pa.array([dt.date(2024, 6, 3), None, dt.date(2024, 1, 1)]),
            # summer time: 21:15 in Greenwich is a quarter past ten on the street
            "at": pa.array(
                [dt.datetime(2024, 6, 3, 21, 15, tzinfo=utc), None, None], pa.timestamp("us", "UTC")
            ),
            "flag": pa.array([True, False, None]),
        }
    )
    pq.write_table(table, tmp_path / "weather.parquet")

    got = read(tmp_path / "weather.parquet", rule(*table.column_names), MappingOptions())

    assert cells(got, *table.column_names) == [
        (2, "1", "1.50", "x", "2024-06-03", "2024-06-03 22:15:00", "true"),
        (3, None, "2", "y", None, None, "false"),
        (4, "202115056366", None, None, "2024-01-01", None, None),
    ]


def test_a_truncated_or_overwritten_parquet_is_refused(tmp_path):
    good = tmp_path / "good.parquet"
    pq.write_table(pa.table({"a": [str(each) for each in range(1000)]}), good)
    content = good.read_bytes()
    for name, broken in (("cut", content[:-20]), ("over", content[:40] + b"\xff" * 400 + content[440:])):
        path = tmp_path / f"{name}.parquet"
        path.write_bytes(broken)
        with pytest.raises(InputError, match="cut short or corrupt"):
            read(path, rule("a"), MappingOptions())


def test_a_column_of_lists_is_refused(tmp_path):
    pq.write_table(pa.table({"a": [["x"], ["y"]]}), tmp_path / "weather.parquet")

    with pytest.raises(InputError, match='column "a": the column holds lists'):
        read(tmp_path / "weather.parquet", rule("a"), MappingOptions())


@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
def test_an_overwritten_parquet_is_read_or_refused_and_never_crashes(tmp_path_factory, slips):
    path = tmp_path_factory.mktemp("slips") / "weather.parquet"
    pq.write_table(pa.table({"a": [str(each) for each in range(60)], "b": list(range(60))}), path)
    content = bytearray(path.read_bytes())
    for at, byte in slips:
        content[4 + int(at * (len(content) - 4))] = byte
    path.write_bytes(content)

    for attempt in (lambda: read(path, rule("a", "b"), MappingOptions()), lambda: guess(path)):
        with contextlib.suppress(InputError):
            attempt()
