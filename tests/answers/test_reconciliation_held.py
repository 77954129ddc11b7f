"""What an extract holds of a year: late records by the day of their load, and the bound of incidents."""

import datetime as dt

import pytest

from tests.store.test_seen import LOAD
from tests.stores import make_store
from vru.answers.reconciliation_held import Held

YEAR = dt.date(2018, 1, 1)


def crimes(number, day, load_id, **given):
    """Offences whose ids are their own: what a later load brings does not replace an earlier one's."""
    return [
        {"offence_id": f"{load_id}-{day}-{given.get('offence_group', 'v')}-{at}", "recorded_on": day,
         "load_id": load_id, **given}
        for at in range(number)
    ]  # fmt: skip


def load(number, day):
    return {**LOAD, "load_id": number, "loaded_at": dt.datetime.fromisoformat(day)}


def held(folder, *loads):
    """A store of several loads, each (day, offences), one after another."""
    for number, (day, rows) in enumerate(loads, 1):
        store = make_store(folder, rows, tables={"load": [load(number, day)]})
        if number < len(loads):
            store.close()
    with store:
        return Held(store, 0, "recorded")


def test_late_are_records_of_the_year_loaded_after_the_first_load_that_went_beyond_it(tmp_path):
    found = held(
        tmp_path,
        ("2018-07-05", crimes(10, "2018-06-01", 1)),
        ("2019-02-05", [*crimes(8, "2018-11-01", 2), *crimes(3, "2019-01-15", 2)]),
        ("2019-06-05", [*crimes(4, "2018-12-30", 3), *crimes(2, "2019-05-01", 3)]),
    )

    assert found.tally("violence_with_injury", YEAR).late == 4
    assert found.tally("violence_with_injury", dt.date(2019, 1, 1)).late is None  # no load went beyond it


@pytest.mark.parametrize(
    "loads",
    [
        [("2019-02-05", [*crimes(5, "2018-06-01", 1), *crimes(1, "2019-01-15", 1)])],
        [("2018-07-05", crimes(5, "2018-06-01", 1)), ("2018-12-05", crimes(2, "2018-11-01", 2))],
    ],
    ids=["one load", "no load beyond the year"],
)
def test_how_many_are_late_is_not_known_from_loads_that_cannot_say(tmp_path, loads):
    assert held(tmp_path, *loads).tally("violence_with_injury", YEAR).late is None


def test_the_bound_of_incidents_is_what_they_hold_beyond_their_first_record(tmp_path):
    robberies = crimes(5, "2018-03-01", 1, offence_group="robbery")
    incidents = ["a", "a", "a", "b", None]
    rows = [
        *({**each, "incident_id": of} for each, of in zip(robberies, incidents, strict=True)),
        # another group and a cancelled record share an incident with a robbery, and add nothing
        *crimes(1, "2018-03-01", 1, incident_id="b"),
        *crimes(1, "2018-03-02", 1, offence_group="robbery", incident_id="b", status="cancelled"),
    ]

    found = held(tmp_path, ("2019-02-05", rows))

    assert found.tally("robbery", YEAR).shared == 2
    assert found.tally("violence_with_injury", YEAR).shared == 0  # counted by victim: nothing to bound


def test_without_incidents_the_bound_is_not_known(tmp_path):
    found = held(tmp_path, ("2019-02-05", crimes(5, "2018-03-01", 1, offence_group="robbery")))

    assert found.tally("robbery", YEAR).shared is None
    assert found.tally("burglary", YEAR) is None
