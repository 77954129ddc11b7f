"""One-offs and blank keys: what blanks hide is about what the interval allows for."""

import datetime as dt

import numpy as np
import pytest

from tests.answers.test_repeat import answer
from tests.stores import make_store
from vru.answers import repeat
from vru.answers.repeat_doubt import hidden
from vru.selection import Selection

PEOPLE, BLANK = 1500, 0.08


def suspects(blank):
    """People of one to five occasions, two years in; a share of the keys is blank, each age is known."""
    rng = np.random.default_rng(11)
    days = [dt.date(2010, 1, 1) + dt.timedelta(days=30 * each) for each in range(100)]
    rows, people = [], []
    for at in range(PEOPLE):
        for day in sorted(rng.choice(days, size=rng.integers(1, 6), replace=False).tolist()):
            name = f"o{len(rows)}"
            rows.append({"offence_id": name, "offence_group": "violence_with_injury",
                         "committed_on": day, "recorded_on": day, "district": "E07000105"})  # fmt: skip
            key = None if rng.random() < blank else f"p{at}"
            people.append({"offence_id": name, "person": key, "role": "suspect", "age": 30})
    return rows, people


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """The same people with every key, and with a share of them blank."""
    made = []
    for blank in (0.0, BLANK):
        rows, people = suspects(blank)
        made.append(make_store(tmp_path_factory.mktemp("keys"), rows, involvements=people))
    return made


def test_blank_keys_hide_about_as_much_as_taking_as_many_again_does(stores):
    clean, blank = (answer(each).estimates[0] for each in stores)
    options = repeat.OPTIONS().plain
    moved = hidden(stores[1], Selection.default(stores[1].capabilities), options)

    assert blank.value - clean.value > 1
    # one draw of blanks on one hand, twenty on the other: some 0.6 points of chance lie between
    assert -moved == pytest.approx(blank.value - clean.value, abs=1.2)


def test_the_interval_reaches_as_far_as_the_caption_says(stores):
    found = answer(stores[1])
    moved = hidden(stores[1], Selection.default(stores[1].capabilities), repeat.OPTIONS().plain)
    again = repeat.again.ask(stores[1], Selection.default(stores[1].capabilities), repeat.OPTIONS()).answer()
    of_chance = next(
        each for each in again.estimates if each.value == pytest.approx(100 - found.estimates[0].value)
    )

    assert f"reaches {-moved:.2f} points further down" in found.missing
    assert found.estimates[0].low == pytest.approx(100 - of_chance.high + moved)
    assert found.estimates[0].high == pytest.approx(100 - of_chance.low)


def test_with_every_key_the_interval_is_about_chance(stores):
    options = repeat.OPTIONS().plain

    assert hidden(stores[0], Selection.default(stores[0].capabilities), options) == 0
    assert "no blank key" in answer(stores[0]).missing
