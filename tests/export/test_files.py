"""What leaves the dashboard as a file: caption, marking and table, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest

from vru.answers.answer import Answer, Options
from vru.charts.chart import Chart
from vru.export import tables, words
from vru.periods import Period
from vru.selection import Selection

PERIOD = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 1))


def answer(table: pd.DataFrame, *, synthetic: bool = True) -> Answer:
    return Answer(
        name="trends.rolling",
        question="Is it rising?",
        finding="Violence with injury is up, =not a formula",
        chart=Chart("none"),
        table=table,
        selection=Selection(PERIOD),
        options=Options(),
        definition="one offence is one recorded crime",
        counted="3 offences",
        missing="",
        source="Kent: police extract.",
        store_version="v1",
        synthetic=synthetic,
    )


def test_csv_holds_marking_finding_caption_and_table():
    table = pd.DataFrame({"month": [dt.date(2025, 1, 1)], "offences": [3], "rate": [float("nan")]})

    made = tables.as_csv(answer(table))

    assert made.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(made.decode("utf-8-sig")))) == [
        ["# Marking: OFFICIAL-SENSITIVE · SYNTHETIC: made-up data, about no real person or place"],
        ["# Question: Is it rising?"],
        ["# Finding: Violence with injury is up, =not a formula"],
        ["# Definition: One offence is one recorded crime."],
        ["# Selected: January 2025 to December 2025; by date recorded; all areas; all offence groups."],
        ["# Counted: 3 offences."],
        ["# Source: Kent: police extract. Data version v1."],
        ["# Marking: OFFICIAL-SENSITIVE · SYNTHETIC: made-up data, about no real person or place"],
        [tables.labelled("month"), tables.labelled("offences"), tables.labelled("rate")],
        ["2025-01-01", "3", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-cmd", "@sum", "\t=1"])
def test_a_text_that_looks_like_a_formula_stays_text(text):
    made = answer(pd.DataFrame({"part": [text], "change": [-3.5]}))

    row = list(csv.reader(io.StringIO(tables.as_csv(made).decode("utf-8-sig"))))[-1]
    cell, number = openpyxl.load_workbook(io.BytesIO(tables.as_xlsx(made)))["Table"][2]

    assert row == ["'" + text, "-3.5"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert (number.data_type, number.value) == ("n", -3.5)


def test_a_workbook_says_what_it_is():
    made = answer(pd.DataFrame({"month": [pd.Timestamp(2025, 1, 1)], "offences": [3]}))

    book = openpyxl.load_workbook(io.BytesIO(tables.as_xlsx(made)))

    assert [each[1] for each in book["About"].values][:3] == [
        "OFFICIAL-SENSITIVE · SYNTHETIC: made-up data, about no real person or place",
        "Is it rising?",
        "Violence with injury is up, =not a formula",
    ]
    assert list(book["Table"].values)[1] == (dt.datetime(2025, 1, 1), 3)


def test_a_file_is_named_after_question_period_and_version():
    made = answer(pd.DataFrame())

    assert words.file_name(made) == "trends-rolling_2025-01_to_2025-12_v1_SYNTHETIC"
    assert "SYNTHETIC" not in words.file_name(answer(pd.DataFrame(), synthetic=False))


def test_a_quoted_finding_carries_its_caption_and_marking():
    said = words.quotable(answer(pd.DataFrame(), synthetic=False)).splitlines()

    assert said[0] == "Violence with injury is up, =not a formula."
    assert said[-1] == "OFFICIAL-SENSITIVE"
    assert "Source: Kent: police extract. Data version v1." in said
