"""Control charts of what other pages count: the same numbers as there, one decision for all, own captions."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from tests.answers.worlds import ASHFORD, MEDWAY
from tests.stores import make_store
from vru import decisions
from vru.answers import deciding, people_days, question
from vru.answers.control_options import SERIES, seen
from vru.answers.control_series import monthly
from vru.decisions import Decision
from vru.periods import add_months
from vru.selection import Selection
from vru.store import open_store

FIRST = dt.date(2020, 4, 1)  # after the knife flag's new method
MONTHS = 60
GAP, HIDDEN = 20, 30
"""The month without attendances loaded, and the one whose admissions are suppressed."""
AGES = {"0_9": (0, 9), "10_17": (10, 17), "18_24": (18, 24), "older": (25, 40), "unknown": (None, None)}
EACH = {"0_9": 2, "10_17": 6, "18_24": 5, "older": 9, "unknown": 1}
"""Victims of knife assaults a month, by age; as many robberies have one victim of 15 each."""
YOUNG = 13
ADMITTED = 20


def crimes():
    """Every month: the victims of EACH by knife assault, one robbed at 15, one knife carried, one punched."""
    rows, people = [], []
    for at in range(MONTHS):
        month = add_months(FIRST, at)
        victims = [AGES[part][k % 2] for part, number in EACH.items() for k in range(number)]
        kinds = [
            ("5D" if k == 0 else "8N", "violence_with_injury", True, age) for k, age in enumerate(victims)
        ]
        kinds += [("34B", "robbery", True, 15), ("8N", "violence_with_injury", False, 16)]
        kinds.append(("10D", "possession_of_weapons", None, None))
        for k, (code, group, knife, age) in enumerate(kinds):
            name, day = f"{at}-{k}", month.replace(day=1 + k % 28)
            rows.append(
                {"offence_id": name, "recorded_on": day, "committed_on": day, "ho_code": code, "knife": knife,
                 "offence_group": group, "district": (MEDWAY, ASHFORD)[k % 2],
                 "weapon": "kitchen knife" if code == "5D" else None}
            )  # fmt: skip
            if group != "possession_of_weapons":
                people.append({"offence_id": name, "role": "victim", "person": f"v{name}", "age": age})
            people.append(
                {"offence_id": name, "role": "suspect", "person": f"s{name}", "age": 19 + 10 * (k % 2)}
            )
    return rows, people


def killings():
    """Fourteen people of 17 killed with a knife, sixty days apart, the last seven every twenty."""
    rows, people = [], []
    days = [60 * at for at in range(14)] + [60 * 13 + 20 * at for at in range(1, 15)]
    for at, after in enumerate(days):
        day, name = FIRST + dt.timedelta(days=after), f"killed-{at}"
        rows.append(
            {"offence_id": name, "recorded_on": day, "committed_on": day, "ho_code": "1", "knife": True,
             "offence_group": "homicide", "district": MEDWAY, "domestic": False}
        )  # fmt: skip
        people.append({"offence_id": name, "role": "victim", "person": name, "age": 17})
    return rows, people


def hospital():
    attended = [
        {"month": add_months(FIRST, at), "hospital": "General", "district": area, "weapon": "knife",
         "attendances": 10 + at % 3}
        for at in range(MONTHS) for area in (MEDWAY, ASHFORD)
        if at != GAP and not (area == ASHFORD and at < 6)
    ]  # fmt: skip
    admitted = [
        {"period_from": add_months(FIRST, at), "period_to": add_months(FIRST, at + 1) - dt.timedelta(days=1),
         "area": "E23000032", "cause": "X99", "episode": "admission", "age_low": 0, "age_high": 24,
         "low": 1 if at == HIDDEN else ADMITTED, "high": 7 if at == HIDDEN else ADMITTED, "rounding": 1}
        for at in range(MONTHS)
    ]  # fmt: skip
    return {"attendance": attended, "admission": admitted}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("series")
    (rows, people), (dead, victims) = crimes(), killings()
    make_store(folder, rows + dead, people + victims, tables=hospital(), force="Kent").close()
    return folder


@pytest.fixture
def store(folder):
    with open_store(folder) as opened:
        yield opened
    (folder / decisions.FILE).unlink(missing_ok=True)


def everything(store, **filters):
    return replace(Selection.default(store.capabilities), **filters)


def asked(store, name, selection=None, **options):
    of = question(name)
    return of.ask(store, selection or everything(store), of.options(**options)).answer()


def charted(store, series, selection=None, **options):
    return asked(store, "control.chart", selection, series=series, **{"window": "all"} | options)


def led(answer):
    """Return the series that an answer's links lead to."""
    assert {each.page for each in answer.tools} == {"control"}
    return [dict(each.options)["cs"] for each in answer.tools]


@pytest.mark.parametrize(
    ("name", "options", "series"),
    [
        ("success.knife_assaults", {}, ["victims_assaults_young", "victims_assaults_all"]),
        (
            "success.knife_assaults",
            {"offences": "selected"},
            ["victims_selected_young", "victims_selected_all"],
        ),
        ("success.knife_monthly", {}, ["victims_assaults_young"]),
        (
            "success.knife_ages",
            {},
            ["victims_assaults_0_9", "victims_assaults_10_17", "victims_assaults_18_24"],
        ),
        ("success.knife_homicide", {}, ["killed_young"]),
        ("success.knife_gaps", {"killings": "all"}, ["killed_all"]),
        ("success.admissions", {}, ["admitted_young"]),
        ("success.admissions_proxy", {}, ["proxy"]),
        (
            "knife.years",
            {},
            ["defined_flag_selected", "defined_flag_any", "defined_weapon", "defined_assaults",
             "victims_assaults_young", "defined_possession"],
        ),
        ("hospital.attendances", {}, ["attended", "knife_injuries"]),
        ("young.ages", {}, ["people_victim", "people_suspect"]),
    ],
)  # fmt: skip
def test_a_trend_leads_to_its_own_series(store, name, options, series):
    found = led(asked(store, name, **options))

    assert found == series
    assert set(found) <= set(SERIES)


@pytest.mark.parametrize(
    ("series", "a_month"),
    [
        ("victims_assaults_young", YOUNG),
        ("victims_assaults_0_9", 2),
        ("victims_assaults_10_17", 6),
        ("victims_assaults_18_24", 5),
        ("victims_assaults_all", 23),
        ("victims_selected_young", YOUNG + 1),
        ("proxy", 1),
        ("people_victim", YOUNG + 1),
        ("defined_flag_selected", 24),
        ("defined_weapon", 1),
        ("defined_assaults", 23),
        ("defined_possession", 1),
        ("defined_selected", 25),
        ("knife_injuries", 23),
    ],
)
def test_a_series_has_the_numbers_of_its_page(store, series, a_month):
    before = everything(store, groups=("violence_with_injury",))
    found = charted(store, series, before, chart="raw").table

    killed = 1 if series.startswith("defined") else 0  # killings are knife-enabled offences too
    assert set(found["counted"]) <= {a_month, a_month + killed, a_month + 2 * killed}
    assert found["counted"].iloc[-1] == a_month
    assert len(found) == MONTHS


def test_the_months_are_those_that_the_trend_shows(store):
    monthly_chart = asked(store, "success.knife_monthly").table
    rolling = asked(store, "success.knife_assaults").table
    own = charted(store, "victims_assaults_young").table

    assert list(own.set_index("month").loc[monthly_chart["month"], "counted"]) == list(
        monthly_chart["victims"]
    )
    assert rolling["value"].iloc[-1] == own["counted"].tail(12).sum()
    years = asked(store, "knife.years").table
    drawn = charted(store, "defined_flag_any").table.set_index("month")["counted"]
    last = years[years["definition"] == "Knife mark on any crime"].iloc[-1]
    assert last["value"] == drawn[: last["month"]].tail(12).sum()


def test_days_and_months_of_the_same_people_agree(store):
    for series in (
        "victims_assaults_10_17",
        "victims_selected_young",
        "people_suspect",
        "proxy",
        "killed_young",
    ):
        found = monthly(store, everything(store), series)
        days = found.days(store, found.shown)

        assert days["number"].sum() == found.counted.sum()
        by_month = days.groupby(days["day"].dt.to_period("M"))["number"].sum()
        assert set(by_month) == set(found.counted[found.counted > 0])


def test_suspects_are_by_date_committed_and_of_known_age_only(store):
    found = charted(store, "people_suspect", everything(store, basis="recorded"), chart="raw")

    assert set(found.table["counted"]) == {13}  # every other suspect is 19, of those chosen by default
    assert "not convicted" in found.definition
    assert "by date committed" in found.selected
    assert "Age not known, and so not counted: 0 suspects." in found.missing


def test_captions_speak_of_what_is_counted(store):
    found = charted(store, "victims_assaults_10_17")

    assert "Victims, not offences" in found.definition
    assert "360 victims aged 10–17, 1,380 of all ages" in found.counted
    assert "Age not known of 60 of 1,380 victims" in found.missing
    assert "whatever the filters say of offence groups" in found.selected
    assert found.finding.startswith("Nothing but the usual noise in victims aged 10–17 of knife assaults")


def test_changes_in_recording_touch_police_figures_and_no_hospital_s(store):
    def marked(series):
        return {each.label for each in charted(store, series).chart.marks}

    assert "Strangulation an offence of its own" in marked("victims_assaults_young")
    assert marked("admitted_young") == marked("attended") == set()


def decide(store, series, at, selection=None, kind="rebase"):
    selection = selection or everything(store)
    return deciding.decide(
        store,
        selection,
        Decision(
            kind,
            role="lead analyst",
            reason="A new unit began its work",
            month=add_months(FIRST, at),
            series=series,
            where=deciding.about(selection, series),
        ),
    )


def test_a_re_basing_holds_on_both_pages_whatever_filters_the_series_does_not_obey(store):
    assert set(asked(store, "success.knife_monthly").table["base"]) == {1}
    decide(store, "victims_assaults_young", 30, everything(store, groups=("robbery",), knife="no"))

    for found in (asked(store, "success.knife_monthly"), charted(store, "victims_assaults_young")):
        assert set(found.table["base"]) == {1, 2}
        assert found.table.loc[found.table["base"] == 2, "month"].iloc[0] == add_months(FIRST, 30)
        assert "A new unit began its work; lead analyst" in found.definition
        assert "Re-based (decision 1)" in {each.label for each in found.chart.marks}


def test_a_re_basing_is_of_its_series_and_area_only(store):
    decide(store, "victims_assaults_young", 30, everything(store, areas=(MEDWAY,)))

    assert set(asked(store, "success.knife_monthly").table["base"]) == {1}
    assert set(
        charted(store, "victims_assaults_10_17", everything(store, areas=(MEDWAY,))).table["base"]
    ) == {1}
    assert set(asked(store, "success.knife_monthly", everything(store, areas=(MEDWAY,))).table["base"]) == {
        1,
        2,
    }


def test_the_chart_of_days_between_killings_obeys_a_re_basing_on_the_success_page(store):
    before = asked(store, "success.knife_gaps")
    decide(store, "killed_young", 26)
    after = asked(store, "success.knife_gaps")

    assert set(before.table["base"]) == {1}
    assert set(after.table["base"]) == {1, 2}
    means = after.table.groupby("base")["mean"].first()
    assert means[2] == 20 < means[1]
    assert "A new unit began its work; lead analyst" in after.definition
    assert after.table.equals(charted(store, "killed_young").table)


def test_killings_can_be_drawn_as_g_or_t_chart(store):
    g, t = (asked(store, "success.knife_gaps", gaps=kind) for kind in ("g", "t"))

    assert "not that they became more frequent" in g.finding
    assert set(g.table["lower_limit"]) == {0}
    assert "power 1/3.6" in t.definition
    assert (t.table["lower_limit"] > 0).all()


def test_a_suppressed_month_is_not_judged_and_never_0(store):
    found = charted(store, "admitted_young").table

    hidden = found[found["month"] == add_months(FIRST, HIDDEN)].iloc[0]
    assert hidden["state"] == "suppressed"
    assert hidden["cause"] == "not judged"
    assert hidden["counted"] == 4  # the middle of 1 to 7, drawn hollow
    assert set(found.loc[found["month"] != hidden["month"], "counted"]) == {ADMITTED}
    assert list(found["state"].tail(2)) == ["provisional"] * 2


def test_mostly_suppressed_admissions_make_no_chart(tmp_path):
    tables = hospital()
    for row in tables["admission"][: MONTHS - 10]:
        row |= {"low": 1, "high": 7}
    with make_store(
        tmp_path, crimes()[0][:200], tables={"admission": tables["admission"]}, force="Kent"
    ) as store:
        found = charted(store, "admitted_young")

    assert found.empty == "enough"
    assert found.finding == (
        "50 of 60 months are suppressed: a control chart needs counts, not ranges from 1 to 7."
    )


def test_a_month_without_attendances_loaded_is_no_0_and_an_area_s_own_may_be(store):
    found = charted(store, "attended").table.set_index("month")
    gap = found.loc[add_months(FIRST, GAP)]
    assert np.isnan(gap["counted"])
    assert gap["state"] == "not loaded"

    own = charted(store, "attended", everything(store, areas=(ASHFORD,)), chart="raw").table
    assert list(own["counted"].head(6)) == [0] * 6
    assert list(own["state"].head(6)) == ["complete"] * 6


def test_rare_victims_are_charted_by_the_days_between_them(tmp_path):
    rows, people = killings()
    rows = [each | {"ho_code": "8N", "offence_group": "violence_with_injury"} for each in rows]
    with make_store(tmp_path, rows, people) as store:
        found = charted(store, "victims_assaults_young")

    assert "Days between victims under 25 of knife assaults" in found.subtitle
    assert list(found.table["days"].head(13)) == [60] * 13


def test_of_a_rare_series_without_days_the_page_says_so(store):
    found = charted(store, "defined_weapon")

    assert found.empty == "cannot"
    assert found.finding == (
        "Of offences whose weapon is written down as a knife only the months are known: choose the chart "
        "“As counted”."
    )


@pytest.mark.parametrize("code", [each for each in SERIES if SERIES[each].sees != "all"])
def test_what_a_series_does_not_obey_is_no_part_of_its_decisions(store, code):
    plain = seen(code, everything(store, basis="committed"))
    narrowed = everything(store, basis="committed", ages=("10_13",), sex="female", role="suspect")

    assert decisions.scope(seen(code, narrowed)) == decisions.scope(plain)
    assert seen(code, everything(store, areas=(MEDWAY,))).areas == (MEDWAY,)


def test_an_age_that_reaches_beyond_those_meant_is_not_among_them(tmp_path):
    rows, people = crimes()
    people = [
        each | {"age": None, "age_low": 20, "age_high": 29} if each["age"] in (18, 24) else each
        for each in people
    ]
    rows = rows[: 26 * 12]
    people = [each for each in people if each["offence_id"] in {row["offence_id"] for row in rows}]
    with make_store(tmp_path, rows, people) as store:
        meant = people_days.People(everything(store), "victim", (0, 24))
        every = people_days.People(everything(store), "victim", None)

        young, whole = (people_days.rows(store, each)["people"].sum() for each in (meant, every))
    assert young / whole == pytest.approx(9 / 24, abs=0.01)
