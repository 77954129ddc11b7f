"""The made-up hospitals' planted truth: the share the police do not know, and two places only they know."""

import pytest

from vru.answers import question
from vru.demo import write
from vru.ingest import load
from vru.selection import Selection
from vru.store import open_store

KEY = "a key for tests only, longer than thirty-two characters"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder, store = tmp_path_factory.mktemp("demo"), tmp_path_factory.mktemp("store")
    truth = write(folder, seed=4, offences=12_000)
    files = [folder / f"{name}.csv" for name in ("offences", "involvements", "attendances")]
    load(files, "contract", store=store, key=KEY, synthetic=True)
    with open_store(store) as opened:
        yield opened, truth["hospital"]


def answered(demo, name):
    store, _ = demo
    return question(name).ask(store, Selection.default(store.capabilities)).answer()


@pytest.mark.slow
def test_the_share_the_police_have_no_record_of_is_found(demo):
    _, truth = demo
    share = next(each for each in answered(demo, "hospital.unrecorded").estimates if each.name == "share")

    assert share.low <= 100 * truth["share_without_record"] <= share.high
    # a part of the months is not whole in the police's extract
    assert 0.7 * truth["attendances"] <= share.n <= truth["attendances"]


@pytest.mark.slow
def test_the_two_places_only_the_hospital_knows_are_found_and_no_other(demo):
    _, truth = demo
    table = answered(demo, "hospital.places").table

    assert set(table.loc[table["police"] == 0, "place"]) >= set(truth["places"])
