"""Success measure 3 and the page's first card: deaths counted by hand, tested exactly, never a percentage."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from tests.answers.test_success import MEDWAY, asked, incidents, numbers
from tests.stores import make_store
from vru import reference
from vru.answers import question
from vru.measures import spc
from vru.selection import Selection

DAYS_BEFORE = (dt.date(2019, 10, 1) - dt.date(2012, 4, 1)).days
DAYS_NOW = (dt.date(2024, 4, 1) - dt.date(2022, 4, 1)).days


def death(day, *, age=17, knife=True, domestic=False, **given):
    name = f"{day}-{age}-{knife}-{domestic}-{given}"
    row = {
        "offence_id": name,
        "recorded_on": day,
        "committed_on": day,
        "knife": knife,
        "domestic": domestic,
        "ho_code": "1",
        "offence_group": "homicide",
        "district": MEDWAY,
        **given,
    }
    return row, {"offence_id": name, "role": "victim", "person": name, "age": age}  # fmt: skip


def killed(folder, deaths, others=(), first=dt.date(2012, 4, 1)):
    """Twelve years to March 2024 with a knife assault a month, and these deaths."""
    rows, people = incidents([1] * 144, first=first)
    rows += [row for row, _ in deaths]
    people += [who for _, who in deaths] + list(others)
    return make_store(folder, rows, people)


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """15 deaths to September 2019 evenly spaced, 2 after, 4 in the last 24 months; 7 are not meant."""
    meant = [death(dt.date(2012, 4, 15) + dt.timedelta(days=180 * at)) for at in range(15)]
    meant += [death("2020-05-05"), death("2021-05-05")]
    meant += [death(day) for day in ("2022-06-01", "2022-12-01", "2023-06-01", "2024-01-15")]
    not_meant = [
        death("2023-01-01", domestic=True),
        death("2023-01-02", age=25),
        death("2023-01-03", knife=False),
        death("2023-01-04", knife=None),
        death("2023-01-05", age=None),
        death("2023-01-06", status="cancelled"),
        death("2014-01-07", domestic=None),
    ]
    # what the suspect was says that the last one is domestic: a brother of 20
    names = [row["offence_id"] for row, _ in not_meant]
    brother = {
        "offence_id": names[-1],
        "role": "suspect",
        "person": "b",
        "age": 20,
        "relationship": "sibling",
    }
    store = killed(tmp_path_factory.mktemp("few"), [*meant, *not_meant], [brother])
    yield store
    store.close()


def test_the_deaths_meant_are_counted_and_those_left_out_are_said(few):
    answer = asked(few, "success.knife_homicide", base="2019-09")
    found = numbers(answer)

    assert (found["now"].value, found["before"].value) == (4, 15)
    assert (found["base_year"].value, found["latest_year"].value) == (1, 2)
    assert found["domestic"].value == 1
    assert "Left out as domestic: 2 in" in answer.missing
    assert "1 without a knife flag, 1 of unknown age" in answer.missing
    assert "revised for years" in answer.missing


def test_the_expectation_and_p_are_those_of_the_binomial(few):
    found = numbers(asked(few, "success.knife_homicide", base="2019-09"))

    share = DAYS_NOW / (DAYS_NOW + DAYS_BEFORE)
    tail = min(stats.binom.cdf(4, 19, share), stats.binom.sf(3, 19, share))
    assert found["expected"].value == pytest.approx(15 * DAYS_NOW / DAYS_BEFORE)
    assert found["p"].value == pytest.approx(min(1, 2 * tail))


def test_few_deaths_cannot_tell_and_no_percentage_of_change_is_given(few):
    answer = asked(few, "success.knife_homicide", base="2019-09")

    assert answer.verdict.value == "cannot tell"
    assert "%" not in answer.finding
    assert all(each.unit != "percent" or each.name.startswith("power") for each in answer.estimates)


def test_the_quarters_add_up_to_all_deaths(few):
    table = asked(few, "success.knife_homicide", base="2019-09").table

    assert table["dead"].sum() == 21
    assert table.set_index("quarter").loc["2022 Q2", "dead"] == 1
    assert len(table) == 48


def test_the_later_wording_counts_all_that_are_not_domestic(few):
    found = numbers(asked(few, "success.knife_homicide", base="2019-09", killings="all"))

    assert found["now"].value == 4 + 4


def test_many_more_deaths_are_found_higher(tmp_path):
    deaths = [death(dt.date(2012, 4, 15) + dt.timedelta(days=180 * at)) for at in range(15)]
    deaths += [death(dt.date(2022, 4, 15) + dt.timedelta(days=30 * at)) for at in range(20)]
    with killed(tmp_path, deaths) as store:
        answer = asked(store, "success.knife_homicide", base="2019-09")

        assert answer.verdict.value == "higher"
        assert "more than before" in answer.finding


def test_a_baseline_before_the_data_falls_back_on_the_months_before_and_says_so(few):
    answer = asked(few, "success.knife_homicide", base="2012-03")

    assert "no baseline year, because figures begin in April 2012" in answer.finding
    assert numbers(answer)["before"].value == 17


def test_a_short_extract_is_not_enough(tmp_path):
    rows, people = incidents([1] * 30)
    row, who = death("2021-01-01")
    with make_store(tmp_path, [*rows, row], [*people, who]) as store:
        answer = asked(store, "success.knife_homicide")

        assert answer.empty == "enough"


def test_the_gap_chart_has_the_limits_of_its_deaths(few):
    answer = asked(few, "success.knife_gaps", base="2019-09")
    found = numbers(answer)
    *gaps, open_days = answer.table["days"]

    assert len(gaps) == 20
    mean = sum(gaps) / len(gaps)
    assert found["mean_gap"].value == pytest.approx(mean)
    assert found["upper_limit"].value == pytest.approx(mean + 3 * (mean * (mean + 1)) ** 0.5)
    assert open_days == (dt.date(2024, 3, 31) - dt.date(2024, 1, 15)).days
    assert found["days_since_last"].value == open_days


def test_too_few_deaths_make_no_gap_chart(tmp_path):
    with killed(tmp_path, [death("2020-01-01")]) as store:
        answer = asked(store, "success.knife_gaps")

        assert answer.empty == "enough"
        assert answer.finding == (
            "Days between non-domestic knife killings of people under 25 need thirteen events, and "
            "April 2012 to March 2024 has fewer."
        )


@pytest.mark.parametrize(
    ("given", "column"),
    [({"knife": None}, "knife"), ({"offence_group": "robbery"}, "ho_code"), ({"age": None}, "age")],
)
def test_an_extract_that_cannot_answer_names_the_column(tmp_path, given, column):
    made = {"age": 17, "knife": True, **given}
    deaths = [death(f"2020-0{at}-01", **made) for at in range(1, 6)]
    with make_store(tmp_path, [row for row, _ in deaths], [who for _, who in deaths]) as store:
        answer = asked(store, "success.knife_homicide")

        assert answer.empty == "cannot"
        assert f"`{column}`" in answer.finding


def test_the_first_card_says_what_the_cards_below_say(few):
    chosen = Selection.default(few.capabilities)
    first = question("success.overview").ask(few, chosen).answer()
    below = {
        each["title"]: question(each["answer"]).ask(few, chosen).answer()
        for each in reference.success_measures()
        if each["code"] != "admissions"
    }

    rows = first.table.set_index("success_measure")
    for title, answer in below.items():
        assert rows.loc[title, "verdict"] == answer.verdict.value
        assert rows.loc[title, "value"] == numbers(answer)["now"].value
    assert dict(first.links)["Killings with a knife"] == "#success.knife_homicide"


def test_the_first_card_says_which_measure_has_no_data(no_frills):
    answer = question("success.overview").ask(no_frills, Selection.default(no_frills.capabilities)).answer()

    assert set(answer.table["verdict"]) == {"cannot tell"}
    assert answer.table["size"].str.contains("names no victims").sum() == 2
    assert answer.pictures.count(None) >= 2


def test_an_area_narrows_the_deaths(few):
    elsewhere = replace(Selection.default(few.capabilities), areas=("E07000105",))

    assert asked(few, "success.knife_homicide", elsewhere, base="2019-09").empty is not None


@pytest.mark.parametrize("a_year", [0.5, 1.7, 4.0, 15.0])
def test_unchanged_rates_are_seldom_called_changed(a_year):
    days, before = 2 * 365, 9.5 * 365
    rng = np.random.default_rng(20260331)
    drawn = zip(rng.poisson(2 * a_year, 400), rng.poisson(9.5 * a_year, 400), strict=True)

    words = [spc.recent(int(now), days, int(then), before).verdict for now, then in drawn]

    assert sum(each in ("higher", "lower") for each in words) / len(words) <= 0.07
