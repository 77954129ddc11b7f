"""Mappings are checked: an error names file and key and offers the nearest known one."""

import pytest

from vru.errors import InputError, MappingError
from vru.ingest.mapping import MAPPINGS, ColumnRule, read_mapping

GOOD = """
name = "test"
title = "Test"
[options]
date_order = "dmy"
[[file]]
match = "crimes*"
kind = "wide"
drop = ["Surname"]
[file.offence]
ho_code = "Code"
recorded_on = { column = "Recorded", time = "Time" }
domestic = { column = "DA", codes = { " Y " = "yes", "" = "" } }
[[file.involvement]]
role = { constant = "victim" }
age_band = { column = "Age", codes = { young = "<18", older = "25-44", old = "65_plus" }, optional = true }
"""


def mapping(folder, text):
    path = folder / "test.toml"
    path.write_text(text)
    return path


def test_a_mapping_becomes_rules(tmp_path):
    got = read_mapping(mapping(tmp_path, GOOD)).rule_for("Crimes_2024.CSV")

    assert got.columns == {
        "ho_code": ColumnRule("ho_code", "Code", None, {}, None, ("Code",)),
        "recorded_on": ColumnRule("recorded_on", "Recorded + Time", None, {}, None, ("Recorded", "Time")),
        "domestic": ColumnRule("domestic", "DA", None, {"y": "yes", "": ""}, None, ("DA",)),
    }
    (person,) = got.involvements
    codes = {"young": "<18", "older": "25-44", "old": "65_plus"}
    assert person == {
        "role": ColumnRule("role", None, "victim", {}, None),
        "age_band": ColumnRule("age_band", "Age", None, codes, None, ("Age",), True),
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("recorded_on =", "recorded_onn =", 'file[1].offence.recorded_onn: no such contract column.'),
        ("recorded_on =", "recorded_onn =", 'Did you mean "recorded_on"?'),
        ("kind = ", "kid = ", 'file[1].kid: no such key.\nDid you mean "kind"?'),
        ('"wide"', '"wied"', 'file[1].kind: "wied" is not a choice.\nDid you mean "wide"?'),
        ("title =", "titel =", 'titel: no such key.\nDid you mean "title"?'),
        ('title = "Test"', "", "title: is missing"),
        ('"dmy"', '"dym"', 'options.date_order: "dym" is not a choice'),
        ('"dmy"', "true", "options.date_order: must be text in quotes"),
        ('"dmy"', '"dmy"\ncrs = "EPSG:99999"', "options.crs: this coordinate system is not known."),
        ('"dmy"', '"dmy"\ncrs = "EPSG:99999"', 'Write its EPSG code, such as crs = "EPSG:2263".'),
        ('"dmy"', '"dmy"\ngrid = "EPSG:4326"', "options.grid: this coordinate system is not one of metres"),
        ('"dmy"', '"dmy"\ngrid = "EPSG:2263"', "options.grid: this coordinate system is not one of metres"),
        ('"yes"', '"yess"', 'file[1].offence.domestic.codes." Y ": "yess" is not a value of domestic'),
        ('"yes"', "1", 'file[1].offence.domestic.codes." Y ": must be text in quotes'),
        ('"victim"', '"victm"', 'file[1].involvement[1].role.constant: "victm" is not a value of role'),
        ('ho_code = "Code"', "", "file[1].offence: ho_code or offence_group is missing"),
        ('role = { constant = "victim" }', "", "file[1].involvement[1]: role is missing"),
        ('{ column = "Recorded", time = "Time" }', "{ }", "recorded_on: needs a column or a constant"),
        ('"Surname"', '"Code"', 'file[1].drop: "Code" is dropped and mapped to ho_code'),
        ('["Surname"]', "[1]", "file[1].drop[1]: must be text"),
        ('"Code"', '"Row"', "file[1].offence.ho_code: a source column can be neither nameless"),
        ('young = "<18"', 'young = "children"', "age_band.codes"),
        ('name = "test"', "name = test", "not readable as TOML"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_key(tmp_path, old, new, message):
    assert GOOD.count(old) == 1, "the slip must be in one place"
    with pytest.raises(MappingError) as refused:
        read_mapping(mapping(tmp_path, GOOD.replace(old, new)))

    assert str(refused.value).startswith("test.toml: ")
    assert message in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_mapping_reads_alike_in_every_encoding_windows_writes(tmp_path, encoding):
    file = tmp_path / "test.toml"
    file.write_bytes(GOOD.replace('"Test"', '"Größe"').encode(encoding))

    assert read_mapping(file).title == "Größe"


def test_an_unknown_mapping_offers_the_nearest():
    with pytest.raises(MappingError, match='Did you mean "police_uk"'):
        read_mapping("police_ku")


def test_a_file_that_no_rule_matches_is_refused():
    with pytest.raises(InputError, match="no rule of the mapping police_uk matches"):
        read_mapping("police_uk").rule_for("arrests.csv")


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.toml")), ids=lambda each: each.stem)
def test_every_ready_mapping_is_sound_and_says_what_it_proves(path):
    text = path.read_text(encoding="utf-8")

    assert read_mapping(path.stem).name == path.stem
    assert "# What it proves" in text
    assert "# What it cannot" in text
