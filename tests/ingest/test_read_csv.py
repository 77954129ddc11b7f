"""Delimited text: the same cells come back, every row is read or refused, and bad files say why."""

import csv
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vru.errors import InputError
from vru.ingest.mapping import ColumnRule, FileRule, MappingOptions
from vru.ingest.read import read


def rule(*columns, kind="weather", optional=(), drop=(), header_row=1):
    """A rule that maps each source column to a contract column of the same place in the list."""
    targets = ("day", "station", "mean_c", "max_c", "min_c", "rain_mm", "quality")
    rules = {
        target: ColumnRule(target, name, None, {}, None, (name,), name in optional)
        for target, name in zip(targets, columns, strict=False)
    }
    return FileRule("*", kind, None, header_row, rules, (), drop, False)


def written(folder, content, name="weather.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cells(source, *columns):
    return list(zip(*(source.table[each].to_pylist() for each in ("row", *columns)), strict=True))


def read_text(folder, content, *columns, **options):
    path = written(folder, content)
    return read(path, rule(*(columns or ("a", "b")), **options), MappingOptions())


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path):
    text = 'a,b\r\n1, x \r\n\r\n2,y,z\r\n"3","two\r\nlines"\r\n,\r\n4,5" wide\r\n5\r\n'

    got = read_text(tmp_path, text)

    assert cells(got, "a", "b") == [(2, "1", "x"), (5, "3", "two\r\nlines"), (7, "4", '5" wide')]
    assert [(each.row, each.reason, each.shape) for each in got.refused] == [
        (4, "wrong_number_of_fields", "9,A,A"),
        (8, "wrong_number_of_fields", "9"),
    ]
    assert (got.read, got.blank) == (5, 2)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("a,b\n1,é\n".encode("utf-8-sig"), "utf-8-sig"),
        ("a,b\n1,é\n".encode(), "utf-8"),
        ("a,b\n1,é\n".encode("cp1252"), "cp1252"),
        ("a,b\n1,é\n".encode("utf-16"), "utf-16"),
    ],
)
def test_each_encoding_gives_the_same_cells(tmp_path, content, encoding):
    got = read_text(tmp_path, content)

    assert (got.encoding, cells(got, "a", "b")) == (encoding, [(2, "1", "é")])


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_a_byte_of_no_encoding_is_refused_with_its_row(tmp_path, byte):
    with pytest.raises(InputError, match=r"row 3: a byte is neither UTF-8 nor Windows-1252"):
        read_text(tmp_path, b"a,b\n1,2\n3," + bytes([byte]) + b"\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the header row is empty"),
        (b"a,b\n", "a header and no rows"),
        (b"a,b\n1,\0\n", "row 2: a NUL byte"),
        (b"a;b\n1;2\n", 'delimiter = "semicolon"'),
        (b"a\tb\n1\t2\n", 'delimiter = "tab"'),
        (b"a,b,A,a\n1,2,3,4\n", 'column "a": 2 columns have this heading'),
        (b"a,c\n1,2\n", 'column "b": the mapping needs this column'),
        (b'a,b\n1,2\n3,"4\n5,6\n', "row 3: a quote is opened and never closed"),
        (b'a,"b\n1,2\n', "a quote in the header is never closed"),
        (b"a,b\n1\n2,3,4\n", "no row has as many cells as the header"),
        (b"PK\x03\x04" + b"\0" * 40, "it is no text inside"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office file"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused(tmp_path, content, message):
    with pytest.raises(InputError) as refused:
        read_text(tmp_path, content)

    assert message in str(refused.value)


def test_a_quote_closed_hundreds_of_rows_later_swallows_nothing_silently(tmp_path):
    swallowed = 'a,b\n1,2\n3,"4\n' + "5,6\n" * 300 + '7,8"\n9,10\n'

    with pytest.raises(InputError, match="row 3: a quote is opened and never closed"):
        read_text(tmp_path, swallowed)


def test_a_directory_and_a_missing_file_are_refused(tmp_path):
    for path, message in ((tmp_path, "this is a directory"), (tmp_path / "no.csv", "no such file")):
        with pytest.raises(InputError, match=message):
            read(path, rule("a"), MappingOptions())


def test_headings_match_trimmed_then_without_case_and_titles_are_skipped(tmp_path):
    text = 'Weather "export"\nrun on 1/1/2024\n\n A ,B\n1,2\n'

    got = read_text(tmp_path, text, "a", "B", header_row=4)

    assert cells(got, "a", "B") == [(5, "1", "2")]


def test_the_nearest_headings_are_offered_and_no_value(tmp_path):
    with pytest.raises(InputError, match="The nearest are station_name") as refused:
        read_text(tmp_path, "day,station_name\n1/1/2024,Secretville\n", "day", "station")

    assert "Secretville" not in str(refused.value)


def test_an_optional_column_may_be_missing(tmp_path):
    got = read_text(tmp_path, "a,c\n1,2\n", "a", "b", optional=("b",))

    assert (cells(got, "a", "b"), got.missing, got.unused) == ([(2, "1", None)], ("b",), ("c",))


def test_other_delimiters_are_read_where_the_mapping_says_so(tmp_path):
    for name, sign in (("semicolon", ";"), ("tab", "\t"), ("pipe", "|")):
        path = written(tmp_path, f"a{sign}b\n1{sign}2\n")
        got = read(path, rule("a", "b"), replace(MappingOptions(), delimiter=name))
        assert cells(got, "a", "b") == [(2, "1", "2")]


def test_a_date_and_a_time_become_one_column(tmp_path):
    both = ColumnRule("day", "d + t", None, {}, None, ("d", "t"))
    one = replace(rule("d"), columns={"day": both})
    text = "d,t\n1/2/2024,10:00\n2024-02-01 00:00:00+00,02:40:00\n1/2/2024,\n,10:00\n"

    got = read(written(tmp_path, text), one, MappingOptions())

    assert cells(got, "d + t") == [
        (2, "1/2/2024 10:00"),
        (3, "2024-02-01 02:40:00"),
        (4, "1/2/2024"),
        (5, None),
    ]


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    ['"', "a,b", "two\nlines", ' "quoted" ', ""]
)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12))
def test_what_csv_writes_comes_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "weather.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("a", "b", "c"), *rows])

    got = read(path, rule("a", "b", "c"), MappingOptions())

    trimmed = [(row, *(each.strip() or None for each in cell)) for row, cell in enumerate(rows, start=2)]
    filled = [each for each in trimmed if any(each[1:])]
    assert cells(got, "a", "b", "c") == filled
    assert (got.read, got.refused, got.blank) == (len(filled), [], len(rows) - len(filled))


@given(st.lists(st.integers(1, 5), min_size=1, max_size=30))
def test_every_row_is_read_or_refused(tmp_path_factory, widths):
    path = tmp_path_factory.mktemp("ragged") / "weather.csv"
    path.write_text("a,b,c\n" + "".join(",".join("x" * width) + "\n" for width in [3, *widths]))

    got = read(path, rule("a", "b", "c"), MappingOptions())

    fit = [row for row, width in enumerate([3, *widths], start=2) if width == 3]
    assert got.table["row"].to_pylist() == fit
    assert got.read == len(widths) + 1


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_never_crash(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "weather.csv"
    path.write_bytes(b"a,b\n" + content)
    try:
        got = read(path, rule("a", "b"), MappingOptions())
    except InputError:
        return
    assert got.read == got.table.num_rows + len(got.refused)
