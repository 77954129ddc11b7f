"""Overview: the store at a glance, and six conclusions that wait for their pages."""

import pytest

from tests.answers import worlds
from vru import answers, reference
from vru.answers import overview, question, trends
from vru.answers.answer import Answer, Question, Verdict
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


def test_a_conclusion_fills_once_an_answer_has_its_name(fresh, monkeypatch, no_people):
    def measured(store, selection, options):
        plain = ask(store, "trends.rolling").__dict__
        return Answer(**{**plain, "name": "weather.temperature", "verdict": Verdict("claim", "holds")})

    weather = Question("weather.temperature", "Are warmer days more violent?", measured)
    monkeypatch.setattr(trends, "QUESTIONS", (*trends.QUESTIONS, weather))

    got = ask(fresh, "overview.conclusions")

    row = got.table[got.table["claim"].str.startswith("Warmer")].iloc[0]
    assert row["verdict"] == "holds"
    assert row["size"] == "363.00 % more for every degree (95 % interval 326.61 to 402.33)"
    assert got.finding == "Of the study's 6 conclusions 1 holds, 5 are not measured yet."
    assert got.links == ((row["claim"], "weather"),)
