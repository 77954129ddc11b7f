"""The command on a few seeds: it tries, keeps, goes on where it stopped, and counts what it found."""

from __future__ import annotations

import pandas as pd
import pytest

from proofs import claims, coverage, report

WORLD, SIZE = "study", 2_000
NAMES = ["offenders.female_share", "repeat.one_off"]


def tried(folder, seeds):
    lines = coverage.run(
        [WORLD],
        offences=SIZE,
        seeds=seeds,
        names=NAMES,
        workers=1,
        folder=folder,
        clean=range(100_001, 100_003),
    )
    return [line for line in lines if "seed" in line]


@pytest.mark.slow
def test_it_goes_on_where_it_stopped(tmp_path):
    assert len(tried(tmp_path, [1])) == 1
    assert [line.split(":")[0] for line in tried(tmp_path, [1, 2])] == ["study seed 2"]

    found = report.summary(tmp_path)
    assert found[["world", "offences", "claim", "trials"]].to_dict("list") == {
        "world": [WORLD] * 2,
        "offences": [SIZE] * 2,
        "claim": NAMES,
        "trials": [2, 2],
    }
    assert found["truth"].between([0.2, 60], [0.8, 85]).all()
    assert (found["bias"].abs() < found["width"]).all()
    table = report.markdown(found).splitlines()
    assert [line.count("|") for line in table if line.startswith("|")] == [9] * 4


def test_the_world_called_null_is_one(tmp_path):
    code = claims.version(claims.claims()["repeat.one_off"])
    row = {"world": "null", "offences": SIZE, "seed": 1, "claim": "repeat.one_off", "code": code, "low": None}
    coverage.append([row], coverage.COLUMNS, tmp_path / "trials.csv")

    found = coverage.present(tmp_path / "trials.csv", coverage.COLUMNS)
    assert found["world"].tolist() == ["null"]
    assert found["low"].isna().all()


def test_a_fingerprint_that_looks_like_a_number_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(coverage, "version", lambda _: "0822188e6213")
    row = {"world": "study", "offences": SIZE, "seed": 1, "claim": "repeat.one_off", "code": "0822188e6213"}
    coverage.append([row], coverage.COLUMNS, tmp_path / "trials.csv")

    assert coverage.present(tmp_path / "trials.csv", coverage.COLUMNS)["code"].tolist() == ["0822188e6213"]


@pytest.fixture
def results(tmp_path):
    """Four trials of one claim, whose truth of 0.5 is above the margin of 0.1; and one of older code."""
    code = claims.version(claims.claims()["offenders.female_share"])
    rows = [
        (1, code, 0.5, 0.4, 0.6, "holds"),
        (2, code, 0.8, 0.7, 0.9, "holds"),
        (3, code, 0.0, -0.1, 0.05, "does not hold"),
        (4, code, None, None, None, "cannot tell"),
        (5, "older", 0.5, 0.4, 0.6, "holds"),
    ]
    given = {"world": WORLD, "offences": SIZE, "claim": "offenders.female_share"}
    made = [
        given | dict(zip(("seed", "code", "value", "low", "high", "verdict"), row, strict=True))
        for row in rows
    ]
    coverage.append(made, coverage.COLUMNS, tmp_path / "trials.csv")
    truth = given | {"code": claims.fingerprint(*claims.WORLD), "persons": 9, "truth": 0.5, "error": 0.01}
    coverage.append([truth], coverage.TRUTH, tmp_path / "truth.csv")
    return tmp_path


def test_it_counts_what_covered_and_which_verdicts_were_false(results):
    found = report.summary(results).iloc[0]

    assert found[["trials", "intervals", "covered", "false"]].tolist() == [4, 3, 1, 1]
    assert found[["holds", "does_not_hold", "cannot_tell"]].tolist() == [2, 1, 1]
    assert found["bias"] == pytest.approx((0 + 0.3 - 0.5) / 3)
    assert found["width"] == pytest.approx((0.2 + 0.2 + 0.15) / 3)
    assert "33.3 % (6–79) of 3 **too low**" in report.markdown(report.summary(results))


def test_a_verdict_is_false_on_either_side_of_the_margin(results):
    trials = pd.read_csv(results / "trials.csv")
    truth = pd.read_csv(results / "truth.csv")
    truth.assign(truth=0.1).to_csv(results / "truth.csv", index=False)

    assert report.summary(results)["false"].tolist() == [2]
    assert len(trials) == 5


def test_every_claim_is_tried_and_rests_on_files_that_exist():
    assert sorted(claims.claims()) == [
        "offenders.age_diversity",
        "offenders.age_gap",
        "offenders.female_share",
        "overlaps.intimate_partner",
        "overlaps.offender_victim",
        "repeat.one_off",
        "temperature.effect",
    ]
    patterns = [each for claim in claims.claims().values() for each in claim.files]
    patterns += [*claims.WORLD, *claims.STORE]
    assert [each for each in patterns if not list(claims.ROOT.glob(each))] == []
