"""A guessed mapping passes the check, reads its file, and drops what looks personal."""

import pytest

from vru.errors import InputError
from vru.ingest.guess import guess
from vru.ingest.mapping import read_mapping
from vru.ingest.read import read
from vru.settings import ROOT

SAMPLES = ROOT / "data" / "samples"


def drafted(folder, path):
    (folder / "draft.toml").write_text(guess(path), encoding="utf-8")
    return read_mapping(folder / "draft.toml")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_crime_and_nominal_sample_is_understood(tmp_path, ending):
    path = SAMPLES / f"crime_nominal.{ending}"

    draft, ready = drafted(tmp_path, path).rule_for(path), read_mapping("crime_nominal").rule_for(path)

    def columns(rule):
        return {each.target: each.source for each in rule.rules()}

    assert columns(draft) == columns(ready)
    assert set(draft.drop) == {"Surname", "Forename(s)", "Premises Address", "Postcode", "MO Summary"}
    assert read(path, draft, read_mapping("crime_nominal").options).read == 345


def test_roles_side_by_side_become_blocks(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("Event Date;VIC_AGE;VIC_SEX;SUSPECT_AGE\n12/31/21;20;F;30\n1/2/21;21;M;31\n")

    got = drafted(tmp_path, path)

    assert (got.options.date_order, got.options.two_digit_year_pivot, got.options.delimiter) == (
        "mdy", 69, "semicolon",
    )  # fmt: skip
    assert [
        {each.target: each.source or each.constant for each in block.values()}
        for block in got.rule_for(path).involvements
    ] == [
        {"role": "victim", "age": "VIC_AGE", "sex": "VIC_SEX"},
        {"role": "suspect", "age": "SUSPECT_AGE"},
    ]


def test_a_draft_says_what_must_be_decided_and_shows_no_long_value(tmp_path):
    path = tmp_path / "crimes.csv"
    path.write_text("Crime No,Date Reported,Role,Nominal Name\n1,03/04/2024,Madeup Person,A Test\n")

    text = guess(path)

    assert "# DECIDE: no column found for the kind of crime" in text
    assert '"Nominal Name",  # a name' in text.replace("   #", "  #")
    assert "CHECK: no day above 12" in text
    assert "Madeup" not in text


def test_a_file_without_any_known_heading_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("colour,size\nred,1\n")

    with pytest.raises(InputError, match="no heading resembles"):
        guess(path)
