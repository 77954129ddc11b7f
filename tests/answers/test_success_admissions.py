"""Success measure 1: admissions as the range they are known in, and what they cannot say."""

import datetime as dt

import pytest

from tests.answers.worlds import ASHFORD, MEDWAY, offences
from tests.stores import make_store
from vru.answers import deciding, question
from vru.answers.success import OPTIONS
from vru.decisions import Decision
from vru.measures import change, rates
from vru.periods import add_months
from vru.selection import Selection

FIRST = dt.date(2017, 4, 1)
MONTHS = 96  # to March 2025; the last two are provisional, so the year judged ends in January 2025
FORCE = "E23000032"


def rows(counts, *, first=FIRST, area=FORCE, ages=(0, 24), rounding=1, cause="X99", **more):
    """A row a month; a count of None is suppressed, "gap" is not published."""
    return [
        {
            "period_from": add_months(first, at),
            "period_to": add_months(first, at + 1) - dt.timedelta(days=1),
            "area": area, "cause": cause, "episode": "admission", "age_low": ages[0], "age_high": ages[1],
            "low": 1 if count is None else count, "high": 7 if count is None else count,
            "rounding": rounding, **more,
        }
        for at, count in enumerate(counts)
        if count != "gap"
    ]  # fmt: skip


def answered(folder, admission, name="success.admissions", options=None):
    crimes = offences(2, first=dt.date(2025, 2, 1))
    with make_store(folder, crimes, tables={"admission": admission}, force="Kent") as store:
        asked = question(name).ask(store, Selection.default(store.capabilities), OPTIONS(**(options or {})))
        return asked.answer()


def figures(found):
    return {each.name: each for each in found.estimates}


def test_exact_counts_of_under_25s_are_held_against_the_baseline_year(tmp_path):
    found = answered(tmp_path, rows([6] * 30 + [6] * 54 + [3] * 12))

    # two provisional months are left out, so the year judged has two months of 6 and ten of 3
    assert figures(found)["now"].value == 42
    assert figures(found)["baseline, as counted"].value == 72
    exact = change.rate_ratio(42, 72)
    assert figures(found)["change"].low == pytest.approx(100 * (exact.low - 1))
    assert figures(found)["change"].high == pytest.approx(100 * (exact.high - 1))
    assert found.verdict.value == "lower"
    assert found.finding.startswith(
        "42 admissions of people under 25 after knife assaults, Kent and Medway, in the year to"
    )


def test_a_series_that_swings_no_more_than_chance_has_plain_exact_limits(tmp_path):
    now = figures(answered(tmp_path, rows([6] * MONTHS)))["now"]

    exact = rates.poisson_limits([72])
    assert (now.low, now.high) == pytest.approx((exact.low[0], exact.high[0]))


def test_a_suppressed_year_is_a_range_and_no_zero(tmp_path):
    found = answered(tmp_path, rows([None] * MONTHS))

    now = figures(found)["now, as counted"]
    assert (now.low, now.high) == (12, 84)
    assert figures(found)["now"].low == pytest.approx(rates.poisson_limits([12]).low[0], rel=0.2)
    assert found.verdict.value == "cannot tell"
    assert "most months of a year compared are suppressed" in found.finding


def test_the_interval_of_the_change_reaches_over_all_that_rounding_leaves(tmp_path):
    exact = figures(answered(tmp_path / "a", rows([40] * MONTHS)))["change"]
    rounded = figures(answered(tmp_path / "b", rows([40] * MONTHS, rounding=5)))["change"]

    assert rounded.low < exact.low < 0 < exact.high < rounded.high
    worst = change.rate_ratio(12 * 38, 12 * 42)
    assert rounded.low <= 100 * (worst.low - 1) + 1e-9


def test_a_month_that_is_not_published_leaves_no_year(tmp_path):
    counts = [6] * MONTHS
    counts[90] = "gap"
    found = answered(tmp_path, rows(counts))

    # the latest whole year is the one before the gap
    assert "in the year to September 2024" in found.finding
    assert "Not published: October 2024." in found.missing


def test_gaps_everywhere_are_not_enough(tmp_path):
    found = answered(tmp_path, rows([6 if at % 6 else "gap" for at in range(MONTHS)]))

    assert found.empty == "enough"


def test_a_baseline_before_the_figures_cannot_be_told(tmp_path):
    found = answered(tmp_path, rows([6] * 40, first=dt.date(2021, 12, 1)))

    assert found.verdict.value == "cannot tell"
    assert "the baseline year is not whole: the figures run from December 2021 to March 2025" in found.finding


def test_a_baseline_year_without_anybody_has_no_ratio(tmp_path):
    found = answered(tmp_path, rows([0] * 48 + [6] * 48))

    assert found.verdict.value == "cannot tell"
    assert "nobody was admitted in the baseline year" in found.finding
    assert "change" not in figures(found)


def test_a_region_s_figures_say_that_they_are_the_region_s_and_print_the_request(tmp_path):
    whole = {"age_low": None, "age_high": None}
    ten_years = rows([100] * MONTHS, area="South East", ages=(10, 19), rounding=5)
    found = answered(tmp_path, rows([300] * MONTHS, area="South East", rounding=5, **whole) + ten_years)

    assert "the South East" in found.finding
    assert "They are of a wider area than this extract's" in found.finding
    assert "published age groups do not give under 25" in found.finding
    assert "Finished admission episodes (FAE)" in found.missing
    assert "patients aged under 25; residents of Kent and Medway" in found.missing
    assert "X99" in found.missing
    assert "X85–Y09" in found.missing
    # bands stand beside all ages and are never added to them
    assert figures(found)["now"].value == 3600


def test_the_force_s_own_figures_go_before_its_region_s(tmp_path):
    found = answered(tmp_path, rows([6] * MONTHS) + rows([300] * MONTHS, area="South East"))

    assert figures(found)["now"].value == 72
    assert "To have this measure" not in found.missing


def test_another_region_is_refused_with_what_to_load(tmp_path):
    found = answered(tmp_path, rows([6] * MONTHS, area="London") + rows([6] * MONTHS, area="North East"))

    assert found.empty == "cannot"
    assert "load the region's" in found.finding


def test_an_extract_of_other_districts_is_not_given_this_force_s_region(tmp_path):
    crimes = offences(2, first=dt.date(2025, 2, 1), district="Madeup East")
    both = rows([20] * MONTHS, area="South East") + rows([90] * MONTHS, area="England")
    with make_store(tmp_path, crimes, tables={"admission": both}, force="Kent and Medway") as store:
        found = question("success.admissions").ask(store, Selection.default(store.capabilities)).answer()

    assert "England" in found.finding
    assert "South East" not in found.finding
    assert "Kent" not in found.missing


def test_consultant_episodes_are_no_admissions(tmp_path):
    found = answered(tmp_path, rows([6] * MONTHS, episode="consultant"))

    assert found.empty == "cannot"
    assert "consultant episodes" in found.finding


def test_without_admissions_the_page_says_what_to_load(tmp_path):
    found = answered(tmp_path, [])

    assert found.empty == "cannot"
    assert "vru load --admissions FILE" in found.finding


def test_any_assault_is_drawn_beside_and_not_added(tmp_path):
    wider = rows([20] * MONTHS, cause="X85-Y09", ages=(None, None))
    found = answered(tmp_path, rows([6] * MONTHS) + rows([9] * MONTHS, ages=(25, 120)) + wider)

    assert [each.name for each in found.chart.series] == ["Under 25", "All ages", "Any assault, all ages"]
    assert found.table["all_ages_low"].iloc[0] == 15
    assert found.table["any_assault_low"].iloc[0] == 20


def test_suppressed_months_are_drawn_as_ranges_and_the_last_two_hollow(tmp_path):
    found = answered(tmp_path, rows([10] * 95 + [None]), options={"admitted": "month"})
    line = found.chart.series[0]

    assert (line.low[-1], line.y[-1], line.high[-1]) == (1, 4, 7)
    assert line.hollow[-3:] == (False, True, True)


def test_the_proxy_counts_victims_under_25_of_the_gravest_knife_violence(tmp_path):
    crimes = [
        *offences(12, each=2, first=dt.date(2024, 1, 1), ho_code="5D", knife=True),
        *offences(12, each=1, first=dt.date(2024, 1, 1), ho_code="5D", knife=False),
        *offences(12, each=1, first=dt.date(2024, 1, 1), ho_code="8N", knife=True, district=ASHFORD),
        *offences(12, each=1, first=dt.date(2024, 1, 1), ho_code="5D", knife=True, district=MEDWAY),
    ]
    victims = [
        {"offence_id": f"o{number}", "role": "victim", "age": 30 if number > 48 else 19, "person": number}
        for number in range(1, 61)
    ]
    with make_store(tmp_path, crimes, victims) as store:
        found = (
            question("success.admissions_proxy").ask(store, Selection.default(store.capabilities)).answer()
        )

    assert found.finding.startswith("A proxy from police figures, not hospital ones: 24 victims under 25")
    assert "PROXY" in found.subtitle


def test_the_request_names_what_published_tables_lack(tmp_path):
    found = answered(tmp_path, [], name="success.admissions_request")

    assert list(found.table["item"]) == ["Counted", "Cause", "Age", "Area", "Period", "Small numbers"]
    assert "Kent and Medway" in found.finding


def test_the_baseline_year_that_analysts_decide_on_holds_here_too(tmp_path):
    with make_store(
        tmp_path,
        offences(60, each=1, first=dt.date(2020, 4, 1)),
        force="Kent",
        tables={"admission": rows([6] * MONTHS)},
    ) as store:
        selection = Selection.default(store.capabilities)
        made = Decision(
            "baseline", role="board lead", reason="The first year of the new fund", month=dt.date(2021, 3, 1)
        )
        deciding.decide(store, selection, made)
        found = question("success.admissions").ask(store, selection).answer()

    assert "in the baseline year, the year to March 2021" in found.finding
    assert "Decided:" in found.definition
