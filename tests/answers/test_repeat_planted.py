"""One-offs of small worlds: the planted share is found, and where most repeat the claim does not hold."""

import pytest

from vru.answers import question
from vru.demo import write
from vru.ingest import load
from vru.selection import Selection
from vru.store import open_store

# one worker builds each world once
pytestmark = [pytest.mark.xdist_group("repeat_planted"), pytest.mark.slow]
KEY = "a key for tests only, longer than thirty-two characters"
NAMES = ("offences", "involvements")


@pytest.mark.parametrize(("world", "verdict"), [("study", "holds"), ("mostly_repeat", "does not hold")])
def test_the_planted_share_is_found_and_judged(world, verdict, tmp_path):
    truth = write(tmp_path, seed=3, world=world, offences=20_000)["realised"]["repeat_36_months"]
    files, store = [tmp_path / f"{each}.csv" for each in NAMES], tmp_path / "store"
    load(files, "contract", store=store, key=KEY, synthetic=True)
    with open_store(store) as opened:
        found = question("repeat.one_off").ask(opened, Selection.default(opened.capabilities)).answer()
        curve = question("repeat.survival").ask(opened, Selection.default(opened.capabilities)).answer()

    first = found.estimates[0]
    assert first.low < 100 * truth["one_off"] < first.high
    assert first.n == pytest.approx(truth["people"], rel=0.03)
    assert found.verdict.value == verdict
    # both say the same of the same people
    at = curve.table.set_index("months").loc[36]
    assert at["again"] == pytest.approx(100 - first.value)
