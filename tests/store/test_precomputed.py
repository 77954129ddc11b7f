"""What a load works out beforehand, against the same counted from offences and people one by one.

Random small stores with few persons and many days alike, so that people meet again, answer each
other, and have several offences a day.
"""

import datetime as dt
import random
import uuid
from collections import Counter
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from tests.stores import make_store
from vru.answers import overlaps_records, repeat_records
from vru.periods import Period, add_months
from vru.selection import Selection

BEGIN = dt.date(2020, 1, 1)
FIRST, END, MONTHS = dt.date(2020, 3, 1), dt.date(2021, 3, 1), 4
SPANS = tuple(
    Period(add_months(FIRST, begin), add_months(FIRST, begin + MONTHS - 1)) for begin in range(0, 12, MONTHS)
)
RELATIONSHIPS = ("partner", "ex_partner", "sibling", "acquaintance", "stranger", None)
WHOLE = {
    **dict.fromkeys(("areas", "groups", "domestic", "knife", "age_lows", "age_highs", "sex", "role")),
    **{"basis": "committed", "level": "district", "by_person": False},
    **{"first": BEGIN, "end": dt.date(2030, 1, 1)},
}


@pytest.fixture(scope="module", params=range(4))
def world(request, tmp_path_factory):
    """A store, and its offences as they were put in: day, injury, weight, district, people by role."""
    draw = random.Random(request.param)
    offences = [
        {
            "committed_on": BEGIN + dt.timedelta(draw.choice((draw.randrange(40), draw.randrange(600)))),
            "offence_group": draw.choice(("violence_with_injury", "violence_without_injury")),
            "severity_weight": draw.choice((None, 10.0, 250.0)),
            "district": draw.choice(("E07000105", "E07000114")),
            "domestic": draw.choice((True, False, None)),
            "status": draw.choice(("crime",) * 9 + ("cancelled",)),
        }
        for _ in range(160)
    ]
    people = [
        {
            "offence_id": f"o{draw.randint(1, len(offences))}",
            "person": draw.choice((*"abcdefgh", None)),
            "role": draw.choice(("suspect", "victim", "suspect", "victim", "witness")),
            "relationship": draw.choice(RELATIONSHIPS),
            "sex": draw.choice(("female", "male", None)),
            "age": draw.choice((None, draw.randint(15, 60))),
        }
        for _ in range(420)
    ]
    with make_store(tmp_path_factory.mktemp("world"), offences, people) as store:
        names = dict(
            store._connection.execute(
                "select distinct left(pseudonym::varchar, 36), person from person"
            ).fetchall()
        )
        yield SimpleNamespace(store=store, offences=_joined(offences, people, names))


def _joined(offences, people, names):
    found = []
    for number, each in enumerate(offences, 1):
        rows = [row for row in people if row["offence_id"] == f"o{number}"]
        for row in rows:
            known = row["person"] is not None
            row["id"] = names[str(uuid.uuid5(uuid.NAMESPACE_OID, row["person"]))] if known else None
        if each["status"] == "crime":
            injury = each["offence_group"] == "violence_with_injury"
            found.append(
                SimpleNamespace(**each, number=number, injury=injury, people=rows, day=each["committed_on"])
            )
    return found


def _counted(world, violence):
    return [each for each in world.offences if violence == "any" or each.injury]


def _days(offences, role):
    """Return each person's offences in a role by day."""
    found = {}
    for each in offences:
        for person in {row["id"] for row in each.people if row["role"] == role and row["id"] is not None}:
            found.setdefault(person, {}).setdefault(each.day, []).append(each)
    return found


def _pairs(offences):
    """Return (offence, suspect's row, victim's row) of everybody who met."""
    for each in offences:
        for suspect, victim in product(each.people, each.people):
            if suspect["role"] == "suspect" and victim["role"] == "victim":
                yield each, suspect, victim


def _bin(day):
    return (12 * (day.year - FIRST.year) + day.month - FIRST.month) // MONTHS


def _within(day):
    return FIRST <= day < END


def _rows(table):
    return sorted(
        tuple(None if _missing(each) else each for each in row) for row in table.itertuples(index=False)
    )


def _missing(value):
    return value != value


def _answered(offences, inside=lambda day: True):
    """Return (offence, victim) of offences that another one answers within a day."""
    met = [
        (each, suspect["id"], victim["id"])
        for each, suspect, victim in _pairs(offences)
        if None not in (suspect["id"], victim["id"]) and suspect["id"] != victim["id"] and inside(each.day)
    ]
    found = {
        (one.number, hurt)
        for (one, named, hurt), (other, by, whom) in product(met, met)
        if one.number != other.number
        and by == hurt
        and whom == named
        and abs((one.day - other.day).days) <= 1
    }
    return found, {each.number for each, *_ in met}


@pytest.mark.parametrize("violence", ["any", "injury"])
@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("part", [1, 7, 2**19])
def test_windows_hold_everybody_once(world, violence, single, part, monkeypatch):
    monkeypatch.setattr(overlaps_records, "PART", part)
    offences = _counted(world, violence)
    gone = {number for number, _ in _answered(offences)[0]} if single else set()
    left = [each for each in offences if each.number not in gone]
    expected = Counter(
        (person, _bin(day), role == "victim")
        for role in ("suspect", "victim")
        for person, days in _days(left, role).items()
        for day in days
        if _within(day)
    )

    known = overlaps_records.recorded(world.store, "roles", violence)
    found = list(overlaps_records.times(known.of(known.single) if single else known, SPANS))
    rows = overlaps_records.rows(world.store, "roles", violence, SPANS, single)

    assert len(found) == 1 or part < 2**19
    told = [each for one in found for each in zip(*one, strict=True)]
    times = {(person, window, False): often for person, window, often, _ in told if often}
    times |= {(person, window, True): often for person, window, _, often in told if often}
    assert times == expected
    assert len({each[:2] for each in told}) == len(told)
    assert list(zip(*rows, strict=True)) == sorted(expected, key=lambda each: (each[0], each[2], each[1]))


@pytest.mark.parametrize("violence", ["any", "injury"])
def test_what_is_left_without_counter_allegations_is_told_by_whoever_is_in_one(world, violence):
    known = overlaps_records.recorded(world.store, "roles", violence)
    whole, single = overlaps_records.partly_answered(world.store, violence)

    apart = Counter(zip(*known.of(~np.isin(known.person, whole.person)), strict=True))

    assert apart + Counter(zip(*single, strict=True)) == Counter(zip(*known.of(known.single), strict=True))
    assert apart + Counter(zip(*whole, strict=True)) == Counter(zip(*known, strict=True))
    assert len(whole.person) - len(single.person) == (~known.single).sum()


@pytest.mark.parametrize("violence", ["any", "injury"])
def test_relations_and_couples_are_those_of_the_pairs(world, violence):
    relations, couples = set(), set()
    for each, suspect, victim in _pairs(_counted(world, violence)):
        said = suspect["relationship"] or victim["relationship"]
        if _within(each.day) and suspect["id"] is not None and said not in (None, "sibling"):
            relations.add((suspect["id"], _bin(each.day), said in ("acquaintance", "stranger")))
        if _within(each.day) and None not in (suspect["id"], victim["id"]) and suspect["id"] != victim["id"]:
            couples.add(tuple(sorted((suspect["id"], victim["id"]))))

    found = overlaps_records.rows(world.store, "relations", violence, SPANS)
    assert sorted(zip(*found, strict=True)) == sorted(relations)
    assert overlaps_records.linked(world.store, violence, SPANS).tolist() == sorted(map(list, couples))


@pytest.mark.parametrize("violence", ["any", "injury"])
@pytest.mark.parametrize("end", [END, BEGIN + dt.timedelta(20)])
def test_counter_allegations_lie_in_the_span_on_both_sides(world, violence, end):
    first = BEGIN + dt.timedelta(10)
    answered, met = _answered(_counted(world, violence), lambda day: first <= day < end)

    found = world.store.ask("overlaps_mutual", violence=violence, first=first, end=end)

    assert _rows(found) == [
        (len(met), len({each for each, _ in answered}), len({each for _, each in answered}))
    ]


@pytest.mark.parametrize("violence", ["any", "injury"])
@pytest.mark.parametrize("side", ["suspect", "victim"])
@pytest.mark.parametrize("chosen", [{}, {"areas": ("E07000105",), "domestic": "no"}])
def test_careers_are_counted_from_the_first_day_on(world, violence, side, chosen):
    def fits(each):
        return not chosen or (each.district == "E07000105" and each.domestic is False)

    everything = _days(world.offences, side)
    firsts = []
    for person, days in _days(_counted(world, violence), side).items():
        day, *later = sorted(days)
        flat = [each for found in days.values() for each in found]
        harm = sum(each.severity_weight or 0 for each in flat)
        matches = any(fits(each) for each in everything[person][day])
        flagged = any(each.domestic for each in days[day])
        firsts.append((day, later[0] if later else None, flagged, len(days), len(flat), harm, matches))

    asked = Selection(Period(BEGIN, dt.date(2029, 12, 1)), "committed", **chosen)
    found = repeat_records.careers(world.store, violence, side).assign(
        chosen=repeat_records.chosen_careers(world.store, asked, violence, side)
    )
    columns = ["day", "again", "domestic", "occasions", "rows", "harm", "chosen"]
    made = [
        (day.date(), None if _missing(again) else again.date(), *rest)
        for day, again, *rest in found[columns].itertuples(index=False)
    ]
    assert sorted(made, key=str) == sorted(firsts, key=str)


@pytest.mark.parametrize("side", ["suspect", "victim"])
@pytest.mark.parametrize("violence", ["any", "injury"])
@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"groups": ("violence_with_injury",)},
        {"groups": ("violence_without_injury",)},
        {"areas": ("E07000105",)},
        {"domestic": "yes"},
        {"sex": "female"},
        {"groups": ("violence_with_injury",), "domestic": "no", "areas": ("E07000114",)},
    ],
)
def test_occasions_are_chosen_by_any_offence_of_the_day_and_counted_by_their_own(
    world, violence, side, chosen
):
    def fits(each):
        flag = {"yes": True, "no": False}.get(chosen.get("domestic"), each.domestic)
        groups, areas = chosen.get("groups", (each.offence_group,)), chosen.get("areas", (each.district,))
        sexes = {row["sex"] for row in each.people}
        inside = BEGIN <= each.day < last and each.offence_group in groups and each.district in areas
        return inside and each.domestic is flag and chosen.get("sex") in {None, *sexes}

    last = dt.date(2020, 12, 1)
    everything, own = _days(world.offences, side), _days(_counted(world, violence), side)
    days = sorted((person, day) for person, found in own.items() for day in found)
    asked = Selection(Period(BEGIN, add_months(last, -1)), "committed", **chosen)

    for ways, offences in (("chosen", everything), ("counted", own)):
        marks = getattr(repeat_records, f"{ways}_occasions")(world.store, asked, violence, side)
        assert marks.tolist() == [any(map(fits, offences[person][day])) for person, day in days], ways


@pytest.mark.parametrize("violence", ["any", "injury"])
def test_profiles_of_chosen_occasions_count_an_offence_once(world, violence):
    profiles = Counter(
        (len(days), sum(each.severity_weight or 0 for found in days.values() for each in found))
        for days in _days(_counted(world, violence), "suspect").values()
    )

    found = world.store.ask("repeat_people", **WHOLE, missing=0.0, violence=violence, side="suspect")

    assert (
        dict(zip(zip(found["occasions"], found["harm"], strict=True), found["people"], strict=True))
        == profiles
    )


def test_suspects_are_in_an_offence_once(world):
    expected = Counter()
    for each in world.offences:
        rows = [row for row in each.people if row["role"] == "suspect"]
        nobody = [{row["age"]} for row in rows if row["id"] is None]
        known = [
            {row["age"] for row in rows if row["id"] == one} - {None} or {None}
            for one in {row["id"] for row in rows} - {None}
        ]
        together = len(nobody + known) > 1
        parts = ["offences"] * bool(rows)
        parts += ["unknown" if ages == {None} else "aged" for ages in nobody + known]
        for part in parts:
            expected[part, "units"] += 1
            expected[part, "together"] += together

    found = world.store.ask("careers_together", **WHOLE, bands=["aged"], lows=[0], highs=[120])

    told = found.melt("part", ["units", "together"])
    assert {(row.part, row.variable): row.value for row in told.itertuples()} == expected
