"""Across a change in recording: a verdict stands only where series that recording hardly moves agree."""

import dataclasses
import datetime as dt

import pytest

from tests.answers.worlds import ASHFORD, MEDWAY, offences
from tests.stores import make_store
from vru import reference
from vru.answers import events, question, trends
from vru.answers.trend_options import Trends
from vru.periods import Period, add_months
from vru.recording_events import FILE, FORCE, NATIONAL, Event
from vru.selection import Selection

FIRST = dt.date(2019, 4, 1)  # four years round June 2022
BEFORE = 36
STRANGULATION = "“Strangulation an offence of its own”, June 2022"


def world(folder, before, after, serious=(0, 0), killed=(0, 0), admitted=None):
    """Offences, of them with intent, homicides and admissions a month in three years and the one after."""

    def each(pair):
        return [pair[0]] * BEFORE + [pair[1]] * 12

    rows = [
        *offences(48, each=each((before, after)), first=FIRST, ho_code="8N"),
        *offences(48, each=each(serious), first=FIRST, ho_code="5D"),
        *offences(48, each=each(killed), first=FIRST, ho_code="1", offence_group="homicide"),
    ]
    tables = {}
    if admitted:
        tables["admission"] = [
            {
                "period_from": month, "period_to": add_months(month, 1) - dt.timedelta(days=1),
                "area": "E23000032", "cause": "X99", "episode": "admission", "low": number, "high": number,
                "rounding": 1,
            }
            for month, number in zip([add_months(FIRST, at) for at in range(48)], each(admitted), strict=True)
        ]  # fmt: skip
    return make_store(folder, rows, tables=tables)


def answered(store, name="trends.rolling", options=None, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    return question(name).ask(store, selection, Trends(**(options or {}))).answer()


def figures(answer):
    return {each.name: each for each in answer.estimates}


def test_a_rise_in_recorded_offences_alone_cannot_be_told(tmp_path):
    with world(tmp_path, 100, 140, serious=(20, 20), killed=(1, 1)) as store:
        found = answered(store)

    assert found.verdict.value == "cannot tell"
    assert found.finding.endswith(
        f"cannot tell, because recording changed in between ({STRANGULATION}) and series that recording "
        "hardly moves do not bear it out (homicides: no clear change; wounding with intent: no clear change)."
    )
    assert figures(found)["homicides, change"].value == 0
    assert figures(found)["wounding with intent, change"].n == 480


def test_a_rise_that_series_recording_does_not_move_share_is_one(tmp_path):
    with world(tmp_path, 100, 140, serious=(20, 40), killed=(2, 6), admitted=(10, 20)) as store:
        found = answered(store)

    assert found.verdict.value == "higher"
    assert found.finding.endswith(
        f"higher; recording changed in between ({STRANGULATION}), but homicides and wounding with "
        "intent and hospital admissions for assault, which it hardly moves, are higher too."
    )


def test_one_of_them_that_does_not_agree_takes_the_verdict(tmp_path):
    with world(tmp_path, 100, 140, serious=(20, 40), killed=(2, 6), admitted=(20, 20)) as store:
        found = answered(store)

    assert found.verdict.value == "cannot tell"
    assert "hospital admissions for assault: no clear change" in found.finding


def test_too_few_of_them_to_say_anything_are_not_asked(tmp_path):
    with world(tmp_path, 100, 140, serious=(20, 40), killed=(0, 0)) as store:
        found = answered(store)

    assert found.verdict.value == "higher"
    assert "but wounding with intent, which it hardly moves, is higher too" in found.finding


def test_one_that_is_too_short_to_say_does_not_contradict(tmp_path):
    with world(tmp_path, 100, 140, serious=(20, 40), killed=(1, 1)) as store:
        found = answered(store)

    assert found.verdict.value == "higher"
    assert found.finding.endswith(
        "but wounding with intent, which it hardly moves, is higher too; too few to say otherwise: homicides."
    )


def test_one_that_points_the_other_way_takes_the_verdict(tmp_path):
    with world(tmp_path, 100, 140, serious=(20, 40), admitted=(30, 15)) as store:
        found = answered(store)

    assert found.verdict.value == "cannot tell"
    assert "hospital admissions for assault: lower" in found.finding


def test_no_change_across_an_event_may_hide_one(tmp_path):
    with world(tmp_path, 100, 100, serious=(20, 20), killed=(2, 2)) as store:
        assert answered(store).verdict.value == "cannot tell"


def test_each_part_of_a_split_is_held_against_them(tmp_path):
    with world(tmp_path, 100, 140, serious=(20, 20), killed=(1, 1)) as store:
        found = answered(store, "trends.change")

    assert found.table[["label", "verdict"]].to_numpy().tolist() == [["Medway", "cannot tell"]]


def test_a_change_of_system_moves_all_of_the_police_s_series(tmp_path):
    header = "date,area,label,touches,source\n"
    with world(tmp_path, 100, 140, serious=(20, 40), killed=(2, 6)) as store:
        (tmp_path / FILE).write_text(header + "2022-04-05,,New system,all,us\n", encoding="utf-8")
        found = answered(store)

    assert found.verdict.value == "cannot tell"
    assert "no series that recording hardly moves is long enough" in found.finding
    assert [each.label for each in found.chart.marks][:2] == [
        "New system",
        "Strangulation an offence of its own",
    ]


def test_an_event_of_one_district_touches_what_holds_it(tmp_path):
    rows = [*offences(3, first=FIRST), *offences(3, first=FIRST, district=ASHFORD)]
    with make_store(tmp_path, rows) as store:
        (tmp_path / FILE).write_text(
            "date,area,label,touches,source\n2019-05-01,Ashford,Local policy,all,us\n", encoding="utf-8"
        )
        plain = Selection.default(store.capabilities)
        touched = {
            name: "Local policy" in [each.label for each in events.touching(store, selection)]
            for name, selection in {
                "force": plain,
                "Ashford": dataclasses.replace(plain, areas=(ASHFORD,)),
                "Medway": dataclasses.replace(plain, areas=(MEDWAY,)),
                "Ashford's partnership": dataclasses.replace(plain, areas=("E22000137",), level="csp"),
                "Medway's partnership": dataclasses.replace(plain, areas=("E22000143",), level="csp"),
            }.items()
        }

    assert touched == {
        "force": True, "Ashford": True, "Medway": False, "Ashford's partnership": True,
        "Medway's partnership": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("district", "areas"),
    [(MEDWAY, {NATIONAL, FORCE}), ("E07000032", {NATIONAL}), ("BRONX", set()), (None, {NATIONAL, FORCE})],
)
def test_events_of_elsewhere_are_none_of_an_extract_s_business(tmp_path, district, areas):
    with make_store(tmp_path, offences(2, district=district)) as store:
        assert {each.area for each in events.here(store)} == areas


def test_the_flags_and_the_measure_in_use_decide_what_touches(tmp_path):
    with make_store(tmp_path, offences(3, first=dt.date(2008, 3, 1))) as store:
        plain = Selection.default(store.capabilities)

        def labels(**given):
            selection = dataclasses.replace(plain, **given.pop("filters", {}))
            return {each.label for each in events.touching(store, selection, **given)}

        assert "Domestic flag begins" not in labels()
        assert labels(split="domestic") - labels() == {"Domestic flag begins"}
        assert labels(filters={"knife": "yes"}) - labels() == {"Knife flag: new method"}
        assert labels(measure="harm") - labels() == {"Grievous bodily harm clarified"}
        assert labels(filters={"groups": ("homicide",)}) == set()


def test_the_robust_series_are_of_the_areas_that_are_chosen(tmp_path):
    rows = [
        *offences(48, each=20, first=FIRST, ho_code="8N"),
        *offences(48, each=5, first=FIRST, ho_code="5D"),
        *offences(48, each=7, first=FIRST, ho_code="5D", district=ASHFORD),
        *offences(48, each=9, first=FIRST, ho_code="5D", district="E07000114"),
    ]
    with make_store(tmp_path, rows) as store:
        found = {
            areas: figures(answered(store, areas=areas))["wounding with intent, change"].n
            for areas in ((), (MEDWAY,), (MEDWAY, ASHFORD))
        }
        partnership = figures(answered(store, level="csp", areas=(reference.csp_of()[ASHFORD],)))

    assert found == {(): 24 * 21, (MEDWAY,): 24 * 5, (MEDWAY, ASHFORD): 24 * 12}
    assert partnership["wounding with intent, change"].n == 24 * 7


def test_the_event_named_is_the_one_of_the_flag_that_is_counted_by(tmp_path):
    rows = offences(72, each=[10] * 36 + [30] * 36, first=dt.date(2017, 4, 1), ho_code="8N", knife=True)
    with make_store(tmp_path, rows) as store:
        by_flag = answered(store, options={"compare": "first_year"}, knife="yes").finding
        without = answered(store, options={"compare": "first_year"}).finding

    assert "recording changed in between (“Knife flag: new method”, April 2018 and 3 others)" in by_flag
    assert (
        "recording changed in between (“Strangulation an offence of its own”, June 2022 and 2 others)"
        in without
    )


def test_events_are_drawn_on_every_trend(tmp_path):
    with world(tmp_path, 30, 30) as store:
        drawn = {
            name: {each.label for each in answered(store, name).chart.marks}
            for name in ("trends.rolling", "trends.monthly", "trends.split")
        }

    assert all("Strangulation an offence of its own" in labels for labels in drawn.values())


def test_an_event_that_took_a_while_is_a_band_within_what_is_shown(tmp_path):
    with make_store(tmp_path, offences(12, first=dt.date(2018, 1, 1))) as store:
        shown = Period(dt.date(2018, 1, 1), dt.date(2018, 12, 1))
        marks = events.marks(events.touching(store, Selection.default(store.capabilities)), shown)

    assert [(each.label, each.x, each.x_to) for each in marks] == [
        ("Kent's recording inspected", dt.date(2018, 1, 1), dt.date(2018, 12, 1))
    ]


def test_the_file_beside_the_store_that_cannot_be_meant_is_said_on_the_page(tmp_path):
    from vru.errors import InputError

    with world(tmp_path, 30, 30) as store:
        (tmp_path / FILE).write_text("date,label\n", encoding="utf-8")

        with pytest.raises(InputError, match='there is no column "touches"'):
            trends.rolling.ask(store, Selection.default(store.capabilities)).answer()


def test_events_stand_at_their_place_in_the_columns_of_years(tmp_path):
    years = [Period(dt.date(first, 4, 1), dt.date(first + 1, 3, 1)) for first in (2014, 2015, 2018)]
    known = [
        event(dt.date(2014, 3, 31)),  # before the first year
        event(dt.date(2014, 10, 1)),
        event(dt.date(2015, 4, 1)),
        event(dt.date(2017, 1, 1)),  # between two years
        event(dt.date(2013, 1, 1), dt.date(2018, 10, 1)),
        event(dt.date(2019, 4, 1)),  # after the last
    ]

    places = [(each.x, each.x_to) for each in events.on_years(known, years)]

    half = 183 / 365
    assert places == [(-0.5 + half, None), (0.5, None), (1.5, None), (-0.5, 1.5 + half)]


def event(begins, ends=None):
    touches = frozenset({"all"})
    return Event(begins, ends, "", "An event", touches, "", "a test", "", verified=False, own=False)


def test_admissions_of_all_ages_are_not_added_to_their_bands_or_to_wider_causes(tmp_path):
    month = {
        "period_from": FIRST, "period_to": dt.date(2019, 4, 30), "area": "E23000032", "episode": "admission",
        "rounding": 1,
    }  # fmt: skip
    rows = [
        {**month, "cause": "X99", "low": 10, "high": 10},
        {**month, "cause": "X99", "low": 4, "high": 4, "age_low": 0, "age_high": 24},
        {**month, "cause": "X99", "low": 6, "high": 6, "age_low": 25, "age_high": 120},
        {**month, "cause": "X85-Y09", "low": 30, "high": 30},
    ]
    with make_store(tmp_path / "both", tables={"admission": rows}) as store:
        assert list(store.ask("trend_admissions")["low"]) == [30]
    with make_store(tmp_path / "narrow", tables={"admission": rows[:3]}) as store:
        assert list(store.ask("trend_admissions")["low"]) == [10]
    with make_store(tmp_path / "bands", tables={"admission": rows[1:3]}) as store:
        assert list(store.ask("trend_admissions")["low"]) == [10]
