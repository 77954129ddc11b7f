"""Blanks, on stores whose blanks can be counted by hand."""

import dataclasses
import datetime as dt

import pytest

from tests.answers.worlds import ASHFORD, MEDWAY, offences
from tests.stores import make_store
from vru.answers import blanks, question
from vru.selection import Selection

BEFORE, FLAGGED = dt.date(2014, 4, 1), dt.date(2015, 4, 1)


def ask(store, name, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    return question(name).ask(store, selection).answer()


def row(found, *key):
    by = found.table.columns[1]
    return found.table.set_index(["field", by]).loc[key, ["unknown", "whole", "share"]].tolist()


def test_what_changed_a_flag_is_drawn_over_the_years_and_what_did_not_touch_a_field_is_not(flagged):
    marks = ask(flagged, "blanks.fields").chart.marks

    # columns are 2014 to 2017: the flag began on the 91st day of the second
    assert [(each.label, each.x) for each in marks] == [("Domestic flag begins", 0.5 + 90 / 365)]


@pytest.fixture(scope="module")
def flagged(tmp_path_factory):
    """A year before the domestic flag, then two; Ashford lacks half of its flags in the last year.

    The first four offences have a suspect, two of them with a key; each with a victim, and
    what the two are to each other is known once. Theft, which no page opens on, has no district.
    """
    rows = [
        *offences(12, each=20, first=BEFORE, knife=False),
        *offences(12, each=20, first=FLAGGED, domestic=False, knife=False),
        *offences(12, each=20, first=dt.date(2016, 4, 1), domestic=True, knife=False),
        *offences(12, each=10, first=dt.date(2016, 4, 1), district=ASHFORD, domestic=None, knife=False),
        *offences(12, each=10, first=dt.date(2016, 4, 1), district=ASHFORD, domestic=False, knife=False),
        *offences(1, each=7, first=BEFORE, district=None, offence_group="theft"),
    ]
    people = [
        {"offence_id": f"o{at}", "role": role, "age": 30, "sex": "male",
         "person": f"{role}{at}" if at < 3 or role == "victim" else None,
         "relationship": "partner" if at == 1 and role == "suspect" else None}
        for at in range(1, 5) for role in ("suspect", "victim")
    ]  # fmt: skip
    with make_store(tmp_path_factory.mktemp("flagged"), rows, involvements=people) as store:
        yield store


def test_blanks_by_field_and_year(loaded):
    found = ask(loaded, "blanks.fields")

    assert row(found, "District", 2021) == [0, 4, 0]
    assert row(found, "District", 2022) == [1, 1, 100]
    assert row(found, "Suspect: sex", 2021) == [1, 1, 100]
    assert "Suspect: sex" in found.missing
    assert found.chart.kind == "heat"


def test_a_flag_before_its_first_month_is_not_blank(flagged):
    found = ask(flagged, "blanks.fields")

    years = found.table[found.table["field"] == "Domestic flag"].set_index("year")
    assert years["whole"].to_dict() == {2015: 180, 2016: 60 + 9 * 40, 2017: 3 * 40}
    assert years["unknown"].to_dict() == {2015: 0, 2016: 90, 2017: 30}
    assert found.finding.startswith("100 % of offences name no suspect: ")
    assert found.finding.endswith("Domestic flag changed most: 0.0 % in 2015, 25.0 % in 2017.")


def test_who_and_what_is_known_of_an_offence(flagged):
    found = ask(flagged, "blanks.fields").table.groupby("field")[["unknown", "whole"]].sum()

    assert found.loc["A suspect"].tolist() == [956, 960]
    assert found.loc["Suspect: person key"].tolist() == [2, 4]
    assert found.loc["Victim: person key"].tolist() == [0, 4]
    assert found.loc["Relationship"].tolist() == [3, 4]


def test_only_the_selected_kinds_are_looked_at(flagged):
    everything = tuple(flagged.capabilities.groups)

    assert row(ask(flagged, "blanks.fields"), "District", 2014)[:2] == [0, 180]
    assert row(ask(flagged, "blanks.fields", groups=everything), "District", 2014)[:2] == [7, 187]


def test_a_district_with_more_blanks_stands_out(flagged):
    found = ask(flagged, "blanks.districts")

    assert row(found, "Domestic flag", "Ashford") == [120, 240, 50]
    assert row(found, "Domestic flag", "Medway") == [0, 480, 0]
    assert found.finding == (
        "Ashford stands out most: Domestic flag is blank in 50.0 % there, against 16.7 % in the force."
    )


def test_the_worst_is_the_most_frequent_blank_that_a_page_uses(flagged):
    found = blanks.worst(flagged)

    assert found == (
        "100 % of offences name no suspect: pages about offenders speak of the rest only.",
        "A suspect",
        956 / 960,
    )


def test_the_worst_says_where_nothing_matters(tmp_path):
    rows = offences(12, each=3, ho_code="8N", domestic=True, knife=False, severity_weight=184.0,
                    district=MEDWAY, committed_on="2021-04-01")  # fmt: skip
    people = [{"offence_id": f"o{at}", "role": "suspect", "person": "a", "age": 9, "sex": "male"}
              for at in range(1, 37)]  # fmt: skip
    with make_store(tmp_path, rows, involvements=people) as store:
        assert blanks.worst(store) == (
            "No field that a page uses is blank in 1 % or more; 1 did not come with this extract.", "", None,
        )  # fmt: skip


@pytest.mark.parametrize("name", ["blanks.fields", "blanks.districts"])
def test_kinds_that_are_not_there_have_no_blanks(flagged, name):
    found = ask(flagged, name, groups=("homicide",))

    assert found.empty == "nothing"
    assert found.finding


def test_an_extract_without_the_date_cannot_tell_years(no_frills):
    assert ask(no_frills, "blanks.fields", basis="recorded").empty == "cannot"
