"""Bad input at the command line: one clear message, an exit code, and the store as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vru.settings import ROOT
from vru.store import build, current_version, open_store

KEY = "a key for tests only, of more than 32 bytes"
SECRET = "Zebedee"  # stands for a name in a cell: it may be in no message
PROCESSES = Path("/proc")  # Linux says there what each process has loaded
GOOD = f"offence_id,recorded_on,ho_code,district\nA1,03/06/2024,8N,{SECRET}\n"


@pytest.fixture(autouse=True)
def _key(monkeypatch):
    monkeypatch.setenv("VRU_KEY", KEY)


@pytest.fixture
def store(vru, tmp_path):
    first = tmp_path / "offences_0.csv"
    first.write_text("offence_id,recorded_on,ho_code\nA0,03/06/2024,8N\n", encoding="utf-8")
    assert vru("load", first).code == 0
    return tmp_path / "store"


def _wrong_encoding(folder):
    file = folder / "offences.csv"
    file.write_bytes(GOOD.encode() + b"A2,03/06/2024,8N,\x81\x8d\xff\n")
    return file


def _truncated_parquet(folder):
    file = folder / "offences.parquet"
    pq.write_table(pa.table({"offence_id": ["A1"], "recorded_on": ["03/06/2024"], "ho_code": ["8N"]}), file)
    file.write_bytes(file.read_bytes()[:-20])
    return file


def _bomb(folder):
    file = folder / "offences.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, "<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(600):
                sheet.write(b"0" * 1_000_000)
    return file


def _missing_column(folder):
    file = folder / "involvements.csv"
    file.write_text(f"person_key,age\n{SECRET},20\n", encoding="utf-8")
    return file


def _empty(folder):
    file = folder / "offences.csv"
    file.touch()
    return file


def _directory(folder):
    file = folder / "offences.csv"
    file.mkdir()
    return file


def _missing(folder):
    return folder / "offences.csv"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (_wrong_encoding, "row 3"),
        (_truncated_parquet, "arquet"),
        (_bomb, "unpack"),
        (_missing_column, "offence_id"),
        (_empty, "empty"),
        (_directory, "directory"),
        (_missing, "no such file"),
    ],
)
def test_a_bad_file_is_one_clear_message_and_leaves_the_store(vru, store, tmp_path, made, said):
    before, file = current_version(store), made(tmp_path)

    ran = vru("load", file)

    assert ran.code not in (0, 70)
    assert file.name in ran.err
    assert said in ran.err.lower() or said in ran.err
    assert SECRET not in ran.err + ran.out
    assert "Traceback" not in ran.err
    assert current_version(store) == before
    with open_store(store) as opened:
        assert opened.capabilities.offences == 1


def test_a_typo_in_a_mapping_offers_the_nearest_key(vru, store, tmp_path):
    mapping, file = tmp_path / "ours.toml", tmp_path / "offences.csv"
    file.write_text(GOOD, encoding="utf-8")
    mapping.write_text(
        'name = "ours"\ntitle = "Ours"\n[[file]]\nmatch = "*"\nkind = "offences"\n'
        '[file.offence]\nrecorded_onn = "recorded_on"\n',
        encoding="utf-8",
    )

    ran = vru("load", file, "--mapping", mapping)

    assert ran.code not in (0, 70)
    assert "recorded_onn" in ran.err
    assert "recorded_on" in ran.err.replace("recorded_onn", "")


def test_a_store_of_a_newer_program_is_neither_read_nor_written(vru, store, tmp_path):
    with duckdb.connect(store / f"vru-{current_version(store)}.duckdb") as connection:
        connection.execute("update meta set value = '999' where key = 'schema'")
    file = tmp_path / "offences.csv"
    file.write_text(GOOD, encoding="utf-8")

    for words in (("check",), ("load", file), ("answer", "trends.rolling")):
        ran = vru(*words)
        assert ran.code not in (0, 70)
        assert "newer program" in ran.err
        assert "Update this program" in ran.err


def test_a_store_being_written_is_waited_for_by_nobody(vru, store, tmp_path):
    before, file = current_version(store), tmp_path / "offences.csv"
    file.write_text(GOOD, encoding="utf-8")

    with build(store):
        ran = vru("load", file)

    assert ran.code not in (0, 70)
    assert "being" in ran.err
    assert current_version(store) == before
    assert vru("load", file).code == 0


@pytest.mark.skipif(not hasattr(os, "setsid"), reason="limits on a file's size are not of Windows")
def test_a_full_disk_leaves_the_store_readable(store, tmp_path):
    import resource

    before, file = current_version(store), tmp_path / "offences.csv"
    rows = "".join(f"B{at},03/06/2024,8N,{SECRET}\n" for at in range(20_000))
    file.write_text(GOOD + rows, encoding="utf-8")

    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    ran = subprocess.run(
        [sys.executable, "-m", "vru", "load", str(file), "--store", str(store)],
        cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=small,
    )  # fmt: skip

    assert ran.returncode not in (0, 70), ran.stderr
    assert "Traceback" not in ran.stderr
    assert SECRET not in ran.stderr
    assert current_version(store) == before
    with open_store(store) as opened:
        assert opened.capabilities.offences == 1


@pytest.mark.skipif(os.name == "nt", reason="SIGINT is sent otherwise on Windows")
@pytest.mark.parametrize("begun", [False, True], ids=["while importing", "while loading"])
def test_ctrl_c_ends_a_demo_without_a_trace(tmp_path, begun):
    store = tmp_path / "fresh"
    command = [sys.executable, "-m", "vru", "demo", "--offences", "20000", "--store", str(store)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        if begun:
            _until(lambda: list(store.glob("building-*")))
        else:
            _until(lambda: _imports(running.pid))
        time.sleep(1.2 if begun or not PROCESSES.exists() else 0)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=60)

    # 130 wherever it struck: in our own code, in the database, or before the first line of ours
    assert running.returncode == 130, err
    assert "Traceback" not in err
    assert current_version(store) is None
    assert not store.exists() or not list(store.glob("*.duckdb"))


def _imports(number):
    """Whether a process has begun to import: on a busy machine it may take seconds to come that far."""
    return not PROCESSES.exists() or "pandas" in (PROCESSES / str(number) / "maps").read_text()


def _until(happened, seconds=60):
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.02)
