"""The filters of every page: NULL restricts nothing, an empty list leaves nothing, unknown is its own."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stores import make_store
from vru.periods import Period, add_months
from vru.selection import Selection

ASHFORD, DARTFORD, GRAVESHAM = "E07000105", "E07000107", "E07000109"
MONTH = dt.date(2025, 1, 1)
OFFENCES = [
    {"offence_id": "a", "recorded_on": "2025-01-31", "committed_on": "2024-12-31", "district": ASHFORD},
    {"offence_id": "b", "recorded_on": "2025-02-01", "district": DARTFORD, "domestic": True, "knife": False},
    {"offence_id": "c", "recorded_on": "2025-02-28", "district": GRAVESHAM, "domestic": False, "knife": True},
    {"offence_id": "d", "recorded_on": "2025-03-01", "offence_group": "robbery", "knife": True},
    {"offence_id": "e", "recorded_on": "2025-02-01", "status": "cancelled", "district": ASHFORD},
    {"offence_id": "f", "committed_on": "2025-02-01", "district": ASHFORD},
]
PEOPLE = [
    {"offence_id": "a", "person": "p", "age": 18, "sex": "female"},
    {"offence_id": "a", "person": "q", "age": 40, "sex": "male", "role": "victim"},
    {"offence_id": "b", "age_low": 20, "age_high": 29, "sex": "male"},
    {"offence_id": "c", "age": 24, "sex": "male", "role": "victim"},
    {"offence_id": "d", "role": "victim"},
]
SELECTED = """
    select list(offence_id order by offence_id) from selected($basis, $first, $end, $level, $areas, $groups,
        $domestic, $knife, $by_person, $age_lows, $age_highs, $sex, $role)
"""
CUBE = """
    select coalesce(sum(offences), 0) from
    selected_cube($basis, $first, $end, $level, $areas, $groups, $domestic, $knife)
"""
CUBE_PARAMETERS = ("basis", "first", "end", "level", "areas", "groups", "domestic", "knife")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with make_store(tmp_path_factory.mktemp("selected"), OFFENCES, PEOPLE) as made:
        yield made


def view(first=0, last=2, **filters):
    period = Period(add_months(MONTH, first), add_months(MONTH, last))
    return Selection(period, **filters).parameters()


def selected(store, parameters):
    return "".join(store._connection.execute(SELECTED, parameters).fetchall()[0][0] or [])


def in_cube(store, parameters):
    given = {each: parameters[each] for each in CUBE_PARAMETERS}
    return store._connection.execute(CUBE, given).fetchall()[0][0]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "abcd"),
        ({"first": 1}, "bcd"),
        ({"last": 1}, "abc"),
        ({"first": 1, "last": 1}, "bc"),
        ({"basis": "committed"}, "f"),
        ({"basis": "committed", "first": -1}, "af"),
        ({"areas": (ASHFORD,)}, "a"),
        ({"areas": (ASHFORD, GRAVESHAM)}, "ac"),
        ({"areas": ("nowhere",)}, ""),
        ({"level": "csp", "areas": ("E22000352",)}, "bc"),
        ({"level": "csp", "areas": (DARTFORD,)}, ""),
        ({"groups": ("robbery",)}, "d"),
        ({"domestic": "yes"}, "b"),
        ({"domestic": "no"}, "c"),
        ({"domestic": "unknown"}, "ad"),
        ({"knife": "yes"}, "cd"),
        ({"knife": "no"}, "b"),
        ({"knife": "unknown"}, "a"),
        ({"knife": "yes", "groups": ("violence_with_injury",)}, "c"),
        ({"role": "suspect"}, "ab"),
        ({"role": "victim"}, "acd"),
        ({"sex": "male"}, "abc"),
        ({"sex": "male", "role": "suspect"}, "b"),
        ({"sex": "other"}, ""),
        ({"ages": ("18_24",)}, "ac"),
        ({"ages": ("18_24", "25_34")}, "abc"),
        ({"ages": ("18_24", "35_44")}, "ac"),
        ({"ages": ("18_24",), "role": "victim"}, "c"),
        ({"ages": ("18_24",), "sex": "male", "role": "suspect"}, ""),
    ],
)
def test_filters(store, filters, expected):
    assert selected(store, view(**filters)) == expected


@pytest.mark.parametrize("name", ["areas", "groups"])
def test_an_empty_list_is_nothing_and_null_is_everything(store, name):
    assert (selected(store, view() | {name: []}), selected(store, view() | {name: None})) == ("", "abcd")
    assert (in_cube(store, view() | {name: []}), in_cube(store, view() | {name: None})) == (0, 4)


def test_an_empty_list_of_ages_is_nothing(store):
    parameters = view() | {"by_person": True, "age_lows": [], "age_highs": []}

    assert selected(store, parameters) == ""
    assert selected(store, parameters | {"age_lows": None, "age_highs": None}) == "abcd"


def test_the_month_is_that_of_the_basis(store):
    months = SELECTED.replace(
        "list(offence_id order by offence_id)", "list(month::varchar order by offence_id)"
    )

    committed = store._connection.execute(months, view(first=-1, basis="committed")).fetchall()

    assert committed == [(["2024-12-01", "2025-02-01"],)]


@given(
    first=st.integers(-2, 3),
    length=st.integers(0, 3),
    basis=st.sampled_from(["recorded", "committed"]),
    areas=st.lists(st.sampled_from([ASHFORD, DARTFORD, "x"])).map(tuple),
    groups=st.lists(st.sampled_from(["robbery", "violence_with_injury"])).map(tuple),
    domestic=st.sampled_from([None, "yes", "no", "unknown"]),
    knife=st.sampled_from([None, "yes", "no", "unknown"]),
)
def test_the_cube_counts_what_the_offences_count(store, first, length, **filters):
    parameters = view(first, first + length, **filters)

    assert in_cube(store, parameters) == len(selected(store, parameters))
