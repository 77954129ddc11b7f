"""Trends, on stores whose numbers can be checked by hand."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.answers import worlds
from tests.stores import make_store
from vru.answers import question, trends
from vru.periods import Period, add_months
from vru.selection import Selection

MARCH_2025 = dt.date(2025, 3, 1)


def ask(store, name, *, groups=None, period=None, options=None, **filters):
    default = Selection.default(store.capabilities)
    selection = Selection(
        period=period or default.period,
        basis=default.basis,
        groups=default.groups if groups is None else groups,
        **filters,
    )
    return question(name).ask(store, selection, trends.OPTIONS(**(options or {}))).answer()


def figures(answer):
    return {each.name: each for each in answer.estimates}


def test_the_headline_of_a_steady_world(steady):
    got = ask(steady, "trends.rolling")

    # 30 a month, and three of unknown district in March 2025
    assert got.finding == (
        "363 offences of violence with injury were recorded in the year to March 2025, 0.8 % more than "
        "in the year before (95 % interval −13.1 to +17.0): no clear change."
    )
    assert got.verdict.value == "no clear change"
    assert (figures(got)["now_total"].value, figures(got)["base_total"].value) == (363, 360)
    assert figures(got)["over_dispersion"].value == 1


def test_a_part_month_is_hollow_and_in_no_verdict(steady):
    table = ask(steady, "trends.rolling").table.set_index("month")

    assert table.loc[dt.date(2025, 4, 1), ["offences", "state", "whole"]].tolist() == [1, "part", False]
    assert table.loc[MARCH_2025, ["offences", "value", "whole"]].tolist() == [33, 363, True]


def test_a_window_that_is_not_full_is_no_number(steady):
    table = ask(steady, "trends.rolling").table

    assert table["value"].isna().tolist() == [True] * 11 + [False] * 38
    assert not table["whole"].iloc[:11].any()


def test_a_short_period_still_rests_on_the_months_before_it(steady):
    got = ask(steady, "trends.rolling", period=Period(MARCH_2025, MARCH_2025))

    assert got.table["value"].tolist() == [363]
    assert got.verdict.value == "no clear change"


def test_filters_change_the_numbers(steady):
    assert ask(steady, "trends.rolling", areas=(worlds.ASHFORD,)).finding.startswith("120 offences")
    assert ask(steady, "trends.rolling", areas=("E22000137",), level="csp").finding.startswith("120 offences")
    assert ask(steady, "trends.rolling", domestic="yes").finding.startswith("240 domestic offences")
    assert ask(steady, "trends.rolling", domestic="unknown").empty is None


def test_a_rate_is_per_thousand_residents_of_the_same_areas(steady):
    got = ask(steady, "trends.rolling", options={"measure": "rate"}, areas=(worlds.MEDWAY,))

    # 240 offences of 100,000 residents in 365 days
    assert figures(got)["now"].value == pytest.approx(2.4 * 365.25 / 365)
    assert got.finding.startswith("2.4 offences of violence with injury per 1,000 residents were recorded")
    assert "mid-2025" in got.definition


def test_harm_is_the_sum_of_weights(steady):
    got = ask(steady, "trends.rolling", options={"measure": "harm"})

    assert got.finding.startswith("A harm score of 66,792 from offences of violence with injury was recorded")
    assert figures(got)["change"].low == pytest.approx(figures(ask(steady, "trends.rolling"))["change"].low)


def test_a_comparison_across_a_break_in_recording_cannot_tell(steady):
    got = ask(steady, "trends.rolling", options={"compare": "first_year"})

    assert got.verdict.value == "cannot tell"
    assert got.finding.endswith(
        "cannot tell, because recording changed in between "
        "(“Strangulation an offence of its own”, June 2022) "
        "and no series that recording hardly moves is long enough to say the same."
    )
    assert got.chart.marks[0].label == "Strangulation an offence of its own"


def test_the_selected_period_is_compared_with_the_same_months_a_year_earlier(steady):
    quarter = Period(dt.date(2025, 1, 1), MARCH_2025)

    got = ask(steady, "trends.rolling", period=quarter, options={"compare": "same_period"})

    assert "93 offences of violence with injury were recorded in January 2025 to March 2025" in got.finding
    assert "3 % more than in January 2024 to March 2024" in got.finding


def test_what_is_left_out_is_counted(steady):
    plain, filtered = ask(steady, "trends.rolling"), ask(steady, "trends.rolling", areas=(worlds.MEDWAY,))

    assert "1 offence without a date recorded is in no month." in plain.missing
    assert "Not counted in this period: 2 cancelled." in plain.missing
    assert "Drawn hollow and in no verdict: April 2025 (part)." in plain.missing
    assert "3 of 1,444 offences in the period (under 1 %) have no known district" in filtered.missing


def test_months_have_exact_limits(steady):
    got = ask(steady, "trends.monthly", areas=(worlds.ASHFORD,))

    # Garwood's limits of 10: 4.795 to 18.390
    row = got.table[got.table["month"] == MARCH_2025].iloc[0]
    assert (row["value"], round(row["low"], 3), round(row["high"], 3)) == (10, 4.795, 18.390)
    assert "(95 % limits 5 to 18)" in got.finding


def test_the_split_names_the_largest_part_of_what_is_known(steady):
    got = ask(steady, "trends.split")

    assert got.finding == (
        "Medway had the most, 240 of 360 (67 %) offences of violence with injury in the year to March 2025 "
        "with a known district."
    )
    assert set(got.table["part"]) == {"Medway", "Ashford", "Not known"}


def test_the_split_by_rate_leaves_the_unknown_out(steady):
    got = ask(steady, "trends.split", options={"measure": "rate"})

    assert got.finding.startswith("Medway had the highest rate, 2.4 offences")
    assert set(got.table["part"]) == {"Medway", "Ashford"}


def test_changes_are_judged_with_intervals_for_all_looks(tmp_path):
    rows = [
        *worlds.offences(48, each=[100] * 36 + [160] * 12),
        *worlds.offences(48, each=100, district=worlds.ASHFORD),
        *worlds.offences(48, each=[100] * 36 + [60] * 12, district=worlds.THANET),
    ]
    with worlds.make_store(tmp_path, rows) as store:
        got = ask(store, "trends.change")

    assert got.finding == (
        "Districts in the year to March 2025 against the year before: 1 higher (Medway +60 %), 1 lower "
        "(Thanet −40 %), 1 no clear change; intervals are widened for 3 looks at once."
    )
    assert got.table["label"].tolist() == ["Medway", "Ashford", "Thanet"]
    assert figures(got)["Medway"].confidence == pytest.approx(1 - 0.05 / 3)


def test_a_few_months_of_police_uk_say_what_they_cannot(no_frills):
    got = ask(no_frills, "trends.rolling", groups=("violence_and_sexual",))

    assert got.empty == "enough"
    assert got.verdict.value == "cannot tell"
    assert got.finding.startswith(
        "22 violent and sexual offences were committed in October 2018 to January 2019"
    )


def test_incomplete_months_are_hollow_in_the_monthly_picture(no_frills):
    got = ask(no_frills, "trends.monthly", groups=("violence_and_sexual",))

    assert got.table["value"].tolist() == [8, 5, 2, 7]
    assert got.chart.series[0].hollow == (False, True, True, False)
    assert "whole months ranged from 7 (January 2019) to 8 (October 2018)" in got.finding


@pytest.mark.parametrize(
    ("asked", "kind", "said"),
    [
        ({"options": {"measure": "rate"}}, "cannot", "load population.csv"),
        ({"options": {"measure": "harm"}}, "cannot", "ho_code"),
        ({"groups": ("robbery",)}, "nothing", "No offence matches these filters"),
        (
            {"period": Period(dt.date(2010, 1, 1), dt.date(2010, 2, 1))},
            "nothing",
            "October 2018 to January 2019",
        ),
    ],
)
def test_the_three_kinds_of_empty(no_frills, asked, kind, said):
    got = ask(no_frills, "trends.rolling", **asked)

    assert got.empty == kind
    assert said in got.finding
    assert got.verdict is None
    assert got.table.empty


def test_changes_need_two_years(no_frills):
    assert ask(no_frills, "trends.change").empty == "enough"


def test_no_harm_headline_while_weights_are_missing(tmp_path):
    rows = [
        *worlds.offences(30, each=10, severity_weight=184.0),
        *worlds.offences(1, each=4, severity_weight=None),
    ]
    with worlds.make_store(tmp_path, rows) as store:
        got = ask(store, "trends.rolling", options={"measure": "harm"})

    assert got.verdict.value == "cannot tell"
    assert got.finding == (
        "4 of 304 selected offences (1.3 %) have no severity weight: above 1 % a harm score misleads, so "
        "nothing is concluded from it."
    )
    assert "harm" in got.table.columns


def test_a_filter_on_people_reads_the_offences_themselves(tmp_path):
    rows = [{**each, "offence_id": f"o{at}"} for at, each in enumerate(worlds.offences(26, each=2))]
    people = [{"offence_id": f"o{at}", "role": "suspect", "age": 20, "sex": "male"} for at in range(0, 52, 2)]
    with worlds.make_store(tmp_path, rows, involvements=people) as store:
        got = ask(store, "trends.rolling", ages=("18_24",), sex="male", role="suspect")

    assert figures(got)["now_total"].value == 12
    assert "In 26 of 52 offences nobody's age, sex or role is known" in got.missing


def test_the_page_leads_with_its_headline_and_leaves_out_a_split_by_nothing(steady):
    selection = Selection.default(steady.capabilities)

    every = [each.question.name for each in trends.answers(steady, selection, trends.OPTIONS())]
    whole = [each.question.name for each in trends.answers(steady, selection, trends.OPTIONS(split="none"))]

    assert every == [
        "trends.rolling", "trends.monthly", "trends.split", "trends.change", "trends.recording",
    ]  # fmt: skip
    assert whole == ["trends.rolling", "trends.monthly", "trends.recording"]


def test_offences_outside_the_force_are_one_part_that_is_neither_ranked_nor_judged(tmp_path):
    rows = [
        *worlds.offences(36, each=5),
        *worlds.offences(36, each=20, district="E06000036"),
        *worlds.offences(36, each=20, district="E06000037"),
    ]
    with worlds.make_store(tmp_path, rows) as store:
        split, change = ask(store, "trends.split"), ask(store, "trends.change")

    assert set(split.table["part"]) == {"Medway", "Outside the force"}
    assert split.table.query("part == 'Outside the force'")["offences"].unique().tolist() == [40]
    assert split.finding.startswith("Medway had the most, 60 of 60 (100 %)")
    assert change.table["label"].tolist() == ["Medway"]


def test_offences_committed_before_recording_began_are_counted(tmp_path):
    rows = [{"recorded_on": "2025-03-05", "committed_on": "1971-06-01"}]
    rows += [{"recorded_on": "2025-03-05", "committed_on": "2025-03-04"}] * 3
    with make_store(tmp_path, [{"offence_id": f"o{at}", **each} for at, each in enumerate(rows)]) as store:
        selection = replace(Selection.default(store.capabilities), basis="committed")
        got = question("trends.monthly").ask(store, selection).answer()

    assert got.table["month"].tolist() == [MARCH_2025]
    assert (
        "1 offence committed before March 2025 is in no month on offer: recorded much later." in got.missing
    )


def test_an_unusual_month_is_marked_and_named(tmp_path):
    days = [f"2025-{month:02d}-15" for month in range(1, 6)]
    states = [
        {"basis": "recorded", "month": dt.date(2025, 1 + at, 1), "state": "complete"} for at in range(5)
    ]
    states[2] |= {"state": "unusual", "reason": "half of the months around it"}
    with make_store(
        tmp_path, [{"recorded_on": day} for day in days], tables={"month_quality": states}
    ) as store:
        got = ask(store, "trends.monthly")

    assert [(each.label, each.x) for each in got.chart.marks] == [("Mar 2025 unusual", MARCH_2025)]
    assert "Unusual, but counted as whole: March 2025." in got.missing


def test_the_limits_of_a_part_allow_for_its_own_swing(steady):
    got = ask(steady, "trends.split")
    one = ask(steady, "trends.rolling", areas=(worlds.ASHFORD,))

    whole = got.table[(got.table["part"] == "Ashford") & (got.table["month"] == MARCH_2025)].iloc[0]
    alone = one.table[one.table["month"] == MARCH_2025].iloc[0]
    assert (whole["low"], whole["high"]) == pytest.approx((alone["low"], alone["high"]))


def test_a_split_ranks_by_whole_months_only(no_frills):
    got = ask(no_frills, "trends.split", groups=("violence_and_sexual",))

    # November and December are incomplete: 8 of October and 7 of January are left
    assert got.finding == (
        "Medway had the most, 15 of 15 (100 %) violent and sexual offences in the 2 whole months of "
        "October 2018 to January 2019 with a known district."
    )
    assert figures(got)["whole_months"].value == 2
    assert "The limits of a month are exact Poisson ones" in got.definition


def test_sums_have_no_limits_where_the_swing_is_not_known(tmp_path):
    with worlds.make_store(tmp_path, worlds.offences(14, each=10)) as store:
        whole, split = ask(store, "trends.rolling"), ask(store, "trends.split")

    assert whole.table["value"].dropna().tolist() == [120, 120, 120]
    assert whole.table[["low", "high"]].isna().all(axis=None)
    assert split.table[["low", "high"]].isna().all(axis=None)
    assert "Intervals are not drawn" in split.definition
    assert figures(whole)["now"].low is None


def test_a_year_with_a_gap_says_so_and_is_compared_without_it(tmp_path):
    states = [
        {"basis": "recorded", "month": add_months(worlds.FIRST, at), "state": "complete"} for at in range(48)
    ]
    states[46] |= {"state": "incomplete"}
    months = {"month_quality": states}
    with make_store(tmp_path, worlds.offences(48, each=20), tables=months) as store:
        got = ask(store, "trends.rolling")

    assert got.finding == (
        "240 offences of violence with injury were recorded in the year to March 2025, 1 of whose 12 months "
        "is not whole; leaving it out, the same as in the year before (95 % interval −17 to +21): no clear "
        "change."
    )


def test_lockdowns_are_no_ordinary_swing(tmp_path):
    # 20 a month, but 2 in each month of a lockdown
    first, numbers = dt.date(2017, 1, 1), [20] * 60
    for at in (38, 39, 40, 41, 46, 48, 49, 50):
        numbers[at] = 2
    with make_store(tmp_path, worlds.offences(60, each=numbers, first=first)) as store:
        got = ask(store, "trends.rolling", period=Period(first, dt.date(2021, 12, 1)))

    assert figures(got)["over_dispersion"].value == 1
    assert "lockdown (March 2020 to June 2020, November 2020, January 2021 to March 2021)" in got.definition


def test_areas_outside_the_force_are_in_no_partnership_and_not_unknown(tmp_path):
    rows = [
        *worlds.offences(36, each=5),
        *worlds.offences(36, each=2, district="Bexley"),
        *worlds.offences(36, each=1, district=None),
    ]
    with worlds.make_store(tmp_path, rows) as store:
        got = ask(store, "trends.split", options={"split": "csp"})

    totals = got.table.groupby("part")["offences"].sum().to_dict()
    assert totals == {"Medway": 180, "Outside the force": 72, "Not known": 36}


def test_an_extract_of_shootings_speaks_of_shootings_and_names_areas_as_people_do(tmp_path):
    rows = [
        *worlds.offences(26, each=4, district="STATEN ISLAND", offence_group="shooting"),
        *worlds.offences(26, each=1, district="22", offence_group="homicide"),
    ]
    with make_store(tmp_path, rows) as store:
        rolling, split = ask(store, "trends.rolling"), ask(store, "trends.split")
        homicides = ask(store, "trends.rolling", groups=("homicide",))

    assert rolling.finding.startswith("60 shootings were recorded in the year to May 2023")
    assert homicides.finding.startswith("12 homicides were recorded")
    assert split.finding == (
        "Staten Island had the most, 48 of 60 (80 %) shootings in the year to May 2023 with a known district."
    )
    assert set(split.table["part"]) == {"Staten Island", "District 22"}


def test_incidents_that_are_no_crimes_are_named_where_they_are_counted(no_frills):
    both = ask(no_frills, "trends.monthly")
    crimes = ask(no_frills, "trends.monthly", groups=("violence_and_sexual",))

    assert (
        "Incidents of anti-social behaviour, which are no crimes, are counted with them." in both.definition
    )
    assert "anti-social" not in crimes.definition
