"""Which types and which sort order should the store have? Measured side by side, printed as ratios.

    python benchmarks/layout.py [--offences 350000] [--repeats 9]

Four layouts of the same random offences and involvements, each in a file of its own; every
query is run on each in turn, so that a busy machine slows all alike. Medians, and their ratio
to the first layout: enums, sorted as the store sorts them.

Ratios at 350,000 offences and 700,000 involvements, two cores, DuckDB 2.0:

                              enum, date,district enum, district,date  enum, none text, date,district
    month by district                      4.9 ms                0.88        0.94                0.97
    one year, one district                 1.3 ms                0.92        1.40                0.94
    areas of a district                    1.5 ms                0.77        0.99                1.45
    codes by outcome                       3.6 ms                0.98        0.98                1.57
    ages by year                           6.8 ms                0.99        0.96                1.02
    offences per person                   12.9 ms                1.12        1.21                0.96
    first two days per person             18.5 ms                1.43        1.39                1.00
    file                                  11.8 MB                1.00        1.28                0.98

So enums: a third off where codes are grouped by, equal elsewhere. So involvements by person: the
slow questions are those of persons, and they lose 40 % otherwise. For offences the order costs or
saves less than half a millisecond; date comes first since every question has a period, and most
none of its districts.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import duckdb

CODES = ("ho_code", "offence_group", "district", "lsoa", "weapon", "outcome")

RANDOM = """
create temp table raw as
select i as offence, 'X' || lpad(i::varchar, 8, '0') as offence_id, moment::date as committed_on,
    date_trunc('month', moment)::date as committed_month,
    (moment + to_days((hash(i, 2) % 20)::int))::date as recorded_on,
    date_trunc('month', (moment + to_days((hash(i, 2) % 20)::int)))::date as recorded_month,
    'code ' || hash(i, 3) % 180 as ho_code, 'offence_group_' || hash(i, 4) % 12 as offence_group,
    'E070001' || lpad((hash(i, 5) % 13)::varchar, 2, '0') as district,
    'E0102' || lpad((hash(i, 6) % 1107)::varchar, 4, '0') as lsoa,
    if(hash(i, 7) % 4 = 0, 'weapon ' || hash(i, 8) % 15, null) as weapon,
    'outcome ' || hash(i, 9) % 22 as outcome, hash(i, 10) % 10 < 3 as domestic
from (
    select i, timestamp '2010-04-01' + to_minutes((hash(i, 1) % (16 * 365 * 1440))::bigint) as moment
    from range({offences}) as numbers(i)
)
"""
PEOPLE = """
create temp table raw_people as
select i as involvement, (pow((hash(i, 11) % 1000000) / 1e6, 2) * {offences})::int as person,
    if(i % 2 = 0, 'victim', 'suspect') as role, 10 + hash(i, 12) % 60 as age,
    offence, committed_on, offence_group, district, domestic
from range(2 * {offences}) as numbers(i)
join raw on raw.offence = i // 2
"""
ORDERS = {
    "date, district": ("recorded_on, district, offence_id", "person, committed_on, offence"),
    "district, date": ("district, recorded_on, offence_id", "committed_on, person, offence"),
    "none": ("hash(offence)", "hash(involvement)"),
}
LAYOUTS = [
    ("enum", "date, district"),
    ("enum", "district, date"),
    ("enum", "none"),
    ("text", "date, district"),
]
QUERIES = {
    "month by district": """select recorded_month, district, count(*) from offence
        where list_contains($groups, offence_group::varchar) group by all""",
    "one year, one district": """select recorded_month, count(*) from offence where district = 'E07000105'
        and recorded_on >= date '2024-04-01' and recorded_on < date '2025-04-01' group by all""",
    "areas of a district": """select lsoa, count(*) from offence
        where district = 'E07000105' group by all""",
    "codes by outcome": "select ho_code, outcome, count(*) from offence group by all",
    "ages by year": """select year(committed_on), age, count(*) from involvement
        where role = 'suspect' and list_contains($groups, offence_group::varchar) group by all""",
    "offences per person": """select n, count(*) from (select person, count(*) as n from involvement
        where role = 'suspect' group by person) group by all""",
    "first two days per person": """select count(*), count(days[2]) from (select person,
        min(committed_on, 2) as days from involvement where role = 'suspect' group by person)""",
}

GROUPS = {"groups": ["offence_group_1", "offence_group_2"]}


def main() -> None:
    """Build the layouts, run the queries in turn, print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--offences", type=int, default=350_000)
    asked.add_argument("--repeats", type=int, default=9)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = {each: Path(folder) / f"{number}.duckdb" for number, each in enumerate(LAYOUTS)}
        for layout, file in files.items():
            build(file, layout, options.offences)
        report(files, measure(files, options.repeats))


def build(file: Path, layout: tuple[str, str], offences: int) -> None:
    """Write the random rows in one layout."""
    kind, order = layout
    connection = duckdb.connect(file)
    connection.execute(RANDOM.format(offences=offences))
    connection.execute(PEOPLE.format(offences=offences))
    casts = {"raw": "*", "raw_people": "*"}
    if kind == "enum":
        for code in CODES:
            connection.execute(
                f"create type seen_{code} as enum (select distinct {code} from raw where {code} is not null)"
            )
        casts["raw"] = _casts(CODES)
        casts["raw_people"] = _casts(("offence_group", "district"))
    by, people_by = ORDERS[order]
    connection.execute(f"create table offence as select {casts['raw']} from raw order by {by}")
    connection.execute(
        f"create table involvement as select {casts['raw_people']} from raw_people order by {people_by}"
    )
    connection.close()


def _casts(codes: tuple[str, ...]) -> str:
    return f"* replace ({', '.join(f'{code}::seen_{code} as {code}' for code in codes)})"


def measure(files: dict, repeats: int) -> dict:
    """Return the median milliseconds of each query on each layout, layouts taking turns."""
    open_files = {layout: duckdb.connect(file, read_only=True) for layout, file in files.items()}
    taken: dict = {(query, layout): [] for query in QUERIES for layout in files}
    for turn in range(repeats + 1):
        for query, text in QUERIES.items():
            for layout, connection in open_files.items():
                began = time.perf_counter()
                connection.execute(text, GROUPS if "$groups" in text else None).fetchall()
                if turn:  # the first turn reads the files
                    taken[query, layout].append(1000 * (time.perf_counter() - began))
    return {each: statistics.median(times) for each, times in taken.items()}


def report(files: dict, medians: dict) -> None:
    """Print milliseconds of the first layout and the ratio of the others to it."""
    first, *others = files
    print(f"{'':26}" + "".join(f"{', '.join(each):>22}" for each in files))
    for query in QUERIES:
        ratios = "".join(f"{medians[query, each] / medians[query, first]:>22.2f}" for each in others)
        print(f"{query:26}{medians[query, first]:>19.1f} ms{ratios}")
    sizes = {each: file.stat().st_size for each, file in files.items()}
    ratios = "".join(f"{sizes[each] / sizes[first]:>22.2f}" for each in others)
    print(f"{'file':26}{sizes[first] / 2**20:>19.1f} MB{ratios}")


if __name__ == "__main__":
    main()
