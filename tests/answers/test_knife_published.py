"""This extract's knife figures beside the published quarters: two definitions, and never a verdict."""

import datetime as dt

from tests.answers.worlds import offences
from tests.stores import make_store
from vru.answers import question
from vru.periods import add_months
from vru.selection import Selection

FIRST = dt.date(2016, 4, 1)
KENT = (114, 127, 118, 142)  # made-up quarters


def quarters(values, *, area="Kent", first=FIRST, measure="Knife crime: all kinds compiled"):
    return [
        {
            "period_from": add_months(first, 3 * at),
            "period_to": add_months(first, 3 * at + 3) - dt.timedelta(days=1),
            "area": area, "measure": measure, "value": float(value), "source": "made up",
        }
        for at, value in enumerate(values)
    ]  # fmt: skip


def answered(folder, published, months=12, first=FIRST):
    crimes = offences(months, each=10, first=first, knife=True, ho_code="8N")
    states = [
        {"basis": "recorded", "month": add_months(first, at), "state": "complete"} for at in range(months)
    ]
    tables = {"comparator": published, "month_quality": states}
    with make_store(folder, crimes, tables=tables, force="Kent") as store:
        return question("knife.published").ask(store, Selection.default(store.capabilities)).answer()


def test_four_quarters_stand_beside_this_extract_s_own(tmp_path):
    found = answered(tmp_path, quarters(KENT) + quarters((900,) * 4, area="Essex"))

    assert list(found.table["Knife crime: all kinds compiled"]) == list(KENT)
    assert list(found.table["this_extract"]) == [30] * 4
    assert found.finding == (
        "501 knife offences were published for the year to March 2017; this extract has 120 by the national "
        "definition. The two define a knife offence differently."
    )
    assert found.verdict is None


def test_a_quarter_that_is_not_whole_here_is_a_gap_and_no_zero(tmp_path):
    found = answered(tmp_path, quarters(KENT), months=20, first=dt.date(2015, 4, 1))

    assert list(found.table["this_extract"][:2]) == [30, 30]
    assert found.table["this_extract"][2:].isna().all()
    assert "holds no whole year beside the published ones" in found.finding


def test_without_figures_of_this_force_the_card_says_what_to_load(tmp_path):
    found = answered(tmp_path, quarters(KENT, area="Essex"))

    assert found.empty == "cannot"
    assert "--mapping ho_knife_quarterly" in found.finding


def test_three_quarters_make_no_year(tmp_path):
    assert answered(tmp_path, quarters(KENT[:3])).empty == "enough"
