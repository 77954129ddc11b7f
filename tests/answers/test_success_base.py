"""The baseline year that analysts decide on is the one the success measures are held against."""

import datetime as dt

import pytest

from tests.answers import worlds
from tests.stores import make_store
from vru import decisions
from vru.answers import deciding, question, success_base
from vru.decisions import Decision
from vru.selection import Selection
from vru.store import open_store


@pytest.fixture
def folder(tmp_path):
    rows = worlds.offences(84, each=6, first=dt.date(2018, 4, 1), ho_code="8N", knife=True)
    people = [
        {"offence_id": f"o{at}", "person": f"p{at}", "role": "victim", "age": 20}
        for at in range(1, len(rows) + 1)
    ]
    make_store(tmp_path, rows, people).close()
    return tmp_path


def decide(folder, kind="baseline", month=dt.date(2021, 3, 1), **given):
    with open_store(folder) as store:
        made = Decision(
            kind, role="board lead", reason="The first year of the new fund", month=month, **given
        )
        return deciding.decide(store, Selection.default(store.capabilities), made)


def answered(folder, name="success.knife_assaults", **options):
    with open_store(folder) as store:
        asked = question(name)
        chosen = asked.options(**options)
        return asked.ask(store, Selection.default(store.capabilities), chosen).answer()


def test_nothing_decided_is_the_year_to_september_2019(folder):
    found = answered(folder)

    assert "the year to September 2019" in found.finding + found.subtitle
    assert "Decided:" not in found.definition


def test_what_is_decided_is_the_baseline_and_the_caption_says_by_whom(folder):
    decide(folder)
    found = answered(folder)

    assert "the year to March 2021" in found.finding + found.subtitle
    assert (
        "Decided: Baseline year March 2021 (no. 1; The first year of the new fund; board lead, "
        in found.definition
    )


def test_the_later_decision_holds_until_it_is_withdrawn(folder):
    decide(folder, month=dt.date(2022, 3, 1))
    decide(folder)
    with open_store(folder) as store:
        assert success_base.month_of(store, success_base.DECIDED) == "2021-03"
        decisions.record(
            folder, Decision("withdraw", "board lead", "It was a mistake", number=2), board=False
        )
        assert success_base.month_of(store, success_base.DECIDED) == "2022-03"


def test_a_year_that_is_chosen_on_the_page_goes_before(folder):
    decide(folder)
    found = answered(folder, base="2020-03")

    assert "the year to March 2020" in found.finding + found.subtitle
    assert "Decided:" not in found.definition


def test_districts_take_the_same_year_and_say_by_whom(folder):
    before = answered(folder, "districts.performance")
    decide(folder)
    after = answered(folder, "districts.performance")
    chosen = answered(folder, "districts.performance", baseline="2020-03")

    assert "the baseline, the year to September 2019" in before.subtitle
    assert "the baseline, the year to March 2021" in after.subtitle
    assert "Decided: Baseline year March 2021 (no. 1;" in after.definition
    assert "the baseline, the year to March 2020" in chosen.subtitle
    assert "Decided:" not in before.definition + chosen.definition
