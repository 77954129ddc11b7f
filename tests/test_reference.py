"""The reference tables agree with the methods page, with each other and with the functions that read them."""

from __future__ import annotations

import datetime as dt
import os
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from vru import reference
from vru.errors import SettingsError

# demo_*.csv hold the made-up world's parameters; the demo's own tests look after them
TABLES = sorted(each.stem for each in reference.FOLDER.glob("*.csv") if not each.stem.startswith("demo_"))
REAL = os.environ.get("VRU_REAL_DATA")

VIOLENCE_WITH_INJURY = {
    *("2", "4.3", "4.7", "5D", "5E", "8N", "8P", "8S"),  # today
    *("5", "8A", "8D"),  # until March 2008
    *("5A", "5B", "5C", "8F", "8G", "8H", "8J", "8K"),  # until March 2012
}
HOMICIDE = {"1", "4.1", "4.2", "4.10"}
DRIVING = {"4.4", "4.6", "4.8", "4.9", "37.1"}


def codes() -> pd.DataFrame:
    return reference.table("offence_codes").set_index("ho_code")


def flagged(column: str) -> set[str]:
    return set(codes().index[codes()[column] == "yes"])


@pytest.mark.parametrize("name", TABLES)
def test_every_row_says_where_it_is_from_and_whether_that_was_read(name):
    table = reference.table(name)

    assert set(table["verified"]) <= {"yes", "no"}
    assert (table["source"] != "").all()
    assert (table["edition"] != "").all()


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_has_stray_blanks(name):
    table = reference.table(name)

    assert all((table[column] == table[column].str.strip()).all() for column in table)


def test_the_folder_s_guide_names_every_file():
    guide = (reference.FOLDER / "README.md").read_text(encoding="utf-8")

    assert [name for name in TABLES if f"`{name}.csv`" not in guide] == []


def test_violence_with_injury_is_the_methods_page_s_list_and_nothing_else():
    assert flagged("is_vwi") == VIOLENCE_WITH_INJURY
    assert set(codes().index[codes()["offence_group"] == "violence_with_injury"]) == VIOLENCE_WITH_INJURY


def test_homicide_and_death_by_driving_stand_beside_it():
    groups = codes()["offence_group"]

    assert flagged("is_homicide") == HOMICIDE == set(groups.index[groups == "homicide"])
    assert set(groups.index[groups == "death_injury_driving"]) == DRIVING


def test_the_knife_flag_belongs_to_the_seven_selected_offences_only():
    kinds = {
        "homicide": {"1", "4.1", "4.2"},
        "attempted murder": {"2"},
        "threats to kill": {"3B"},
        "assault": {"5A", "5D", "8F", "8G", "8H", "8J", "8N", "8P", "8S"},
        "robbery": {"34A", "34B"},
        "rape": {"19C", "19D", "19E", "19F", "19G", "19H"},
        "sexual assault": {"17A", "17B", "20A", "20B"},
    }

    assert flagged("knife_selected") == set().union(*kinds.values())
    assert set(codes().loc[sorted(flagged("knife_selected")), "offence_group"]).isdisjoint(
        {"possession_of_weapons"}
    )


def test_most_serious_violence_can_be_followed_across_the_change_of_codes():
    assert flagged("is_most_serious") == HOMICIDE | {"2", "5", "5A", "5D"}


def test_codes_are_defined_once_at_a_time_and_without_a_gap():
    table = reference.table("offence_codes")
    for code, rows in table.groupby("ho_code"):
        spans = sorted(zip(rows["valid_from"], rows["valid_to"], strict=True))
        for (_, ends), (begins, _) in pairwise(spans):
            assert dt.date.fromisoformat(begins) == _next_day(ends), code


@pytest.mark.parametrize("name", ["offence_codes", "districts", "csps", "district_names", "flags"])
def test_validity_dates_are_dates_and_in_order(name):
    for first, last in reference.table(name)[["valid_from", "valid_to"]].to_numpy():
        begins = dt.date.fromisoformat(first) if first else dt.date.min
        ends = dt.date.fromisoformat(last) if last else dt.date.max
        assert begins < ends


def test_every_legacy_code_ends_the_day_before_its_successors_begin():
    crosswalk = reference.table("offence_crosswalk")

    for legacy, successor, changed_on in crosswalk[["legacy", "successor", "changed_on"]].to_numpy():
        assert codes().loc[legacy, "valid_to"] == _day_before(changed_on), legacy
        assert codes().loc[successor, "valid_from"] in {"", changed_on}, successor
        assert codes().loc[successor, "valid_to"] > changed_on or not codes().loc[successor, "valid_to"]


def test_the_crosswalk_leads_from_the_oldest_codes_of_violence_to_today_s():
    crosswalk = reference.table("offence_crosswalk")
    successors = crosswalk.groupby("legacy")["successor"].agg(set)

    assert successors["5"] == {"5A", "5B", "5C"}
    assert successors["5A"] == {"5D"}
    assert successors["5B"] == successors["5C"] == {"5E"}
    assert successors["8A"] == {"8F", "8G", "8K"}
    assert successors["8D"] == {"8H", "8J"}
    assert successors["8F"] == successors["8G"] == successors["8K"] == {"8N"}
    assert successors["8H"] == successors["8J"] == {"8P"}


def test_no_code_of_violence_with_injury_ends_without_a_successor():
    ended = {code for code in VIOLENCE_WITH_INJURY if codes().loc[code, "valid_to"]}

    assert ended <= set(reference.table("offence_crosswalk")["legacy"])


def test_detailed_codes_lead_to_codes_that_exist_and_are_written_one_way():
    subcodes = reference.table("offence_subcodes")

    assert set(subcodes["ho_code"]) <= set(codes().index)
    assert not subcodes.duplicated(["subcode", "ho_code"]).any()
    assert subcodes["subcode"].str.fullmatch(r"[1-9]\d*/(0|[1-9]\d*)").all()


def test_a_detailed_code_leads_to_one_code_at_a_time():
    assert reference.offence_subcodes()["8/6"] == ("8A", "8G", "8N")
    for subcode, held in reference.offence_subcodes().items():
        for earlier, later in pairwise(held):
            begins = codes().loc[later, "valid_from"]
            assert codes().loc[earlier, "valid_to"] == _day_before(begins), subcode


def test_every_group_a_code_names_exists():
    assert set(codes()["offence_group"]) <= set(reference.offence_groups())


def test_groups_are_ordered_and_have_a_noun_for_sentences():
    groups = list(reference.offence_groups().values())

    assert [each.order for each in groups] == list(range(1, len(groups) + 1))
    assert groups[0] == reference.Group(
        "violence_with_injury", "Violence with injury", "offences of violence with injury", 1
    )
    assert all(each.noun and each.noun == each.noun[0].lower() + each.noun[1:] for each in groups)


def test_weights_are_the_methods_page_s_and_codes_without_one_stay_without():
    weights = reference.severity_weights()

    assert weights == {
        **dict.fromkeys(HOMICIDE, 7979.0),
        "2": 4663.0, "4.3": 15.0, "4.7": 1006.0, "5A": 1965.0, "5D": 1965.0, "5B": 1492.0, "5C": 2893.0,
        "5E": 1326.0, "8F": 333.0, "8G": 127.0, "8H": 469.0, "8J": 251.0, "8K": 50.0, "8N": 184.0,
        "8P": 285.0,
    }  # fmt: skip
    assert "8S" not in weights
    table = reference.table("severity_weights")
    assert set(table.loc[table["verified"] == "yes", "ho_code"]) == HOMICIDE | {"2"}


def test_thirteen_districts_share_twelve_partnerships():
    assert len(reference.area_names("district")) == 13
    assert len(reference.area_names("csp")) == 12
    assert set(reference.csp_of()) == set(reference.area_names("district"))
    assert set(reference.csp_of().values()) == set(reference.area_names("csp"))
    assert reference.csp_of()["E07000107"] == reference.csp_of()["E07000109"] == "E22000352"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Shepway", "E07000112"),
        ("FOLKESTONE & HYTHE", "E07000112"),
        (" Folkestone  and Hythe ", "E07000112"),
        ("Tonbridge & Malling", "E07000115"),
        ("tonbridge and malling", "E07000115"),
        ("Medway", "E06000035"),
        ("Gravesham", "E07000109"),
        ("e07000114", "E07000114"),
    ],
)
def test_a_district_is_found_by_any_of_its_names(written, code):
    assert reference.district_by_name()[reference.normalise(written)] == code


def test_names_are_looked_up_without_case_punctuation_or_the_sign_for_and():
    assert reference.normalise(" Dartford &  GRAVESHAM. ") == "dartford and gravesham"


def test_a_district_elsewhere_is_not_found():
    assert reference.normalise("Bexley") not in reference.district_by_name()


def test_the_partnership_s_name_is_today_s_and_the_lookup_s_is_kept():
    csps = reference.table("csps").set_index("code")

    assert reference.area_names("csp")["E22000145"] == "Folkestone and Hythe"
    assert csps.loc["E22000145", "lookup_name"] == "Shepway"


def test_age_bands_cover_every_age_once():
    ages = [age for band in reference.age_bands().values() for age in range(band.low, band.high + 1)]

    assert ages == list(range(121))


def test_flags_begin_when_their_collections_did():
    flags = reference.table("flags").set_index("flag")

    assert flags["valid_from"].to_dict() == {"domestic": "2015-04-01", "knife": "2010-04-01"}


EVENTS = [
    ("2002-04-01", "England and Wales", "National recording standard"),
    ("2008-04-01", "England and Wales", "Grievous bodily harm clarified"),
    ("2008-04-01", "England and Wales", "Offence codes changed"),
    ("2012-04-01", "England and Wales", "Offence codes changed"),
    ("2014-11-01", "England and Wales", "National inspection"),
    ("2015-04-01", "England and Wales", "Domestic flag begins"),
    ("2017-06-15", "Kent", "Kent's recording inspected"),
    ("2018-04-01", "England and Wales", "Courses of conduct counted in addition"),
    ("2018-04-01", "England and Wales", "Knife flag: new method"),
    ("2019-01-15", "Kent", "Kent inspected again"),
    ("2022-06-07", "England and Wales", "Strangulation an offence of its own"),
    ("2023-05-01", "England and Wales", "Principal crime rule changed"),
]


def test_the_recording_events_every_force_and_this_one_met():
    events = reference.table("recording_events")

    assert list(events[["date", "area", "label"]].itertuples(index=False, name=None)) == EVENTS
    known = {*reference.offence_groups(), *reference.table("flags")["flag"], "persons", "harm", "all"}
    assert {each for cell in events["touches"] for each in cell.split(";")} <= known
    read = events[events["verified"] == "yes"]
    assert read["source"].str.contains(r"https?://\S+\.\S+").all()
    assert set(events["label"]) - set(read["label"]) == {
        "Knife flag: new method",
        "Principal crime rule changed",
    }
    # homicide is what the others are held against
    assert not events["touches"].str.split(";").map(lambda each: "homicide" in each).any()


def test_an_event_at_each_change_of_the_flags_and_codes_of_violence():
    begins = set(reference.table("recording_events")["date"])
    flags, crosswalk = reference.table("flags"), reference.table("offence_crosswalk")
    changed = crosswalk.loc[crosswalk["legacy"].isin(VIOLENCE_WITH_INJURY), "changed_on"]

    assert set(changed) == {"2008-04-01", "2012-04-01"} <= begins
    assert {flags.set_index("flag").loc["domestic", "valid_from"], "2018-04-01"} <= begins
    assert flags.set_index("flag").loc["knife", "method_break"] == "2018-04-01"


def test_a_spelling_has_one_meaning_per_field_and_is_written_as_it_is_looked_up():
    spellings = reference.table("spellings")

    assert not spellings.duplicated(["field", "spelling"]).any()
    assert (spellings["spelling"] == spellings["spelling"].str.casefold()).all()


def test_spellings_lead_to_the_values_of_the_schema():
    values = reference.table("spellings").groupby("field")["value"].agg(set)

    assert values.to_dict() == {
        "sex": {"female", "male", "other", "unknown"},
        "role": {"suspect", "victim", "witness", "other", "unknown"},
        "status": {"crime", "cancelled", "transferred", "no_crime", "withdrawn"},
        "flag": {"yes", "no", "unknown"},
        "attendance_weapon": {"knife", "other_weapon", "none"},
        "relationship": {
            "partner", "ex_partner", "parent", "child", "sibling", "other_family", "acquaintance", "stranger",
            "unknown",
        },
    }  # fmt: skip
    assert reference.spellings("sex")["boy"] == "male"


def test_the_six_claims_have_the_margins_fixed_beforehand():
    margins = {each["code"]: (each["margin"], each["unit"]) for each in reference.claims()}

    assert margins == {
        "age_diversity": (0.01, "Simpson index a decade"),
        "intimate_partner_overlap": (1.2, "relative risk"),
        "offender_victim_overlap": (1.2, "relative risk"),
        "female_share": (0.1, "percentage points a year"),
        "temperature": (0.5, "% per °C"),
        "one_off": (50, "%"),
    }
    assert reference.claims()[0]["also"]["margin"] == 0.1


def test_bank_holidays_are_england_s():
    days = reference.bank_holidays(2022, 2022)

    assert dt.date(2022, 9, 19) in days  # the state funeral of Queen Elizabeth II
    assert dt.date(2022, 8, 29) in days  # the summer bank holiday, which Scotland has earlier
    assert dt.date(2022, 11, 30) not in days  # St Andrew's Day, Scotland only


def test_a_table_is_the_caller_s_own_and_all_text():
    mine = reference.table("age_bands")
    mine["low"] = "changed"

    assert list(reference.table("age_bands")["low"][:3]) == ["0", "10", "14"]
    assert all(isinstance(each, str) for each in reference.table("offence_codes").to_numpy().ravel())


def test_an_unknown_table_is_refused_with_the_nearest_name():
    with pytest.raises(SettingsError, match=r"table offence_code\.csv\.\nDid you mean offence_codes\.csv"):
        reference.table("offence_code")


@pytest.mark.skipif(REAL is None, reason="VRU_REAL_DATA does not name the folder of real data")
def test_codes_and_areas_agree_with_the_published_lists():
    folder = Path(str(REAL))
    published = pd.read_csv(folder / "ons_ho_offence_code_hierarchy.csv", dtype=str)
    leaves = published[published["code"].str.fullmatch(r"\d+(\.\d+)?[A-Z]?")]
    areas = pd.read_csv(folder / "kent_lookup_ltla24_csp24_pfa24.csv", dtype=str)

    assert set(leaves["code"]) <= set(codes().index)
    ours = codes().loc[list(leaves["code"]), "offence_group"]
    pairs = set(zip(leaves["parent_code"], ours, strict=True))
    assert {group for parent, group in pairs if parent == "violence-with-injury"} == {
        "violence_with_injury", "death_injury_driving"
    }  # fmt: skip
    assert {group for parent, group in pairs if parent == "violence-without-injury"} == {
        "violence_without_injury", "stalking_harassment"
    }  # fmt: skip
    assert reference.csp_of() == dict(zip(areas["ltla24_code"], areas["csp24_code"], strict=True))
    names = dict(zip(areas["ltla24_code"], areas["ltla24_name"], strict=True))
    assert reference.area_names("district") == names


def _next_day(day: str) -> dt.date:
    return dt.date.fromisoformat(day) + dt.timedelta(days=1)


def _day_before(day: str) -> str:
    return (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()


def test_the_wordings_of_success_measures_follow_each_other_and_name_their_source():
    for measure in reference.success_measures():
        wordings = measure["wording"]
        assert all(each["text"] and each["source"] and each["edition"] for each in wordings)
        assert all(each["verified"] in ("yes", "no") for each in wordings)
        assert "valid_to" not in wordings[-1]
        for earlier, later in pairwise(wordings):
            assert earlier["valid_to"] + dt.timedelta(days=1) == later["valid_from"]
