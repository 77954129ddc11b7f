"""The claims on offenders hold in the world they are planted in, and not where they are false."""

from __future__ import annotations

import json

import numpy as np
import pytest

from vru import demo
from vru.answers import question
from vru.ingest import load
from vru.selection import Selection
from vru.store import open_store

pytestmark = [pytest.mark.xdist_group("demo_offenders"), pytest.mark.slow]
CLAIMS = ("offenders.age_diversity", "offenders.age_gap", "offenders.female_share")
OFFENCES = 40_000
ENOUGH = 160_000  # for a verdict that stands although what is blank is placed against it


def answered(folder, world, offences=OFFENCES):
    """The claims' answers of a world, loaded with its dirt on, and its truth."""
    made = folder / world
    demo.write(made, seed=1, world=world, offences=offences)
    files = sorted(made.glob("*.csv"))
    load(
        files,
        "contract",
        folder / f"{world}-store",
        key=b"a key for tests only, 32 bytes long.",
        synthetic=True,
    )
    with open_store(folder / f"{world}-store") as store:
        selection = Selection.default(store.capabilities)
        answers = {name: question(name).ask(store, selection).answer() for name in CLAIMS}
    return answers, json.loads((made / "truth.json").read_text(encoding="utf-8"))["realised"]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return answered(tmp_path_factory.mktemp("offenders"), "study")


def slope_of(by_year):
    """The least-squares slope of the extract's own years, those from 2011 on."""
    years = {int(year): value for year, value in by_year.items() if int(year) >= 2011}
    return float(np.polyfit(list(years), list(years.values()), 1)[0])


def test_the_planted_trends_are_found_within_their_intervals(study):
    answers, truth = study
    wanted = {
        "offenders.age_diversity": 10 * slope_of(truth["suspects"]["age_simpson"]),
        "offenders.age_gap": truth["ages_apart"]["excess_points_per_year"],
        "offenders.female_share": 100 * slope_of(truth["suspects"]["female_share"]),
    }

    for name, value in wanted.items():
        found = answers[name].estimates[0]
        assert found.low < value < found.high, name


def test_the_female_share_and_generations_hold_where_they_are_planted(tmp_path):
    answers, _ = answered(tmp_path, "study", ENOUGH)

    assert answers["offenders.age_gap"].verdict.value == "holds"
    assert answers["offenders.female_share"].verdict.value == "holds"
    assert answers["offenders.age_diversity"].verdict.value != "does not hold"


@pytest.mark.parametrize(
    ("world", "names"),
    [("no_age_mix", CLAIMS[:2]), ("no_female_rise", CLAIMS[2:])],
)
def test_no_claim_holds_in_the_world_where_it_is_false(tmp_path, world, names):
    answers, _ = answered(tmp_path, world)

    assert [each for each in names if answers[each].verdict.value == "holds"] == []
