"""Odd extracts: each lacks the very thing that some statistic rests on."""

import datetime as dt

from tests.answers.worlds import ASHFORD, MEDWAY
from tests.stores import make_store

FIRST = dt.date(2010, 1, 1)


def _lives(years=range(2009, 2022), area=MEDWAY, each=500):
    return [
        {"year": year, "area": area, "sex": sex, "age_low": age, "age_high": age, "residents": each}
        for year in years
        for sex in ("female", "male")
        for age in range(100)
    ]


def _offence(day, suspect=None, victim=None, relationship="acquaintance"):
    """A day and its two people, each (person, age, sex) or None."""
    return day, suspect, victim, relationship


def _each(make, number=300, days=3_650):
    """`number` offences over ten years; `make(k)` gives what follows the day in `_offence`."""
    return [_offence(FIRST + dt.timedelta(k * days // number), *make(k)) for k in range(number)]


def _spread(k):
    """An age of 15 to 64, all about as often."""
    return 15 + 7 * k % 50


def _ordinary(k):
    partner = k % 6 == 0
    suspect = (f"s{k % 110}", _spread(k), "female" if k % 5 == 0 else "male")
    victim = (f"v{k % 130}", 16 + 11 * k % 55, "female" if k % 2 else "male")
    return suspect, victim, "partner" if partner else "acquaintance"


def _the_same_every_year():
    """Thirty people of 20 and thirty of 60 are suspects in every year, these of each other."""
    offences = []
    for year in range(10):
        young, old = 20 + year, 60 + year // 3
        for k in range(30):
            day = dt.date(FIRST.year + year, 3, 1) + dt.timedelta(k)
            hurt = (f"a{k}", young, "male") if k % 3 == 0 else (f"b{k}", old, "male")
            offences.append(_offence(day, (f"a{k}", young, "male"), (f"r{year}-{k}", 40, "female")))
            offences.append(_offence(day + dt.timedelta(60), (f"b{k}", old, "male"), hurt))
    return offences


def _again_each():
    return [
        _offence(
            FIRST + dt.timedelta(18 * k + gap),
            (f"s{k}", _spread(k), "female" if k % 5 == 0 else "male"),
            (f"v{k}", _spread(k + 3), "male"),
        )
        for k in range(150)
        for gap in (0, 100, 250)
    ]


WORLDS = {
    "one age band": lambda: _each(
        lambda k: ((f"s{k}", 30, "female" if k % 4 == 0 else "male"), (f"v{k}", 31, "male"))
    ),
    "one suspect a year": lambda: _each(
        lambda k: ((f"s{k}", 20 + k, "male"), (f"v{k}", 31, "male")), number=12, days=12 * 366
    ),
    "men only": lambda: _each(lambda k: ((f"s{k}", _spread(k), "male"), (f"v{k}", _spread(k + 9), "male"))),
    "one day": lambda: _each(_ordinary, days=0),
    "everybody again": _again_each,
    "nobody again": lambda: _each(
        lambda k: (
            (f"s{k}", _spread(k), "female" if k % 4 == 0 else "male"),
            (f"v{k}", _spread(k + 9), "male"),
        )
    ),
    "no overlap": lambda: _each(
        lambda k: ((f"s{k % 60}", 30, "male"), (f"v{k % 60}", 60, "female"), ("partner", "stranger")[k % 2])
    ),
    "everybody in both roles": lambda: _each(
        lambda k: ((f"s{k % 60}", 30, "male"), (f"s{(7 * k + 1) % 60}", 30, "male"))
    ),
    "the same every year": _the_same_every_year,
    "one pair": lambda: _each(lambda k: (("a", 30, "male"), ("b", 29, "female"), "partner"), number=120),
    "one person": lambda: _each(lambda k: (("a", 30, "male"),), number=1),
    "ages unknown": lambda: _each(lambda k: ((f"s{k % 90}", None, "male"), (f"v{k % 90}", None, "male"))),
    "sexes unknown": lambda: _each(lambda k: ((f"s{k % 90}", _spread(k), None), (f"v{k}", 40, None))),
    "no keys": lambda: _each(lambda k: ((None, *_ordinary(k)[0][1:]), (None, *_ordinary(k)[1][1:]))),
    "victims only": lambda: _each(lambda k: (None, (f"v{k % 90}", 20 + k % 40, "female"))),
    "nobody": lambda: _each(lambda k: ()),
    "shorter than the washout": lambda: _each(_ordinary, number=120, days=600),
    "ages backwards": lambda: _each(
        lambda k: ((f"s{k % 75}", 80 - 18 * (k // 75), "male"), (f"v{k % 75}", 80 - 18 * (k // 75), "male"))
    ),
    "no residents": lambda: _each(_ordinary),
    "residents elsewhere": lambda: _each(_ordinary),
    "residents of men only": lambda: _each(_ordinary),
    "residents too late": lambda: _each(_ordinary),
}
RESIDENTS = {
    "no residents": [],
    "residents elsewhere": _lives(area=ASHFORD),
    "residents of men only": [each for each in _lives() if each["sex"] == "male"],
    "residents too late": _lives(range(2017, 2022)),
}


def make(name, folder):
    """Build and open the store of a world."""
    rows, people = [], []
    for number, (day, suspect, victim, relationship) in enumerate(WORLDS[name]()):
        given = {"offence_id": f"o{number}", "recorded_on": day, "committed_on": day, "district": MEDWAY}
        rows.append(given | {"domestic": relationship == "partner", "severity_weight": 184.0})
        for role, who in (("suspect", suspect), ("victim", victim)):
            if who:
                person, age, sex = who
                involved = {
                    "offence_id": f"o{number}",
                    "role": role,
                    "person": person,
                    "age": age,
                    "sex": sex,
                }
                people.append(involved | {"relationship": relationship if role == "suspect" else None})
    return make_store(folder, rows, people, population=RESIDENTS.get(name, _lives()))
