"""Overview: the store at a glance, and six conclusions that wait for their pages."""

import dataclasses
import datetime as dt
from types import SimpleNamespace

import pytest

from tests.answers import worlds
from tests.stores import make_store
from vru import answers, reference
from vru.answers import overview, overview_trust, question, trends
from vru.answers.answer import Answer, Estimate, Question, Verdict
from vru.periods import Period
from vru.selection import Selection
from vru.ui.menu import PAGES


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

    assert got.finding == "Of the study's 6 conclusions all 6 are not measured yet."
    assert got.table["verdict"].tolist() == ["not measured yet"] * 6
    assert "comes with the temperature page" in got.table["size"].tolist()
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
    register(monkeypatch, found("temperature.effect", HOLDS, (1.5, 0.75, 2.25)))

    got = ask(fresh, "overview.conclusions")

    row = got.table[got.table["claim"].str.startswith("Warmer")].iloc[0]
    assert row[["verdict", "value", "low", "high", "margin", "unit"]].tolist() == [
        "holds", 1.5, 0.75, 2.25, 0.5, "% more for every degree",
    ]  # fmt: skip
    assert row["size"] == "1.50 % more for every degree (95 % interval 0.75 to 2.25)"
    assert got.finding == "Of the study's 6 conclusions 1 holds, 5 are not measured yet."
    assert got.links == ((row["claim"], "temperature"),)


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
    register(monkeypatch, found("temperature.effect", HOLDS, limits))

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
    register(monkeypatch, found("temperature.effect", doubted, (1.5, 0.75, 2.25)))

    row = ask(fresh, "overview.conclusions").table.set_index("claim").loc["Warmer days are more violent days"]

    assert row["size"].endswith("(95 % interval 0.75 to 2.25). What the page says.")


def test_a_conclusion_without_a_number_says_why(fresh, monkeypatch, no_people):
    register(monkeypatch, found("temperature.effect", None))

    got = ask(fresh, "overview.conclusions")
    row = got.table.set_index("claim").loc["Warmer days are more violent days"]

    assert row["verdict"] == "cannot tell"
    assert row["size"] == "What the page says."
    assert got.pictures == (None,) * 6


def checks(store, **filters):
    whole = dataclasses.replace(Selection.default(store.capabilities), **filters)
    found = question("overview.trust").ask(store, whole).answer()
    return found, found.table.set_index("check")


def test_six_lines_say_how_far_the_extract_can_be_trusted(fresh):
    found, lines = checks(fresh)

    assert ", ".join(lines.index) == (
        "Reconciles, Complete to, Provisional since, Blanks that matter, Breaks in this period, Linkage"
    )
    assert lines["status"]["Reconciles"] == "not known"
    assert "load" in lines["says"]["Reconciles"].lower()
    assert lines["says"]["Complete to"] == (
        "Complete to March 2025, by date recorded; every month shown looks complete."
    )
    assert lines["status"]["Linkage"] == "not known"
    assert "`" not in " ".join(lines["says"])
    assert found.estimates[0].value == (lines["status"] == "in order").sum()
    assert all(each.endswith(".") and "\n" not in each for each in lines["says"])


def test_every_line_leads_to_a_page(fresh):
    found, lines = checks(fresh)

    assert [check for check, _ in found.links] == lines.index.tolist()
    assert {page for _, page in found.links} <= {each.stem for each in PAGES}


def test_breaks_are_those_of_the_selected_period(fresh):
    _, across = checks(fresh)
    _, before = checks(fresh, period=Period(dt.date(2021, 4, 1), dt.date(2022, 3, 1)))

    assert across["says"]["Breaks in this period"] == (
        "1 change in recording touches this selection: “Strangulation an offence of its own”, June 2022."
    )
    assert across["status"]["Breaks in this period"] == "mind this"
    assert before["status"]["Breaks in this period"] == "in order"


def test_months_that_look_incomplete_are_to_be_minded_in_their_period(tmp_path):
    with worlds.no_frills(tmp_path) as store:
        _, lines = checks(store)

    assert lines["status"]["Complete to"] == "mind this"
    assert lines["says"]["Complete to"] == (
        "Complete to January 2019, by date committed; 2 months look incomplete or unusual."
    )


def test_an_extract_of_one_offence_has_six_lines_too(tmp_path):
    with make_store(tmp_path, [{"recorded_on": "2021-05-05"}]) as store:
        _, lines = checks(store)

    assert len(lines) == 6
    assert set(lines["status"]) <= {"in order", "not known"}


@pytest.mark.parametrize(
    ("limits", "status"),
    [
        ((1.0, 3.0), "mind this"),
        ((-1.0, 3.0), "in order"),
        ((-1.0, 9.0), "not known"),
        ((None, None), "not known"),
    ],
)
def test_linkage_is_in_order_only_where_few_splits_are_left_open(monkeypatch, steady, limits, status):
    low, high = limits
    answer = SimpleNamespace(
        empty=None, finding="People kept theirs.", estimates=(SimpleNamespace(low=low, high=high),)
    )
    asked = SimpleNamespace(ask=lambda *_: SimpleNamespace(answer=lambda: answer))
    monkeypatch.setattr(overview_trust, "question", lambda _: asked)

    assert overview_trust._linkage.__wrapped__(steady).status == status
