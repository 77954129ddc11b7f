"""Odd extracts: every answer about people says what it lacks, and nothing is known without variation."""

import math
import re
import warnings
from dataclasses import replace

import pytest

from tests.answers import odd_worlds
from tests.answers.worlds import ASHFORD
from vru.answers import careers, offenders, overlaps, prolific, question, repeat
from vru.answers.repeat_common import Repeats
from vru.selection import Selection
from vru.store import Opening

QUESTIONS = [each for page in (offenders, repeat, overlaps, careers) for each in page.QUESTIONS]
NO_WORDS = re.compile(r"\b(nan|inf|None|NaT|NA|unlimited)\b(?! of )")
REMEDY = re.compile(r"\b(load|fill|choose|widen)\b", re.IGNORECASE)
SAID = {
    (
        "one age band",
        "offenders.age_diversity",
    ): "one age group: without a spread of ages no change can be told",
    ("one age band", "offenders.age_heat"): "there is none to compare it with",
    ("one age band", "offenders.age_gap"): "do pairs differ in whether they are 20 years apart",
    ("men only", "offenders.female_share"): "All suspects of known sex are male: without both sexes",
    ("everybody again", "repeat.one_off"): "who were not are too few for an interval",
    ("nobody again", "repeat.one_off"): "without one repeat no interval can be given",
    ("no overlap", "overlaps.offender_victim"): "0 people are recorded as both in these windows",
    ("no overlap", "overlaps.landmark"): "is known to have been a victim in the two years after",
    ("everybody in both roles", "overlaps.offender_victim"): "too few to compare with",
    ("everybody in both roles", "overlaps.mutual"): "too few to compare with",
    ("everybody in both roles", "overlaps.landmark"): "Too few others were hurt after a day",
    ("the same every year", "offenders.age_diversity"): "The same people make up every year",
    ("the same every year", "offenders.age_gap"): "The same pairs make up every year",
    ("one person", "repeat.one_off"): "load a longer extract",
    ("ages unknown", "offenders.age_diversity"): "fills `age` or `birth_date`",
    ("sexes unknown", "offenders.female_share"): "fills `sex`",
    ("no keys", "repeat.one_off"): "`person_key`",
    ("victims only", "offenders.age_diversity"): "`role` with suspect",
    ("shorter than the washout", "repeat.one_off"): "The extract is shorter than the years",
    ("no residents", "overlaps.landmark"): "without residents",
    (
        "residents elsewhere",
        "offenders.age_rates",
    ): "No suspect is recorded where residents are loaded (Ashford)",
    ("residents elsewhere", "overlaps.offender_victim"): "load population estimates for Medway",
    ("residents elsewhere", "overlaps.landmark"): "load population estimates for Medway",
    ("residents elsewhere", "overlaps.mutual"): "load population estimates for Medway",
    ("residents elsewhere", "overlaps.prolific"): "load population estimates for Medway",
    ("residents elsewhere", "careers.cohorts"): "load the residents of this extract's districts",
    ("residents of men only", "overlaps.offender_victim"): "No year has residents of both sexes",
    ("residents of men only", "offenders.age_rates"): "a whole age group of both sexes",
    ("residents too late", "overlaps.offender_victim"): "Residents are loaded for 2017 to 2021",
}


@pytest.fixture(scope="module", params=odd_worlds.WORLDS)
def odd(request, tmp_path_factory):
    """A world's name, its store, and every answer about people; a warning of a library is an error."""
    with odd_worlds.make(request.param, tmp_path_factory.mktemp("odd")) as store:
        whole = Selection.default(store.capabilities)
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            warnings.simplefilter("error", UserWarning)
            asked = [*QUESTIONS, question("overview.conclusions")]
            yield request.param, store, {each.name: each.ask(store, whole).answer() for each in asked}


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory):
    with odd_worlds.make("no residents", tmp_path_factory.mktemp("ordinary")) as store:
        yield store


def test_no_number_is_none_and_no_text_says_so(odd):
    for answer in odd[2].values():
        answer.to_json()
        texts = (answer.finding, answer.counted, answer.missing, answer.definition, answer.chart.alt)
        assert not any(NO_WORDS.search(each) for each in texts), answer.name
        for each in answer.estimates:
            assert all(math.isfinite(one) for one in (each.value, each.low or 0, each.high or 0)), each
            assert (each.low is None) == (each.high is None), each


def test_no_interval_without_width_is_shown_as_if_something_were_known(odd):
    for answer in odd[2].values():
        assert not [each for each in answer.estimates if each.low is not None and not each.low < each.high]
        if {"low", "high"} <= set(answer.table):
            known = answer.table.dropna(subset=["low", "high"])
            assert ((known["high"] - known["low"]).astype(float) > 1e-9).all(), answer.name
        for drawn in answer.chart.series:
            pairs = zip(drawn.low, drawn.high, strict=True)
            assert all(None in each or each[1] - each[0] > 1e-9 for each in pairs), answer.name


def test_no_claim_is_decided(odd):
    _, _, answers = odd
    verdicts = {name: each.verdict.value for name, each in answers.items() if each.verdict}

    assert set(verdicts.values()) <= {"cannot tell"}
    assert set(answers["overview.conclusions"].table["verdict"]) == {"cannot tell"}


def test_the_overview_takes_no_other_number_for_a_claim_that_cannot_be_followed(odd):
    table = odd[2]["overview.conclusions"].table

    assert (table["value"].notna() == table["low"].notna()).all()


def test_an_empty_answer_says_what_would_help(odd):
    for answer in odd[2].values():
        if answer.empty and answer.table.empty:
            assert REMEDY.search(answer.finding), (answer.name, answer.finding)


@pytest.mark.parametrize("chosen", [{"groups": ("robbery",)}, {"areas": (ASHFORD,)}], ids=["group", "area"])
def test_a_selection_of_nothing_says_what_would_help(ordinary, chosen):
    selection = replace(Selection.default(ordinary.capabilities), **chosen)
    for asked in QUESTIONS:
        answer = asked.ask(ordinary, selection).answer()
        # the overlaps look at the whole extract and say so; a pair's history does not know offence groups
        assert answer.empty or answer.missing or asked is careers.same_pair, answer.finding
        assert not answer.empty or REMEDY.search(answer.finding), answer.finding


def test_what_is_missing_is_named(odd):
    name, _, answers = odd
    for (world, asked), words in SAID.items():
        if world == name:
            assert words in answers[asked].finding, answers[asked].finding
    contradicted = (
        "150 of 150 people of known age on two days or more (100 %) have ages that fit no one birth"
    )
    assert (contradicted in answers["offenders.unknown"].missing) == (name == "ages backwards")


def test_the_list_of_the_most_prolific_is_offered_or_not_and_never_breaks(odd):
    name, store, _ = odd
    if not prolific.offered(store):
        assert name in ("no keys", "victims only", "nobody")
        return
    whole, options = Selection.default(store.capabilities), Repeats()
    opening = Opening("A. Analyst", "Odd extracts are read", prolific.selected(store, whole, options), True)

    got = prolific.listing(store, whole, options, opening)

    assert got.finding.endswith(".")
    assert not NO_WORDS.search(" ".join([got.finding, *got.notes]))
    assert len(got.table) <= prolific.MOST
