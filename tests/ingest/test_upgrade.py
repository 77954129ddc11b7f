"""Upgrading: an earlier program's store becomes one this program reads, row by row the same."""

import duckdb
import pytest

from tests.stores import make_store
from vru.errors import StoreError
from vru.ingest import upgrade
from vru.store import SCHEMA, current_version, open_store

HELD = "select offence_id, status, recorded_on, district, is_vwi from offence order by offence_id"

# what schemas 3 and 4 added to the tables of schema 2
NEWER = (
    *(
        f"table {each}"
        for each in (
            "career",
            "relation",
            "couple",
            "attendance",
            "boundary",
            "area_link",
            "deprivation",
            "population_lsoa",
        )
    ),
    *(f"macro {each}" for each in ("is_chosen", "own_code", "began_in", "is_small", "in_square", "square")),
    *(f"macro table {each}" for each in ("with_person", "involved", "occasions", "linked", "in_small")),
    *(f"involvement drop {each}" for each in ("csp", "doubled")),
    *(
        f"pair drop {each}"
        for each in ("hurt", "named", "committed_on", "is_vwi", "answered", "injury_answered")
    ),
    *(f"person drop {each}" for each in ("born", "sex")),
    *(f"occasion drop {each}" for each in ("single", "injury_single", "unweighted")),
)


@pytest.fixture
def old(tmp_path):
    with make_store(
        tmp_path,
        [
            {"recorded_on": "2024-05-01", "district": "E07000105"},
            {"recorded_on": "2024-06-01", "status": "cancelled"},
        ],
        [{"offence_id": "o1", "person": "ann"}],
    ) as made:
        held = made._connection.execute(HELD).fetchall()
        people = made._connection.table("person").fetchall()
    with duckdb.connect(tmp_path / f"vru-{current_version(tmp_path)}.duckdb") as connection:
        for each in NEWER:
            connection.execute(f"alter table {each}" if " drop " in each else f"drop {each}")
        connection.execute("update meta set value = '2' where key = 'schema'")
    return tmp_path, held, people


def test_an_old_store_says_how_to_go_on(old):
    folder, *_ = old

    with pytest.raises(StoreError, match=r"earlier program.*\nBring it up to date by `vru upgrade`"):
        open_store(folder)


def test_an_upgrade_keeps_every_row_and_person(old):
    folder, held, people = old
    before = current_version(folder)

    version = upgrade(folder)

    assert version == current_version(folder) != before
    with open_store(folder) as store:
        assert store.meta["schema"] == str(SCHEMA)
        assert store._connection.execute(HELD).fetchall() == held
        assert store._connection.table("person").fetchall() == people
        assert store.ask("month_states", basis="recorded")["month"].size == 1
        assert store.ask("small_areas_districts", level="lsoa", areas=["L1"]).empty
        assert store.capabilities.small_areas == {}


def test_a_store_of_today_and_an_empty_folder_are_left_alone(old, tmp_path_factory):
    folder, *_ = old
    version = upgrade(folder)

    assert upgrade(folder) is None
    assert current_version(folder) == version
    assert upgrade(tmp_path_factory.mktemp("empty")) is None
