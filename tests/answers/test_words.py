"""What answers say, whatever they are about: by which date they count, in how many words, in which words."""

import pytest

from vru.answers import careers, offenders, overlaps, question, questions, repeat
from vru.export import words
from vru.selection import Selection

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
        "measure: Number of offences.",
    }
