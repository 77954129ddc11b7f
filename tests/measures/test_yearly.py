"""Yearly: days become people of a year, by hand, and other pseudonyms give other people."""

import numpy as np
import pandas as pd

from vru.measures import yearly

LOWS, HIGHS = [10, 18, 25], [17, 24, 120]
COLUMNS = ["person", "day", "year", "age_low", "age_high", "sex"]
NONE = yearly.NO_AGE


def days(*rows):
    return yearly.by_day(pd.DataFrame(list(rows), columns=COLUMNS), LOWS, HIGHS, 2010.0)


def test_a_day_has_the_range_of_its_rows_and_no_sex_where_they_differ():
    made = days(
        (7, 3, 0, 20, 20, 1), (7, 3, 0, NONE, NONE, 0),  # the second says nothing
        (7, 9, 0, 17, 17, 1), (7, 9, 0, 18, 18, 2),  # over two bands, of two sexes
        (5, 1, 0, 9, 9, 2), (4, 1, 0, NONE, NONE, 0),
    )  # fmt: skip

    assert made.person.tolist() == [4, 5, 7, 7]
    assert made.band.tolist() == [4, 3, 1, 3]
    assert made.sex.tolist() == [0, 2, 1, 0]
    assert made.born.tolist() == [0, 200, 199, 199]


def test_a_person_counts_once_a_year_at_what_is_first_known():
    made = yearly.by_year(
        days((7, 3, 0, NONE, NONE, 0), (7, 5, 0, 20, 20, 0), (7, 8, 0, 30, 30, 2), (7, 400, 1, 30, 30, 1)), 3
    )

    assert [each.tolist() for each in made] == [[7, 7], [0, 1], [1, 2], [2, 1], [3, 1]]


def test_an_age_that_runs_backwards_leaves_the_first_one():
    made = yearly.by_year(days((7, 3, 0, 40, 40, 2), (7, 9, 0, 20, 20, 2)), 3)

    assert made.band.tolist() == [2]


def test_other_pseudonyms_give_other_people():
    given = days((1, 3, 0, 20, 20, 2), (1, 9, 0, 30, 30, 2), (2, 3, 0, 12, 12, 1))

    split, merged = (yearly.by_year(given, 3, person) for person in ([1, 8, 2], [1, 1, 1]))

    assert (split.person.tolist(), split.band.tolist()) == ([1, 2, 8], [1, 0, 2])
    assert (len(merged.person), merged.days.tolist()) == (1, [2])


def test_the_tally_holds_everybody_once():
    made = yearly.by_year(days((1, 3, 0, 20, 20, 2), (1, 9, 0, 20, 20, 2), (2, 400, 1, NONE, NONE, 0)), 3)

    people, on_days = yearly.tally(made, 2, 3), yearly.tally(made, 2, 3, days=True)

    assert (people[0, 1, 2], people[1, 4, 0], people.sum()) == (1, 1, 2)
    assert (on_days[0, 1, 2], on_days.sum()) == (2, 3)


def test_people_with_the_same_years_and_bands_share_a_profile():
    rows = [(person, year * 365 + 1, year, 20, 20, 2) for person in (1, 2) for year in (0, 1)]
    made = yearly.profiles(yearly.by_year(days(*rows, (3, 2, 0, 20, 20, 1)), 3), 3)

    shape = made.groupby("profile").agg(cells=("year", tuple), persons=("persons", "first"))
    assert sorted(map(tuple, shape.to_numpy())) == [((0,), 1), ((0, 1), 2)]


def test_nobody_of_known_age_has_no_profile():
    made = yearly.profiles(yearly.by_year(days((1, 3, 0, NONE, NONE, 0)), 3), 3)

    assert made.empty
    assert np.array_equal(made.columns, ["profile", "year", "band", "persons"])


def test_ages_of_no_band_are_in_no_profile():
    made = yearly.profiles(yearly.by_year(days((1, 3, 0, 9, 9, 2), (2, 3, 0, 20, 20, 2)), 3), 3)

    assert made[["year", "band", "persons"]].to_numpy().tolist() == [[0, 1, 1]]


def test_rows_in_another_order_are_the_same_days():
    rows = [
        (person, day, 0, 15 + person, 15 + person, 1 + day % 2) for person in (3, 4, -9) for day in (2, 8)
    ]

    ordered, mixed = days(*sorted(rows)), days(*rows)

    assert all(np.array_equal(a, b) for a, b in zip(ordered, mixed, strict=True))


def test_only_some_days_are_kept():
    made = days((7, 3, 0, 20, 20, 1), (8, 5, 0, 30, 30, 2))

    assert made.only(made.person > 7).age.tolist() == [30]


def test_a_code_counts_for_whom_no_other_is_told():
    #         one code twice, two codes, one and a blank, only a blank
    person = [1, 1, 2, 2, 3, 3, 4]
    code = [0, 0, 0, 2, 2, -1, -1]

    counts, persons = yearly.told(np.array(person), np.array(code))

    assert (counts.tolist(), persons) == ([1, 0, 1], 4)
    assert yearly.told(np.array(person[::-1]), np.array(code[::-1]))[0].tolist() == [1, 0, 1]
