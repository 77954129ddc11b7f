"""Whatever happens while a version is built, the previous one stays whole and current."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from tests.stores import make_store
from vru.errors import StoreError
from vru.store import build, current_version, open_store, prune, versions

ROOT = Path(__file__).parents[2]
OFFENCES = [{"offence_id": f"o{n}", "recorded_on": f"2025-{n % 12 + 1:02}-01"} for n in range(50)]
HALF_A_BUILD = """
import sys, time
from pathlib import Path
from vru.store import build
with build(Path(sys.argv[1])) as builder:
    builder._connection.execute("create table big as select range as n from range(200000)")
    builder._connection.execute("checkpoint")
    print("building", flush=True)
    time.sleep(60)
"""
TOO_BIG = """
import os, resource, signal, sys
from pathlib import Path
import pyarrow as pa
from vru.errors import StoreError
from vru.store import build
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
noise = [os.urandom(20).hex() for _ in range(100_000)]
rows = pa.table({"file": noise, "load_id": [1] * 100_000, "row": [1] * 100_000, "reason": noise})
try:
    with build(Path(sys.argv[1])) as builder:
        builder.insert("quarantine", rows)
        builder.publish({})
except StoreError as problem:
    print(problem)
"""


@pytest.fixture
def folder(tmp_path):
    store = tmp_path / "store"
    make_store(store, OFFENCES).close()
    return store


def count(folder):
    with open_store(folder) as store:
        return store.capabilities.offences


def started(folder, program=HALF_A_BUILD):
    process = subprocess.Popen(
        [sys.executable, "-c", program, folder], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "building\n"
    return process


def test_a_missing_store_says_how_to_make_one(tmp_path):
    with pytest.raises(StoreError, match=r"vru demo.*vru load"):
        open_store(tmp_path)


def test_a_killed_writer_leaves_the_store_whole_and_free(folder):
    before = current_version(folder)
    process = started(folder)
    process.kill()
    process.wait()

    assert list(folder.glob("building-*"))
    assert (current_version(folder), count(folder)) == (before, 50)

    make_store(folder, [{"offence_id": "new", "recorded_on": "2026-01-01"}]).close()
    assert count(folder) == 51
    assert not list(folder.glob("building-*"))


def test_a_second_writer_is_told_since_when_the_first_builds(folder):
    process = started(folder)
    try:
        with pytest.raises(StoreError, match=f"since .* UTC by process {process.pid}.*\nWait"), build(folder):
            pass
        assert count(folder) == 50
    finally:
        process.kill()
        process.wait()


def test_a_build_that_fails_leaves_nothing(folder):
    before = sorted(each.name for each in folder.glob("*.duckdb"))

    with pytest.raises(ZeroDivisionError), build(folder) as builder:
        builder.finish() or 1 / 0

    assert sorted(each.name for each in folder.glob("*.duckdb")) == before
    assert count(folder) == 50


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file size limit to fill a disk with")
@pytest.mark.parametrize("room", ["300000", "4000000"])
def test_a_full_disk_is_said_and_loses_nothing(folder, room):
    said = subprocess.run(
        [sys.executable, "-c", TOO_BIG, folder, room], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert "the disk is full; the present version is untouched" in said.stdout, said.stdout + said.stderr
    assert count(folder) == 50
    assert not list(folder.glob("building-*"))


def test_too_little_room_is_refused_before_anything_is_built(folder, monkeypatch):
    monkeypatch.setattr("vru.store.room.LEAST", 2**62)

    with pytest.raises(StoreError, match=r"are free and about .* are needed"), build(folder):
        pytest.fail("a build began that could not end")


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="cannot be made"), build(tmp_path / "file" / "store"):
        pass


@pytest.mark.parametrize("kept", [0, 100, 5_000, 200_000])
def test_a_truncated_version_names_the_earlier_ones(folder, kept):
    earlier = current_version(folder)
    make_store(folder).close()
    file = versions.path_of(folder, current_version(folder))
    with file.open("rb+") as opened:
        opened.truncate(kept)

    with pytest.raises(StoreError, match=f"damaged or no store.\nEarlier versions: {earlier}"):
        open_store(folder)
    with pytest.raises(StoreError, match="nothing can be added"), build(folder):
        pass


def test_a_damaged_block_is_a_store_error_or_does_no_harm(folder):
    file = versions.path_of(folder, current_version(folder))
    whole = file.read_bytes()
    damaged = 0
    for block in range(0x3000, len(whole), 0x40000):
        file.write_bytes(whole[:block] + bytes(0x1000) + whole[block + 0x1000 :])
        try:
            with open_store(folder) as store:
                assert int(store.ask("statuses", basis="recorded")["offences"].sum()) == 50
        except StoreError as problem:
            damaged += "is damaged" in str(problem)

    assert damaged >= 1


def test_a_missing_version_names_the_earlier_ones(folder):
    (folder / "current").write_text("20200101T000000-abcdef\n")

    with pytest.raises(StoreError, match=f"is missing.\nEarlier versions: {versions.versions(folder)[0]}"):
        open_store(folder)


def test_a_store_of_a_newer_program_says_update(folder):
    with duckdb.connect(versions.path_of(folder, current_version(folder))) as connection:
        connection.execute("update meta set value = '999' where key = 'schema'")

    with pytest.raises(StoreError, match=r"newer program.*\nUpdate"):
        open_store(folder)
    with pytest.raises(StoreError, match=r"newer program.\nUpdate"), build(folder):
        pass


def test_a_reader_goes_on_and_sees_that_a_newer_version_is_there(folder):
    with open_store(folder) as reader:
        make_store(folder, [{"offence_id": "new", "recorded_on": "2026-01-01"}]).close()

        assert reader._connection.table("offence").count("*").fetchall() == [(50,)]
        assert current_version(folder) != reader.version
        assert count(folder) == 51


def test_the_newest_versions_stay_and_the_current_always(folder):
    made = [current_version(folder)]
    for _ in range(4):
        make_store(folder).close()
        made.append(current_version(folder))

    assert versions.versions(folder) == sorted(made[-3:], reverse=True)

    (folder / "current").write_text(made[-3])
    assert sorted(prune(folder, keep=1)) == sorted([made[-2]])
    assert versions.versions(folder) == sorted([made[-1], made[-3]], reverse=True)


def test_versions_made_in_one_second_stay_in_order(folder, monkeypatch):
    tokens = iter(["ffffff", "000000"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(tokens))
    first = versions.new_version(folder)
    versions.path_of(folder, first).touch()

    assert versions.new_version(folder) > first


def test_a_version_that_cannot_be_deleted_stays_until_next_time(folder, monkeypatch):
    make_store(folder).close()
    oldest = versions.versions(folder)[-1]

    def in_use(self, missing_ok=False):
        raise PermissionError(13, "in use")

    with monkeypatch.context() as windows:
        windows.setattr(Path, "unlink", in_use)
        assert prune(folder, keep=1) == []
    assert prune(folder, keep=1) == [oldest]


def test_the_pointer_moves_once_a_reader_lets_go_of_it(folder, monkeypatch):
    replace, refusals = Path.replace, iter([True, True, False])

    def sometimes(self, target):
        if next(refusals):
            raise PermissionError(13, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", sometimes)
    versions.point_to(folder, "20300101T000000-abcdef")

    assert current_version(folder) == "20300101T000000-abcdef"


def test_a_terminated_writer_leaves_the_store_whole(folder):
    process = started(folder)
    process.send_signal(signal.SIGTERM)

    assert process.wait() != 0
    assert count(folder) == 50


def test_a_thread_that_publishes_does_not_disturb_readers(folder):
    problems = []

    def read():
        try:
            for _ in range(10):
                assert count(folder) >= 50
        except Exception as problem:
            problems.append(problem)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for each in readers:
        each.start()
    for number in range(3):
        make_store(folder, [{"offence_id": f"new{number}", "recorded_on": "2026-01-01"}]).close()
    for each in readers:
        each.join()

    assert problems == []
    assert count(folder) == 53
