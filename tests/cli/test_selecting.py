"""Filters typed on a command line: they mean what a link means, but never fall back in silence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from vru.answers.answer import Options, option
from vru.capabilities import Capabilities
from vru.cli.selecting import options_from, selection_from
from vru.errors import SelectionError
from vru.periods import Period

THANET = "E07000114"
STORE = Capabilities(
    offences=100,
    recorded_months=(dt.date(2020, 1, 1), dt.date(2026, 3, 1)),
    groups={"violence_with_injury": 80, "robbery": 20},
    districts={THANET: 60, "E06000035": 40},
    small_areas={"lsoa": {"X01": "Margate 001", "X02": "Margate 002"}},
)


@dataclass(frozen=True)
class Shown(Options):
    measure: str = option("count", label="Show", short="m", choices={"count": "Offences", "rate": "Rate"})


def test_words_become_the_same_selection_as_a_link():
    words = ["period=2025-04~2026-03", "district=Thanet", "group=robbery", "domestic=no", "knife=yes"]

    typed = selection_from(words, STORE)
    linked = selection_from([f"?p=2025-04~2026-03&d={THANET}&g=robbery&dv=no&k=yes"], STORE)

    assert typed == linked
    assert typed.period == Period(dt.date(2025, 4, 1), dt.date(2026, 3, 1))
    assert typed.areas == (THANET,)


def test_nothing_said_is_the_view_the_store_opens_with():
    assert selection_from([], STORE).groups == ("violence_with_injury",)


def test_several_values_stand_in_one_word():
    chosen = selection_from(["district=Thanet,Medway"], STORE)

    assert chosen.areas == ("E06000035", THANET)


def test_a_small_area_is_named_or_coded():
    chosen = selection_from(["lsoa=margate 001,X02"], STORE)

    assert (chosen.level, chosen.areas) == ("lsoa", ("X01", "X02"))
    assert "small areas Margate 001, Margate 002" in chosen.sentence()
    with pytest.raises(SelectionError, match="Margate 003"):
        selection_from(["lsoa=Margate 003"], STORE)
    with pytest.raises(SelectionError, match="Margate 001"):  # this store has no outlines of wards
        selection_from(["ward=Margate 001"], STORE)


def test_saying_the_default_is_no_mistake():
    assert selection_from(["basis=recorded", "group=violence_with_injury"], STORE) == selection_from(
        [], STORE
    )


@pytest.mark.parametrize(
    "word", ["district=Atlantis", "group=shoplifting", "knife=maybe", "period=last-year", "sex=m", "p=1~2"]
)
def test_what_the_store_does_not_know_is_refused_by_name(word):
    with pytest.raises(SelectionError, match=word.split("=")[1]):
        selection_from([word], STORE)


@pytest.mark.parametrize("word", ["thanet", "colour=red", "district=", "=x"])
def test_what_is_no_filter_is_refused(word):
    with pytest.raises(SelectionError, match="is not a filter"):
        selection_from([word], STORE)


def tens(text):
    if not text.isdigit():
        raise SelectionError(f"{text} is no number.")
    return str(int(text) * 10)


@dataclass(frozen=True)
class Entered(Options):
    size: str = option("usual", label="Size", short="z", choices={"usual": "As usual"}, reads=tens)


def test_an_option_that_may_be_entered_reads_what_is_no_choice():
    assert options_from(["size=usual"], Entered) == Entered() == Entered(size="usual")
    assert options_from(["size=007"], Entered).size == "70"
    with pytest.raises(SelectionError, match="seven is no number"):
        options_from(["size=seven"], Entered)


def test_options_are_those_the_answer_declares():
    assert options_from(["measure=rate"], Shown) == Shown(measure="rate")
    with pytest.raises(SelectionError, match="Did you mean 'measure'"):
        options_from(["mesure=rate"], Shown)
    with pytest.raises(SelectionError, match="Did you mean 'rate'"):
        options_from(["measure=rates"], Shown)
