"""The commands as an analyst types them, on small data."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

import pytest

from vru import decisions
from vru.cli.commands import app
from vru.settings import ROOT
from vru.store import Opening, current_version, open_store, openings

KEY = "a key for tests only, of more than 32 bytes"
OFFENCES = "offence_id,recorded_on,committed_from,ho_code,district\n"
ROWS = [f"A{at},{1 + at % 28:02d}/06/2024,{1 + at % 28:02d}/06/2024,8N,Thanet\n" for at in range(30)]
ANSWER = {"name", "finding", "verdict", "selection", "options", "definition", "counted", "missing", "source",
          "store_version", "synthetic", "estimates", "table"}  # fmt: skip
COMMANDS = [each.name or each.callback.__name__ for each in app.registered_commands]


@pytest.fixture(autouse=True)
def _key(monkeypatch):
    monkeypatch.setenv("VRU_KEY", KEY)


@pytest.fixture
def extract(tmp_path):
    file = tmp_path / "offences.csv"
    file.write_text(OFFENCES + "".join(ROWS) + ROWS[0] + "A99,31/02/2024,,8N,Thanet\n", encoding="utf-8")
    return file


@pytest.fixture
def loaded(vru, extract):
    assert vru("load", extract).code == 0
    return extract


def test_a_load_prints_the_sum_of_its_rows(vru, extract, tmp_path):
    ran = vru("load", extract)

    version = current_version(tmp_path / "store")
    assert ran.code == 0
    assert (
        f"32 rows read = 30 loaded + 1 quarantined + 1 identical duplicates. Store version {version}."
        in " ".join(ran.out.split())
    )
    assert "`vru check` says why" in ran.out


def test_a_load_as_json_is_what_other_programs_read(vru, extract, tmp_path):
    ran = vru("load", extract, "--json")

    assert json.loads(ran.out) == {
        "files": [
            {
                "file": "offences.csv",
                "read": 32,
                "loaded": 30,
                "quarantined": 1,
                "duplicates": 1,
                "changed": 0,
            }
        ],
        "store_version": current_version(tmp_path / "store"),
    }


def test_a_file_loaded_twice_changes_nothing(vru, loaded, tmp_path):
    before = current_version(tmp_path / "store")

    ran = vru("load", loaded, "--json")

    assert json.loads(ran.out)["store_version"] == before
    assert json.loads(ran.out)["files"][0]["loaded"] == 0
    assert "was loaded before, byte for byte: nothing changes." in ran.err


def test_a_weak_key_is_warned_of_on_the_other_stream(vru, tmp_path, monkeypatch):
    monkeypatch.setenv("VRU_KEY", "short")
    people = tmp_path / "involvements.csv"
    offences = tmp_path / "offences.csv"
    offences.write_text(OFFENCES + ROWS[0], encoding="utf-8")
    people.write_text("offence_id,role,person_key\nA0,suspect,N1\n", encoding="utf-8")

    ran = vru("load", offences, people, "--json")

    assert "it can be guessed by trying" in ran.err
    assert len(json.loads(ran.out)["files"]) == 2


def test_a_guessed_mapping_loads_the_file_it_was_drafted_from(vru, tmp_path):
    sample = tmp_path / "crime_nominal.csv"
    shutil.copy(ROOT / "data" / "samples" / "crime_nominal.csv", sample)

    draft = vru("load", "--guess", sample)
    mapping = tmp_path / "drafted.toml"
    mapping.write_text(draft.out, encoding="utf-8")
    ran = vru("load", sample, "--mapping", mapping, "--json")

    assert (draft.code, ran.code) == (0, 0), ran.err
    file = json.loads(ran.out)["files"][0]
    assert file["loaded"] > 0
    assert file["read"] == file["loaded"] + file["quarantined"] + file["duplicates"]


def test_a_period_can_be_replaced_and_must_be_written_well(vru, loaded, tmp_path):
    later = tmp_path / "offences_later.csv"
    later.write_text(OFFENCES + "".join(ROWS[:20]), encoding="utf-8")

    wrong = vru("load", later, "--replaces", "June 2024")
    right = vru("load", later, "--replaces", "2024-06~2024-06")

    assert wrong.code != 0
    assert "Write it as 2025-04~2026-03." in wrong.err
    assert right.code == 0
    assert json.loads(vru("check", "--json").out)["store"]["offences"] == 20


def test_weather_is_told_by_its_first_line_and_loaded_beside_the_crimes(vru, loaded, tmp_path):
    file = tmp_path / "export.csv"
    file.write_text("date,tavg,tmin,tmax,prcp\n2024-06-01,15.1,9.0,21.5,\n", encoding="utf-8")

    ran = vru("load", "--weather", file, "--station", "Manston")

    assert (ran.code, "1 rows read = 1 loaded" in ran.out) == (0, True)
    with open_store(tmp_path / "store") as opened:
        assert (opened.capabilities.has_weather, opened.capabilities.offences) == (True, 30)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("offences.csv", "--weather", "export.csv"), "crimes and weather are two extracts"),
        (("offences.csv", "--station", "Manston"), "it names the station of --weather"),
        (("--weather", "nowhere.csv"), "there is no such file"),
        ((), "no file was given"),
    ],
)
def test_weather_and_crimes_are_two_loads(vru, words, said):
    ran = vru("load", *words)

    assert ran.code > 0
    assert said in ran.err


def test_check_explains_the_store(vru, loaded):
    found, said = json.loads(vru("check", "--json").out), vru("check").out

    assert found["store"]["offences"] == 30
    assert "31/02/2024" not in said
    for section in found:
        assert section.replace("_", " ") in said


def test_info_names_store_version_and_marks_synthetic(vru, loaded, tmp_path):
    facts = json.loads(vru("info", "--json").out)

    assert facts["store"] == str(tmp_path / "store")
    assert facts["version"] == current_version(tmp_path / "store")
    assert facts["synthetic"] is False
    assert facts["version"] in vru("info").out


def test_every_question_is_listed_with_its_words(vru):
    lines = vru("answers").out.splitlines()

    assert any(re.fullmatch(r"trends\.rolling +Is it rising .*\?", each) for each in lines)
    assert all(re.match(r"[a-z]+\.[a-z_]+ +\S", each) for each in lines)


def test_an_answer_as_json_has_the_agreed_parts(vru, loaded):
    ran = vru("answer", "trends.monthly", "--select", "district=Thanet", "--json")

    found = json.loads(ran.out)
    assert set(found) == ANSWER
    assert found["selection"]["areas"] == ["E07000114"]
    assert [(row["month"], row["offences"]) for row in found["table"]] == [("2024-06-01", 30)]


def test_an_answer_for_people_begins_with_the_finding(vru, loaded):
    found = json.loads(vru("answer", "trends.monthly", "--json").out)

    assert vru("answer", "trends.monthly").out.startswith(found["finding"][:60])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("answer", "trends.rollin"), "The nearest is trends.rolling"),
        (("answer", "trends.rolling", "--select", "district=Thanett"), "Thanet"),
        (("answer", "trends.rolling", "--option", "measure=rates"), "Did you mean 'rate'"),
        (("load", "offences.csv", "--mapping", "contrakt"), "contract"),
    ],
)
def test_a_word_that_is_not_known_gets_the_nearest(vru, loaded, words, said):
    ran = vru(*words)

    assert ran.code != 0
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_old_versions_are_pruned(vru, loaded, tmp_path):
    more = tmp_path / "offences_more.csv"
    more.write_text(OFFENCES + "B1,01/07/2024,01/07/2024,8N,Thanet\n", encoding="utf-8")
    vru("load", more)

    assert vru("prune", "--keep", "1").out == "Deleted 1 version.\n"
    assert len(list((tmp_path / "store").glob("vru-*.duckdb"))) == 1
    assert json.loads(vru("check", "--json").out)["store"]["offences"] == 31


def test_a_demo_is_synthetic_keeps_its_truth_and_is_made_once(vru, tmp_path):
    kept = tmp_path / "kept"

    made = vru("demo", "--offences", "1500", "--keep", kept)
    version = current_version(tmp_path / "store")
    again = vru("demo", "--if-missing")

    assert (made.code, again.code) == (0, 0), made.err
    assert "SYNTHETIC" in made.out
    assert json.loads((kept / "truth.json").read_text())["synthetic"] is True
    assert current_version(tmp_path / "store") == version
    assert vru("answer", "overview.store").out.startswith("SYNTHETIC data")


def test_a_demo_never_overwrites_a_real_store(vru, loaded, tmp_path):
    before = current_version(tmp_path / "store")

    ran = vru("demo", "--offences", "1500")

    assert ran.code != 0
    assert "demo data is never mixed into it" in ran.err
    assert current_version(tmp_path / "store") == before


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example_that_the_parser_takes(vru, command):
    said = vru(command, "--help").out

    example = re.search(r"Example: (vru [^│\n]+?)(?:\. Filters|\s*\n|$)", said)
    assert example, said
    words = example[1].split()
    assert words[1] == command
    # --help after the example's own words: options it does not know would be an error first
    assert vru(*words[1:], "--help").code == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command(command):
    assert f"vru {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_module_is_the_same_command():
    ran = subprocess.run(
        [sys.executable, "-m", "vru", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert all(command in ran.stdout for command in COMMANDS)


def opened(tmp_path):
    opening = Opening(name="A. Analyst", reason="Case conference of 3 May", selection="all [of] it")
    openings.record(tmp_path / "store", "20260401T093000-1a2b3c", "prolific_people", opening, 12)


def test_the_log_says_who_opened_the_list_of_people(vru, loaded, tmp_path):
    assert "Nobody has opened" in vru("log").out
    opened(tmp_path)
    with (tmp_path / "store" / "access.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"time"\n')

    first, second = vru("log").out.splitlines()

    assert "A. Analyst (account " in first
    assert first.endswith("12 listed, adults only; all [of] it. Case conference of 3 May")
    assert second == "Line 2 of the log cannot be read."


def test_the_log_as_json_is_what_was_written(vru, loaded, tmp_path):
    opened(tmp_path)

    (said,) = json.loads(vru("log", "--json").out)

    assert (said["name"], said["rows"], said["children"]) == ("A. Analyst", 12, False)


DECIDE = ("--role", "lead analyst", "--reason", "A new team records")


def test_a_decision_is_recorded_listed_and_withdrawn(vru, loaded, tmp_path):
    made = vru("decide", "rebase", "2024-06", "--series", "knife", "--select", "district=Thanet", *DECIDE)
    back = vru("decide", "withdraw", "1", *DECIDE)
    listed = json.loads(vru("decisions", "--json").out)

    assert (made.code, back.code) == (0, 0)
    assert "Re-base June 2024 (no. 1; A new team records; lead analyst, " in made.out
    assert [(each["decision"], each["month"], each["in_force"]) for each in listed] == [
        ("Re-base", "June 2024", False),
        ("Withdraw a decision no. 1", "", False),
    ]
    assert "; Thanet" in listed[0]["filters"]
    assert "=" not in listed[0]["filters"]
    assert "1 (withdrawn): Re-base, June 2024; Knife-enabled offences, " in vru("decisions").out


def test_no_decision_is_no_error(vru, loaded):
    assert "No decision is on record." in vru("decisions").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rebase", "2024-6", *DECIDE), "a month is written 2026-03"),
        (("rebase", "2019-01", *DECIDE), "no January 2019"),
        (("rebase", "2024-06", "--series", "knives", *DECIDE), "The nearest is knife"),
        (("rebase", "2024-06", "--select", "district=Thanet", *DECIDE), "has no filters"),
        (("rebase", "2024-06", "--role", "x", "--reason", "A new team records"), "No role is named"),
        (("forget", "2024-06", *DECIDE), "There is no decision 'forget'"),
        (("withdraw", "one", *DECIDE), "withdrawn by its number"),
        (("withdraw", "3", *DECIDE), "no decision no. 3"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_not_recorded(vru, loaded, tmp_path, words, said):
    ran = vru("decide", *words)

    assert ran.code != 0
    assert said in ran.err
    assert decisions.recorded(tmp_path / "store") == ()


def test_no_command_lists_people(vru, loaded):
    assert "prolific_people" not in vru("answers").out
    assert vru("answer", "prolific.listing").code == 7
