"""Knife definitions: each counts what it says, and one that cannot be given says what is missing."""

import datetime as dt

import pytest

from tests.answers.worlds import MEDWAY
from tests.stores import make_store
from vru.answers import question
from vru.periods import add_months
from vru.selection import Selection

FIRST = dt.date(2022, 4, 1)
KNIFE = "knife or sharp instrument"
A_MONTH = (
    # number a month, Home Office code, group, flag, weapon, victim's age
    (5, "8N", "violence_with_injury", True, KNIFE, 17),
    (3, "34B", "robbery", True, None, 40),
    (2, "5D", "violence_with_injury", None, "Kitchen Knife", 20),
    (1, "1", "homicide", True, KNIFE, 30),
    (4, "10D", "possession_of_weapons", False, KNIFE, None),
    (6, "8N", "violence_with_injury", False, "hands or feet", 22),
    (1, "49", "other", True, None, 50),
)


def held(folder, parts=A_MONTH, months=24):
    rows, people = [], []
    for at in range(months):
        for part, (each, code, group, flag, weapon, age) in enumerate(parts):
            for k in range(each):
                name, day = f"{at}-{part}-{k}", add_months(FIRST, at).replace(day=1 + k)
                rows.append(
                    {
                        "offence_id": name,
                        "recorded_on": day,
                        "ho_code": code,
                        "offence_group": group,
                        "knife": flag,
                        "weapon": weapon,
                        "district": MEDWAY,
                    }
                )
                people.append({"offence_id": name, "role": "victim", "person": name, "age": age})
    return make_store(folder, rows, people)  # fmt: skip


def asked(store, name):
    return question(name).ask(store, Selection.default(store.capabilities)).answer()


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    with held(tmp_path_factory.mktemp("several")) as store:
        yield store


def test_each_definition_counts_what_it_says(several):
    found = {each.name: each.value for each in asked(several, "knife.definitions").estimates}

    assert found["Knife-enabled (national)"] == 12 * (5 + 3 + 1)
    assert found["Knife mark on any crime"] == 12 * (5 + 3 + 1 + 1)
    assert found["Weapon written down as a knife"] == 12 * (5 + 2 + 1 + 4)
    assert found["Mark or weapon"] == 12 * (5 + 3 + 2 + 1 + 4 + 1)
    assert found["Knife assaults"] == 12 * 5
    assert found["Victims under 25 of knife assaults"] == 12 * 5
    assert found["Killings with a knife"] == 12
    assert found["Carrying a knife"] == 12 * 4
    assert found["The same seven crimes, knife or not"] == 12 * (5 + 3 + 2 + 1 + 6)
    assert found["cannot be given"] == 0


def test_the_finding_spans_the_least_and_the_most_that_is_called_knife_crime(several):
    finding = asked(several, "knife.definitions").finding

    assert finding.startswith("“Knife crime” in the year to March 2024 is anything from 60 to 192")


def test_the_years_of_a_definition_are_the_months_sums(several):
    table = asked(several, "knife.years").table

    assert set(table.loc[table["definition"] == "Knife assaults", "value"]) == {60.0}
    assert table["whole"].all()


@pytest.mark.parametrize(
    ("column", "label", "said"),
    [
        (3, "Knife assaults", "fill `knife`"),
        (4, "Weapon written down as a knife", "fill `weapon`"),
        (5, "Victims under 25 of knife assaults", "`age`"),
    ],
)
def test_a_definition_the_extract_cannot_give_says_what_to_load(tmp_path, column, label, said):
    blank = [tuple(None if at == column else each for at, each in enumerate(row)) for row in A_MONTH]
    with held(tmp_path, blank) as store:
        answer = asked(store, "knife.definitions")

        cell = answer.table.set_index("definition").loc[label, "latest_year"]
        assert cell.startswith("cannot be given")
        assert said in cell
        assert "cannot be given" in answer.finding


def test_possession_that_was_not_exported_is_no_zero(tmp_path):
    with held(tmp_path, [row for row in A_MONTH if row[1] != "10D"]) as store:
        table = asked(store, "knife.definitions").table.set_index("definition")

        assert "holds no such offences" in table.loc["Carrying a knife", "latest_year"]
        assert "Carrying a knife" not in set(asked(store, "knife.years").table["definition"])


def test_an_extract_without_codes_cannot_answer(no_frills):
    answer = asked(no_frills, "knife.definitions")

    assert answer.empty == "cannot"
    assert "`ho_code`" in answer.finding


def test_less_than_a_year_is_not_enough(tmp_path):
    with held(tmp_path, months=6) as store:
        assert asked(store, "knife.definitions").empty == "enough"
