"""Bad input: a clear error, the store as it was; and no dirty table breaks the sum of its rows."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vru.errors import InputError, MappingError
from vru.ingest import check, load
from vru.settings import ROOT
from vru.store import current_version, open_store

KEY = "a key for tests only, of more than 32 bytes"
TODAY = dt.date(2024, 6, 30)
GOOD = "offence_id,recorded_on,ho_code\nA1,03/06/2024,8N\n"


def write(folder, name, text):
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def bring(folder, *files, mapping="contract"):
    return load(files, mapping, store=folder / "store", key=KEY, today=TODAY)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("offences.csv", "", "offences.csv"),
        ("offences.csv", "offence_id,recorded_on,ho_code\n", "no rows"),
        ("involvements.csv", "person_key,age\nN1,20\n", "offence_id"),
        ("surprise.csv", GOOD, "no rule of the mapping"),
        ("offences.csv", "offence_id,recorded_on,ho_code\nA1,2024,8N\n", "its only row cannot be loaded"),
        ("involvements.csv", "offence_id,role\nA1,suspect\n", "in none of the files"),
    ],
    ids=["empty", "header only", "missing column", "unknown file", "all refused", "people alone"],
)
def test_a_bad_file_is_a_clear_error_and_leaves_the_store_alone(tmp_path, name, text, said):
    before = bring(tmp_path, write(tmp_path, "offences_0.csv", GOOD.replace("A1", "A0"))).store_version
    bad = write(tmp_path, name, text)

    with pytest.raises(InputError) as caught:
        bring(tmp_path, bad)

    assert said in str(caught.value)
    assert name in str(caught.value)
    assert current_version(tmp_path / "store") == before


def test_a_bad_file_among_good_ones_stops_the_whole_load(tmp_path):
    good, bad = (
        write(tmp_path, "offences.csv", GOOD),
        write(tmp_path, "weather.csv", "day,station,mean_c\nsoon,Manston,1\n"),
    )

    with pytest.raises(InputError, match=r"weather\.csv, row 2"):
        bring(tmp_path, good, bad)

    assert current_version(tmp_path / "store") is None


def test_a_directory_and_a_missing_file_are_clear_errors(tmp_path):
    for path in (tmp_path, tmp_path / "offences_missing.csv"):
        with pytest.raises(InputError):
            bring(tmp_path, path)


def test_a_mapping_with_a_typo_names_the_key(tmp_path):
    text = '[[file]]\nmatch = "*"\nkind = "offences"\n[file.offence]\nrecorded_onn = "recorded_on"\n'
    mapping = write(tmp_path, "typo.toml", 'name = "typo"\ntitle = "Typo"\n' + text)

    with pytest.raises(MappingError, match="recorded_onn"):
        bring(tmp_path, write(tmp_path, "offences.csv", GOOD), mapping=mapping)


KILLED = """
import os, signal, sys
from vru.store import Builder
from vru.ingest import load
whole = Builder.finish
def finish(self):
    whole(self)
    os.kill(os.getpid(), signal.SIGKILL)
Builder.finish = finish
load([sys.argv[1]], "contract", store=sys.argv[2])
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is not of Windows")
def test_kill_9_in_mid_load_leaves_the_store_and_the_next_load_works(tmp_path):
    store = tmp_path / "store"
    before = bring(tmp_path, write(tmp_path, "offences_0.csv", GOOD)).store_version
    more = write(tmp_path, "offences_1.csv", GOOD.replace("A1", "A2"))

    died = subprocess.run([sys.executable, "-c", KILLED, str(more), str(store)], cwd=ROOT, check=False)

    assert died.returncode == -signal.SIGKILL
    assert current_version(store) == before
    with open_store(store) as opened:
        assert opened.capabilities.offences == 1
    bring(tmp_path, more)
    with open_store(store) as opened:
        assert opened.capabilities.offences == 2
    assert not list(store.glob("building-*"))


MESSY = st.sampled_from(
    ["", " ", "A1", "A2", "A3", "03/06/2024", "2024-05-01 10:00", "31/02/2024", "99", "2024-04", "8N",
     "08-Jun", "4.10", "Y", "no", "maybe", "575900", "155800", "TQ 759 558", "Medway", "[x]", "é\u0000",
     "suspect", "Victim", "20", "-1", "N1", "N1.0", "CROWN", "01/01/2000", "04/07/2050", "partner", "\x1f"]
)  # fmt: skip
OFFENCE = ["offence_id", "status", "committed_from", "committed_to", "recorded_on", "ho_code", "domestic",
           "district", "easting", "northing", "severity_weight"]  # fmt: skip
PERSON = ["offence_id", "person_key", "role", "age", "age_band", "birth_date", "sex", "relationship"]
WIDE = """
name = "wide"
title = "Roles side by side"
[[file]]
match = "wide*"
kind = "wide"
[file.offence]
offence_id = "offence_id"
recorded_on = "recorded_on"
ho_code = "ho_code"
[[file.involvement]]
person_key = "person_key"
role = { constant = "victim" }
birth_date = "birth_date"
[[file.involvement]]
role = "role"
age = "age"
"""


def tables(columns):
    rows = st.lists(st.tuples(*[MESSY] * len(columns)), min_size=1, max_size=8)
    return rows.map(lambda each: pd.DataFrame(each, columns=columns, dtype=str))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(OFFENCE), tables(PERSON))
def test_any_table_is_reconciled_or_refused_as_a_whole(offences, people):
    with tempfile.TemporaryDirectory() as spare:
        folder = Path(spare)
        first, second = folder / "offences.csv", folder / "involvements.csv"
        offences.to_csv(first, index=False)
        people.to_csv(second, index=False)
        for files in ([first], [second], [first, second]):
            try:
                report = bring(folder, *files)
            except InputError:
                continue
            for each in report.files:
                assert each.read == each.loaded + each.quarantined + each.duplicates


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(["offence_id", "recorded_on", "ho_code", "person_key", "birth_date", "role", "age"]))
def test_a_wide_row_counts_once(wide):
    with tempfile.TemporaryDirectory() as spare:
        folder = Path(spare)
        mapping = write(folder, "wide.toml", WIDE)
        wide.to_csv(folder / "wide.csv", index=False)
        try:
            report = bring(folder, folder / "wide.csv", mapping=mapping)
        except InputError:
            return
        (file,) = report.files
        assert file.read == file.loaded + file.quarantined + file.duplicates


def test_check_explains_a_store_as_plain_json_without_a_value_of_a_row(tmp_path):
    rows = "".join(
        f"A{each},0{each}/06/2024,{code}\n" for each, code in ((1, "8N"), (2, "ZZ9"), (3, "08-Jun"))
    )
    people = "offence_id,role,person_key,age\nA1,suspect,SECRETKEY,9\n"
    bring(
        tmp_path,
        write(tmp_path, "offences.csv", "offence_id,recorded_on,ho_code\n" + rows),
        write(tmp_path, "involvements.csv", people),
    )

    with open_store(tmp_path / "store") as opened:
        found = check(opened)

    assert "SECRETKEY" not in json.dumps(found)
    assert found["rows"] == [{"status": "crime", "offences": 2, "without_people": 1}]
    assert [(each["reason"], each["rows"], each["first_row"]) for each in found["quarantine"]] == [
        ("code_became_date", 1, 4)
    ]
    assert [(each["ho_code"], each["offences"]) for each in found["unknown_codes"]] == [("ZZ9", 1)]
    assert {each["step"]: each["rows"] for each in found["steps"]} == {
        "first_of_month": 1, "suspect_under_10": 1, "unknown_code": 1,
    }  # fmt: skip
