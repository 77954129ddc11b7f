"""One-offs counted by hand, and stores that cannot say."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from tests.stores import make_store
from vru.answers import repeat
from vru.periods import Period
from vru.selection import Selection


def violence(key, *days):
    """Offences of one suspect, one a day given."""
    rows = [
        {"offence_id": f"{key}{at}", "offence_group": "violence_with_injury", "committed_on": day,
         "recorded_on": day, "district": "E07000105"}
        for at, day in enumerate(days)
    ]  # fmt: skip
    people = [{"offence_id": each["offence_id"], "person": key, "role": "suspect"} for each in rows]
    return rows, people


def store_of(folder, *careers):
    made = [violence(f"p{at}-", *days) for at, days in enumerate(careers)]
    rows = [each for one, _ in made for each in one]
    return make_store(folder, rows, involvements=[each for _, two in made for each in two])


def answer(store, **options):
    whole = Selection.default(store.capabilities)
    return repeat.one_off.ask(store, whole, repeat.OPTIONS(**options)).answer()


def test_one_in_four_is_recorded_again_whatever_the_rows_say(tmp_path):
    """Who is in the washout does not enter, nor a newcomer; a second time after the window is no repeat."""
    begins, first = dt.date(2010, 1, 1), dt.date(2014, 1, 1)
    again = [(first, dt.date(2015, 1, 1))] * 10
    late, once = [(first, dt.date(2019, 6, 1))] * 5, [(first,)] * 25
    store = store_of(tmp_path, (begins,), *again, *late, *once, (dt.date(2020, 1, 1),))
    found = answer(store)
    assert found.empty is None
    assert found.estimates[0].n == 40
    assert found.estimates[0].value == pytest.approx(75.0)
    assert found.estimates[0].low < 75 < found.estimates[0].high
    assert found.verdict.value == "holds"


def test_the_claim_is_judged_at_the_months_its_margin_was_fixed_for(tmp_path):
    again = [(dt.date(2014, 1, 1), dt.date(2014, 3, 1))] * 10
    store = store_of(tmp_path, (dt.date(2010, 1, 1),), *again, *[(FIRST,)] * 90, (END,))

    for months, verdict in (("36", "holds"), ("24", "cannot tell"), ("12", "cannot tell")):
        found = answer(store, window=months)
        assert found.estimates[0].low > 50
        assert found.verdict.value == verdict
        assert ("The claim is about 36 months" in found.finding) == (months != "36")


@pytest.mark.parametrize(
    ("careers", "kind"),
    [
        ([(dt.date(2014, 1, 1),), (dt.date(2015, 1, 1),)], "enough"),
        ([(dt.date(2010, 1, 1),), (dt.date(2014, 1, 1),)], "enough"),
    ],
)
def test_a_short_extract_or_one_person_says_so(tmp_path, careers, kind):
    found = answer(store_of(tmp_path, *careers))
    assert (found.empty, found.estimates) == (kind, ())
    assert "choose" in found.finding


def test_without_persons_it_cannot(tmp_path):
    rows, _ = violence("a", dt.date(2014, 1, 1))
    assert answer(make_store(tmp_path, rows)).empty == "cannot"


def curves(store, by):
    whole = Selection.default(store.capabilities)
    return repeat.again.ask(store, whole, repeat.OPTIONS(by=by)).answer()


def test_a_split_says_which_column_it_lacks(tmp_path):
    store = store_of(tmp_path, (dt.date(2010, 1, 1),), *[(dt.date(2014, 1, 1),)] * 30, (dt.date(2020, 1, 1),))

    found = {by: curves(store, by) for by in ("sex", "age", "domestic")}

    assert {by: each.empty for by, each in found.items()} == dict.fromkeys(found, "cannot")
    assert "`age`" in found["age"].finding


def test_a_curve_ends_at_the_last_follow_up_and_has_no_limits_without_events(tmp_path):
    careers = [(dt.date(2014, 1, 1),)] * 30
    store = store_of(tmp_path, (dt.date(2010, 1, 1),), *careers, (dt.date(2018, 1, 1),))

    found = curves(store, "none")

    assert found.table["months"].tolist() == [0, 12, 24, 36, 48]
    assert found.table["again"].tolist() == [0] * 5
    assert all(each.low is None for each in found.estimates)
    assert found.chart.series[0].x[-1] == 48.0
    found.to_json()


def test_people_who_are_only_victims_have_no_repeats_as_suspects(tmp_path):
    rows, people = violence("a", dt.date(2010, 1, 1), dt.date(2014, 1, 1))
    victims = [each | {"role": "victim"} for each in people]

    found = answer(make_store(tmp_path, rows, involvements=victims))

    assert (found.empty, found.estimates) == ("cannot", ())


FIRST, SECOND, END = dt.date(2014, 1, 1), dt.date(2015, 1, 1), dt.date(2020, 1, 1)


def aged(folder, *people):
    """A store of people with the days and the ages (None unknown) of each, after one in the washout."""
    careers = [((dt.date(2010, 1, 1),), (None,)), *people, ((END,), (None,))]
    rows, involved = [], []
    for at, (days, ages) in enumerate(careers):
        offences, persons = violence(f"p{at}-", *days)
        rows += offences
        involved += [each | {"age": age} for each, age in zip(persons, ages, strict=True)]
    victim = {"offence_id": "p0-0", "person": "victim", "role": "victim", "age": 40}
    return make_store(folder, rows, involvements=[*involved, victim])


def sound(found):
    """Whether an answer is empty with a remedy, or has numbers only: nothing that is no number anywhere."""
    json.loads(found.to_json(), parse_constant=pytest.fail)
    if found.empty:
        return found.estimates == () and found.verdict is None and found.table.empty
    return all(each.value == each.value for each in found.estimates)


def test_a_split_by_ages_nobody_has_says_so(tmp_path):
    found = curves(aged(tmp_path, *[((FIRST,), (None,))] * 30), "age")

    assert (found.empty, sound(found)) == ("nothing", True)
    assert "known age at the first occasion: choose another split" in found.finding


def test_unknown_ages_are_counted_beside_the_curves(tmp_path):
    people = [((FIRST, SECOND), (30, 31))] * 5 + [((FIRST,), (30,))] * 25 + [((FIRST,), (None,))] * 10

    found = curves(aged(tmp_path, *people), "age")

    assert found.table["label"].unique().tolist() == ["25–34"]
    assert found.table["people"].unique().tolist() == [30]
    assert "10 of 40 (25 %) are of no known group and in no curve." in found.counted
    assert sound(found)


def test_ages_that_run_backwards_are_those_of_the_first_occasion(tmp_path):
    people = [((FIRST, SECOND), (30, 20))] * 5 + [((FIRST,), (30,))] * 25

    found = curves(aged(tmp_path, *people), "age")

    at = found.table.set_index(["label", "months"])["again"]
    assert at["25–34", 36] == pytest.approx(100 / 6)
    assert at.index.get_level_values("label").unique().tolist() == ["25–34"]
    assert sound(found)


@pytest.mark.parametrize("question", repeat.QUESTIONS, ids=lambda each: each.name)
def test_a_period_in_which_nothing_happened_is_empty(question, tmp_path):
    store = aged(tmp_path, *[((FIRST, SECOND), (30, 31))] * 30)
    whole = Selection.default(store.capabilities)
    quiet = replace(whole, period=Period(dt.date(2011, 1, 1), dt.date(2013, 1, 1)))

    found = question.ask(store, quiet, repeat.OPTIONS()).answer()

    assert found.empty in ("nothing", "enough")
    assert sound(found)
    assert "choose" in found.finding


@pytest.mark.parametrize("question", repeat.QUESTIONS, ids=lambda each: each.name)
@pytest.mark.parametrize("days", [(FIRST,), (FIRST, SECOND)])
def test_one_person_makes_no_numbers_that_are_none(question, days, tmp_path):
    store = store_of(tmp_path, days)

    found = question.ask(store, Selection.default(store.capabilities), repeat.OPTIONS()).answer()

    assert sound(found)
    if found.empty is None:  # the number of occasions is a count, which one person has
        assert question.name == "repeat.careers"
        assert all(each.low is None for each in found.estimates)
