"""The landmark, counted by hand where violence grows and nobody's risk is another's."""

import datetime as dt

import pytest

from tests.answers.test_overlaps import ask
from tests.stores import make_store

MEDWAY = "E06000035"
RESIDENTS = 100  # of each year of age and sex: a thousand men are 25 to 34


def growing(folder):
    """Of a thousand men 40, then 200 are suspects; 10 %, then 30 % of everybody alike are hurt after."""
    days = {"before": dt.date(2018, 5, 1), "between": dt.date(2020, 5, 1), "after": dt.date(2022, 5, 1)}
    roles = [
        *(("before", "suspect", f"a{at}") for at in range(40)),
        *(("between", "victim", f"{'a' if at < 4 else 'x'}{at}") for at in range(100)),
        *(("between", "suspect", f"b{at}") for at in range(200)),
        *(("after", "victim", f"{'b' if at < 60 else 'y'}{at}") for at in range(300)),
    ]
    rows, people = [], []
    for number, (when, role, person) in enumerate(roles):
        day = days[when] + dt.timedelta(number % 300)
        name, age = f"o{number}", 27 + day.year - 2018
        rows.append({"offence_id": name, "committed_on": day, "recorded_on": day, "district": MEDWAY})
        people.append({"offence_id": name, "role": role, "person": person, "age": age, "sex": "male"})
    for day in ("2018-04-01", "2024-03-31"):
        rows.append({"committed_on": day, "recorded_on": day, "district": MEDWAY, "offence_id": day})
    lives = [
        {"year": year, "area": MEDWAY, "sex": sex, "age_low": age, "age_high": age, "residents": RESIDENTS}
        for year in range(2017, 2026)
        for sex in ("female", "male")
        for age in range(100)
    ]
    return make_store(folder, rows, people, population=lives)


def test_violence_that_grows_makes_no_tie_between_suspects_and_victims(tmp_path):
    with growing(tmp_path) as store:
        found = ask(store, "overlaps.landmark").table.set_index("earlier")

    # all days together suspects would be hurt 1.4 times as often: (64 / 240) / (336 / 1,760)
    assert found.loc["1", ["people", "later"]].tolist() == [240, 64]
    assert found.loc["1", "expected"] == pytest.approx(64)
    assert found.loc["1", "ratio"] == pytest.approx(1, abs=1e-6)
    assert found.loc["1", "low"] < 1 < found.loc["1", "high"]
