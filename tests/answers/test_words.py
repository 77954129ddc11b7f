"""What answers say, whatever they are about: by which date they count, in how many words, in which words."""

import re
from dataclasses import fields, replace

import pytest

from vru import findings
from vru.answers import careers, offenders, overlaps, overview, question, questions, repeat, trends
from vru.demo import write
from vru.export import words
from vru.ingest import load
from vru.selection import Selection
from vru.store import open_store

KEY = "a key for tests only, longer than thirty-two characters"
LONGEST = 25
"""Words the first sentence of a finding holds, intervals in brackets aside: what a board remembers."""
JARGON = re.compile(
    r"\b(p-value|logit|odds|Poisson|bootstrap\w*|Kaplan|Mantel|Gini|Lorenz|GLM|quasi|regression|coefficient|"
    r"covariate|censor\w*|stratum|strata|over-dispersion|hazard|log-rank|estimand|Simpson)\b|[φχσμ]|p [<=>]",
    re.IGNORECASE,
)
"""Words that belong in a caption or on the methods page, and in no finding."""

PEOPLE = [each.name for page in (offenders, repeat, overlaps, careers) for each in page.QUESTIONS]


def selected(answer):
    return dict(words.caption(answer))["Selected:"]


@pytest.mark.parametrize("name", PEOPLE)
def test_a_figure_about_people_says_that_it_counts_by_the_day_it_happened(steady, name):
    by_record = Selection.default(steady.capabilities)

    said = selected(question(name).ask(steady, by_record).answer())

    assert by_record.basis == "recorded"
    assert "by date committed" in said or said.startswith("The whole extract")
    assert "by date recorded" not in said


def test_a_figure_that_no_filter_reaches_says_so_instead_of_naming_filters(steady):
    default = Selection.default(steady.capabilities)

    said = {
        name: selected(question(name).ask(steady, default).answer())
        for name in questions()
        if name in ("methods.versions", "overview.store", "overview.conclusions", "trends.monthly")
    }

    assert said == {
        "methods.versions": "The whole extract, whatever the filters say.",
        "overview.store": "The whole extract, by date recorded, whatever the other filters say.",
        "overview.conclusions": "The whole extract, whatever the filters say.",
        "trends.monthly": "April 2021 to April 2025; by date recorded; all areas; Violence with injury; "
        "programmes: Drawn; measure: Number of offences.",
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder, store = tmp_path_factory.mktemp("demo"), tmp_path_factory.mktemp("demo_store")
    write(folder, seed=3, offences=12_000)
    files = [each for each in sorted(folder.glob("*.csv")) if each.stem != "recording_events"]
    load(files, "contract", store=store, key=KEY, synthetic=True)
    with open_store(store) as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.xdist_group("words")
@pytest.mark.parametrize("name", list(questions()))
def test_a_finding_begins_with_one_short_plain_sentence(demo, name):
    finding = question(name).ask(demo, Selection.default(demo.capabilities)).answer().finding
    first = re.sub(r"\([^)]*\)", "", findings.sentences(finding)[0])

    assert len([each for each in first.split() if re.search(r"\w", each)]) <= LONGEST, first
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b|  | [,.;:]|\.\.|[{}]", finding)
    assert not JARGON.search(finding)
    assert finding[-1] in ".?!"


@pytest.mark.slow
@pytest.mark.xdist_group("words")
def test_what_changed_in_recording_is_drawn_on_every_trend_it_touches(demo):
    knife = replace(Selection.default(demo.capabilities), knife="yes")
    pages = (offenders, repeat, overlaps, careers, overview, trends)

    charts = {each.name: each.ask(demo, knife).answer().chart for page in pages for each in page.QUESTIONS}
    trended = {name: chart for name, chart in charts.items() if chart.x.kind == "month"}

    touched = {"Strangulation an offence of its own", "Knife flag: new method"}
    undrawn = {name: touched - {each.label for each in chart.marks} for name, chart in trended.items()}
    assert len(trended) >= 8
    assert {name: missing for name, missing in undrawn.items() if missing} == {}


@pytest.mark.parametrize("page", [offenders, repeat, overlaps, careers, trends])
def test_every_option_of_a_page_says_in_a_line_what_it_does(page):
    for each in fields(page.OPTIONS):
        assert 20 < len(each.metadata["about"]) <= 120, each.name
        assert each.metadata["about"].endswith(".")
        assert each.metadata["label"][0].isupper()
