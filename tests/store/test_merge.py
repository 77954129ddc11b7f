"""A later load corrects an earlier one by offence id; everything else is carried over."""

import datetime as dt

import pytest

from tests.stores import make_store
from vru.errors import StoreError
from vru.store import build

FIRST = [
    {"offence_id": "a", "recorded_on": "2025-01-31", "committed_on": "2025-01-30", "severity_weight": 10.0},
    {"offence_id": "b", "recorded_on": "2025-01-01", "committed_on": "2025-01-01", "district": "E07000107"},
    {"offence_id": "c", "recorded_on": "2025-01-01", "committed_on": "2025-01-01", "district": "E07000105"},
]
PEOPLE = [
    {
        "offence_id": "a",
        "person": "p",
        "role": "suspect",
        "age": 20,
        "sex": "male",
        "relationship": "partner",
    },
    {"offence_id": "a", "person": "v", "role": "victim", "age": 30, "sex": "female"},
    {"offence_id": "a", "role": "victim", "relationship": "stranger"},
    {"offence_id": "b", "person": "p", "role": "suspect", "sex": "female"},
    {"offence_id": "c", "person": "p", "role": "suspect", "sex": "male"},
    {"offence_id": "c", "person": "v", "role": "suspect"},
]


@pytest.fixture
def folder(tmp_path):
    weather = [{"day": dt.date(2025, 1, 1), "station": "Manston"}]
    make_store(tmp_path / "store", FIRST, PEOPLE, tables={"weather": weather}, key_id="k1").close()
    return tmp_path / "store"


def rows(store, query):
    with store:
        return store._connection.execute(query).fetchall()


OFFENCES = "select offence, offence_id, status::varchar, load_id from offence order by offence"
INVOLVED = """
    select offence_id, role::varchar, age_low, involvement.load_id, involvement.status::varchar
    from involvement join offence using (offence) order by offence_id, role, age_low
"""


def test_offences_are_numbered_in_the_order_of_date_district_id(tmp_path):
    assert rows(make_store(tmp_path / "s", FIRST), OFFENCES) == [
        (1, "c", "crime", 1),
        (2, "b", "crime", 1),
        (3, "a", "crime", 1),
    ]


def test_involvements_are_in_the_order_of_person_and_day(tmp_path):
    store = make_store(tmp_path / "s", FIRST, PEOPLE)

    got = rows(store, "select involvement, person, offence from involvement order by rowid")

    # person 1 is v by pseudonym, person 2 is p; the unknown come last
    assert got == [(1, 1, 1), (2, 1, 3), (3, 2, 1), (4, 2, 2), (5, 2, 3), (6, None, 3)]


def test_new_content_wins_and_the_same_content_keeps_its_load(folder):
    again = [FIRST[0] | {"load_id": 2, "content_hash": 7}, FIRST[1]]
    same = make_store(folder, [FIRST[1]])
    same.close()
    corrected = make_store(folder, again)

    assert rows(corrected, OFFENCES) == [(1, "c", "crime", 1), (2, "b", "crime", 1), (3, "a", "crime", 2)]


def test_identical_content_of_a_later_load_is_no_change(folder):
    with build(folder) as builder:
        earlier = builder._connection.execute(
            "select content_hash from previous.offence where offence_id = 'b'"
        )
        content = earlier.fetchall()[0][0]
    store = make_store(folder, [FIRST[1] | {"load_id": 2, "content_hash": content}])

    assert rows(store, OFFENCES)[1] == (2, "b", "crime", 1)


def test_the_newest_of_one_id_wins_within_a_build(tmp_path):
    given = [
        {"offence_id": "a", "recorded_on": "2025-01-01", "load_id": 2, "offence_group": "robbery"},
        {"offence_id": "a", "recorded_on": "2025-01-01", "load_id": 1},
        {"offence_id": "b", "recorded_on": "2025-01-02"},
        {"offence_id": "b", "recorded_on": "2025-01-02", "offence_group": "homicide"},
    ]
    store = make_store(tmp_path / "s", given)

    groups = rows(store, "select offence_id, offence_group::varchar from offence order by 1")

    assert groups == [("a", "robbery"), ("b", "homicide")]


def test_people_of_an_offence_are_replaced_when_it_brings_some_and_else_kept(folder):
    offences = [each | {"load_id": 2, "content_hash": 7} for each in FIRST[:2]]
    people = [{"offence_id": "b", "person": "new", "role": "victim", "age": 50, "load_id": 2}]

    assert rows(make_store(folder, offences, people), INVOLVED) == [
        ("a", "suspect", 20, 1, "crime"),
        ("a", "victim", 30, 1, "crime"),
        ("a", "victim", None, 1, "crime"),
        ("b", "victim", 50, 2, "crime"),
        ("c", "suspect", None, 1, "crime"),
        ("c", "suspect", None, 1, "crime"),
    ]


def test_people_may_come_for_an_offence_of_an_earlier_load(folder):
    people = [{"offence_id": "b", "person": "p", "role": "victim"}]

    got = rows(make_store(folder, [], people), INVOLVED)

    assert ("b", "victim", None, 1, "crime") in got
    assert len(got) == 6


def test_an_involvement_without_an_offence_is_refused(folder):
    with pytest.raises(StoreError, match="1 staged involvements have no offence"):
        make_store(folder, [], [{"offence_id": "nowhere"}])


def test_a_withdrawn_offence_stays_uncounted_until_its_source_has_it_again(folder):
    gone = make_store(folder, withdrawn=["a"])
    assert gone.capabilities.offences == 2
    assert rows(gone, OFFENCES)[2] == (3, "a", "withdrawn", 1)

    assert rows(make_store(folder, [FIRST[0]]), OFFENCES)[2] == (3, "a", "crime", 1)


def test_people_are_summed_up_in_days_of_status_crime(tmp_path):
    cancelled = {"offence_id": "d", "committed_on": "2025-06-01", "status": "cancelled"}
    people = [*PEOPLE, {"offence_id": "d", "person": "p", "role": "suspect"}]

    got = rows(
        make_store(tmp_path / "s", [*FIRST, cancelled], people),
        """select first_suspect_on::varchar, last_suspect_on::varchar, suspect_occasions,
        first_victim_on::varchar, victim_occasions, sexes from person order by suspect_occasions""",
    )

    assert got == [
        ("2025-01-01", "2025-01-01", 1, "2025-01-30", 1, 1),
        ("2025-01-01", "2025-01-30", 2, None, 0, 2),
    ]


def test_pairs_of_an_offence_weigh_one_and_the_suspects_word_comes_first(tmp_path):
    query = """
        select age_low, pair.relationship::varchar, weight
        from pair
        join involvement on involvement.involvement = pair.victim
        order by age_low
    """
    assert rows(make_store(tmp_path / "s", FIRST, PEOPLE), query) == [
        (30, "partner", 0.5),
        (None, "partner", 0.5),
    ]


def test_what_a_load_does_not_bring_is_carried_over(folder):
    store = make_store(folder, synthetic="false", key_id="k2")

    assert (store.meta["key_id"], store.synthetic, store.capabilities.has_weather) == ("k2", False, True)
    assert rows(store, "select station from weather") == [("Manston",)]


def test_a_store_of_nothing_opens(tmp_path):
    with make_store(tmp_path / "s") as store:
        assert (store.capabilities.offences, store.capabilities.recorded_months) == (0, None)


def test_nothing_of_the_staging_stays_in_the_file(folder):
    with make_store(folder, withdrawn=["a"]) as store:
        tables = {
            each[0] for each in store._connection.execute("select table_name from duckdb_tables()").fetchall()
        }

        assert not {each for each in tables if each.startswith(("staged", "merged", "numbered"))}
        assert not list(folder.glob("*.wal"))


def test_the_months_on_offer_begin_with_recording(tmp_path):
    late = [
        {"recorded_on": "2025-03-05", "committed_on": "1971-06-01"},
        {"recorded_on": "2025-04-05", "committed_on": "2025-04-01"},
    ]
    with make_store(tmp_path, late) as made:
        assert made.capabilities.recorded_months == (dt.date(2025, 3, 1), dt.date(2025, 4, 1))
        assert made.capabilities.committed_months == (dt.date(2025, 4, 1), dt.date(2025, 4, 1))


def test_without_a_date_recorded_all_months_committed_are_on_offer(tmp_path):
    with make_store(tmp_path, [{"committed_on": "1971-06-01"}, {"committed_on": "1972-06-01"}]) as made:
        assert made.capabilities.committed_months == (dt.date(1971, 6, 1), dt.date(1972, 6, 1))
