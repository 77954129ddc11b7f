"""Overview: the store at a glance, and six conclusions that wait for their pages."""

import pytest

from tests.answers import worlds
from vru import answers, reference
from vru.answers import overview, question, trends
from vru.answers.answer import Answer, Estimate, Question, Verdict
from vru.selection import Selection


def ask(store, name):
    return question(name).ask(store, Selection.default(store.capabilities)).answer()


def test_the_store_says_its_size_and_that_rows_add_up(loaded):
    got = ask(loaded, "overview.store")

    assert got.finding == (
        "The store holds 5 offences recorded in April 2021 to June 2022, 1 person and 1 district. Every row "
        "is accounted for: 11 read = 6 loaded + 4 quarantined + 1 identical duplicates."
    )
    facts = dict(got.table.to_numpy().tolist())
    assert facts["Data"] == "SYNTHETIC: no figure is about real people"
    assert facts["Last loaded"] == "9 April 2025"
    assert facts["Version"] == loaded.version


def test_rows_that_do_not_add_up_are_said_loudly(loaded):
    loads = loaded.ask("loads").assign(rows_read=[9, 3])

    assert overview.reconciled(loads) == (
        "Rows do not add up: 12 read, 6 loaded + 4 quarantined + 1 identical duplicates; 1 unexplained."
    )


def test_what_is_loaded_but_not_counted_is_said(steady):
    got = ask(steady, "overview.store")

    assert got.missing == "Loaded but not counted: 2 cancelled."
    assert dict(got.table.to_numpy().tolist())["Provisional since"] == "April 2025"


def test_the_headline_is_the_one_of_the_trends_page(steady):
    mine, theirs = ask(steady, "overview.headline"), ask(steady, "trends.rolling")

    assert mine.finding == theirs.finding
    assert mine.estimates == theirs.estimates


@pytest.fixture
def fresh(tmp_path):
    """A store nobody has asked yet: what it once answered does not change with the pages."""
    with worlds.steady(tmp_path) as store:
        yield store


@pytest.fixture
def no_people(monkeypatch):
    """Only the pages that measure no conclusion."""
    monkeypatch.setattr(answers, "MODULES", ("overview", "trends", "quality", "methods"))


def test_conclusions_wait_for_their_pages(fresh, no_people):
    got = ask(fresh, "overview.conclusions")

    assert got.finding == "Of the study's 6 conclusions 6 are not measured yet."
    assert got.table["verdict"].tolist() == ["not measured yet"] * 6
    assert "comes with the weather page" in got.table["size"].tolist()
    assert got.verdict is None
    assert all(each.startswith("Holds if ") for each in got.table["test"])


def test_every_claim_has_a_test_and_a_unit_in_everyday_words():
    for claim in reference.claims():
        assert claim["test"].startswith("Holds if ")
        assert claim["plain"]["unit"]


def found(name, verdict, *estimates):
    """A question whose Answer says `verdict` and has estimates of (value, low, high)."""

    def measured(store, selection, options):
        plain = ask(store, "trends.rolling").__dict__
        made = tuple(Estimate(name, *each, "unit", 9, "method") for each in estimates)
        said = {"name": name, "finding": "What the page says.", "verdict": verdict, "estimates": made}
        return Answer(**{**plain, **said})

    return Question(name, "Does it hold?", measured)


def register(monkeypatch, *made):
    monkeypatch.setattr(trends, "QUESTIONS", (*trends.QUESTIONS, *made))


HOLDS = Verdict("claim", "holds")


def test_a_conclusion_fills_once_an_answer_has_its_name(fresh, monkeypatch, no_people):
    register(monkeypatch, found("weather.temperature", HOLDS, (1.5, 0.75, 2.25)))

    got = ask(fresh, "overview.conclusions")

    row = got.table[got.table["claim"].str.startswith("Warmer")].iloc[0]
    assert row[["verdict", "value", "low", "high", "margin", "unit"]].tolist() == [
        "holds", 1.5, 0.75, 2.25, 0.5, "% more for every degree",
    ]  # fmt: skip
    assert row["size"] == "1.50 % more for every degree (95 % interval 0.75 to 2.25)"
    assert got.finding == "Of the study's 6 conclusions 1 holds, 5 are not measured yet."
    assert got.links == ((row["claim"], "weather"),)


@pytest.mark.parametrize(
    ("limits", "where"),
    [
        ((1.5, 0.75, 2.25), "the whole interval lies above the margin"),
        ((0.1, -0.2, 0.4), "the whole interval lies below the margin"),
        ((0.6, 0.3, 0.9), "the interval reaches across the margin"),
        ((0.6, None, None), "no interval is known"),
    ],
)
def test_each_measured_row_has_a_picture_of_its_numbers(fresh, monkeypatch, no_people, limits, where):
    register(monkeypatch, found("weather.temperature", HOLDS, limits))

    got = ask(fresh, "overview.conclusions")

    drawn = dict(zip(got.table["claim"], got.pictures, strict=True))
    chart = drawn.pop("Warmer days are more violent days")
    assert set(drawn.values()) == {None}
    assert (chart.series[0].y, chart.series[0].low, chart.series[0].high) == tuple((n,) for n in limits)
    assert [(mark.x, mark.label) for mark in chart.marks] == [(0.5, "margin 0.5")]
    assert chart.x.title == "% more for every degree"
    assert chart.alt.endswith(f"; margin 0.5: {where}.")


def test_a_claim_with_two_measures_has_a_row_for_each_and_counts_once(fresh, monkeypatch, no_people):
    register(
        monkeypatch,
        found("offenders.age_diversity", HOLDS, (0.02, 0.015, 0.025)),
        found("offenders.age_gap", HOLDS, (0.3, 0.2, 0.4)),
    )

    got = ask(fresh, "overview.conclusions")

    rows = got.table[got.table["claim"].str.startswith("Violent offenders come")]
    assert rows[["value", "low", "high", "margin"]].to_numpy().tolist() == [
        [2.0, 1.5, 2.5, 1.0],
        [0.3, 0.2, 0.4, 0.1],
    ]
    assert len(got.table) == 7
    assert got.finding == "Of the study's 6 conclusions 1 holds, 5 are not measured yet."
    assert len(got.links) == 1


def test_a_verdict_that_its_interval_does_not_explain_is_explained(fresh, monkeypatch, no_people):
    doubted = Verdict("claim", "cannot tell")
    register(monkeypatch, found("weather.temperature", doubted, (1.5, 0.75, 2.25)))

    row = ask(fresh, "overview.conclusions").table.set_index("claim").loc["Warmer days are more violent days"]

    assert row["size"].endswith("(95 % interval 0.75 to 2.25). What the page says.")


def test_a_conclusion_without_a_number_says_why(fresh, monkeypatch, no_people):
    register(monkeypatch, found("weather.temperature", None))

    got = ask(fresh, "overview.conclusions")
    row = got.table.set_index("claim").loc["Warmer days are more violent days"]

    assert row["verdict"] == "cannot tell"
    assert row["size"] == "What the page says."
    assert got.pictures == (None,) * 6
