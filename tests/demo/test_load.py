"""From files to store: what the demo says of its dirt is what a load finds."""

from __future__ import annotations

import pytest

from vru.demo import write
from vru.ingest import load
from vru.store import open_store

KEY = "a key for tests only, longer than thirty-two characters"
# population is read the same way and takes longest: tests of ingest load it
NAMES = (
    "offences",
    "involvements",
    "weather",
    "admissions",
    "attendances",
    "comparators",
    "interventions",
    "activity",
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("extract")
    truth = write(folder, seed=2, offences=4_000)
    files = [folder / f"{name}.csv" for name in NAMES]
    store = tmp_path_factory.mktemp("store")
    report = load(files, "contract", store=store, key=KEY, synthetic=True)
    return truth, {each["file"]: each for each in report.to_dict()["files"]}, store


def test_a_load_reconciles_with_what_was_planted(loaded):
    truth, files, _ = loaded

    for name in ("offences", "involvements"):
        counts = {key: files[f"{name}.csv"][key] for key in ("read", "loaded", "quarantined", "duplicates")}
        assert counts == {key: truth["reconciles"][name][key] for key in counts}
    for name in NAMES[2:]:
        assert files[f"{name}.csv"]["quarantined"] == 0, name


def test_the_store_counts_what_the_clean_record_has(loaded):
    truth, _, folder = loaded
    with_store = open_store(folder)

    kept = with_store.capabilities
    lost = sum(truth["reconciles"]["offences"]["reasons"].values())

    assert with_store.synthetic
    assert (
        truth["realised"]["statuses"]["crime"] - lost
        <= kept.offences
        <= truth["realised"]["statuses"]["crime"]
    )
    assert kept.has_persons
    assert kept.has_exact_age
    assert kept.has_relationship
    assert kept.has_coordinates
    assert len(kept.districts) >= 13
    with_store.close()
