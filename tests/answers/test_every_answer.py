"""What holds for every Answer: its JSON, its provenance, and no number without its place in the figures."""

import json
import re

import pytest

from vru.answers import question, questions
from vru.answers.answer import Options
from vru.errors import SelectionError
from vru.selection import Selection

NAMES = list(questions())
STORES = ("steady", "no_frills", "loaded")
KEYS = [
    "name", "finding", "verdict", "selection", "options", "definition", "counted", "missing",
    "source", "store_version", "synthetic", "estimates", "table",
]  # fmt: skip
ESTIMATE = {"name", "value", "low", "high", "confidence", "unit", "n", "method"}


def answered(store, name):
    return question(name).ask(store, Selection.default(store.capabilities)).answer()


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("name", NAMES)
def test_the_json_has_the_agreed_shape(name, store, request):
    found = answered(request.getfixturevalue(store), name)

    read = json.loads(found.to_json())

    assert list(read) == KEYS
    assert all(set(each) == ESTIMATE for each in read["estimates"])
    assert read["name"] == name
    assert read["finding"]
    assert read["source"].startswith("SYNTHETIC")
    assert read["synthetic"] is True


def _numbers(text):
    # names of months, years, codes and comparisons fixed in advance are no figures
    text = re.sub(r"\b(19|20)\d\d\b|version \S+|95 %|φ [\d.]+", " ", text.replace("−", "-"))
    return [float(each.replace(",", "")) for each in re.findall(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?", text)]


def _figures(found):
    for each in found["estimates"]:
        yield from (each[key] for key in ("value", "low", "high") if each[key] is not None)
    for row in found["table"]:
        yield from (each for each in row.values() if isinstance(each, int | float) and each is not True)
        yield from (number for each in row.values() if isinstance(each, str) for number in _numbers(each))


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_the_finding_is_among_the_figures(name, store, request):
    found = answered(request.getfixturevalue(store), name)
    figures = list(_figures(found.to_dict()))

    lost = [
        number
        for number in _numbers(found.finding)
        # a sentence about what an extract cannot answer names columns and limits, no figures
        if found.empty != "cannot"
        and not any(abs(abs(each) - abs(number)) <= max(0.5, 5e-4 * abs(each)) for each in figures)
    ]
    assert lost == []


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_words_for_those_who_cannot_see_it(name, steady):
    found = answered(steady, name)

    assert found.chart.alt
    assert found.chart.kind == "none" or found.chart.series


def test_a_wrong_name_is_refused_with_the_nearest():
    with pytest.raises(SelectionError, match=r"trends\.rolling"):
        question("trends.roling")


def test_a_wrong_option_is_refused_with_its_choices():
    with pytest.raises(SelectionError, match="count, rate, harm"):
        question("trends.rolling").options(measure="rat")


def test_questions_take_only_their_own_options(steady):
    asked = question("methods.versions").ask(steady, Selection.default(steady.capabilities), Options())

    assert asked.answer().to_dict()["options"] == {}
