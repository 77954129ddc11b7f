"""What no figure can be made of: the very sentence that the pages say, and never a 0, NaN or traceback."""

import datetime as dt

import pytest

from tests.answers import test_success as crimes
from tests.answers import test_success_admissions as hospital
from tests.answers import test_success_homicide as killings
from tests.stores import make_store
from vru.answers.success import QUESTIONS
from vru.selection import Selection

VICTIMS = (
    "Knife assaults had 36 victims under 25 in the year to March 2025; whether that is fewer than in the "
    "baseline year cannot be told."
)
ADMITTED = (
    "admissions of people under 25 after knife assaults, Kent and Medway, in the year to January 2025: "
    "whether fewer than before cannot be told."
)
HELD = "Against the baseline year, the year to September 2019: cannot tell, because "


@pytest.mark.parametrize(
    ("counts", "first", "finding"),
    [
        (
            [None] * 96,
            hospital.FIRST,
            f"12 to 84 {ADMITTED} {HELD}most months of a year compared are suppressed.",
        ),
        (
            [6] * 40,
            dt.date(2021, 12, 1),
            f"72 {ADMITTED} {HELD}the baseline year is not whole: the "
            "figures run from December 2021 to March 2025.",
        ),
        (
            [0] * 48 + [6] * 48,
            hospital.FIRST,
            f"72 {ADMITTED} {HELD}nobody was admitted in the baseline year.",
        ),
        (
            [0] * 96,
            hospital.FIRST,
            f"0 {ADMITTED} {HELD}nobody was admitted in the baseline year.",
        ),
        (
            [6 if at % 6 else "gap" for at in range(96)],
            hospital.FIRST,
            "No twelve months in a row are published and final in May 2017 to March 2025: load more months.",
        ),
    ],
    ids=["all suppressed", "baseline before the figures", "nobody then", "nobody ever", "months missing"],
)
def test_admissions_that_give_no_change_say_why(tmp_path, counts, first, finding):
    assert hospital.answered(tmp_path, hospital.rows(counts, first=first)).finding == finding


@pytest.mark.parametrize(
    ("each", "base", "finding"),
    [
        (
            [3] * 60,
            "2019-09",
            f"{VICTIMS} There is no baseline to compare with, because knife figures of this "
            "extract begin in April 2020, after the baseline year. There were 36 in the year before: "
            "0 % since (95 % interval −39 to +63 %), no clear change.",
        ),
        (
            [0] * 24 + [3] * 36,
            "2021-09",
            f"{VICTIMS} There were 0 in the baseline year, the year to September 2021: no "
            "percentage can be given (95 % interval +46 to unlimited %), cannot tell, because "
            "recording changed in between",
        ),
    ],
    ids=["baseline before the data", "zero to divide by"],
)
def test_victims_that_give_no_change_say_why(tmp_path, each, base, finding):
    # somebody of another age keeps the months of nobody under 25 in the extract
    parts = crimes.incidents(each), crimes.incidents([1] * 60, ages=(40,))
    with crimes.world(tmp_path, *parts) as store:
        assert crimes.asked(store, "success.knife_assaults", base=base).finding.startswith(finding)


def test_months_that_are_all_incomplete_are_no_year(tmp_path):
    quality = [
        {"basis": "recorded", "month": crimes.add_months(crimes.FIRST, at), "state": "incomplete"}
        for at in range(60)
    ]
    with crimes.world(tmp_path, crimes.incidents([3] * 60), tables={"month_quality": quality}) as store:
        found = {each: crimes.asked(store, f"success.{each}") for each in ("knife_assaults", "knife_monthly")}

    assert found["knife_assaults"].finding == (
        "A year needs twelve months, the last one whole: April 2020 to March 2025 has fewer."
    )
    assert found["knife_monthly"].finding == (
        "A control chart needs twelve whole months of one base, and April 2020 to March 2025 has fewer."
    )


def test_killings_without_a_baseline_say_why(tmp_path):
    rows, people = crimes.incidents([1] * 30)
    row, who = killings.death("2021-01-01")
    with make_store(tmp_path, [*rows, row], [*people, who]) as store:
        found = crimes.asked(store, "success.knife_homicide")

    assert found.finding == (
        "The latest 24 months need 24 before them to be held against: the extract has fewer."
    )


def test_an_extract_of_a_month_breaks_no_card(tmp_path):
    with crimes.world(tmp_path, crimes.incidents([2])) as store:
        default = Selection.default(store.capabilities)
        for each in QUESTIONS:
            found = each.ask(store, default).answer()

            assert found.finding.endswith(".")
            assert " nan" not in f"{found.finding} {found.missing} {found.counted}"
