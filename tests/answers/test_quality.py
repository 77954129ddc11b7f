"""Data quality, on a load whose rows can be counted by hand."""

from vru.answers import question
from vru.selection import Selection


def ask(store, name):
    return question(name).ask(store, Selection.default(store.capabilities)).answer()


def test_rows_read_are_loaded_quarantined_or_duplicates(loaded):
    got = ask(loaded, "quality.reconciliation")

    assert got.finding == (
        "Every row is accounted for: 11 read = 6 loaded + 4 quarantined + 1 identical duplicates."
    )
    assert got.table["adds_up"].tolist() == [True, True]
    assert {each.name: each.y for each in got.chart.series} == {
        "loaded": (1, 5), "quarantined": (2, 2), "identical duplicates": (0, 1),
    }  # fmt: skip


def test_refusals_by_reason(loaded):
    got = ask(loaded, "quality.quarantine")

    assert got.finding.startswith("4 refusals in 11 rows read. Most frequent, 3 (75 %): ")
    assert got.table["rows"].tolist() == [2, 1, 1]
    assert set(got.table["column_name"]) == {"recorded_on", "birth_date", "the whole row"}
    assert "value" not in got.table.columns


def test_months_have_states_and_counts(no_frills):
    got = ask(no_frills, "completeness.months")

    assert got.finding == (
        "2 of 4 months are complete; 2 are incomplete (the last incomplete: December 2018)."
    )
    assert got.table["offences"].tolist() == [10, 7, 4, 9]
    assert got.chart.series[0].hollow == (False, True, True, False)
    assert "no anti-social behaviour" not in got.missing


def test_what_changed_in_recording_is_drawn_over_the_months_and_the_years(no_frills, loaded):
    drawn = [each.label for each in ask(no_frills, "completeness.months").chart.marks]

    assert drawn == ["Kent's recording inspected", "Kent inspected again"]
    assert ask(loaded, "quality.flags").chart.marks == ()  # nothing known moved default dates


def test_without_a_control_series_the_page_says_what_cannot_be_told(steady):
    assert "This extract holds no anti-social behaviour" in ask(steady, "completeness.months").missing


def test_cleaning_steps_most_first(loaded):
    got = ask(loaded, "quality.cleaning")

    assert got.finding.startswith("Cleaning touched 4 values in 2 ways. Most often (3): ")
    assert got.table["rows"].tolist() == [3, 1]


def test_default_dates_and_times_show(loaded):
    got = ask(loaded, "quality.flags")

    assert got.finding.startswith(
        "100 % of timed offences are at 00:00 and 20 % fall on the first of a month"
    )
    assert got.missing == "4 offences have no time of day."


def test_a_store_without_a_log_says_so(steady):
    assert ask(steady, "quality.reconciliation").empty == "cannot"
    assert ask(steady, "quality.quarantine").empty == "nothing"
    assert ask(steady, "quality.cleaning").empty == "nothing"


def test_an_extract_of_months_says_that_days_cannot_show(no_frills):
    assert ask(no_frills, "quality.flags").empty == "cannot"


def test_without_times_of_day_midnight_is_not_said_to_be_rare(steady):
    assert ask(steady, "quality.flags").finding.startswith("No offence has a time of day and 0 % fall")
