"""Under-25s on worlds counted by hand, for both roles: shares, hours, places, ties, districts, repeats."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.answers.worlds import ASHFORD, MEDWAY
from tests.stores import make_store
from vru.answers import question, young
from vru.measures.rates import proportion
from vru.selection import Selection

TUESDAYS = [dt.date(2023, 9, 12) + dt.timedelta(weeks=each) for each in range(5)]  # school days
SUNDAYS = [dt.date(2023, 9, 10) + dt.timedelta(weeks=each) for each in range(5)]


class Rows:
    """Offences and people that are added one after the other."""

    def __init__(self):
        self.offences, self.people = [], []

    def add(
        self, day, hour, *, age=15, person=None, sex="male", place="street", district=MEDWAY, by=None, **given
    ):
        name = f"o{len(self.offences)}"
        row = {"offence_id": name, "committed_from": f"{day}T{hour:02d}:30", "recorded_on": day}
        self.offences.append(row | {"place_type": place, "district": district, "ho_code": "8N"})
        who = {"offence_id": name, "role": "victim", "person": person or f"v{name}", "age": age, "sex": sex}
        self.people.append(who)
        if by:
            age_of, relation = by
            self.people.append({"offence_id": name, "role": "suspect", "person": f"s{name}", "age": age_of,
                                "sex": "male", "relationship": relation})  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Two years to March 2024; in the second 20 victims of 15, 10 of 20, 5 of 8 and 5 of unknown age."""
    rows = Rows()
    for month in range(24):  # so that there are months, and an earlier year to look back on
        day = dt.date(2022 + (month + 3) // 12, (month + 3) % 12 + 1, 3)
        rows.add(day, 12, age=30, person="always")
    for day in TUESDAYS:
        rows.add(day, 16, by=(16, "acquaintance"))
        rows.add(day, 10, by=(16, "stranger"))
    for day in SUNDAYS:
        rows.add(day, 22, by=(40, "parent"), place="dwelling")
        rows.add(day, 16, district=ASHFORD)
        rows.add(day, 3, age=20, sex="female", place="dwelling", by=(22, "partner"))
        rows.add(day, 4, age=20, sex="female", person=f"again{day}")
        rows.add(day, 12, age=8)
        rows.add(day, 12, age=None)
    rows.add(dt.date(2023, 2, 1), 12, age=19, person=f"again{SUNDAYS[0]}", district=ASHFORD)
    rows.add(dt.date(2022, 5, 1), 12, age=18, person=f"again{SUNDAYS[1]}")  # more than a year before
    rows.add(dt.date(2023, 12, 1), 12, age=20, person=f"again{SUNDAYS[2]}")  # the second day of the year
    with make_store(tmp_path_factory.mktemp("young"), rows.offences, rows.people) as store:
        yield store


@pytest.fixture(scope="module")
def suspected(tmp_path_factory):
    """Suspects of 15 to 17 (25), of 20 (5), of 40 (1) and of unknown age (5); no victim under 25."""
    rows = Rows()
    for month in range(12):
        rows.add(dt.date(2023 + (month + 3) // 12, (month + 3) % 12 + 1, 3), 12, age=30)
    for day in TUESDAYS:
        rows.add(day, 16, age=40, by=(15, "stranger"))
        rows.add(day, 16, age=40, by=(15, "stranger"))
        rows.add(day, 10, age=40, by=(17, "acquaintance"))
        rows.add(day, 12, age=40, by=(None, "stranger"))
    for day in SUNDAYS:
        rows.add(day, 22, age=40, by=(16, None), place="dwelling", district=ASHFORD)
        rows.add(day, 3, age=30, by=(20, "partner"), place="dwelling")
        rows.add(day, 16, age=40, by=(16, "sibling"))
    rows.people.append(rows.people[-1] | {"person": "second", "age": 40})  # half the weight of its pair
    with make_store(tmp_path_factory.mktemp("suspected"), rows.offences, rows.people) as store:
        yield store


def asked(store, name, selection=None, **options):
    chosen = selection or Selection.default(store.capabilities)
    return question(name).ask(store, chosen, question(name).options(**options)).answer()


def numbers(answer):
    return {each.name: each for each in answer.estimates}


def test_people_under_25_are_counted_by_role_age_and_sex(world):
    answer = asked(world, "young.ages")
    found = {name: each.value for name, each in numbers(answer).items()}

    # with the three days of people who were hurt before or after
    assert (found["Victims, 0–9"], found["Victims, 10–17"], found["Victims, 18–24"]) == (5, 20, 13)
    assert found["Victims, all under 25"] == 38
    assert (found["Suspects, 10–17"], found["Suspects, 18–24"]) == (10, 5)
    assert found["Victims under 25"] == pytest.approx(100 * 38 / (38 + 24))
    assert "5 of 67 victims" in answer.missing
    row = answer.table[(answer.table["role"] == "victim") & (answer.table["sex"] == "female")]
    assert dict(zip(row["age"], row["people"], strict=True)) == {"18–24": 10}


def test_the_share_has_wilson_s_limits(world):
    found = numbers(asked(world, "young.ages"))["Victims under 25"]
    limits = proportion([38], [62])

    assert (found.low, found.high) == pytest.approx((100 * limits.low[0], 100 * limits.high[0]))


def test_hours_stand_apart_by_school_days(world):
    answer = asked(world, "young.hours")
    found = numbers(answer)

    assert found["after school, school days"].value == pytest.approx(50)
    assert found["school hours, school days"].value == pytest.approx(50)
    assert found["same hours, other days"].value == pytest.approx(50)
    table = answer.table.set_index(["day_kind", "hour"])
    assert table.loc[("School days", 16), "people"] == 5
    assert table.loc[("Other days", 22), "people"] == 5
    assert table["people"].sum() == 20
    assert "approximation" in answer.definition


def test_times_of_midnight_exactly_are_not_known(tmp_path):
    rows = Rows()
    for day in TUESDAYS:
        for hour in (9, 16, 17):
            rows.add(day, hour)
            rows.add(day + dt.timedelta(days=5), hour)
    rows.add(dt.date(2022, 9, 13), 9, age=30)
    rows.offences[-2] |= {"committed_from": f"{TUESDAYS[0]}T00:00", "midnight": True}
    with make_store(tmp_path, rows.offences, rows.people) as store:
        answer = asked(store, "young.hours")

        assert "Time of day not known of 1 of 30" in answer.missing


def test_places_and_ties_are_shares_of_those_known(world):
    places, ties = asked(world, "young.places"), asked(world, "young.relations")

    of_places = places.table.set_index(["what", "age"])["share"]
    assert of_places[("Dwelling", "10–17")] == pytest.approx(25)
    assert of_places[("Dwelling", "18–24")] == pytest.approx(100 * 5 / 13)
    of_ties = ties.table.set_index(["what", "age"])["share"]
    assert of_ties[("Parent", "10–17")] == pytest.approx(100 / 3)
    assert of_ties[("Partner", "18–24")] == pytest.approx(100)
    assert "not known in 0 of 20 offences" in ties.missing


def test_districts_without_residents_are_counts(world):
    table = asked(world, "young.districts").table.set_index("label")

    assert (table.loc["Medway", "victims"], table.loc["Ashford", "victims"]) == (32, 6)


FOLLOWING = ("young.hours", "young.places", "young.relations", "young.districts")


def test_hours_of_suspects_are_theirs_and_not_their_victims(suspected):
    answer = asked(suspected, "young.hours", role="suspect")
    found = numbers(answer)

    assert found["after school, school days"].value == pytest.approx(100 * 10 / 15)
    assert found["school hours, school days"].value == pytest.approx(100 * 5 / 15)
    assert found["same hours, other days"].value == pytest.approx(50)
    assert answer.table["people"].sum() == 25
    assert "of suspects aged 10–17 were recorded for 15:00 to 18:00" in answer.finding
    assert answer.chart.y.title == "suspects in 100 such days"


def test_places_of_suspects_are_shares_of_their_age_group(suspected):
    answer = asked(suspected, "young.places", role="suspect")
    share = answer.table.set_index(["what", "age"])["share"]

    assert share[("Dwelling", "10–17")] == pytest.approx(20)
    assert share[("Dwelling", "18–24")] == pytest.approx(100)
    assert answer.finding.startswith("The commonest kind of place where suspects under 25 were recorded is")
    assert numbers(answer)["street"].value == pytest.approx(100 * 20 / 30)


def test_ties_of_suspects_weigh_an_offence_once(suspected):
    answer = asked(suspected, "young.relations", role="suspect")
    share = answer.table.set_index(["what", "age"])["share"]

    # one of five offences with a sibling has a second suspect, who is 40
    assert share[("Sibling", "10–17")] == pytest.approx(100 * 4.5 / 19.5)
    assert share[("Stranger", "10–17")] == pytest.approx(100 * 10 / 19.5)
    assert share[("Partner", "18–24")] == pytest.approx(100)
    assert "not known in 5 of 30 offences" in answer.missing
    assert "of suspects under 25 to victims is stranger" in answer.finding


def test_districts_of_suspects_count_suspects(suspected):
    answer = asked(suspected, "young.districts", role="suspect")
    table = answer.table.set_index("label")

    assert (table.loc["Medway", "suspects"], table.loc["Ashford", "suspects"]) == (25, 5)
    assert answer.finding.startswith("Whether 2 districts differ by more than chance cannot be told")


def test_the_first_world_s_suspects_are_not_its_victims(world):
    table = asked(world, "young.districts", role="suspect").table.set_index("label")
    share = asked(world, "young.places", role="suspect").table.set_index(["what", "age"])["share"]

    assert table["suspects"].to_dict() == {"Medway": 15}
    assert share[("Dwelling", "18–24")] == pytest.approx(100)
    assert share[("Dwelling", "10–17")] == 0


@pytest.mark.parametrize("name", FOLLOWING)
def test_suspects_are_said_to_be_recorded_only_and_whose_age_is_missing(suspected, name):
    answer = asked(suspected, name, role="suspect")

    assert "Suspects (recorded, not convicted) under 25" in answer.definition
    assert "30 suspects under 25" in answer.counted
    assert "5 of 36 suspects" in answer.missing
    assert "Offences without a known suspect add nobody" in answer.missing
    assert not any("victims under 25" in each for each in (answer.counted, answer.subtitle, answer.finding))


@pytest.mark.parametrize("name", FOLLOWING)
def test_victims_are_shown_unless_suspects_are_asked_for(suspected, world, name):
    assert asked(suspected, name).finding.startswith("No victim under 25 is recorded")
    answer = asked(world, name)
    assert "5 of 67 victims" in answer.missing
    assert "suspects" not in answer.counted


def test_repeats_are_of_victims_whoever_is_shown(world):
    assert not hasattr(asked(world, "young.repeat").options, "role")
    assert "about victims, whoever the other cards show" in asked(world, "young.repeat").definition


@pytest.mark.parametrize("name", FOLLOWING)
@pytest.mark.parametrize(("by", "column"), [(None, "`role`"), ((None, "stranger"), "`age`")])
def test_an_extract_without_suspects_or_their_ages_says_what_to_load(tmp_path, name, by, column):
    rows = Rows()
    for month in range(12):
        rows.add(dt.date(2023, month + 1, 3), 12, age=15, by=by)
    with make_store(tmp_path, rows.offences, rows.people) as store:
        answer = asked(store, name, role="suspect")

        assert answer.empty == "cannot"
        assert column in answer.finding


def test_repeat_looks_back_a_year_from_the_first_day(world):
    answer = asked(world, "young.repeat")
    found = numbers(answer)

    # one was hurt in the February before, one sixteen months before, one only afterwards
    assert found["people"].value == 35
    assert found["hurt before"].value == pytest.approx(100 / 35)
    assert found["hurt again in the year"].value == pytest.approx(100 / 35)
    assert answer.table.set_index("age").loc["18–24", "hurt_before"] == 1


def test_an_area_narrows_first_days_and_not_what_was_before(world):
    here = replace(Selection.default(world.capabilities), areas=(MEDWAY,))
    found = numbers(asked(world, "young.repeat", here))

    # the day before was in another district
    assert found["people"].value == 30
    assert found["hurt before"].value == pytest.approx(100 / 30)


@pytest.mark.parametrize("name", [each.name for each in young.QUESTIONS])
def test_an_extract_without_victims_ages_says_what_to_load(tmp_path, name):
    rows = Rows()
    for month in range(24):
        day = dt.date(2022 + (month + 3) // 12, (month + 3) % 12 + 1, 3)
        rows.add(day, 12, age=None)
    with make_store(tmp_path, rows.offences, rows.people) as store:
        answer = asked(store, name)

        assert answer.empty == "cannot"
        assert "`" in answer.finding


def test_one_year_cannot_look_back(tmp_path):
    rows = Rows()
    for month in range(12):
        rows.add(dt.date(2023, month + 1, 3), 12)
    with make_store(tmp_path, rows.offences, rows.people) as store:
        assert asked(store, "young.repeat").empty == "enough"
