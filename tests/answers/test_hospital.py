"""Attendances beside police records: shares where they are linked, and what is refused where they are not."""

import datetime as dt

import pytest

from tests.answers.worlds import ASHFORD, MEDWAY, offences
from tests.stores import make_store
from vru.answers import question
from vru.measures import capture, change, rates
from vru.selection import Selection

FIRST = dt.date(2024, 1, 1)
QUIET, BUSY = "E01016110", "E01024027"


def seen(number, **more):
    return {
        "month": FIRST, "hospital": "General", "district": MEDWAY, "weapon": "knife", "attendances": number,
        **more,
    }  # fmt: skip


def answered(folder, attendances, name="hospital.unrecorded", crimes=None, **filters):
    known = {"committed_on": FIRST, "knife": True, "ho_code": "8N", "lsoa": BUSY}
    rows = (
        crimes if crimes is not None else [{**each, **known} for each in offences(1, each=100, first=FIRST)]
    )
    rows = [*rows, *offences(2, each=1, first=dt.date(2024, 3, 1), committed_on="2024-03-01", ho_code="8N")]
    with make_store(folder, rows, tables={"attendance": attendances}) as store:
        whole = Selection.default(store.capabilities)
        chosen = Selection(whole.period, basis="committed", **filters)
        return question(name).ask(store, chosen).answer()


def figures(found):
    return {each.name: each for each in found.estimates}


def test_linked_attendances_give_the_share_without_a_police_record(tmp_path):
    found = answered(tmp_path, [seen(60, police_record=True), seen(40, police_record=False)])

    exact = rates.proportion([40], [100])
    share = figures(found)["share"]
    assert share.value == 40
    assert (share.low, share.high) == pytest.approx((100 * exact.low[0], 100 * exact.high[0]))
    total = capture.chapman(100, 100, 60)
    assert figures(found)["knife injuries in all"].value == total.total
    assert "If both find assaults independently" in found.finding
    assert "capture and recapture" in found.definition.casefold()


def test_without_links_two_counts_give_a_ratio_and_a_bound(tmp_path):
    found = answered(tmp_path, [seen(200)])

    ratio = change.rate_ratio(200, 100)
    assert figures(found)["attendances for 100 recorded"].value == 200
    assert figures(found)["least share not recorded"].value == pytest.approx(100 * (1 - 1 / ratio.low))
    assert "knife injuries in all" not in figures(found)
    assert "Capture and recapture needs linked records and is not tried" in found.definition


def test_fewer_attendances_than_records_say_nothing_without_links(tmp_path):
    found = answered(tmp_path, [seen(50)])

    assert "How many were not recorded cannot be told" in found.finding
    assert "least share not recorded" not in figures(found)


@pytest.mark.parametrize(
    ("attendances", "why"),
    [
        (
            [seen(60, police_record=True), seen(40, police_record=False), seen(5)],
            "some attendances were never",
        ),
        ([seen(60, police_record=True)], "one of the two knows all that the other knows"),
        (
            [seen(100, police_record=True), seen(40, police_record=False)],
            "one of the two knows all that the other knows",
        ),
        ([seen(3, police_record=True), seen(40, police_record=False)], "too few are known to both"),
        ([seen(150, police_record=True), seen(40, police_record=False)], "more attendances are linked than"),
    ],
)
def test_a_total_is_refused_in_words_where_its_assumptions_fail(tmp_path, attendances, why):
    found = answered(tmp_path, attendances)

    assert f"How many there were in all is not said: {why}" in found.finding
    assert "knife injuries in all" not in figures(found)


def test_other_weapons_and_unknown_ones_are_in_no_part(tmp_path):
    found = answered(tmp_path, [seen(20, police_record=False), seen(7, weapon="none"), seen(9, weapon=None)])

    assert figures(found)["linked"].value == 20
    assert found.missing.startswith("9 of 36 attendances (25 %) do not say which weapon")


def test_areas_that_are_chosen_are_those_of_both(tmp_path):
    found = answered(tmp_path, [seen(20), seen(30, district=ASHFORD)], areas=(MEDWAY,), level="district")

    assert figures(found)["attendances"].value == 20


def test_too_few_attendances_give_no_share(tmp_path):
    assert answered(tmp_path, [seen(9, police_record=True)]).empty == "enough"


def test_no_police_record_at_all_is_nothing_to_divide_by(tmp_path):
    crimes = offences(1, each=5, first=FIRST, committed_on="2024-01-05", knife=False, ho_code="8N")

    assert answered(tmp_path, [seen(40)], crimes=crimes).empty == "enough"


def test_without_attendances_the_page_says_what_to_load(tmp_path):
    found = answered(tmp_path, [])

    assert found.empty == "cannot"
    assert "--mapping istv" in found.finding


def test_attendances_without_a_weapon_cannot_answer(tmp_path):
    found = answered(tmp_path, [seen(40, weapon=None)])

    assert found.empty == "cannot"
    assert "load `weapon`" in found.finding


def test_attendances_of_other_months_match_nothing(tmp_path):
    found = answered(tmp_path, [seen(40, month=dt.date(2020, 1, 1))])

    assert found.empty == "nothing"
    assert "January 2020" in found.finding


def test_months_stand_side_by_side(tmp_path):
    found = answered(tmp_path, [seen(12), seen(8, sex="female")], name="hospital.attendances")

    assert found.table.to_dict("records") == [{"month": FIRST, "attendances": 20, "recorded": 100}]


def test_a_place_the_police_know_nothing_of_is_named_and_small_ones_are_not_shown(tmp_path):
    found = answered(
        tmp_path,
        [
            seen(12, place="Made-up Quay", lsoa=QUIET),
            seen(9, place="High Street", lsoa=BUSY),
            seen(4, place="Corner", lsoa=QUIET),
        ],
        name="hospital.places",
    )

    assert list(found.table["place"]) == ["Made-up Quay", "High Street"]
    assert list(found.table["police"]) == [0, 100]
    assert found.finding == (
        "1 place of 2 is known to hospitals for knife assaults and not to the police. "
        "It is Made-up Quay (12 attendances)."
    )


def test_places_without_a_small_area_cannot_be_looked_up(tmp_path):
    found = answered(tmp_path, [seen(12, place="Made-up Quay")], name="hospital.places")

    assert found.empty == "cannot"
    assert "load `place` and `lsoa` of attendances" in found.finding
