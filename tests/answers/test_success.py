"""Success measures on worlds counted by hand: who counts as a victim under 25, and since when it changed."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from tests.answers.worlds import ASHFORD, MEDWAY, THANET
from tests.stores import make_store
from vru.answers import question
from vru.periods import Period, add_months
from vru.selection import Selection

FIRST = dt.date(2020, 4, 1)  # after the knife flag's new method
MONTHS = 60
BASE = "2021-09"


def incidents(each, *, first=FIRST, ages=(17,), **given):
    """Offences with victims of these ages in every month from `first`; `each` is how many, a month each."""
    rows, people = [], []
    for at, number in enumerate(each):
        for k in range(number):
            name = f"{given.get('ho_code', '8N')}-{given.get('knife', True)}-{first}-{at}-{k}-{ages}"
            day = add_months(first, at).replace(day=1 + k % 28)
            rows.append(
                {
                    "offence_id": name,
                    "recorded_on": day,
                    "committed_on": day,
                    "knife": True,
                    "ho_code": "8N",
                    "district": (MEDWAY, ASHFORD, THANET)[k % 3],
                    **given,
                }
            )
            people += [
                {"offence_id": name, "role": "victim", "person": f"{name}-{n}", "age": age}
                for n, age in enumerate(ages)
            ]
    return rows, people  # fmt: skip


def world(folder, *parts, **tables):
    rows, people = ([one for part in parts for one in part[side]] for side in (0, 1))
    return make_store(folder, rows, people, **tables)


def asked(store, name, selection=None, **options):
    of = question(name)
    chosen = of.options(**{"base": BASE, **options})
    return of.ask(store, selection or Selection.default(store.capabilities), chosen).answer()


RESIDENTS = [
    {"year": year, "area": area, "age_low": 0, "age_high": 24, "residents": 40_000}
    for year in range(2019, 2026)
    for area in (MEDWAY, ASHFORD, THANET)
]


def by_district(victims):
    """Victims of three years by district, from which an extract of five years is made."""
    return [
        incidents(
            [0] * 24 + [number // 36 + (at < number % 36) for at in range(36)], ages=(10 + k,), district=area
        )
        for k, (area, number) in enumerate(victims.items())
    ] + [incidents([1] * MONTHS, ages=(40,), district=MEDWAY)]  # fmt: skip


def numbers(answer):
    return {each.name: each for each in answer.estimates}


@pytest.fixture(scope="module")
def halved(tmp_path_factory):
    """60 months: 12 victims of 17 a month, 6 in the last 12; each month 3 aged 40 and 1 of unknown age.

    Two of the offences hurt two: a child of 8 and a woman of 24, in the last month only.
    """
    steady = [12] * 48 + [6] * 12
    store = world(
        tmp_path_factory.mktemp("halved"),
        incidents(steady),
        incidents([3] * MONTHS, ages=(40,), ho_code="5D"),
        incidents([1] * MONTHS, ages=(None,), ho_code="2"),
        incidents([0] * 59 + [2], ages=(8, 24), ho_code="8P"),
        incidents([4] * MONTHS, ages=(20,), ho_code="34B", offence_group="robbery"),
        incidents([5] * MONTHS, ages=(20,), knife=False, ho_code="8G"),
        incidents([1] * MONTHS, ages=(20,), knife=None, ho_code="8J"),
        incidents([1] * MONTHS, ages=(), ho_code="8F"),
        incidents([2] * MONTHS, ages=(18,), ho_code="1", offence_group="homicide"),
        population=[
            {"year": year, "area": area, "age_low": low, "age_high": high, "residents": 10_000}
            for year in range(2019, 2026)
            for area in (MEDWAY, ASHFORD, THANET)
            for low, high in ((0, 9), (10, 13), (14, 17), (18, 24), (25, 120))
        ],
    )
    yield store
    store.close()


def test_victims_under_25_of_knife_assaults_are_counted(halved):
    found = numbers(asked(halved, "success.knife_assaults"))

    assert found["now"].value == 6 * 12 + 2 * 2
    assert found["base_total"].value == 12 * 12
    assert found["change"].value == pytest.approx(100 * (76 / 144 - 1))


def test_the_wider_set_adds_robbery_but_neither_homicide_nor_what_has_no_flag(halved):
    found = numbers(asked(halved, "success.knife_assaults", offences="selected"))

    assert found["now"].value == 76 + 4 * 12


def test_the_interval_of_the_latest_year_is_garwood_s_where_months_do_not_swing(halved):
    now = numbers(asked(halved, "success.knife_assaults"))["now"]

    assert now.low == pytest.approx(stats.chi2.ppf(0.025, 2 * 76) / 2)
    assert now.high == pytest.approx(stats.chi2.ppf(0.975, 2 * 77) / 2)


def test_the_bands_add_up_and_the_unknown_are_stated(halved):
    answer = asked(halved, "success.knife_ages")
    found = {name: each.value for name, each in numbers(answer).items()}

    assert found["Aged 0–9"] + found["Aged 10–17"] + found["Aged 18–24"] == found["Under 25"] == 76
    assert (found["Aged 0–9"], found["Aged 18–24"]) == (2, 2)
    assert found["Age not known"] == 12
    assert found["Under 25"] + found["Aged 25 and over"] + found["Age not known"] == found["All ages"]
    assert "12 more victims" in answer.finding
    assert "Age not known of 60 of" in answer.missing


def test_what_the_count_cannot_see_is_said(halved):
    missing = asked(halved, "success.knife_assaults").missing

    # 12 x 48 + 6 x 12 + 3 x 60 + 60 + 2 flagged, 60 without a victim, 300 not flagged, 60 not known
    assert "60 of 1,310 such offences (5 %) have no knife flag, known or not" in missing
    assert "60 of 950 knife offences name no victim" in missing


def test_a_halving_is_lower_against_both_years_where_recording_did_not_change(tmp_path):
    with world(tmp_path, incidents([12] * 22 + [6] * 12, first=dt.date(2022, 7, 1))) as store:
        answer = asked(store, "success.knife_assaults", base="2023-06")

        assert answer.verdict.value == "lower"
        found = numbers(answer)
        assert found["now"].value == 72
        # the latest year ends in April, the baseline year in June: all twelve months are comparable
        assert found["comparable_months"].value == 12
        assert found["base_total"].value == 144
        assert "50 % fewer than in the baseline year" in answer.finding
        assert found["year_before_change"].high < 0


def test_across_a_change_in_recording_nothing_is_concluded_without_a_robust_series(halved):
    answer = asked(halved, "success.knife_assaults")

    assert numbers(answer)["change"].high < 0
    assert answer.verdict.value == "cannot tell"
    assert "recording changed in between" in answer.finding
    assert "Strangulation" in answer.finding


def test_a_baseline_before_the_data_says_what_is_missing(halved):
    answer = asked(halved, "success.knife_assaults", base="2019-09")

    assert answer.verdict.value == "cannot tell"
    assert "begin in April 2020, after the baseline year" in answer.finding
    assert "change" not in numbers(answer)
    assert "year_before_change" in numbers(answer)


def test_an_extract_that_begins_within_the_baseline_year_says_so(halved):
    assert "within the baseline year" in asked(halved, "success.knife_assaults", base="2020-09").finding


def test_a_baseline_that_is_not_over_before_the_latest_year_says_so(halved):
    assert "not over before" in asked(halved, "success.knife_assaults", base="2024-09").finding


def test_a_baseline_that_is_no_month_is_refused_with_the_remedy():
    with pytest.raises(Exception, match="2019-09"):
        question("success.knife_assaults").options(base="autumn")


def test_an_incomplete_month_is_in_neither_year(tmp_path):
    quality = [
        {"basis": "recorded", "month": add_months(dt.date(2022, 7, 1), at),
         "state": "incomplete" if at == 30 else "complete"}
        for at in range(36)
    ]  # fmt: skip
    parts = incidents([10] * 30 + [1] + [10] * 5, first=dt.date(2022, 7, 1))
    with world(tmp_path, parts, tables={"month_quality": quality}) as store:
        answer = asked(store, "success.knife_assaults", base="2023-06")

        found = numbers(answer)
        assert (found["comparable_months"].value, found["base_total"].value) == (11, 110)
        assert found["change"].value == pytest.approx(0)
        assert "11 of 12 months comparable" in answer.finding
        assert "January 2025 (incomplete)" in answer.missing


def test_filters_of_kind_and_people_are_not_used_and_those_of_place_are(halved):
    default = Selection.default(halved.capabilities)
    plain = numbers(asked(halved, "success.knife_assaults"))["now"].value

    other = asked(halved, "success.knife_assaults", replace(default, groups=(), domestic="no", sex="male"))
    place = asked(halved, "success.knife_assaults", replace(default, areas=(ASHFORD,)))

    assert numbers(other)["now"].value == plain
    assert "whatever the filters say" in other.selected
    assert numbers(place)["now"].value == 2 * 12 + 2


def test_a_district_s_rate_is_of_residents_under_25_over_three_years(halved):
    answer = asked(halved, "success.knife_districts")
    row = answer.table.set_index("label").loc["Ashford"]

    victims = 4 * 24 + 2 * 12 + 2
    assert row["victims"] == victims
    assert row["value"] == pytest.approx(1_000 * victims / (3 * 40_000), rel=1e-3)
    assert row["low"] == pytest.approx(row["value"] * stats.chi2.ppf(0.025, 2 * victims) / 2 / victims)


def test_districts_stand_in_a_funnel_and_by_name(tmp_path):
    parts = by_district({MEDWAY: 36, ASHFORD: 36, THANET: 108})
    with world(tmp_path, *parts, population=RESIDENTS) as store:
        answer = asked(store, "success.knife_districts")

    expected = 60  # a third of 180 each, for as many residents
    assert numbers(answer)["rate of all"].value == pytest.approx(1_000 * 180 / (3 * 3 * 40_000), rel=1e-3)
    z = np.array([-24, -24, 48]) / expected**0.5
    phi = max(1.0, float(np.mean(np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2)))
    assert f"over-dispersion φ {phi:.1f}" in answer.definition
    assert list(answer.table["label"]) == ["Ashford", "Medway", "Thanet"]
    assert set(answer.table["place"]) == {"inside"}
    assert answer.chart.kind == "funnel"
    assert answer.finding.startswith(
        "Not one of 3 districts lies outside what chance and usual differences let expect."
    )


def test_a_district_far_from_the_others_lies_outside(tmp_path):
    others = [f"E070001{number:02}" for number in (5, 6, 7, 8, 9, 10, 11, 12, 13, 15)]
    people = [
        {"year": year, "area": area, "age_low": 0, "age_high": 24, "residents": 40_000}
        for year in range(2019, 2026)
        for area in (*others, THANET)
    ]
    parts = by_district(dict.fromkeys(others, 40) | {THANET: 160})
    with world(tmp_path, *parts, population=people) as store:
        answer = asked(store, "success.knife_districts")

    places = answer.table.set_index("label")["place"]
    assert places["Thanet"] == "far above"
    assert set(places.drop("Thanet")) == {"inside"}
    assert "Outside: Thanet (far above, 1.33)" in answer.finding


def test_one_to_four_are_hidden_and_no_total_gives_them_away(tmp_path):
    with world(tmp_path, *by_district({MEDWAY: 30, ASHFORD: 3, THANET: 8}), population=RESIDENTS) as store:
        answer = asked(store, "success.knife_districts")

    table = answer.table.set_index("label")
    assert list(table.index[table["place"] == "1 to 4"]) == ["Ashford", "Thanet"]
    assert table.loc[["Ashford", "Thanet"], ["victims", "value", "low", "high"]].isna().all(axis=None)
    assert table.loc["Medway", "victims"] == 30
    assert not {"Ashford", "Thanet"} & set(numbers(answer))
    assert not {"Ashford", "Thanet"} & {name for one in answer.chart.series for name in one.notes}
    assert "2 districts are not shown: fewer than 5 victims" in answer.missing


def test_a_district_without_victims_is_a_0_and_too_small_a_one_is_not_judged(tmp_path):
    few = [each | {"residents": 1_000} if each["area"] == ASHFORD else each for each in RESIDENTS]
    with world(tmp_path, *by_district({MEDWAY: 90, THANET: 90, ASHFORD: 0}), population=few) as store:
        row = asked(store, "success.knife_districts").table.set_index("label").loc["Ashford"]

    assert row["victims"] == 0
    assert row["place"] == "too few to judge"


def test_without_residents_districts_are_counts_and_say_so(tmp_path):
    with world(tmp_path, incidents([9] * 40)) as store:
        answer = asked(store, "success.knife_districts")

    assert set(answer.table["value"]) == {108.0}
    assert "Counts only" in answer.definition
    assert answer.finding.startswith(
        "Whether 3 districts differ by more than chance cannot be told: no residents are loaded"
    )


def test_two_districts_make_no_funnel(tmp_path):
    with world(tmp_path, *by_district({MEDWAY: 90, THANET: 90}), population=RESIDENTS) as store:
        default = Selection.default(store.capabilities)
        answer = asked(store, "success.knife_districts", replace(default, areas=(MEDWAY, THANET)))

    assert "cannot be told: a funnel needs three" in answer.finding
    assert answer.chart.kind == "dots"


def test_fewer_than_three_years_give_no_districts(tmp_path):
    with world(tmp_path, incidents([9] * 20)) as store:
        answer = asked(store, "success.knife_districts")

        assert answer.empty == "enough"
        assert "three years" in answer.finding


NAMES = ("success.knife_assaults", "success.knife_monthly", "success.knife_ages", "success.knife_districts")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"knife": None}, "knife"),
        ({"ho_code": None}, "ho_code"),
        ({"ages": (None,)}, "age"),
        ({"ages": ()}, "role"),
    ],
)
def test_an_extract_that_cannot_answer_names_the_column_to_load(tmp_path, name, given, column):
    with world(tmp_path, incidents([3] * 24, **given)) as store:
        answer = asked(store, name)

        assert answer.empty == "cannot"
        assert f"`{column}`" in answer.finding


def test_a_period_before_the_latest_year_ends_there(halved):
    default = Selection.default(halved.capabilities)
    earlier = replace(default, period=Period(FIRST, dt.date(2024, 3, 1)))

    answer = asked(halved, "success.knife_assaults", earlier)

    assert numbers(answer)["now"].value == 144
    assert "the year to March 2024" in answer.finding


def test_victims_of_other_ages_alone_leave_no_ages_to_show(tmp_path):
    with world(tmp_path, incidents([4] * MONTHS, ages=(40,))) as store:
        ages = asked(store, "success.knife_ages")
        for name in ("success.overview", "success.knife_assaults", "success.knife_districts"):
            assert "nan" not in asked(store, name).finding

    assert ages.empty == "nothing"
    assert ages.finding == ("No victim under 25 of such an offence is recorded in April 2020 to March 2025.")


def test_the_month_s_chart_flags_a_halving_against_its_own_noise(halved):
    answer = asked(halved, "success.knife_monthly")

    assert answer.chart.kind == "control"
    assert answer.finding.startswith(
        "More than noise in victims under 25 of knife assaults: March 2025 is below the lower limit (special "
        "cause of improvement)."
    )
    assert numbers(answer)["flagged_in_latest_year"].value == 12
    assert numbers(answer)["false_alarms"].value is not None
    table = answer.table.set_index("month")
    assert table.loc[dt.date(2025, 3, 1), "victims"] == 10
    assert table.loc[dt.date(2023, 4, 1), "mean"] == pytest.approx(12, rel=0.01)


def test_a_year_of_months_at_least_makes_a_chart(tmp_path):
    with world(tmp_path, incidents([9] * 8)) as store:
        assert asked(store, "success.knife_monthly").empty == "enough"
