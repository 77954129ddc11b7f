"""Admissions as the NHS tabulates them: areas side by side, suppressed, rounded, in financial years."""

import datetime as dt

import openpyxl
import pytest

from tests.ingest.desk import Desk, counts
from vru.errors import InputError, MappingError
from vru.ingest import admissions_mapping, financial
from vru.ingest.mapping import read_mapping
from vru.ingest.read_crosstab import cell

TITLE = "Made up: finished admission episodes by region"
HEAD = ["FAEs", "FCEs"]
# a block of two months with its total, and one whose total carries the wrong label
TOTALS = [
    ["2017-18 \n", "April", 15, 20, "*", "*", 102, 104],
    [None, "May", 0, 0, 10, "", 98, 99],
    ["2017-18 Total", None, 15, 20, 15, 15, 200, 203],
    ["2018 – 2019", "April", "*", "*", "*", "*", 90, 91],
    ["2017-18 Total", None, "*", "*", "*", "*", 90, 91],
    ["Source: made up", None, None, None, None, None, None, None],
]
SEXES = [["2017-18", "Apr", "*", "*", 10, 15], [None, "May", "*", "*", 10, 10]]
AGES = [
    ["2017-18", "April", "10 to 19", "*", "*", 31, 32],
    [None, None, "80 and over", 0, 0, "*", "*"],
    [None, None, "Unknown", "*", "*", 2, 2],
    ["2017-18 total", None, None, 15, 20, 200, 203],
]


def sheet(book, name, rows, lines):
    made = book.create_sheet(name)
    for row in [[TITLE], *rows, *lines]:
        made.append(row)
    return made


def workbook(folder, *, totals=TOTALS, moved=0, ages=AGES):
    """Return a workbook of the published shape: three sheets of data, and one that is none."""
    book = openpyxl.Workbook()
    book.active.title = "Interpretation"
    book.active.append(["Made up from end to end"])
    blank = [[]] * (3 + moved)
    regions = [None, None, "South East", None, "North East", None, "England", None]
    made = sheet(book, "GOR-Data-Totals", [*blank, regions, ["Year", "Month", *HEAD * 3]], totals)
    made.merge_cells(start_row=5 + moved, start_column=3, end_row=5 + moved, end_column=4)
    over = [None, None, "South East", None, None, None]
    by_sex = [None, None, "Female", None, "Male", None]
    sheet(book, "GOR-Data-Gender", [[]] * 2 + [over, by_sex, ["Year ", "Month", *HEAD * 2]], SEXES)
    by_age = [[None] * 3 + ["South East", None, "England", None], ["Year", "Month", "Age group", *HEAD * 2]]
    sheet(book, "GOR-Data-Age-Group", [[]] * 2 + by_age, ages)
    file = folder / "hes_assault_madeup.xlsx"
    book.save(file)
    return file


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def held(desk, **wanted):
    columns = ["period_from", "period_to", "area", "episode", "sex", "age_low", "low", "high", "rounding"]
    rows = [dict(zip(columns, each, strict=True)) for each in desk.raw(columns, "admission")]
    return [each for each in rows if all(each[name] == value for name, value in wanted.items())]


def test_every_row_of_the_workbook_is_accounted_for(desk):
    report = desk.load(workbook(desk.folder), mapping="hes_assault")

    # a note is no row; the row of an unknown age is refused; a total that two sheets give counts once
    assert counts(report) == [(5, 5, 0, 0, 0), (2, 2, 0, 0, 0), (4, 2, 1, 1, 0)]
    assert desk.raw(["column_name", "reason"], "quarantine") == [("Age group", "unknown_age")]
    assert ("row", "blank_row", 1) in desk.raw(["column_name", "step", "rows"], "load_step")


def test_admissions_and_consultant_episodes_stay_apart(desk):
    desk.load(workbook(desk.folder), mapping="hes_assault")
    april = {"period_from": dt.date(2017, 4, 1), "area": "South East", "sex": None, "age_low": None}

    found = [each for each in held(desk, **april) if each["period_to"] == dt.date(2017, 4, 30)]

    assert [(each["episode"], each["low"], each["high"]) for each in found] == [
        ("admission", 15, 15),
        ("consultant", 20, 20),
    ]


def test_a_suppressed_count_is_one_to_seven_and_a_blank_is_nothing(desk):
    desk.load(workbook(desk.folder), mapping="hes_assault")
    north = held(desk, area="North East", sex=None)

    by_month = {(each["period_from"], each["period_to"], each["episode"]): each for each in north}
    april, may = ((dt.date(2017, month, 1), dt.date(2017, month, 30 + (month == 5))) for month in (4, 5))

    assert [by_month[(*april, "admission")][each] for each in ("low", "high")] == [1, 7]
    assert by_month[(*may, "admission")]["low"] == 10
    assert (*may, "consultant") not in by_month


def test_what_was_published_as_0_is_0_and_only_england_is_exact(desk):
    desk.load(workbook(desk.folder), mapping="hes_assault")

    may = held(desk, area="South East", period_from=dt.date(2017, 5, 1), sex=None)

    assert {(each["low"], each["high"]) for each in may} == {(0, 0)}
    assert {each["rounding"] for each in held(desk, area="England")} == {1}
    assert {each["rounding"] for each in held(desk, area="South East")} == {5}


def test_a_total_belongs_to_the_block_above_it_whatever_its_label_says(desk):
    desk.load(workbook(desk.folder), mapping="hes_assault")

    years = [
        (each["period_from"].year, each["low"])
        for each in held(desk, area="England", episode="consultant", age_low=None)
        if each["period_to"].year > each["period_from"].year
    ]

    assert years == [(2017, 203), (2018, 91)]


def test_sex_and_age_come_from_the_headings_and_rows(desk):
    desk.load(workbook(desk.folder), mapping="hes_assault")

    assert {each["sex"] for each in held(desk) if each["sex"]} == {"female", "male"}
    assert {each["age_low"] for each in held(desk) if each["age_low"] is not None} == {10, 80}


def test_the_same_workbook_again_changes_nothing(desk):
    file = workbook(desk.folder)
    desk.load(file, mapping="hes_assault")
    before = held(desk)

    report = desk.load(file, mapping="hes_assault")

    assert [each[1] for each in counts(report)] == [0, 0, 0]
    assert held(desk) == before


def test_a_header_that_moved_by_a_row_is_named_with_sheet_and_cell(desk):
    with pytest.raises(InputError) as refusal:
        desk.load(workbook(desk.folder, moved=1), mapping="hes_assault")

    said = str(refusal.value)
    assert 'sheet "GOR-Data-Totals", cell A6: the headings "Year" and "Month" are not in this row' in said
    assert "They stand in row 7: set header_row = 7" in said
    assert not desk.store.exists() or not list(desk.store.glob("vru-*.duckdb"))


def test_a_region_that_is_not_there_is_named_by_its_cell(desk):
    file = workbook(desk.folder)
    book = openpyxl.load_workbook(file)
    page = book["GOR-Data-Totals"]
    page.unmerge_cells("C5:D5")
    page["C5"] = None
    book.save(file)

    with pytest.raises(InputError, match='sheet "GOR-Data-Totals", cell C5: the area of the column below'):
        desk.load(file, mapping="hes_assault")


def test_columns_without_episodes_are_named(desk):
    file = workbook(desk.folder)
    book = openpyxl.load_workbook(file)
    for place in range(3, 9):
        book["GOR-Data-Totals"].cell(6, place).value = "Count"
    book.save(file)

    with pytest.raises(InputError, match='sheet "GOR-Data-Totals", row 6: no column is headed FAEs or FCEs'):
        desk.load(file, mapping="hes_assault")


def test_only_suppressed_cells_load_as_ranges(desk):
    stars = [["2017-18", "April", *["*"] * 6], [None, "May", *["*"] * 6]]
    desk.load(workbook(desk.folder, totals=stars), mapping="hes_assault")

    assert {
        (each["low"], each["high"]) for each in held(desk, sex=None, age_low=None, area="North East")
    } == {(1, 7)}


def test_a_count_that_is_no_number_refuses_its_row(desk):
    wrong = [TOTALS[0], [None, "May", "about ten", 0, 10, 10, 98, 99]]
    report = desk.load(workbook(desk.folder, totals=wrong), mapping="hes_assault")

    assert counts(report)[0] == (2, 1, 1, 0, 0)
    assert "AAAAA AAA" in [each[0] for each in desk.raw(["shape"], "quarantine")]


def test_a_file_is_told_by_what_is_in_it(desk):
    file = workbook(desk.folder).rename(desk.folder / "renamed.xlsx")
    own = desk.write("ours.csv", [{"period_from": "2024-04", "area": "Thanet", "count": "3"}])

    assert admissions_mapping([file]).name == "hes_assault"
    assert len(admissions_mapping([file]).rules_for(file)) == 3
    assert admissions_mapping([own]).rule_for(own).kind == "admissions"


@pytest.mark.parametrize("name", ["nowhere.xlsx", "nowhere.csv"])
def test_a_file_that_is_not_there_is_named(desk, name):
    with pytest.raises(InputError, match=f"{name}: there is no such file"):
        admissions_mapping([desk.folder / name])


def test_a_file_of_no_known_form_is_refused(desk):
    wrong = desk.write("other.csv", [{"name": "x"}])

    with pytest.raises(InputError, match="of no form of hospital admissions known"):
        admissions_mapping([wrong])
    with pytest.raises(InputError, match="of different forms"):
        admissions_mapping(
            [workbook(desk.folder), desk.write("a.csv", [dict(period_from="", area="", count="")])]
        )


@pytest.mark.parametrize(
    ("year", "part", "first", "last"),
    [
        ("2012 - 2013", "April", "2012-04", "2012-04"),
        ("2019 -2020", "March", "2020-03", "2020-03"),
        ("2018-19\n", "Jan", "2019-01", "2019-01"),
        ("2008/09", "Q4", "2009-01", "2009-03"),
        ("1999–2000", "Quarter 1", "1999-04", "1999-06"),
        ("2020-21 Total", None, "2020-04", "2021-03"),
        ("2012-14", "April", "2012-14 April", "2012-14 April"),
        ("2012-13", "Spring", "2012-13 Spring", "2012-13 Spring"),
        (None, None, None, None),
    ],
)
def test_a_financial_year_with_its_month_or_quarter(year, part, first, last):
    assert financial.month_of(year, part, last=False) == first
    assert financial.month_of(year, part, last=True) == last


@pytest.mark.parametrize(
    ("column", "row", "name"), [(0, 0, "A1"), (25, 5, "Z6"), (26, 4, "AA5"), (57, 3, "BF4")]
)
def test_a_cell_is_named_as_a_spreadsheet_names_it(column, row, name):
    assert cell(column, row) == name


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('rows_above = ["regon"]', '"regon" is not a choice'),
        ('rows_above = ["sex"]', "no row names the areas"),
        ('rows_above = ["area"]\nheader_row = 1', "there are not so many rows above it"),
    ],
)
def test_rows_above_are_checked(tmp_path, line, problem):
    file = tmp_path / "ours.toml"
    file.write_text(
        f'name = "ours"\ntitle = "Ours"\n[[file]]\nmatch = "*"\nkind = "admissions"\n{line}\n'
        + "[file.admission]\nperiod_from = 'A'\nperiod_to = 'A'\n",
        encoding="utf-8",
    )

    with pytest.raises(MappingError, match=problem):
        read_mapping(file)


def test_a_part_belongs_to_a_financial_year(tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text(
        'name = "ours"\ntitle = "Ours"\n[[file]]\nmatch = "*"\nkind = "comparators"\n[file.comparator]\n'
        'period_from = { column = "Year", part = "Month" }\n',
        encoding="utf-8",
    )

    with pytest.raises(MappingError, match="only a financial year has a part"):
        read_mapping(file)
