"""Small stores whose numbers can be checked by hand."""

import datetime as dt

from tests.stores import make_store
from vru.demo import write
from vru.ingest import load
from vru.periods import add_months

MEDWAY, ASHFORD, THANET = "E06000035", "E07000105", "E07000114"
FIRST = dt.date(2021, 4, 1)  # after the breaks of 2018 and before that of June 2022 lies no verdict's period


KEY = "a key for tests only, longer than thirty-two characters"


def demo(folder, size, *files):
    """Return the store of a demonstration of `size` offences, of its offences, involvements and `files`."""
    write(folder, seed=3, offences=size)
    sources = [folder / f"{each}.csv" for each in ("offences", "involvements", *files)]
    load(sources, "contract", store=folder / "store", key=KEY, synthetic=True)
    return folder / "store"


def offences(months, *, each=10, district=MEDWAY, first=FIRST, **given):
    """`each` offences in every month (a number, or one per month)."""
    numbers = [each] * months if isinstance(each, int) else list(each)
    return [
        {"recorded_on": add_months(first, at).replace(day=1 + k % 28), "district": district, **given}
        for at, number in enumerate(numbers)
        for k in range(number)
    ]


def steady(folder):
    """Four years to March 2025: Medway 20 offences a month, Ashford 10; 100,000 residents each.

    Weights 184 each, so harm is 184 times the count. One undated, two cancelled, three of
    unknown district in March 2025. April 2025 is a part month of 1.
    """
    rows = [
        *offences(48, each=20, severity_weight=184.0, ho_code="8N", domestic=True),
        *offences(48, each=10, district=ASHFORD, severity_weight=184.0, ho_code="8N", domestic=False),
        *offences(1, each=3, district=None, first=dt.date(2025, 3, 1), severity_weight=184.0),
        *offences(1, each=1, first=dt.date(2025, 4, 1), severity_weight=184.0),
        *offences(1, each=2, first=dt.date(2025, 1, 1), status="cancelled"),
        {"committed_on": "2024-05-05", "district": MEDWAY},
    ]
    people = [
        {"year": year, "area": area, "age_low": 0, "age_high": 120, "residents": 100_000}
        for year in range(2020, 2026)
        for area in (MEDWAY, ASHFORD)
    ]
    states = [
        {"basis": "recorded", "month": add_months(FIRST, at), "state": "complete" if at < 48 else "part"}
        for at in range(49)
    ]
    return make_store(folder, rows, population=people, tables={"month_quality": states})


def no_frills(folder):
    """Four months of police.uk: no day, no population, no weights; violence and anti-social behaviour."""
    months = [dt.date(2018, 10, 1), dt.date(2018, 11, 1), dt.date(2018, 12, 1), dt.date(2019, 1, 1)]
    rows = [
        {"committed_month": month, "offence_group": group, "district": MEDWAY}
        for month, violent in zip(months, (8, 5, 2, 7), strict=True)
        for group, number in (("violence_and_sexual", violent), ("anti_social_behaviour", 2))
        for _ in range(number)
    ]
    states = [
        {"basis": "committed", "month": month, "state": state}
        for month, state in zip(months, ("complete", "incomplete", "incomplete", "complete"), strict=True)
    ]
    return make_store(folder, rows, tables={"month_quality": states})


def loaded(folder):
    """Two files of a load with quarantine and cleaning steps, and offences with blanks."""
    rows = [
        *offences(2, each=2, ho_code="8N"),
        {"recorded_on": "2022-06-01", "district": None, "midnight": True, "first_of_month": True,
         "committed_from": "2022-06-01T00:00", "committed_precision": "minute"},
    ]  # fmt: skip
    load = {"load_id": 1, "loaded_at": dt.datetime(2025, 4, 9, 8), "sha256": "x", "mapping": "contract"}
    load |= {"mapping_hash": "y", "offences_changed": 0, "offences_withdrawn": 0}
    files = [
        {**load, "file": "offences.csv", "kind": "offences", "rows_read": 8, "rows_loaded": 5,
         "rows_quarantined": 2, "rows_duplicate": 1},
        {**load, "file": "involvements.csv", "kind": "involvements", "rows_read": 3, "rows_loaded": 1,
         "rows_quarantined": 2, "rows_duplicate": 0},
    ]  # fmt: skip
    refused = [
        {"load_id": 1, "file": "offences.csv", "row": 4, "column_name": "recorded_on", "reason": "bad_date"},
        {"load_id": 1, "file": "offences.csv", "row": 6, "column_name": "recorded_on", "reason": "bad_date"},
        {"load_id": 1, "file": "involvements.csv", "row": 2, "reason": "no_offence"},
        {
            "load_id": 1,
            "file": "involvements.csv",
            "row": 3,
            "reason": "bad_date",
            "column_name": "birth_date",
        },
    ]
    steps = [
        {
            "load_id": 1,
            "file": "involvements.csv",
            "column_name": "age",
            "step": "age_out_of_range",
            "rows": 3,
        },
        {"load_id": 1, "file": "offences.csv", "column_name": "ho_code", "step": "unknown_code", "rows": 1},
    ]
    people = [{"offence_id": "o1", "person": "a", "role": "suspect", "age": 30, "sex": None}]
    return make_store(
        folder, rows, involvements=people, tables={"load": files, "quarantine": refused, "load_step": steps}
    )
