"""An extract of another place: what is said of it names its own areas, and no Home Office figure."""

import pytest

from tests.answers.worlds import MEDWAY, offences
from tests.stores import make_store
from vru.answers import labels, overview_trust, question
from vru.selection import Selection

USUAL = {"BROOKLYN": 40, "BRONX": 30, "QUEENS": 20, "STATEN ISLAND": 10}


@pytest.fixture(scope="module")
def shootings(tmp_path_factory):
    """Shootings and the fatal among them in four boroughs, half of Queens' of no known age; no suspects."""
    rows = [
        row
        for area, number in USUAL.items()
        for group, each in (("shooting", number), ("homicide", number // 5))
        for row in offences(36, each=each, district=area, offence_group=group)
    ]
    people = [
        {"offence_id": f"o{at}", "role": "victim", "sex": "male",
         "age": None if row["district"] == "QUEENS" and at % 2 else 30}
        for at, row in enumerate(rows, 1)
    ]  # fmt: skip
    with make_store(tmp_path_factory.mktemp("elsewhere"), rows, involvements=people) as store:
        yield store


def asked(store, name):
    return question(name).ask(store, Selection.default(store.capabilities)).answer()


def test_no_home_office_figure_is_asked_for(shootings):
    found = asked(shootings, "reconciliation.years")

    assert found.empty == "cannot"
    assert found.finding.startswith("No area of this extract is in England or Wales")
    assert "Download" not in found.finding


def test_the_source_does_not_name_the_force(shootings):
    assert asked(shootings, "completeness.months").source.endswith("data. Police extract.")


def test_the_heading_names_its_own_areas_and_not_the_force(shootings):
    held = shootings.capabilities.districts

    assert labels.place(held, "Kent and Medway") == "Brooklyn, Bronx, Queens and 1 more area"
    assert labels.place(held, "New York") == "New York"
    assert labels.place({MEDWAY: 3}, "Kent and Medway") == "Kent and Medway"
    assert labels.place({}, "Kent and Medway") == "Kent and Medway"


def test_what_the_store_holds_says_that_it_is_not_of_the_force(shootings):
    facts = asked(shootings, "overview.store").table.set_index("fact")["value"]

    assert facts["Force"].endswith(" by the settings; no district here is in it")


def test_its_districts_are_looked_at_under_their_own_names(shootings):
    complete, blank = (asked(shootings, each) for each in ("completeness.districts", "blanks.districts"))

    assert complete.finding == "No district looks incomplete in any of 35 months: none of 4 falls alone."
    assert complete.subtitle.endswith("Brooklyn, Bronx, Queens")
    assert blank.finding.startswith("Queens stands out most: Victim: age is blank in 50.0 % there")


def test_without_suspects_no_blank_of_victims_moves_a_page(shootings):
    assert asked(shootings, "blanks.fields").finding.startswith(
        "No field that a page uses is blank in 1 % or more"
    )


def test_the_trust_card_says_so_too(shootings):
    lines = overview_trust.card(shootings, Selection.default(shootings.capabilities))["table"]

    assert lines.set_index("check")["status"].to_dict() == {
        "Reconciles": "not known",
        "Complete to": "not known",
        "Provisional since": "not known",
        "Blanks that matter": "in order",
        "Breaks in this period": "in order",
        "Linkage": "not known",
    }
