"""Growth from load to load: on loads laid down by hand, and a small extract cut at successive dates."""

import csv
import dataclasses
import datetime as dt

import numpy as np
import pytest

from tests.store.test_seen import LOAD
from tests.stores import make_store
from vru.answers import question
from vru.demo import write
from vru.ingest import load
from vru.periods import add_months
from vru.selection import Selection
from vru.store import open_store

KEY = "a key for tests only, longer than thirty-two characters"
DELAYS = (16, 3, 1)


def answered(store, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), basis="committed", **filters)
    return question("completeness.growth").ask(store, selection).answer()


def committed(month, end):
    """Offences of a month as far as recorded by the end of another: 16, 3 and 1 with each month."""
    return [
        {"offence_id": f"{month}-{delay}-{at}", "committed_on": month,
         "recorded_on": max(add_months(month, delay), month).replace(day=28)}
        for delay, number in enumerate(DELAYS) for at in range(number) if add_months(month, delay) <= end
    ]  # fmt: skip


def loads(folder, ends, first=dt.date(2021, 1, 1)):
    """Load the extract to the end of each of these months; the last day is that of the month."""
    for number, end in enumerate(ends, 1):
        last = add_months(end, 1) - dt.timedelta(days=1)
        months = [add_months(first, at) for at in range(200) if add_months(first, at) <= end]
        rows = [each for month in months for each in committed(month, end)]
        rows.append({"offence_id": "last", "recorded_on": last, "committed_on": dt.date(2020, 6, 1)})
        store = make_store(folder, rows, tables={"load": [{**LOAD, "load_id": number}]})
        if number < len(ends):
            store.close()
    return store


def test_two_loads_show_what_came_between(tmp_path):
    with loads(tmp_path, [dt.date(2023, 6, 1), dt.date(2023, 8, 1)]) as store:
        found = answered(store)

    last = found.table.tail(5)[["month", "first", "now"]].to_numpy().tolist()
    assert last == [
        [dt.date(2023, 4, 1), 20, 20],
        [dt.date(2023, 5, 1), 19, 20],
        [dt.date(2023, 6, 1), 16, 20],
        [dt.date(2023, 7, 1), 19, 19],
        [dt.date(2023, 8, 1), 16, 16],
    ]
    assert found.finding.startswith(
        "June 2023 grew the most: 16 offences of violence with injury when first loaded, 20 now (+25 %)."
    )
    assert "that takes 6 of them, a month apart; here are 2" in found.definition
    assert [each.name for each in found.chart.series] == ["Counted now", "When first loaded"]


def test_six_loads_a_month_apart_say_what_the_newest_will_come_to(tmp_path):
    ends = [dt.date(2024, month, 1) for month in range(1, 7)]
    with loads(tmp_path, ends) as store:
        found = answered(store)

    table = found.table.set_index("month")
    assert "by_loads" in table.columns
    may = table.loc[dt.date(2024, 5, 1)]
    assert (may["now"], may["by_loads"]) == (19, pytest.approx(20))
    assert may["by_dates"] == pytest.approx(20)


def test_one_load_cannot_show_growth_and_says_so(tmp_path):
    with loads(tmp_path, [dt.date(2023, 6, 1)]) as store:
        found = answered(store)

    assert found.empty == "enough"
    assert found.finding.startswith("Only one extract was loaded so far")


def test_kinds_that_no_load_counted_are_empty(tmp_path):
    with loads(tmp_path, [dt.date(2023, 6, 1), dt.date(2023, 8, 1)]) as store:
        assert answered(store, groups=("homicide",)).empty == "nothing"


def test_a_month_that_shrank_is_said_to_have(tmp_path):
    rows = [{"offence_id": f"o{at}", "recorded_on": "2024-01-31"} for at in range(10)]
    for number, gone in enumerate([[], ["o1", "o2"]], 1):
        store = make_store(
            tmp_path, rows + [{"offence_id": "new", "recorded_on": "2024-02-29"}] * (number - 1),
            tables={"load": [{**LOAD, "load_id": number}]}, withdrawn=gone,
        )  # fmt: skip
        if number == 1:
            store.close()
    with store:
        selection = Selection.default(store.capabilities)
        found = question("completeness.growth").ask(store, selection).answer()

    assert found.table[["first", "now"]].to_numpy().tolist() == [[10, 8], [1, 1]]
    assert found.table["growth"].tolist() == [pytest.approx(-20), pytest.approx(np.nan, nan_ok=True)]


@pytest.mark.slow
def test_an_extract_cut_at_successive_dates_is_seen_as_it_was_cut(tmp_path):
    write(tmp_path, seed=5, offences=10_000)
    source, folder = tmp_path / "offences.csv", tmp_path / "store"
    load([source], "contract", store=tmp_path / "whole", key=KEY, synthetic=True)
    with open_store(tmp_path / "whole") as store:
        held = store._connection.execute(
            "select offence_id, recorded_on, committed_month, offence_group::varchar, status::varchar"
            " from offence where recorded_on is not null"
        ).fetchall()
    cuts = [dt.date(2025, month, 1) - dt.timedelta(days=1) for month in (10, 11, 12)]
    cuts += [dt.date(2026, month, 1) - dt.timedelta(days=1) for month in (1, 2, 3, 4)]
    recorded = {row[0]: row[1] for row in held}
    with source.open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    at = header.index("offence_id")
    for number, cut in enumerate(cuts):
        part = tmp_path / f"offences_{number}.csv"
        with part.open("w", encoding="utf-8", newline="") as written:
            csv.writer(written).writerows(
                [
                    header,
                    *(
                        row
                        for row in rows
                        if len(row) > at and recorded.get(row[at].strip(), dt.date.max) <= cut
                    ),
                ]
            )
        load([part], "contract", store=folder, key=KEY, synthetic=True)
    with open_store(folder) as store:
        seen = store.ask("quality_seen", basis="committed", groups=None, first=dt.date(2025, 7, 1))
        found = answered(store)

    got = {(row.seen_to.date(), row.month.date()): row.offences for row in seen.itertuples() if row.offences}
    wanted: dict = {}
    for _, day, month, _, status in held:
        for cut in cuts:
            if status == "crime" and month and month >= dt.date(2025, 7, 1) and day <= cut:
                wanted[cut, month] = wanted.get((cut, month), 0) + 1
    assert len(wanted) > 40
    assert got == wanted
    newest = found.table.iloc[-1]
    assert newest["month"] == dt.date(2026, 3, 1)
    assert np.isfinite(newest["by_loads"])
    assert newest["by_loads_low"] <= newest["by_dates"] <= newest["by_loads_high"]
