"""The access log: who opened a list of people, written before it is shown, added to only."""

import json
import stat
import sys

import pytest

from tests.answers import guarded_world
from vru.errors import StoreError
from vru.selection import Selection
from vru.store import Opening, openings

OPENING = Opening(name="A. Analyst", reason="Case conference of 3 May", selection="everything")


def disclosed(store, opening=OPENING):
    chosen = Selection.default(store.capabilities).parameters() | {"basis": "committed"}
    more = {"violence": "injury", "fewest": 2, "most": 50, "children": opening.children}
    return store.disclose("prolific_people", opening, **more, **chosen)


@pytest.fixture
def store(tmp_path):
    with guarded_world.make(tmp_path / "store") as made:
        yield made


def test_a_query_of_people_is_refused_without_an_opening(store):
    chosen = Selection.default(store.capabilities).parameters()

    with pytest.raises(StoreError, match="with a reason"):
        store.ask("prolific_people", violence="injury", fewest=2, most=50, children=True, **chosen)
    with pytest.raises(StoreError, match="with a reason"):
        store.ask_arrays("prolific_people", violence="injury", fewest=2, most=50, children=True, **chosen)

    assert openings.read(store.folder) == []


def test_each_opening_is_one_line_that_says_who_when_why_and_what(store, monkeypatch):
    monkeypatch.setattr(openings, "_account", lambda: "svc-vru")

    disclosed(store)
    lines = (store.folder / "access.jsonl").read_text(encoding="utf-8").splitlines()

    (said,) = [json.loads(each) for each in lines]
    assert said.pop("time").endswith("Z")
    assert said == {
        "list": "prolific_people",
        "store_version": store.version,
        "account": "svc-vru",
        "name": "A. Analyst",
        "reason": "Case conference of 3 May",
        "selection": "everything",
        "children": False,
        "rows": 2,
    }


def test_the_log_grows_and_survives_a_new_version(store, tmp_path):
    disclosed(store)
    with guarded_world.make(tmp_path / "store") as newer:
        disclosed(newer)

    assert [each["store_version"] for each in openings.read(store.folder)] == [store.version, newer.version]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_only_the_owner_may_read_it(store):
    disclosed(store)

    assert stat.S_IMODE((store.folder / "access.jsonl").stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_means_no_rows(store, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("VRU_ACCESS_LOG", str(tmp_path / "file" / "access.jsonl"))

    with pytest.raises(StoreError, match=r"cannot be written down.*so nothing is shown"):
        disclosed(store)


def test_a_folder_in_place_of_the_log_means_no_rows(store):
    (store.folder / "access.jsonl").mkdir()

    with pytest.raises(StoreError, match="so nothing is shown"):
        disclosed(store)


def test_a_line_cut_off_by_a_full_disk_spoils_itself_only(store):
    (store.folder / "access.jsonl").write_text('{"time": "2026', encoding="utf-8")

    disclosed(store)

    damaged, said = openings.read(store.folder)
    assert damaged == {"damaged": 1}
    assert said["reason"] == "Case conference of 3 May"


def test_the_setting_names_another_place(store, tmp_path, monkeypatch):
    monkeypatch.setenv("VRU_ACCESS_LOG", str(tmp_path / "audit.jsonl"))

    disclosed(store)

    assert len((tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert not (store.folder / "access.jsonl").exists()


def test_a_board_store_lists_nobody_and_logs_nothing(tmp_path):
    with guarded_world.make(tmp_path / "board", audience="board") as store:
        with pytest.raises(StoreError, match="lists no people"):
            disclosed(store)

        assert openings.read(store.folder) == []


@pytest.mark.parametrize(
    ("name", "reason", "problem"),
    [
        ("", "Case conference of 3 May", "Nobody is named"),
        (" x ", "Case conference of 3 May", "Nobody is named"),
        ("A. Analyst", "", "reason is too short"),
        ("A. Analyst", "   work     x   ", "reason is too short"),
        ("A. Analyst", "xxxxxxxxxxxxxxxxxxxxxx", "reason is too short"),
    ],
)
def test_a_name_and_a_reason_are_asked_for(name, reason, problem):
    with pytest.raises(StoreError, match=problem):
        Opening(name=name, reason=reason, selection="everything")
