"""The control chart page: planted steps are found, decisions are obeyed, rare events are told apart."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from tests.answers import worlds
from tests.stores import make_store
from vru import decisions, reference
from vru.answers import control, deciding, question
from vru.answers.control_options import SERIES, Controls
from vru.charts.control import LIMITS
from vru.decisions import Decision
from vru.errors import SelectionError, StoreError
from vru.measures import spc
from vru.periods import add_months
from vru.selection import Selection
from vru.store import open_store

FIRST = dt.date(2018, 1, 1)
STEP = 60  # months before the number rises
MONTHS = 84


def numbers():
    """Sixty months about 30, then two years about 45, without any season."""
    rng = np.random.default_rng(14)
    return [*map(int, rng.poisson(30, STEP)), *map(int, rng.poisson(45, MONTHS - STEP))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("control")
    rows = worlds.offences(MONTHS, each=numbers(), first=FIRST, knife=False)
    rows += [
        {
            "recorded_on": FIRST + dt.timedelta(days=70 * at + at % 9),
            "offence_group": "homicide",
            "knife": True,
        }
        for at in range(36)
    ]
    states = [
        {
            "basis": "recorded",
            "month": add_months(FIRST, at),
            "state": "incomplete" if at == 80 else "complete",
        }
        for at in range(MONTHS)
    ]
    make_store(folder, rows, tables={"month_quality": states}).close()
    return folder


@pytest.fixture
def store(folder):
    """The store as a page opens it, and no decision left behind."""
    with open_store(folder) as opened:
        yield opened
    (folder / decisions.FILE).unlink(missing_ok=True)


def answered(store, name="control.chart", selection=None, **options):
    chosen = selection or Selection.default(store.capabilities)
    return question(name).ask(store, chosen, Controls(**options)).answer()


def decide(store, kind, at, series="offences", **given):
    selection = Selection.default(store.capabilities)
    made = Decision(
        kind,
        role="lead analyst",
        reason="Known to the analysts",
        month=add_months(FIRST, at),
        series=series,
        where=deciding.about(selection, series),
        **given,
    )
    return deciding.decide(store, selection, made)


def test_a_planted_step_is_a_concern_and_says_what_its_flags_are_worth(store):
    found = answered(store, chart="raw", window="all")
    figures = {each.name: each for each in found.estimates}

    assert found.finding.startswith("More than noise in offences of violence with injury: December 2024 is ")
    assert figures["flagged_in_latest_year"].value == 12
    assert f"flags {figures['false_alarms'].value:.0f} % of years" in found.finding
    assert figures["false_alarms"].low < figures["false_alarms"].value < figures["false_alarms"].high


def test_as_counted_the_numbers_and_limits_are_those_of_an_xmr_chart_by_hand(store):
    table = answered(store, chart="raw", window="all", baseline="60").table
    lockdown = {dt.date(2020, each, 1) for each in (3, 4, 5, 6, 11)} | {
        dt.date(2021, each, 1) for each in (1, 2, 3)
    }
    kept = table[~table["month"].isin(lockdown)].head(60)["counted"].to_numpy(float)
    ranges = np.abs(np.diff(kept))
    ranges = ranges[ranges < 3.267 * ranges.mean()]

    assert list(table["value"]) == pytest.approx(list(table["counted"]))
    assert table["mean"].iloc[0] == pytest.approx(kept.mean())
    assert table["upper_limit"].iloc[0] == pytest.approx(kept.mean() + 2.66 * ranges.mean())


def test_re_basing_takes_effect_on_the_chart_and_in_the_caption(store):
    before = answered(store, window="all")
    decide(store, "rebase", STEP)
    after = answered(store, window="all")

    assert after.finding.startswith("Nothing but the usual noise in ")
    assert before.finding != after.finding
    assert sorted(after.table["base"].unique()) == [1, 2]
    assert [each.label for each in after.chart.marks if "Re-based" in each.label] == ["Re-based (decision 1)"]
    assert sum(each.panel == LIMITS for each in after.chart.series) == 2
    assert "Decided: Re-base January 2023 (no. 1; Known to the analysts; lead analyst, " in after.definition


def test_a_re_basing_before_the_months_shown_still_makes_their_limits(store):
    decide(store, "rebase", STEP)
    late = Selection.default(store.capabilities)
    late = late.with_period(late.period._replace(first=add_months(FIRST, STEP + 6)))
    table = answered(store, selection=late).table

    whole = answered(store, window="all").table
    assert list(table["mean"].unique()) == pytest.approx([whole["mean"].iloc[-1]])


def test_a_re_basing_of_one_district_is_not_that_of_another(store):
    decide(store, "rebase", STEP)
    district = replace(Selection.default(store.capabilities), areas=(worlds.MEDWAY,))

    assert answered(store, selection=district, window="all").table["base"].nunique() == 1


def test_a_month_left_out_is_hollow_and_neither_judged_nor_in_the_limits(store):
    decide(store, "exclude", 70)
    found = answered(store, window="all")
    row = found.table[found.table["month"] == add_months(FIRST, 70)].iloc[0]

    assert (row["state"], row["cause"], row["rule"]) == ("left out", "not judged", "")
    assert found.chart.series[0].hollow[70]


def test_a_comment_stands_at_its_month(store):
    decide(store, "comment", 66)

    assert "Known to the analysts" in [each.label for each in answered(store, window="all").chart.marks]


def test_an_analyst_can_count_an_incomplete_month_as_whole_and_leave_another_out(folder, store):
    def states(opened):
        table = answered(opened, window="all").table
        trend = question("trends.monthly").ask(opened, Selection.default(opened.capabilities)).answer()
        return table["state"].iloc[80], table["state"].iloc[79], trend

    assert states(store)[:2] == ("incomplete", "complete")
    decide(store, "whole", 80, series=decisions.EVERY)
    decide(store, "exclude", 79, series=decisions.EVERY)
    with open_store(folder) as fresh:
        now, before, trend = states(fresh)

    assert (now, before) == ("complete", "incomplete")
    assert "Count a month as whole September 2024 (no. 1;" in trend.missing
    assert "Leave a month out August 2024 (no. 2;" in trend.missing
    assert list(trend.table.loc[[79, 80], "whole"]) == [False, True]


def test_the_completeness_page_names_the_decision(folder, store):
    decide(store, "whole", 80, series=decisions.EVERY)
    with open_store(folder) as fresh:
        table = answered(fresh, "completeness.months").table
    row = table[table["month"] == add_months(FIRST, 80)].iloc[0]

    assert row["state"] == "complete"
    assert row["reason"].startswith("decided: Count a month as whole September 2024 (no. 1;")


def test_a_new_base_of_less_than_a_year_has_no_limits_and_says_so(store):
    decide(store, "rebase", 78)
    found = answered(store, window="all")

    assert "The latest base has no limits yet: it needs 12 whole months." in found.definition
    assert found.table["mean"].iloc[:78].notna().all()
    assert found.table["mean"].iloc[78:].isna().all()


def test_a_month_the_extract_has_not_got_cannot_be_decided_on(store):
    with pytest.raises(SelectionError, match="no March 2026"):
        decide(store, "rebase", 98)
    assert decisions.recorded(store.folder) == ()


def test_the_list_of_decisions_says_which_are_in_force(store):
    assert answered(store, "control.decisions").finding == "No decision is on record."
    decide(store, "rebase", STEP)
    decide(store, "comment", 3)
    decisions.record(
        store.folder, Decision("withdraw", "lead analyst", "It was a trial", number=1), board=False
    )
    found = answered(store, "control.decisions")

    assert found.finding == "1 of 3 decisions on record is in force."
    assert list(found.table["in_force"]) == [False, True, False]
    assert list(found.table["series"][:2]) == ["Selected offences"] * 2


def test_the_list_of_decisions_says_filters_in_words(store):
    narrowed = replace(
        Selection.default(store.capabilities),
        areas=(worlds.THANET,), groups=("violence_with_injury", "homicide"), knife="yes",
        role="victim", ages=("14_17", "18_24"),
    )  # fmt: skip
    bands, groups = reference.age_bands(), reference.offence_groups()

    assert deciding.in_words(decisions.scope(narrowed)) == (
        f"by date recorded; Thanet; {groups['homicide'].label}, {groups['violence_with_injury'].label}; "
        f"knife-enabled: yes; involving: victim; aged {bands['14_17'].label}, {bands['18_24'].label}"
    )
    assert deciding.in_words("") == ""
    assert deciding.in_words("areas=gone;level=csp") == "gone"


def test_rare_events_are_shown_as_days_between_them(store):
    found = answered(store, series="homicide")
    days = found.table[:-1]["days"]

    assert found.chart.y.title == "days since the one before"
    assert len(days) == 35
    assert found.table["mean"].iloc[0] == pytest.approx(days.mean())
    assert found.table["upper_limit"].iloc[0] == pytest.approx(
        days.mean() + 3 * np.sqrt(days.mean() * (days.mean() + 1))
    )
    # the last event was in September 2024, and the extract runs to the end of December
    assert found.chart.series[0].hollow[-1]
    assert found.table["day"].iloc[-1] == dt.date(2024, 12, 31)


def test_a_t_chart_whose_lower_limit_is_below_a_day_owns_up_that_no_gap_is_too_short(tmp_path):
    gaps = np.random.default_rng(3).exponential(50, 30).astype(int) + 1
    rows = worlds.offences(60, first=FIRST) + [
        {"recorded_on": FIRST + dt.timedelta(days=int(after)), "offence_group": "homicide"}
        for after in np.cumsum(gaps)
    ]
    with make_store(tmp_path, rows) as opened:
        found = answered(opened, series="homicide", chart="t")

    assert 0 < found.table["lower_limit"].iloc[0] < 1
    assert "not that they became more frequent" in found.finding


def test_the_exact_test_stands_beside_rare_events_only(store):
    plain, rare = (
        [
            each.question.name
            for each in control.answers(store, Selection.default(store.capabilities), Controls(series=series))
        ]
        for series in ("offences", "homicide")
    )

    assert "control.recent" not in plain
    assert "control.recent" in rare
    assert answered(store, "control.recent").empty == "cannot"


def test_too_few_rare_events_cannot_tell(store):
    found = answered(store, "control.recent", series="homicide")
    figures = {each.name: each.value for each in found.estimates}

    tested = spc.recent(int(figures["latest"]), 731, 36 - int(figures["latest"]), 1)
    assert tested.events == figures["latest"]
    assert found.verdict.value in ("cannot tell", "no clear change")
    assert (found.verdict.value == "cannot tell") == (figures["power_doubling"] < 80)


def test_a_share_is_out_of_those_whose_flag_is_known(store):
    every = replace(Selection.default(store.capabilities), groups=())
    found = answered(store, selection=every, series="knife_share", window="all")

    assert found.table["value"].iloc[0] == pytest.approx(100 * 1 / (numbers()[0] + 1))
    assert "special cause: concern" not in set(found.table["cause"])


def test_a_steady_rise_is_told_with_its_planted_slope(tmp_path):
    rising = [20 + at // 4 for at in range(96)]  # three more a month each year
    # wounding with intent, which changes in recording hardly move
    with make_store(tmp_path, worlds.offences(96, each=rising, first=FIRST, ho_code="5D")) as opened:
        found = answered(opened, "control.trend")
    slope = next(each for each in found.estimates if each.name == "slope")

    assert found.verdict.value == "higher"
    assert slope.low <= slope.value <= slope.high
    assert slope.value == pytest.approx(3, abs=0.1)


@pytest.mark.parametrize(("intent", "verdict"), [(3, "cannot tell"), (8, "higher")])
def test_a_rise_across_a_change_in_recording_needs_a_series_that_recording_hardly_moves(
    tmp_path, intent, verdict
):
    months = 96
    rows = [
        *worlds.offences(months, each=[20 + at // 4 for at in range(months)], first=FIRST, ho_code="8N"),
        *worlds.offences(months, each=[3] * 84 + [intent] * 12, first=FIRST, ho_code="5D"),
    ]
    with make_store(tmp_path, rows) as opened:
        found = answered(opened, "control.trend")

    assert found.verdict.value == verdict
    assert (
        "Recording changed in between (“Strangulation an offence of its own”, June 2022 and 2 others)"
        in found.finding
    )
    assert any(each.name == "wounding with intent, change" for each in found.estimates)


def test_one_step_is_no_clear_rise_over_seven_years(store):
    assert answered(store, "control.trend").verdict.value == "no clear change"


@pytest.mark.parametrize("series", list(SERIES))
def test_every_series_answers_or_says_what_would_help(store, no_frills, series):
    for opened in (store, no_frills):
        for each in control.QUESTIONS:
            found = each.ask(opened, Selection.default(opened.capabilities), Controls(series=series)).answer()
            assert found.finding.endswith(".")
            assert "nan" not in found.finding


def test_a_year_is_the_least_a_chart_needs(steady):
    default = Selection.default(steady.capabilities)
    short = default.with_period(default.period._replace(first=dt.date(2024, 6, 1)))
    found = answered(steady, selection=short)

    assert found.empty == "enough"
    assert "needs twelve whole months" in found.finding


def test_nothing_is_decided_in_a_board_s_store(tmp_path):
    with (
        make_store(tmp_path, worlds.offences(2), audience="board") as board,
        pytest.raises(StoreError, match="board"),
    ):
        deciding.decide(
            board,
            Selection.default(board.capabilities),
            Decision("comment", role="analyst", reason="a reason of words", month=worlds.FIRST),
        )
