"""Occasions: a person, a role and a day, whatever the number of offences; compared as whole tables."""

from tests.stores import make_store

NIGHT = "2024-05-04"


def _store(folder):
    return make_store(
        folder,
        offences=[
            {"committed_on": NIGHT, "district": "E07000114", "severity_weight": 100.0, "domestic": True},
            {"committed_on": NIGHT, "district": "E07000114", "severity_weight": 50.0},
            {"committed_on": NIGHT, "offence_group": "robbery", "severity_weight": 7.0},
            {"committed_on": "2024-06-01", "status": "cancelled"},
            {"recorded_on": "2024-06-02"},
        ],
        involvements=[
            {"offence_id": "o1", "person": "ann", "age": 30, "sex": "female", "relationship": "partner"},
            {"offence_id": "o1", "person": "bob", "role": "victim", "age": 31, "sex": "male"},
            {"offence_id": "o2", "person": "ann", "age": 31, "sex": "female"},
            {"offence_id": "o2", "person": "ann", "age": 31, "sex": "female", "relationship": "stranger"},
            {"offence_id": "o3", "person": "ann", "age": 31, "sex": "female"},
            {"offence_id": "o3", "person": None},
            {"offence_id": "o4", "person": "ann"},
            {"offence_id": "o5", "person": "ann"},
        ],
    )


def _occasions(store, violence):
    found = store._connection.execute(
        "select role, day, age_low, age_high, sex, district, offences, partner, related, domestic, harm "
        f"from occasions('{violence}') order by role, day"
    ).fetchall()
    return [(role, str(day), *rest) for role, day, *rest in found]


def test_five_rows_of_one_night_are_one_occasion(tmp_path):
    assert _occasions(_store(tmp_path), "any") == [
        ("suspect", NIGHT, 30, 31, "female", "E07000114", 3, 1, 2, 1, 157.0),
        ("victim", NIGHT, 31, 31, "male", "E07000114", 1, 1, 1, 1, 100.0),
    ]


def test_only_the_violence_that_counts_is_counted(tmp_path):
    assert _occasions(_store(tmp_path), "injury") == [
        ("suspect", NIGHT, 30, 31, "female", "E07000114", 2, 1, 2, 1, 150.0),
        ("victim", NIGHT, 31, 31, "male", "E07000114", 1, 1, 1, 1, 100.0),
    ]
