"""The files of a small demo: the same for the same seed, and as dirty as the truth says."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
from collections import Counter

import pytest

from vru.demo import write
from vru.errors import InputError

NAMES = [
    "activity.csv",
    "admissions.csv",
    "attendances.csv",
    "comparators.csv",
    "deprivation.csv",
    "interventions.csv",
    "involvements.csv",
    "offences.csv",
    "population.csv",
    "weather.csv",
]
SMALL = {"seed": 3, "offences": 3_000}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    truth = write(folder, **SMALL)
    return folder, truth


def rows_of(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def moment(text):
    """Return the moment a contract file writes, None where blank; ValueError where there is none such."""
    if not text:
        return None
    form = "%d/%m/%Y %H:%M" if text[2] == "/" else "%Y-%m-%dT%H:%M" if "T" in text else "%Y-%m-%d %H:%M"
    return dt.datetime.strptime(text, form)


def is_moment(text):
    try:
        moment(text)
    except ValueError:
        return False
    return True


def test_the_same_arguments_write_the_same_bytes_and_another_seed_does_not(demo, tmp_path):
    folder, truth = demo
    write(tmp_path / "again", **SMALL)
    write(tmp_path / "other", seed=4, offences=SMALL["offences"])

    def digest(path):
        return hashlib.sha256(path.read_bytes()).hexdigest()

    first, again, other = ({name: digest(each / name) for name in NAMES} for each in
                           (folder, tmp_path / "again", tmp_path / "other"))  # fmt: skip
    assert again == first
    assert other["offences.csv"] != first["offences.csv"]
    assert sorted(each.name for each in folder.iterdir()) == sorted([*NAMES, "truth.json"])
    assert json.loads((folder / "truth.json").read_text()) == json.loads(json.dumps(truth))


def test_every_kind_of_dirt_in_the_offence_file_is_as_frequent_as_the_truth_says(demo):
    folder, truth = demo
    rows = rows_of(folder, "offences")
    counted = Counter(tuple(row.values()) for row in rows)
    distinct = [dict(zip(rows[0], each, strict=True)) for each in counted]
    ids = Counter(row["offence_id"].strip() for row in distinct if row["offence_id"])

    found = {
        "rows": len(rows),
        "identical_duplicates": len(rows) - len(distinct),
        "no_offence_id": sum(not row["offence_id"] for row in rows),
        "no_date": sum(not row["committed_from"] and not row["recorded_on"] for row in rows),
        "bad_date": sum(not is_moment(row["committed_from"]) for row in rows),
        "future_date": sum("2062" in row["committed_from"] for row in rows),
        "code_became_date": sum(bool(re.match(r"\d\d-[A-Z][a-z]{2}$", row["ho_code"])) for row in rows),
        "offence_differs": sum(count for count in ids.values() if count > 1),
        "unknown_code": sum(row["ho_code"].strip() in ("199X", "ZZ9") for row in distinct),
        "grid_missing": sum(not row["easting"] for row in distinct),
        "grid_truncated": sum(len(row["easting"]) == 5 for row in distinct),
        "missing_district": sum(not row["district"].strip() for row in distinct),
    }

    assert found == {name: truth["dirt"]["offences"][name] for name in found}


def test_every_kind_of_dirt_in_the_people_file_is_as_frequent_as_the_truth_says(demo):
    folder, truth = demo
    rows = rows_of(folder, "involvements")
    counted = Counter(tuple(row.values()) for row in rows)
    distinct = [dict(zip(rows[0], each, strict=True)) for each in counted]
    offences = {row["offence_id"].strip() for row in rows_of(folder, "offences")}
    dirt = truth["dirt"]["involvements"]

    found = {
        "rows": len(rows),
        "identical_duplicates": len(rows) - len(distinct),
        "without_offence": sum(row["offence_id"].startswith("DEMO/99/") for row in rows),
        "placeholder_key": sum((bool(row["person_key"]) and "N" not in row["person_key"].strip().upper()[:1])
                               or row["person_key"] == "N/K" for row in distinct),
    }  # fmt: skip

    # an orphan row copies a person's row, dirt and all
    orphans = [row for row in distinct if row["offence_id"].startswith("DEMO/99/")]
    copied = sum(row["person_key"] in ("UNKNOWN", "CROWN", "0", "N/K", "unknown ") for row in orphans)
    found["placeholder_key"] -= copied
    assert found == {name: dirt[name] for name in found}
    assert not offences & {row["offence_id"] for row in orphans}
    for name, age in (("age_999", "999"), ("age_minus_1", "-1")):
        extra = sum(row["age"] == age for row in orphans)
        assert sum(row["age"] == age for row in distinct) - extra == dirt[name]


def test_rows_of_refused_offences_are_counted(demo):
    folder, truth = demo
    offences = rows_of(folder, "offences")
    seen = Counter(tuple(row.values()) for row in offences)
    ids = Counter(dict(zip(offences[0], each, strict=True))["offence_id"].strip() for each in seen)
    good = {
        row["offence_id"].strip()
        for row in offences
        if ids[row["offence_id"].strip()] == 1
        and not re.match(r"\d\d-[A-Z][a-z]{2}$", row["ho_code"])
        and is_moment(row["committed_from"])
        and "2062" not in row["committed_from"]
        and (row["committed_from"] or row["recorded_on"])
    }

    orphans = sum(row["offence_id"] not in good for row in rows_of(folder, "involvements"))

    reconciles = truth["reconciles"]["involvements"]
    assert orphans == reconciles["reasons"]["no_offence"]
    assert reconciles["read"] == reconciles["loaded"] + reconciles["quarantined"] + reconciles["duplicates"]


def test_the_flags_and_names_of_their_time(demo):
    folder, _ = demo
    rows = [row for row in rows_of(folder, "offences") if row["recorded_on"]]
    for row in rows:
        day = row["recorded_on"]
        row["day"] = day if day[4] == "-" else f"{day[6:]}-{day[3:5]}-{day[:2]}"
    before_flag = {row["domestic"] for row in rows if row["day"] < "2015-04-01"}
    since = {row["domestic"] for row in rows if row["day"] >= "2015-04-01"}
    renamed = {row["district"].strip() for row in rows if row["day"] >= "2018-04-01"}
    old_codes = {row["day"][:7] for row in rows if row["ho_code"].strip().upper() in ("8G", "8F", "5A")}

    assert before_flag == {""}
    assert since == {"Y", "N", ""}
    assert "Shepway" in {row["district"].strip() for row in rows} - renamed
    assert max(old_codes) < "2012-04"


def test_only_the_people_file_begins_with_a_byte_order_mark(demo):
    folder, _ = demo
    marked = [name for name in NAMES if (folder / name).read_bytes()[:3] == b"\xef\xbb\xbf"]

    assert marked == ["involvements.csv"]


def test_size_scales_people_and_offences_together(demo, tmp_path):
    folder, truth = demo
    write(tmp_path, seed=3, offences=6_000)
    residents = [
        sum(int(row["residents"]) for row in rows_of(each, "population") if row["year"] == "2020")
        for each in (folder, tmp_path)
    ]

    assert residents == pytest.approx([1_868_199 * 3 / 350, 1_868_199 * 6 / 350], rel=0.001)
    assert truth["realised"]["statuses"]["crime"] == pytest.approx(3_000, rel=0.08)


def test_the_extract_ends_where_it_is_told(tmp_path):
    truth = write(tmp_path, seed=1, offences=500, to="2024-09")

    assert (truth["first"], truth["last"]) == ("2008-10-01", "2024-09-30")
    assert len(rows_of(tmp_path, "weather")) == 5_844


def test_an_unknown_world_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(InputError, match="Did you mean no_rise"):
        write(tmp_path, world="norise")


def test_progress_runs_from_start_to_end(tmp_path):
    told = []
    write(tmp_path, offences=500, progress=lambda label, fraction: told.append((fraction, label)))

    assert told == sorted(told, key=lambda each: each[0])
    assert told[-1] == (1.0, "Done")
