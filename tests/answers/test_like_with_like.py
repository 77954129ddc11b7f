"""Like with like: flags, codes and areas are used only while they exist."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from tests.answers.worlds import ASHFORD, MEDWAY, THANET, offences
from tests.stores import make_store
from vru import reference
from vru.answers import events, question, tracks, validity
from vru.answers.trend_options import Trends
from vru.charts.plotly import figure
from vru.periods import Period
from vru.selection import Selection

FIRST = dt.date(2014, 4, 1)
FLAGGED = dt.date(2015, 4, 1)


@pytest.fixture(scope="module")
def flags(tmp_path_factory):
    """A year before the domestic flag began and two after; the knife flag is there all the time."""
    rows = [
        *offences(12, each=6, first=FIRST, knife=False),
        *offences(24, each=4, first=FLAGGED, domestic=True, knife=False),
        *offences(24, each=8, first=FLAGGED, domestic=False, knife=True),
    ]
    with make_store(tmp_path_factory.mktemp("flags"), rows) as store:
        yield store


def answered(store, name="trends.monthly", options=None, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    return question(name).ask(store, selection, Trends(**(options or {}))).answer()


@pytest.mark.parametrize("name", ["trends.rolling", "trends.monthly"])
@pytest.mark.parametrize("value", ["yes", "no"])
def test_a_trend_starts_where_its_flag_starts(flags, name, value):
    found = answered(flags, name, domestic=value)

    assert found.table["month"].iloc[0] == FLAGGED
    assert (found.table["offences"] > 0).all()
    assert "The domestic flag begins in April 2015" in found.definition


def test_so_does_a_split_by_it(flags):
    found = answered(flags, "trends.split", {"split": "domestic"})

    assert found.table.groupby("part")["month"].min().to_dict() == {
        "Domestic": FLAGGED,
        "Not domestic": FLAGGED,
    }


def test_no_verdict_reaches_before_its_flag(flags):
    year = Period(FLAGGED, dt.date(2016, 3, 1))

    assert (
        "there is no comparable period before it"
        in answered(flags, "trends.rolling", domestic="yes", period=year).finding
    )
    assert answered(flags, "trends.rolling", period=year).verdict.value == "cannot tell"  # too few months
    assert "no comparable" not in answered(flags, "trends.rolling", period=year).finding


def test_without_the_flag_all_months_are_shown(flags):
    found = answered(flags)

    assert found.table["month"].iloc[0] == FIRST
    assert "flag begins" not in found.definition


def test_what_a_flag_does_not_know_may_be_looked_at(flags):
    assert answered(flags, domestic="unknown").table["month"].iloc[0] == FIRST


def test_a_period_before_the_flag_says_when_it_begins(flags):
    found = answered(flags, domestic="yes", period=Period(FIRST, dt.date(2015, 3, 1)))

    assert found.empty == "nothing"
    assert found.finding.startswith("The domestic flag begins in April 2015")


def test_the_later_of_two_flags_decides(flags):
    assert answered(flags, domestic="no", knife="yes").table["month"].iloc[0] == FLAGGED
    assert validity.flag_begins("knife") == dt.date(2010, 4, 1)


def test_the_years_of_the_legacy_codes_are_parted_by_a_mark(tmp_path):
    rows = [
        *offences(6, first=dt.date(2011, 10, 1), ho_code="8G"),
        *offences(6, first=dt.date(2012, 4, 1), ho_code="8N"),
    ]
    with make_store(tmp_path, rows) as store:
        marks = answered(store).chart.marks

    assert [(each.label, each.x) for each in marks] == [("Offence codes changed", dt.date(2012, 4, 1))]


def test_thirteen_districts_are_twelve_partnerships(tmp_path):
    districts = sorted(reference.area_names("district"))
    rows = [each for code in districts for each in offences(13, each=2, district=code)]
    with make_store(tmp_path, rows) as store:
        by_district = answered(store, "trends.split")
        by_csp = answered(store, "trends.split", {"split": "csp"})

    assert by_district.table["part"].nunique() == 13
    assert by_district.chart.kind == "panels"
    sums = by_csp.table.groupby("part")["offences"].sum()
    assert len(sums) == 12
    assert sums["Dartford and Gravesham"] == 2 * 13 * 2
    assert set(sums.drop("Dartford and Gravesham")) == {13 * 2}


def test_small_pictures_name_what_is_marked_in_each(tmp_path):
    districts = sorted(reference.area_names("district"))[:6]
    rows = [each for code in districts for each in offences(18, each=2, district=code)]
    with make_store(tmp_path, rows) as store:
        found = answered(store, "trends.split")

    assert found.definition.endswith(
        "Marked in each picture: Strangulation an offence of its own (June 2022)."
    )
    drawn = figure(found.chart)["layout"]["shapes"]
    assert [each["yref"] for each in drawn] == [f"y{at} domain" for at in ("", 2, 3, 4, 5, 6)]
    assert {each["x0"] for each in drawn} == {"2022-06"}
    assert {each["layer"] for each in drawn} == {"above"}  # "between" is not drawn there


def test_an_area_that_does_not_exist_yet_is_unknown_not_none():
    months = [dt.date(1998, each, 1) for each in (2, 3, 4, 5)]

    # Medway has been a district since April 1998; the three offences of March were somebody's
    got = validity.in_force("district", MEDWAY, months, np.array([0.0, 3.0, 0.0, 7.0]))

    np.testing.assert_array_equal(got, [np.nan, 3.0, 0.0, 7.0])
    np.testing.assert_array_equal(validity.in_force("group", "homicide", months, np.zeros(4)), np.zeros(4))


def test_a_trend_of_a_new_area_starts_with_it(tmp_path):
    rows = [
        *offences(8, first=dt.date(1997, 12, 1), district=ASHFORD),
        *offences(4, first=dt.date(1998, 4, 1), district=MEDWAY),
    ]
    with make_store(tmp_path, rows) as store:
        selection = Selection.default(store.capabilities)
        found = {
            each.part: each.value.tolist() for each in tracks.ask(store, selection, "count", "district").parts
        }

    assert found[ASHFORD] == [10.0] * 8
    np.testing.assert_array_equal(found[MEDWAY], [np.nan] * 4 + [10.0] * 4)


def test_boundaries_are_an_event_where_areas_are_looked_at(tmp_path):
    with make_store(tmp_path, offences(12, first=dt.date(1998, 1, 1))) as store:
        plain = Selection.default(store.capabilities)

        def begins(selection, **given):
            found = events.touching(store, selection, **given)
            return [each.begins for each in found if each.label == "Boundaries changed"]

        assert begins(plain) == []
        assert begins(plain, split="district") == [dt.date(1974, 4, 1), dt.date(1998, 4, 1)]
        assert begins(dataclasses.replace(plain, areas=(MEDWAY,))) == [dt.date(1998, 4, 1)]
        assert begins(dataclasses.replace(plain, areas=(THANET,))) == [dt.date(1974, 4, 1)]
        assert begins(plain, split="csp") == []
