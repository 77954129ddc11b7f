"""Overlaps: small stores counted by hand, planted worlds, and stores that lack something."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from tests.stores import make_store
from vru.answers import question
from vru.answers.overlaps import QUESTIONS
from vru.answers.overlaps_claims import Judged, _say_verdict, unknown_relationships
from vru.answers.overlaps_doubt import Doubted, _again, _put_right, judge
from vru.answers.overlaps_strata import by_part
from vru.answers.overlaps_windows import Windows, met, windows
from vru.measures import doubt, overlap
from vru.measures.overlap import People, Ratio, Tables
from vru.periods import Period
from vru.selection import Selection

NAMES = [each.name for each in QUESTIONS]
MEDWAY, ASHFORD = "E06000035", "E07000105"
LIVES = [
    {"year": year, "area": MEDWAY, "sex": sex, "age_low": age, "age_high": age, "residents": 50}
    for year in range(2017, 2024)
    for sex in ("female", "male")
    for age in range(100)
]


def ask(store, name, selection=None, **options):
    asked = question(name)
    chosen = selection or Selection.default(store.capabilities)
    return asked.ask(store, chosen, asked.options(**options)).answer()


def counted(store, kind, months=24):
    """Everybody, each sex, age and window: people by what they are on record for."""
    found = met(store, kind, "injury", windows(store, Selection.default(store.capabilities), months))
    return by_part(found, found.tables, 1.0)


def meeting(number, day, victim, suspect, relationship="acquaintance", **given):
    """An offence and its two people: age 30 and male unless `given` says otherwise."""
    name = f"o{number}"
    offence = {"offence_id": name, "committed_on": day, "recorded_on": day, "district": MEDWAY}
    who = {"offence_id": name, "age": 30, "sex": "male"} | given
    return offence, [
        who | {"person": victim, "role": "victim"},
        who | {"person": suspect, "role": "suspect", "relationship": relationship},
    ]


def store_of(folder, meetings, **given):
    offences = [each[0] for each in meetings]
    people = [one for each in meetings for one in each[1]]
    return make_store(folder, offences, involvements=people, **({"population": LIVES} | given))


def by_hand(folder, more=()):
    """April 2018 to March 2022; every tenth suspect is a victim too, one pair accuse each other."""
    meetings = []
    for number in range(40):
        day = dt.date(2018, 4, 1) + dt.timedelta(36 * number)
        meetings.append(meeting(number, day, f"v{number}", f"s{number}", age=30 + number // 20 * 2))
    meetings.append(meeting(90, "2018-06-01", "s1", "x1", "partner"))
    meetings.append(meeting(91, "2018-06-02", "x1", "s1", "ex_partner"))
    meetings.append(meeting(92, "2021-05-01", "s35", "s36", "stranger", age=32))
    meetings.append(meeting(93, "2021-07-01", "v37", "v38", None, age=32))
    meetings.append(meeting(94, "2022-03-31", "v94", "s94", "parent", age=32))
    return store_of(folder, [*meetings, *more])


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    with by_hand(tmp_path_factory.mktemp("overlaps")) as store:
        yield store


def test_people_in_both_roles_are_counted_by_window(small):
    table = counted(small, "roles")

    by_window = table[table["part"] == "window"]
    assert by_window[["both", "exposed", "cases"]].to_numpy().tolist() == [[2, 22, 23], [2, 21, 21]]
    assert table.loc[0, ["both", "exposed", "cases"]].tolist() == [4, 43, 44]


def test_windows_of_a_year_are_shorter(small):
    table = counted(small, "roles", months=12)

    assert (table["part"] == "window").sum() == 4


def test_partner_and_general_violence_meet_only_where_the_relationship_is_known(small):
    table = counted(small, "relations")

    # x1 is a suspect of partner violence only, s1 of both
    assert table.loc[0, ["both", "exposed"]].tolist() == [1, 2]
    spans = windows(small, Selection.default(small.capabilities), 24)
    assert unknown_relationships(small, "injury", spans).startswith("1 of 45 offences")


def tables_of(both, exposed, cases):
    return Tables(
        *(np.array([each], float) for each in (both, exposed, cases, 10_000 - both - exposed - cases))
    )


def test_errors_in_persons_are_put_right_by_one_step_the_other_way():
    now = tables_of(90, 400, 500)
    split, merged = tables_of(81, 409, 509), tables_of(120, 350, 450)

    # 100 of 490 and 110 of 490 with as many in each role as were seen; 60 with 510 and 610
    back = _put_right(now, split, "split", 1.0)
    assert back.value == pytest.approx((100 / 490) / (490 / 9510), rel=0.01)
    assert (back.low, back.high) == pytest.approx(_limits_of(back, now, 100 / 90), rel=0.05)
    back = _put_right(now, merged, "merged", 1.0)
    assert back.value == pytest.approx((60 / 510) / (550 / (10_000 - 510)), rel=0.03)
    assert _put_right(now, tables_of(200, 300, 400), "merged", 1.0).value == 0


@pytest.mark.parametrize("others", ["the last merged into the first", "the first split"])
def test_counting_again_only_who_changed_is_counting_all_again(small, others):
    found = met(small, "roles", "injury", windows(small, Selection.default(small.capabilities), 24))
    old = found.rows.person
    last = old.max()
    merged = np.where(old == last, old.min(), old)
    split = np.where((old == old.min()) & found.rows.outcome, last + 1, old)
    person = merged if "merged" in others else split
    born, sex = (np.append(each[: last + 1], each[old.min()]) for each in found.people)

    again = _again(found, person)

    placed = overlap.place(found.rows._replace(person=person), People(born, sex), found.starts, found.edges)
    whole, _ = overlap.tabulate(placed, found.residents)
    assert [each.tolist() for each in again] == [each.tolist() for each in whole]


def _limits_of(back, now, factor):
    error = np.log(overlap.risk_ratio(now).high / overlap.risk_ratio(now).value)
    return back.value * np.exp(-error), back.value * np.exp(error)


def judged(ratio, doubts, single=None, margin=1.2):
    made = [Doubted(*each[:3], Ratio(*each[3]), judge(Ratio(*each[3]), margin)) for each in doubts]
    plain = judge(Ratio(*ratio), margin)
    threats = [each.verdict for each in made if each.without]
    again = [each.verdict for each in made if not each.without]
    verdict = doubt.of_persons(plain, again, threats)
    return Judged(Ratio(*ratio), margin, plain, verdict, made, single)


MORE, FEWER = ("merged", 0.2, False), ("merged", 0.2, True)


@pytest.mark.parametrize(
    ("ratio", "doubts", "said"),
    [
        ((0.9, 0.8, 1.1), [(*MORE, (2, 1.8, 2.2)), (*FEWER, (0.5, 0.4, 0.6))], "claim does not hold, also"),
        ((2, 1.8, 2.2), [(*MORE, (4, 3, 5)), (*FEWER, (1.5, 1.3, 1.7))], "The claim holds, also"),
        ((2, 1.8, 2.2), [(*FEWER, (1.2, 0.9, 1.4))], "falsely merged, the truth would be 1.20"),
        ((2, 1.8, 2.2), [(*FEWER, (0, np.nan, np.nan))], "falsely merged could make all of it"),
        ((1.3, 1.25, 1.4), [("split", 0.1, False, (1.2, 1.1, 1.3))], "with another 10 % of persons"),
        ((1.3, 1.1, 1.4), [], "Cannot tell: the interval includes the margin of 1.2."),
    ],
)  # fmt: skip
def test_a_verdict_says_what_it_survived_or_what_turned_it(ratio, doubts, said):
    assert said in _say_verdict(judged(ratio, doubts))


def test_a_ratio_that_rests_on_a_few_people_is_not_made(small):
    found = ask(small, "overlaps.offender_victim")

    assert (found.empty, found.verdict, found.estimates) == ("enough", None, ())
    assert found.finding.startswith("4 people are recorded as both")


def test_the_intersections_count_everybody_once(small):
    table = ask(small, "overlaps.sets").table.set_index("combination")["people"]

    assert table.to_dict() == {
        "Victim": 40 + 1,
        "General violence": 40 - 2,
        "General violence and victim": 1,
        "Partner violence and victim": 1,
        "General violence and partner violence and victim": 1,
    }
    assert ask(small, "overlaps.sets").verdict is None


@pytest.fixture(scope="module")
def larger(tmp_path_factory):
    """Two more suspects who were victims too: six in both roles."""
    more = [meeting(95 + at, "2019-05-01", f"s{at + 2}", f"x{at + 2}") for at in range(2)]
    with by_hand(tmp_path_factory.mktemp("larger"), more) as store:
        yield store


def test_mutual_violence_is_left_out_on_both_sides(larger):
    found = ask(larger, "overlaps.mutual")

    assert found.table["both"].tolist() == [6, 4]
    assert {each.name: each.value for each in found.estimates}["mutual"] == 2


def test_mutual_violence_makes_no_ratio_of_fewer_people_than_the_claim(small):
    assert ask(small, "overlaps.mutual").finding == ask(small, "overlaps.offender_victim").finding


def test_the_order_of_roles_is_told_within_two_years(small):
    found = ask(small, "overlaps.order").table.set_index("label")["people"]

    # s1 was a suspect on 7 May 2018; x1 on 1 June, then a victim; s36 only a suspect, v38 victim first
    assert found.to_dict() == {"Victim first": 1, "Suspect first": 3, "Both on one day": 0}


def test_relationships_weigh_one_an_offence_and_unknown_is_a_category(small):
    table = ask(small, "overlaps.relationship").table.set_index("label")

    assert table["offences"].to_dict() == {
        "Acquaintance": 40,
        "Former partner": 1,
        "Parent": 1,
        "Partner": 1,
        "Stranger": 1,
        "Not known": 1,
    }
    assert table["share"].sum() == pytest.approx(100)


def test_a_stranger_is_one_to_the_victim(tmp_path):
    offence, people = meeting(1, "2020-01-01", "v", "s1", "stranger")
    with make_store(tmp_path, [offence], people) as store:
        finding = ask(store, "overlaps.relationship").finding

    assert finding.startswith("The suspect is most often a stranger to the victim: 100.0 % of 1 offences")


def test_several_suspects_share_the_weight_of_one_offence(tmp_path):
    offence, people = meeting(1, "2020-01-01", "v", "s1")
    extra = people[1] | {"person": "s2", "relationship": "stranger"}
    with make_store(tmp_path, [offence], involvements=[*people, extra]) as store:
        table = ask(store, "overlaps.relationship").table

    assert table["offences"].tolist() == [0.5, 0.5]


def test_filters_of_sex_and_age_choose_strata_and_others_are_named(small, larger):
    everybody = Selection.default(small.capabilities)
    women = dataclasses.replace(everybody, sex="female")
    here = dataclasses.replace(everybody, areas=(MEDWAY,), domestic="yes")

    assert ask(small, "overlaps.offender_victim", women).empty == "nothing"
    assert "Not applied here: the filters by area, domestic." in ask(larger, "overlaps.mutual", here).missing


EMPTY = {
    "no persons": lambda f: store_of(
        f, [meeting(1, "2018-04-01", None, None), meeting(2, "2022-03-31", None, None)]
    ),
    "one person": lambda f: store_of(
        f, [meeting(1, "2018-04-01", None, "s"), meeting(2, "2022-03-31", None, "s")]
    ),
    "ages unknown": lambda f: store_of(
        f, [meeting(n, f"20{18 + n % 4}-04-01", f"v{n}", f"s{n}", age=None) for n in range(30)]
    ),
    "no residents": lambda f: store_of(
        f, [meeting(n, f"20{18 + n % 4}-04-01", f"v{n}", f"s{n}") for n in range(30)], population=[]
    ),
    "too short": lambda f: store_of(
        f, [meeting(1, "2022-01-01", "v", "s"), meeting(2, "2022-03-31", "s", "v")]
    ),
    "only victims": lambda f: make_store(
        f,
        [
            {"offence_id": "o1", "committed_on": "2018-04-01"},
            {"offence_id": "o2", "committed_on": "2022-03-31"},
        ],
        involvements=[
            {"offence_id": name, "person": "v", "role": "victim", "age": 30, "sex": "male"}
            for name in ("o1", "o2")
        ],
        population=LIVES,
    ),
    "ages backwards": lambda f: store_of(
        f,
        [
            meeting(1, "2018-04-01", "v", "s", age=40),
            meeting(2, "2020-04-01", "v", "s", age=30),
            meeting(3, "2022-03-31", "s", "v", age=20),
        ],
    ),
}


@pytest.fixture(scope="module", params=EMPTY)
def poor(request, tmp_path_factory):
    with EMPTY[request.param](tmp_path_factory.mktemp("poor")) as store:
        yield request.param, store


@pytest.mark.parametrize("name", NAMES)
def test_a_store_that_lacks_something_gets_a_sentence_and_no_interval(name, poor):
    _, store = poor

    found = ask(store, name)

    assert "nan" not in found.finding.casefold()
    assert all(np.isfinite(each.value) for each in found.estimates)
    if found.empty:
        assert found.estimates == ()
        assert found.finding.endswith(".")
    found.to_json()


@pytest.mark.parametrize(
    "name", ["overlaps.offender_victim", "overlaps.intimate_partner", "overlaps.landmark"]
)
def test_no_ratio_is_given_without_the_data_for_it(name, poor):
    _, store = poor

    assert ask(store, name).empty in ("nothing", "cannot", "enough")


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_selection_says_so(name, small):
    before = Selection(Period(dt.date(2017, 5, 1), dt.date(2017, 5, 1)), groups=("robbery",))

    found = ask(small, name, before)

    assert found.empty or name == "overlaps.sets"


def apart(folder, elsewhere):
    """Sixty suspects, ten of them victims too; `elsewhere` of the offences lie where nobody is loaded."""
    meetings = []
    for number in range(60):
        day = dt.date(2018, 4, 1) + dt.timedelta(24 * number)
        victim = f"s{number - 1}" if number % 6 == 5 else f"v{number}"
        offence, people = meeting(number, day, victim, f"s{number}")
        meetings.append((offence | {"district": ASHFORD if number < elsewhere else MEDWAY}, people))
    meetings.append(meeting(90, "2022-03-31", "v90", "s90"))
    return store_of(folder, meetings)


def test_a_district_without_residents_is_named_and_many_such_offences_stop_the_ratio(tmp_path):
    with apart(tmp_path / "few", 2) as store:
        few = ask(store, "overlaps.offender_victim")
    with apart(tmp_path / "many", 20) as store:
        many = ask(store, "overlaps.offender_victim")

    assert few.empty is None
    assert "3 % of occasions are in areas whose residents are not loaded (Ashford)." in few.missing
    assert (many.empty, many.estimates) == ("cannot", ())
    assert "load population estimates for Ashford" in many.finding


def test_odds_ratios_are_of_residents_and_never_of_known_offenders_alone(tmp_path, small):
    with apart(tmp_path, 0) as store:
        found = ask(store, "overlaps.offender_victim")
        odds = [
            (name, each)
            for name in NAMES
            for each in ask(store, name).estimates
            if "odds" in f"{each.name} {each.unit}"
        ]

    # one sex and age: among the people on record alone the odds would be far below one
    every = found.table.iloc[0]
    assert every["residents"] > 10 * every["exposed"]
    assert [name for name, _ in odds] == ["overlaps.offender_victim"]
    assert odds[0][1].value > found.estimates[0].value > 1


def test_the_window_is_never_longer_than_two_years():
    assert {int(each) for each in Windows.__dataclass_fields__["window"].metadata["choices"]} == {12, 24}
