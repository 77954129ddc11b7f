"""The reconciliation page: a store by hand, the demo's own published file, and files that do not fit."""

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.stores import make_store
from vru.answers import reconciliation
from vru.answers.reconciliation import Ends
from vru.demo import write
from vru.ingest import load
from vru.selection import Selection
from vru.store import open_store

KEY = "a key for tests only, longer than thirty-two characters"
REAL = os.environ.get("VRU_REAL_DATA")
HEADER = "12 months ending,PFA,Region,Offence,Rolling year total number of offences\n"


def published(area="Kent", year=2018, **values):
    return [
        {
            "period_from": dt.date(year, 1, 1), "period_to": dt.date(year, 12, 31), "area": area,
            "measure": name.replace("_", " ").capitalize(), "value": float(value), "source": "made up",
        }
        for name, value in values.items()
    ]  # fmt: skip


def crimes(number, *, year=2018, **given):
    return [{"recorded_on": f"{year}-{k % 12 + 1:02d}-15", **given} for k in range(number)]


def asked(store, number=0, basis="recorded", **chosen):
    selection = replace(Selection.default(store.capabilities), basis=basis)
    return reconciliation.answers(store, selection, Ends(**chosen))[number].answer()


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory):
    """360 crimes of injury in 2018 and 6 cancelled, 24 robberies; 363 and 24 are published."""
    rows = [
        *crimes(358, committed_on="2018-01-02"),
        *crimes(2, committed_on="2017-12-31"),
        *crimes(6, status="cancelled", committed_on="2018-01-02"),
        *crimes(24, offence_group="robbery", committed_on="2018-01-02"),
        *crimes(12, year=2019, committed_on="2018-12-31"),
    ]
    tables = {"comparator": published(violence_with_injury=363, robbery=24, sexual_offences=70)}
    with make_store(tmp_path_factory.mktemp("hand"), rows, tables=tables, force="Kent and Medway") as store:
        yield store


def test_the_year_by_hand(by_hand):
    found = asked(by_hand)

    columns = ["group", "published", "this_extract", "unexplained", "state"]
    assert found.table[columns].astype(object).where(
        found.table[columns].notna(), ""
    ).to_numpy().tolist() == [
        ["All compared", 387, 384, 3, "reconciles"],
        ["Robbery", 24, 24, 0, "reconciles"],
        ["Sexual offences", 70, 0, "", "not compared"],
        ["Violence with injury", 363, 360, 3, "reconciles"],
    ]
    assert found.verdict.value == "holds"
    assert found.finding.startswith(
        "This extract reconciles: at most 0.8 % is unexplained in the one year compared (limit 1 %)."
    )


def test_what_the_board_is_told_by_hand(by_hand):
    assert asked(by_hand, 1).finding == (
        "For the year to December 2018 this extract shows 384 and the Home Office published 387: 3 more than "
        "the known parts explain. Of these, violence with injury: 360 here, 363 published. The extract has "
        "390 records of these groups; 6 are cancelled, transferred or no crime and counted by neither. "
        "Published besides, and not or only in part in this extract: Sexual offences 70."
    )


def test_the_group_selected_is_the_one_named(by_hand):
    selection = replace(Selection.default(by_hand.capabilities), groups=("robbery",))
    found = reconciliation.answers(by_hand, selection, Ends())[1].answer().finding

    assert "Of these, robbery: 24 here, 24 published." in found


def test_the_parts_by_hand_add_up_by_either_date(by_hand):
    for basis, expected in (
        ("recorded", {"Cancelled": -6, "Groups not in this extract": 70, "Unexplained": 3}),
        (
            "committed",
            {
                "Cancelled": -6, "Committed in the year, recorded in another": -12,
                "Recorded in the year, committed in another": 2,
                "Groups not in this extract": 70, "Unexplained": 3,
            },
        ),
    ):  # fmt: skip
        table = asked(by_hand, 1, basis).table.set_index("part")["offences"].fillna(0)

        steps = table.drop(["Records in this extract", "Published"])
        assert {name: value for name, value in steps.items() if value} == expected
        assert table["Records in this extract"] + steps.sum() == table["Published"] == 457


def test_what_changed_the_groups_compared_is_drawn_over_their_years(tmp_path):
    figures = [
        *published(year=2018, violence_with_injury=360),
        *published(year=2019, violence_with_injury=360),
    ]
    rows = [*crimes(360), *crimes(360, year=2019)]
    with make_store(tmp_path, rows, tables={"comparator": figures}, force="Kent") as store:
        marks = asked(store).chart.marks

    assert [(each.label, each.x, each.x_to) for each in marks] == [
        ("Kent's recording inspected", -0.5, 0.5 + 14 / 365),
        ("Kent inspected again", 0.5 + 14 / 365, None),
    ]


def test_a_gap_beyond_the_limit_is_said(tmp_path):
    tables = {"comparator": published(violence_with_injury=400)}
    with make_store(tmp_path, crimes(360), tables=tables, force="Kent") as store:
        found = asked(store)

    assert found.verdict.value == "does not hold"
    assert found.finding.startswith(
        "This extract does not say what is published: in the year to December 2018 more than 1 % is "
        "unexplained (10.0 %, 40 offences)."
    )


def test_a_year_with_an_odd_month_is_compared_but_not_judged(tmp_path):
    odd = {"basis": "recorded", "month": dt.date(2018, 11, 1), "state": "unusual"}
    tables = {"comparator": published(violence_with_injury=400), "month_quality": [odd]}
    with make_store(tmp_path, crimes(360), tables=tables, force="Kent") as store:
        found = asked(store)

    assert found.verdict.value == "cannot tell"
    assert "November 2018 looks incomplete or unusual" in found.finding


def test_a_group_held_in_part_is_not_called_unexplained(tmp_path):
    rows = [*crimes(360, ho_code="8N"), *crimes(24, offence_group="violence_without_injury", ho_code="3B")]
    tables = {"comparator": published(violence_with_injury=360, violence_without_injury=600)}
    with make_store(tmp_path, rows, tables=tables, force="Kent") as store:
        table = asked(store).table.set_index("group")

    assert table.loc["Violence without injury", "why"] == (
        "held in part: code 105A (assault without injury) never occurs"
    )
    assert table.loc["All compared", "published"] == 360


def test_nothing_published_says_what_to_download_and_how_to_load_it(tmp_path):
    with make_store(tmp_path, crimes(12), force="Kent") as store:
        for number in range(3):
            found = asked(store, number)
            assert found.empty == "cannot"
            assert "police recorded crime" in found.finding
            assert "vru load rec-crime-pfa.csv --mapping ho_recorded_crime_pfa" in found.finding


def test_another_force_s_file_is_named(tmp_path):
    tables = {"comparator": published("Essex", violence_with_injury=12)}
    with make_store(tmp_path, crimes(12), tables=tables, force="Kent and Medway") as store:
        found = asked(store)

    assert found.empty == "cannot"
    assert "loaded for Essex, none for Kent and Medway" in found.finding


def test_totals_alone_are_said_not_to_be_categories(tmp_path):
    tables = {"comparator": published("Kent", total_recorded_crime=12)}
    with make_store(tmp_path, crimes(12), tables=tables, force="Kent and Medway") as store:
        found = asked(store)

    assert found.empty == "cannot"
    assert "loaded for Kent, but none by an offence category that this program knows" in found.finding


def test_what_is_held_but_not_published_is_named_and_refused_rows_are_counted(tmp_path):
    rows = [*crimes(360), *crimes(24, offence_group="robbery")]
    log = {
        "load_id": 9, "loaded_at": dt.datetime(2019, 5, 1), "file": "rec-crime-pfa.csv",
        "kind": "comparators", "sha256": "x", "mapping": "ho_recorded_crime_pfa", "mapping_hash": "x",
        "rows_read": 3, "rows_loaded": 1, "rows_quarantined": 2, "rows_duplicate": 0, "offences_changed": 0,
        "offences_withdrawn": 0,
    }  # fmt: skip
    tables = {"comparator": published(violence_with_injury=360), "load": [log]}
    with make_store(tmp_path, rows, tables=tables, force="Kent") as store:
        found = asked(store)

    assert found.verdict.value == "holds"
    assert "Robbery: no figure is published, or its rows were refused." in found.missing
    assert "2 rows of files with published figures did not load" in found.missing


@pytest.mark.parametrize(
    "name", ["Kent", "KENT", "Kent Police", "kent constabulary", "Kent and Medway", "E23000032"]
)
def test_a_force_is_known_by_its_names(tmp_path, name):
    tables = {"comparator": published(name, violence_with_injury=12)}
    with make_store(tmp_path, crimes(12), tables=tables, force="Kent and Medway") as store:
        assert asked(store).empty is None


def test_financial_years_published_are_not_held_against_a_calendar_year(tmp_path):
    rows = [
        {**each, "period_from": dt.date(year, 4, 1), "period_to": dt.date(year + 1, 3, 31)}
        for year in (2017, 2018)
        for each in published(violence_with_injury=12)
    ]
    with make_store(tmp_path, crimes(12), tables={"comparator": rows}, force="Kent") as store:
        found = asked(store)

    assert found.empty == "cannot"
    assert found.finding.startswith(
        "No whole year can be compared: of the year to March 2019, the nearest one published, 9 of its 12 "
        "months are here."
    )


def test_published_years_that_end_before_the_extract_begins_are_named(tmp_path):
    rows = [
        {**each, "period_from": dt.date(year, 4, 1), "period_to": dt.date(year + 1, 3, 31)}
        for year in (2010, 2016)
        for each in published(violence_with_injury=12)
    ]
    with make_store(tmp_path, crimes(12), tables={"comparator": rows}, force="Kent") as store:
        found = asked(store)

    assert found.empty == "nothing"
    assert "Published years loaded end from March 2011 to March 2017: load newer figures" in found.finding
    assert "other years" not in found.finding


def test_three_months_are_not_a_year(tmp_path):
    rows = [{"recorded_on": f"2018-{month}-05"} for month in (10, 11, 12)]
    tables = {"comparator": published(violence_with_injury=12)}
    with make_store(tmp_path, rows, tables=tables, force="Kent") as store:
        found = asked(store)

    assert found.empty == "cannot"
    assert "of the year to December 2018, the nearest one published, 3 of its 12 months" in found.finding
    assert "12 offences of the group Violence with injury were published for that year, 1 a month" in (
        found.finding
    )
    assert "the 3 here average 1." in found.finding


def _loaded(folder, lines):
    file = folder / "rec-crime-pfa.csv"
    file.write_text(HEADER + lines, encoding="utf-8")
    report = load([file], "ho_recorded_crime_pfa", store=folder / "store", key=KEY)
    with open_store(folder / "store") as store:
        return (
            report.to_dict()["files"][0],
            store.ask("reconcile_areas"),
            store.ask(
                "reconcile_figures",
                area="Kent",
                source="Home Office and ONS: recorded crime by police force area",
            ),
        )


def test_marks_are_quarantined_and_thousands_commas_read(tmp_path):
    report, areas, rows = _loaded(
        tmp_path,
        '31-12-2018,Kent,South East,Violence with injury,"20,522"\n'
        "31-12-2018,Kent,South East,Robbery,[x]\n"
        "31-12-2018,Kent,South East,Homicide,[c]\n"
        "31-12-2018,Kent,South East,Drug offences,..\n"
        "30-12-2017,Kent,South East,Homicide,9\n",
    )

    assert (report["read"], report["loaded"], report["quarantined"]) == (5, 2, 3)
    assert [(f"{each.starts:%Y-%m-%d}", each.measure, each.value) for each in rows.itertuples()] == [
        ("2017-01-01", "Homicide", 9.0),
        ("2018-01-01", "Violence with injury", 20_522.0),
    ]
    assert len(areas) == 1


def test_a_file_of_financial_years_written_as_such_is_refused_row_by_row(tmp_path):
    report, areas, _ = _loaded(
        tmp_path,
        "2017/18,Kent,South East,Homicide,9\n31-03-2018,Kent,South East,Robbery,1,200\n"
        '31-03-2018,Kent,South East,Robbery,"1,200"\n',
    )

    assert (report["read"], report["loaded"], report["quarantined"]) == (3, 1, 2)
    assert areas["area"].tolist() == ["Kent"]


def test_financial_years_are_held_against_an_extract_that_has_them_whole(tmp_path):
    figures = [
        {**each, "period_from": dt.date(2018, 4, 1), "period_to": dt.date(2019, 3, 31)}
        for each in published(violence_with_injury=240)
    ]
    rows = [
        {"recorded_on": f"{2018 + (month > 12)}-{(month - 1) % 12 + 1:02d}-15"}
        for month in range(1, 16)
        for _ in range(20)
    ]
    with make_store(tmp_path, rows, tables={"comparator": figures}, force="Kent") as store:
        found = asked(store)

    assert found.verdict.value == "holds"
    assert "In the year to March 2019 this extract shows 240; published: 240" in found.finding


def test_the_demo_reconciles_to_its_own_published_file(tmp_path):
    write(tmp_path, seed=4, offences=20_000)
    files = [tmp_path / f"{each}.csv" for each in ("offences", "comparators")]
    load(files, "contract", store=tmp_path / "store", key=KEY, synthetic=True)
    with open_store(tmp_path / "store") as store:
        found, way = asked(store), asked(store, 1)

    assert found.verdict.value == "holds"
    assert found.finding.startswith("This extract reconciles: at most ")
    assert "in any of 15 years compared (limit 1 %)" in found.finding
    assert "The year to March 2014 is not judged" in found.finding
    table = way.table.set_index("part")["offences"].fillna(0)
    assert table["Cancelled"] < 0
    assert table.drop("Published").sum() == table["Published"]


@pytest.mark.skipif(not REAL, reason="VRU_REAL_DATA names no folder of published extracts")
def test_kent_s_published_year_and_four_months_of_its_crimes(tmp_path):
    folder = Path(REAL or "")
    load(sorted(folder.glob("*-kent-street.csv")), "police_uk", store=tmp_path, key=KEY)
    load([*folder.glob("rec_crime_pfa*.csv")], "ho_recorded_crime_pfa", store=tmp_path, key=KEY)
    with open_store(tmp_path) as store:
        years, _, listed = (asked(store, number) for number in range(3))

    assert years.empty == "cannot"
    assert "of the year to December 2018, the nearest one published, 3 of its 12 months" in years.finding
    assert "84,741 offences of the group Violence and sexual offences (combined)" in years.finding
    values = listed.table.set_index("category")["published"]
    violence = ["Homicide", "Violence with injury", "Violence without injury", "Stalking and harassment"]
    assert values[violence].tolist() == [17, 20_522, 35_995, 20_958]
    assert values[["Robbery", "Sexual offences", "Possession of weapons offences"]].tolist() == [
        1_851,
        7_182,
        1_335,
    ]
    assert not listed.table.set_index("category")["in_force"]["Domestic burglary"]
