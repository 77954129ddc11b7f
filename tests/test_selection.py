"""The Selection: every view reopens as itself, and a link from elsewhere opens as far as it can."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vru import reference
from vru.capabilities import Capabilities
from vru.errors import SelectionError
from vru.periods import Period, add_months, parse_month
from vru.selection import BASES, FLAGS, PARAMETERS, Selection

MONTHS = (dt.date(2010, 4, 1), dt.date(2026, 3, 1))
GROUPS = {"violence_with_injury": 9, "robbery": 4, "homicide": 1}
SMALL = {"lsoa": {"L1": "Ashford 001", "L2": "Ashford 002"}, "ward": {"W1": "Bockhanger"}}
SQUARES = ("575125_167875", "601375_142125")
STORE = Capabilities(
    recorded_months=MONTHS, committed_months=MONTHS, groups=GROUPS, districts={"E07000105": 9, "X1": 2},
    small_areas=SMALL, has_squares=True,
)  # fmt: skip
POLICE_UK = Capabilities(committed_months=MONTHS, groups={"violence_and_sexual": 9})


def some(values):
    return st.lists(st.sampled_from(sorted(values)), max_size=4).map(tuple)


@st.composite
def selections(draw):
    level = draw(st.sampled_from(["district", "csp", *SMALL, "cell"]))
    own = {"X1"} if level == "district" else set(SMALL.get(level, SQUARES if level == "cell" else ()))
    first = draw(st.builds(dt.date, st.integers(2000, 2030), st.integers(1, 12), st.just(1)))
    flag = st.none() | st.sampled_from(FLAGS)
    return Selection(
        period=Period(first, add_months(first, draw(st.integers(0, 200)))),
        basis=draw(st.sampled_from(BASES)),
        level=level,
        areas=draw(some({*reference.area_names(level)} | own)),
        groups=draw(some(GROUPS)),
        domestic=draw(flag),
        knife=draw(flag),
        ages=draw(some(reference.age_bands())),
        sex=draw(st.sampled_from([None, "female", "male", "other"])),
        role=draw(st.sampled_from([None, "suspect", "victim"])),
    )


@given(selections(), st.randoms(use_true_random=False))
def test_every_selection_reopens_as_itself(selection, random):
    query = list(selection.to_query(STORE).items())
    random.shuffle(query)

    assert Selection.from_query(dict(query), STORE) == selection


@given(selections())
def test_the_parameters_are_those_a_query_may_leave_out(selection):
    assert selection.parameters().keys() == PARAMETERS


@given(st.dictionaries(st.sampled_from([*list("pbldgkasrz"), "dv"]), st.lists(st.text(max_size=9))))
def test_no_link_is_an_error(query):
    opened = Selection.from_query(query, STORE)

    assert Selection.from_query(opened.to_query(STORE), STORE) == opened


def test_the_default_is_an_empty_query():
    default = Selection.default(STORE)

    assert default == Selection(period=Period(*MONTHS), groups=("violence_with_injury",))
    assert default.to_query(STORE) == {}
    assert Selection.from_query({}, STORE) == default


def test_a_store_without_injury_or_recorded_dates_opens_on_what_it_has():
    default = Selection.default(POLICE_UK)

    assert (default.basis, default.groups, default.noun()) == ("committed", (), "recorded offences")


def test_a_store_without_dates_says_what_to_map():
    with pytest.raises(SelectionError, match="recorded_on"):
        Selection.default(Capabilities())


def test_known_parts_of_a_link_stay_and_unknown_ones_fall_back():
    query = {
        "p": ["2024-04~2023-01"],
        "b": ["reported"],
        "l": ["csp"],
        "d": ["E07000105", "E22000352"],
        "g": ["theft", "robbery"],
        "k": ["yes"],
        "s": [],
        "tab": ["9"],
    }

    assert Selection.from_query(query, STORE) == Selection(
        period=Period(*MONTHS), level="csp", areas=("E22000352",), groups=("robbery",), knife="yes"
    )


def test_order_and_repeats_do_not_make_another_view():
    period = Period(*MONTHS)

    assert Selection(period, groups=("robbery", "homicide", "robbery")) == Selection(
        period, groups=("homicide", "robbery")
    )


def test_parameters_are_half_open_and_null_where_nothing_is_restricted():
    selection = Selection(
        Period(parse_month("2025-04"), parse_month("2026-03")), ages=("18_24", "25_34", "65_plus")
    )

    assert selection.parameters() == {
        "first": dt.date(2025, 4, 1),
        "end": dt.date(2026, 4, 1),
        "basis": "recorded",
        "level": "district",
        "areas": None,
        "groups": None,
        "domestic": None,
        "knife": None,
        "by_person": True,
        "age_lows": [18, 65],
        "age_highs": [34, 120],
        "sex": None,
        "role": None,
    }


def test_the_sentence_says_every_filter():
    selection = Selection(
        Period(parse_month("2025-04"), parse_month("2026-03")),
        areas=("E07000105",),
        groups=("robbery",),
        knife="yes",
        ages=("18_24",),
        sex="female",
        role="suspect",
    )

    assert selection.sentence() == (
        "April 2025 to March 2026; by date recorded; Ashford; "
        f"{reference.offence_groups()['robbery'].label}; knife: yes; "
        f"involving suspect, female, aged {reference.age_bands()['18_24'].label}"
    )


def test_small_areas_are_named_as_the_store_names_them():
    period = Period(parse_month("2025-04"), parse_month("2026-03"))
    two = Selection(period).within("lsoa", ["L2", "L1"], STORE)

    assert two.sentence().split("; ")[2] == "small areas Ashford 001, Ashford 002"
    assert two.within("ward", ["W1"], STORE).sentence().split("; ")[2] == "ward Bockhanger"
    assert two.within("district", ["E07000105"], STORE).sentence().split("; ")[2] == "Ashford"
    # the names are no part of the view: the same areas are the same cache entry
    assert two == Selection(period, level="lsoa", areas=("L1", "L2"))
    assert two.small
    assert not two.of_all_areas().small


def test_capabilities_survive_the_store():
    full = Capabilities(
        small_areas=SMALL, offences=3, extract_to=dt.date(2026, 3, 31), recorded_months=MONTHS, groups=GROUPS
    )

    assert Capabilities.from_json(full.to_json()) == full
    assert list(Capabilities.from_json(full.to_json()).groups) == list(GROUPS)
