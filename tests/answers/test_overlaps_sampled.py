"""Overlaps where simulations look at a part of the people: figures stay, limits and doubts stay near."""

import math

import pytest

from tests.answers import worlds
from vru.answers import question, sampled
from vru.measures import landmark
from vru.selection import Selection
from vru.store import open_store

# one worker builds the world once
pytestmark = pytest.mark.xdist_group("overlaps_sampled")
CLAIMS = ("overlaps.offender_victim", "overlaps.intimate_partner")
WIDENED = (*CLAIMS, "overlaps.landmark", "overlaps.mutual")
COUNTED = ("overlaps.sets", "overlaps.order", "overlaps.prolific", "overlaps.relationship")
LIMITS = ["low", "high"]
SIMULATED = "Simulated with {} people drawn at random, not with everybody."
TOLD = "How far limits are widened was told by {} people drawn at random."


def answers(folder):
    # opened anew: what an open store was asked once is kept
    with open_store(folder) as store:
        chosen = Selection.default(store.capabilities)
        return {each: question(each).ask(store, chosen).answer() for each in (*WIDENED, *COUNTED)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A demonstration of 50,000 offences."""
    return worlds.demo(tmp_path_factory.mktemp("sampled"), 50_000, "population")


@pytest.fixture(scope="module")
def everybody(folder):
    return answers(folder)


@pytest.fixture(scope="module")
def people(folder):
    with open_store(folder) as store:
        return sampled.sample(store).last


@pytest.fixture(scope="module")
def half(folder, people):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sampled, "MOST", people // 2)
        return answers(folder)


def width(each):
    return math.log(each.high / each.low)


@pytest.mark.parametrize("most", [50, 3000])
def test_what_is_counted_is_counted_of_everybody(folder, everybody, monkeypatch, most):
    monkeypatch.setattr(sampled, "MOST", most)
    some = answers(folder)

    for name in COUNTED:
        assert some[name].table.equals(everybody[name].table), name
        assert some[name].estimates == everybody[name].estimates, name
        assert some[name].definition == everybody[name].definition, name
    for name in WIDENED:
        one, other = (each[name].table.drop(columns=LIMITS) for each in (some, everybody))
        assert one.equals(other), name
        assert some[name].estimates[0].value == everybody[name].estimates[0].value, name


@pytest.mark.parametrize("name", WIDENED)
def test_limits_are_as_wide_as_those_told_by_everybody(everybody, half, name):
    pairs = list(zip(half[name].estimates, everybody[name].estimates, strict=True))

    named = [(one, other) for one, other in pairs if other.low is not None and "falsely" not in other.name]
    assert named
    for one, other in named:
        assert one.value == other.value
        # a level of the landmark may have few who were hurt
        rel = 0.25 if name == "overlaps.landmark" else 0.1
        assert width(one) == pytest.approx(width(other), rel=rel), other.name
    assert any(one.low != other.low for one, other in named)


def test_everybody_looked_at_stands_for_others_in_the_limits_of_the_landmark(folder, people, monkeypatch):
    fit, given = landmark.rate_ratios, []

    def noted(cells, seen, *, weight):
        given.append((weight, seen.person.max()))
        return fit(cells, seen, weight=weight)

    monkeypatch.setattr(sampled, "MOST", people // 4)
    monkeypatch.setattr(landmark, "rate_ratios", noted)
    with open_store(folder) as store:
        question("overlaps.landmark").ask(store, Selection.default(store.capabilities)).answer()

    ((weight, last),) = given
    assert last <= people // 4
    assert weight == pytest.approx(4, rel=0.01)


@pytest.mark.parametrize("name", CLAIMS)
def test_doubts_of_a_part_are_near_those_of_everybody(everybody, half, name):
    pairs = zip(half[name].estimates, everybody[name].estimates, strict=True)

    falsely = [(one, other) for one, other in pairs if "falsely" in other.name]
    assert len(falsely) == 12
    for one, other in falsely:
        assert one.name == other.name
        assert abs(math.log(one.value / other.value)) < width(other) / 2, other.name
    assert any(one.value != other.value for one, other in falsely)
    assert half[name].verdict == everybody[name].verdict


def test_an_answer_says_that_a_part_was_looked_at_and_only_then(everybody, half, people):
    number = f"{people // 2:,}"
    for name in WIDENED:
        assert TOLD.format(number) in half[name].definition
        assert (SIMULATED.format(number) in half[name].definition) == (name in CLAIMS)
        assert "drawn at random" not in everybody[name].definition
