"""Linkage: dates named and not, planted changes of system, and extracts that cannot say."""

import datetime as dt

import numpy as np
import pytest

from tests.answers.test_careers import World, ask, offence
from tests.answers.test_overlaps import by_hand
from tests.answers.worlds import ASHFORD
from tests.stores import make_store
from vru.answers import linkage, overlaps_doubt, question, repeat_doubt
from vru.answers.doubting import Error
from vru.answers.linkage import Sides
from vru.answers.overlaps_windows import chosen, met, windows
from vru.answers.repeat_common import Repeats
from vru.answers.repeat_doubt import Share
from vru.measures import overlap
from vru.periods import add_months
from vru.recording_events import FILE
from vru.selection import Selection
from vru.store import open_store

DATES = [linkage.dates, linkage.search]


def people(folder, *, moved, months=72, day=dt.date(2017, 1, 1), after=10):
    """300 people recorded each month from 2014, 150 of them again `after` months; some with new keys."""
    world = World()
    for at in range(months):
        on = add_months(dt.date(2014, 1, 1), at)
        name = f"m{at}"
        world.offences.append(offence(on.replace(day=20), offence_id=name))
        new = [f"{each}of{at}" for each in range(300)]
        old = [f"{each}of{at - after}" for each in range(150)]
        if on >= day > add_months(on, -after):
            old = [f"{key}new" if place < moved else key for place, key in enumerate(old)]
        world.involvements += [
            {"offence_id": name, "role": "suspect", "person": each} for each in [*new, *old]
        ]
    world.store(folder).close()
    return folder


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    return people(tmp_path_factory.mktemp("moved"), moved=45)


def named(folder, *events):
    """Name changes of system beside the store, ask the headline, and take the names away again."""
    file = folder / FILE
    rows = [f"{day},{label},persons,IT department" for label, day in events]
    file.write_text("\n".join(["date,label,touches,source", *rows]), encoding="utf-8")
    try:
        with open_store(folder) as store:
            return ask(store, linkage.dates)
    finally:
        file.unlink()


def test_a_move_that_gives_people_new_keys_is_found_at_its_month_without_being_named(moved):
    with open_store(moved) as store:
        found, searched = ask(store, linkage.dates), ask(store, linkage.search)

    assert found.finding.startswith("Around January 2017 about ")
    assert "No change of system is named for it." in found.finding
    assert found.estimates[0].low < 30 < found.estimates[0].high
    assert found.estimates[0].low > 0
    assert searched.finding.startswith("Around January 2017 people did not come back")
    assert [each.month for each in searched.chart.marks if hasattr(each, "month")] in (
        [],
        [dt.date(2017, 1, 1)],
    )
    months = searched.table.set_index("month")
    # of 12 months' people those of ten come back within reach, but for the 45 of each 150 with new keys
    assert (
        months.loc[dt.date(2017, 1, 1), "people_again"]
        == months.loc[dt.date(2016, 1, 1), "people_again"] - 10 * 45
    )


def test_a_named_date_is_judged_on_its_day_and_with_its_own_limits(moved):
    found = named(moved, ("New system", "2017-01-01"))

    assert found.finding.startswith("At “New system” (January 2017) about ")
    assert "No change of system is named" not in found.finding
    row = found.table.iloc[0]
    assert list(found.table["label"]) == ["New system"]
    assert row["people_before"] == 12 * 300 + 10 * 150  # who comes again within the twelve months counts once
    assert row["seen_again"] == pytest.approx(100 * row["people_again"] / row["people_before"])
    assert row["expected_again"] == pytest.approx(row["seen_again"] / 0.7, rel=0.01)
    assert row["split_at_date"] == pytest.approx(30, abs=0.5)


def test_a_date_in_the_middle_of_a_month_shifts_the_months(moved):
    found = named(moved, ("New system", "2017-01-21")).table.iloc[0]

    # all are recorded on the 20th: from the 21st on it is the next month's people who are split
    assert found["split_at_date"] == pytest.approx(27, abs=2)


def test_a_named_date_at_which_nobody_was_split_says_so(tmp_path):
    found = named(people(tmp_path, moved=0), ("New system", "2017-01-01"))

    assert found.finding.startswith("At “New system” (January 2017) people kept their pseudonym")
    assert found.estimates[0].value == pytest.approx(0, abs=1)


def test_dates_too_near_an_end_or_outside_say_what_is_missing(moved):
    found = named(
        moved,
        ("New system", "2017-01-01"),
        ("Late", "2019-09-01"),
        ("Early", "1999-01-01"),
        ("Next", "2017-06-01"),
    )

    notes = found.table.set_index("label")["note"]
    assert notes["Late"] == "The extract does not hold 12 months before and after it."
    assert notes["Early"] == notes["Late"]
    assert notes["Next"] == "“New system” lies within 24 months: each blurs the other."
    assert "Not judged, too near an end of the extract: “Early”" in found.finding


def test_people_who_keep_their_keys_leave_no_mark(tmp_path):
    with open_store(people(tmp_path, moved=0)) as store:
        found, searched = ask(store, linkage.dates), ask(store, linkage.search)

    assert found.finding.startswith("No month stands out")
    assert searched.finding.startswith("No month stands out")
    assert searched.chart.marks == ()


def test_an_extract_too_short_to_judge_still_says_who_was_seen_on_both_sides(tmp_path):
    found = named(
        people(tmp_path, moved=45, months=44, day=dt.date(2015, 6, 1)), ("New system", "2015-06-01")
    )

    assert found.empty is None
    assert found.chart.kind == "none"
    assert found.estimates[0].value == found.table["seen_again"][0]
    assert found.finding.startswith("Of the people seen in the 12 months before “New system” (June 2015)")


@pytest.mark.parametrize("question", DATES, ids=lambda each: each.name)
@pytest.mark.parametrize(
    ("persons", "months"), [([], 60), (["a"], 60), (["a"], 1), (["a", "b"], 12)], ids=str
)
def test_extracts_that_cannot_say_give_a_remedy(tmp_path, question, persons, months):
    days = [add_months(dt.date(2014, 1, 1), at) for at in range(months)]
    offences = [offence(day, offence_id=f"o{at}") for at, day in enumerate(days)]
    rows = [
        {"offence_id": f"o{at}", "role": "suspect", "person": each}
        for at in range(months)
        for each in persons
    ]
    with make_store(tmp_path, offences, rows) as store:
        found = ask(store, question)

    assert found.empty == ("cannot" if not persons else "enough")
    assert "load" in found.finding.lower()
    assert found.table.empty


def test_fewer_months_on_either_side_let_a_shorter_extract_answer(tmp_path):
    folder = people(tmp_path, moved=0, months=40, after=4)
    with open_store(folder) as store:
        whole = Selection.default(store.capabilities)
        short = linkage.search.ask(store, whole, Sides(side="12")).answer()
        found = linkage.search.ask(store, whole, Sides(side="6")).answer()

    assert short.empty == "enough"
    assert found.finding.startswith("No month stands out")


def couples(folder, *, merged=0, wrong=0, people=400):
    """People of both sexes and any age up to 60, each recorded twice two years apart.

    Of the pseudonyms after them `merged` hold a girl of 15 and a man of 50, and of those before
    `wrong` have a wrong sex in their first record.
    """
    world, rows = World(), []
    for at in range(people):
        age, sex = 12 + at % 48, "female" if at % 2 else "male"
        first = {"female": "male", "male": "female"}[sex] if at < wrong else sex
        rows += [(at, 0, age, first), (at, 2, age + 2, sex)]
    for at in range(people, people + merged):
        rows += [(at, 0, 15, "female"), (at, 2, 50, "male")]
    for person, year, age, sex in rows:
        name = f"o{len(world.offences)}"
        world.offences.append(offence(dt.date(2016 + year, 6, 15), offence_id=name))
        world.involvements.append(
            {"offence_id": name, "role": "suspect", "person": f"p{person}", "age": age, "sex": sex}
        )
    return world.store(folder)


def test_people_under_one_pseudonym_are_told_from_wrong_entries(tmp_path):
    with couples(tmp_path / "both", merged=12) as store:
        merged = ask(store, linkage.merges)
    with couples(tmp_path / "wrong", wrong=12) as store:
        wrong = ask(store, linkage.merges)

    assert merged.finding.startswith("About ")
    assert merged.estimates[0].low > 0
    # seen: 12 of 412 pseudonyms; scaled up by the chance of half the sexes and by that of the births
    births = {each.name: each.value for each in merged.estimates}["two people differ in birth"] / 100
    assert merged.estimates[0].value == pytest.approx(100 * 2 * 24 / births / (412 + 24 / births), rel=0.05)
    assert merged.table.set_index("label")["pseudonyms"]["Both of these"] == 12
    assert wrong.finding.startswith("No sign of people merged beyond wrong entries")
    assert wrong.estimates[0].value == 0
    assert wrong.estimates[1].value == pytest.approx(100 * 2 * 24 / (400 + 24), rel=0.01)


def test_signs_that_prove_nothing_are_counted(tmp_path):
    world = World()
    for at in range(130):
        day = dt.date(2019, 1, 1) + dt.timedelta(days=at)
        world.add(day, suspects=["busy"], victims=["busy"] if at == 0 else [f"v{at}"])
    world.add(dt.date(2019, 1, 5), suspects=["busy"], district=ASHFORD)
    with world.store(tmp_path) as store:
        found = store.ask("linkage_signs").set_index("sign")["persons"].to_dict()

    assert found == {"both_roles": 1, "many_days": 1, "two_districts": 1}


@pytest.mark.parametrize(
    ("lacks", "kind"), [("sex", "cannot"), ("age", "cannot"), ("person", "cannot"), (None, "enough")]
)
def test_merges_without_sex_age_or_people_give_a_remedy(tmp_path, lacks, kind):
    row = {"offence_id": "o1", "person": "a", "role": "suspect", "age": 30, "sex": "male"}
    row = {name: value for name, value in row.items() if name != lacks}
    with make_store(tmp_path, [offence(dt.date(2019, 1, 1))], [row]) as store:
        found = ask(store, linkage.merges)

    assert found.empty == kind
    assert "load" in found.finding.lower()


ONCE = Repeats(washout="1", window="24")


def not_again(store):
    """The share not recorded again within two years, as found."""
    whole = Selection.default(store.capabilities)
    first = question("repeat.one_off").ask(store, whole, ONCE).answer().estimates[0]
    return whole, Share(first.value, first.low, first.high, first.n)


def test_a_planted_split_put_right_comes_near_the_truth(tmp_path, moved):
    with open_store(people(tmp_path, moved=0)) as store:
        _, truth = not_again(store)
    day = (dt.date(2017, 1, 1) - dt.date(1970, 1, 1)).days
    with open_store(moved) as store:
        whole, found = not_again(store)
        right = repeat_doubt.put_right(store, whole, ONCE, found, Error("split", 0.3, day))
        same = repeat_doubt.put_right(store, whole, ONCE, found, Error("split", 0.0, day))

    assert truth.value == pytest.approx(50, abs=0.5)
    assert found.value > truth.value + 2
    assert abs(right.value - truth.value) < 0.35 * (found.value - truth.value)
    assert same.value == pytest.approx(found.value)
    assert same.high - same.low == pytest.approx(found.high - found.low)


def test_no_error_leaves_a_ratio_as_it_is_and_one_after_the_extract_does_too(tmp_path):
    with by_hand(tmp_path) as store:
        whole = Selection.default(store.capabilities)
        spans = windows(store, whole, 24)
        found = met(store, "roles", "injury", spans)
        now = overlap.risk_ratio(chosen(found, whole), effect=1.0)
        made = [
            overlaps_doubt.put_right(store, "roles", "injury", spans, whole, each, wider=1.0)
            for each in (Error("split", 0.0), Error("merged", 0.0), Error("split", 1.0, 30_000))
        ]

    for each in made:
        assert each == pytest.approx(now)


def test_records_fall_after_a_day_with_the_part_of_their_window_that_does(tmp_path):
    with by_hand(tmp_path) as store:
        spans = windows(store, Selection.default(store.capabilities), 24)
        found = met(store, "roles", "injury", spans)
        many = found._replace(rows=found.rows._replace(window=np.zeros(4000, np.int64)))
        middle = int((found.starts[0] + found.starts[1]) / 2)

        assert overlaps_doubt._after(many, int(found.starts[0]), spans).all()
        assert not overlaps_doubt._after(many, 30_000, spans).any()
        assert overlaps_doubt._after(many, middle, spans).mean() == pytest.approx(0.5, abs=0.03)


def test_the_table_names_what_is_missing_for_each_measure(tmp_path):
    with open_store(people(tmp_path, moved=0)) as store:
        found = ask(store, linkage.under_doubt)

    assert found.empty == "cannot"
    assert "victims" in found.finding or "extract" in found.finding
