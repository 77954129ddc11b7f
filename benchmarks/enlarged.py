"""A store made as many times larger as asked: copies of its people and offences beside one another.

Copies have people, offences and involvements of their own (their numbers are moved on), the
same days, and residents to match; so a query meets the rows, the persons and the spread over time
of a force that many times as large, without the hours it takes to make one up. The copies of
offences follow one another instead of being sorted into each other by date, which a question
over the whole extract does not notice; monthly cubes are multiplied.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.queries import demo_store
from vru.store import Store, current_version, open_store

MOVED = {
    "offence": "offence + {n} * {offence} as offence, offence_id || '/{n}' as offence_id",
    "involvement": "involvement + {n} * {involvement} as involvement, offence + {n} * {offence} as offence, "
    "person + {n} * {person} as person",
    "pair": "offence + {n} * {offence} as offence, victim + {n} * {involvement} as victim, "
    "suspect + {n} * {involvement} as suspect, hurt + {n} * {person} as hurt, "
    "named + {n} * {person} as named",
    "person": "person + {n} * {person} as person, uuid() as pseudonym",
    "occasion": "person + {n} * {person} as person",
    "career": "person + {n} * {person} as person",
    "relation": "person + {n} * {person} as person",
    "couple": "one + {n} * {person} as one, other + {n} * {person} as other",
}
COUNTED = {"cube_month": ("offences", "harm", "unweighted"), "population": ("residents",)}


TIMES = 28
"""How many times as large the larger store is: ten million offences where the demo has 360,000."""


def both_sizes(folder: Path | None) -> Iterator[Store]:
    """Open a store, by default the demo's, and then one TIMES as large."""
    with tempfile.TemporaryDirectory() as spare:
        if folder is None:
            demo_store(Path(spare), None).close()
            folder = Path(spare) / "store"
        with open_store(folder) as store:
            yield store
        with enlarge(folder, Path(spare) / "large", TIMES) as store:
            yield store


def enlarge(source: Path, target: Path, times: int) -> Store:
    """Return the store in `source` as an open store in `target`, `times` as large."""
    version = current_version(source)
    target.mkdir(parents=True)
    shutil.copy(source / "current", target)
    copied = target / f"vru-{version}.duckdb"
    shutil.copy(source / copied.name, copied)
    with duckdb.connect(str(copied), config={"memory_limit": "4GB"}) as connection:
        connection.execute("set preserve_insertion_order = true")
        _copy(connection, times)
    return open_store(target)


def _copy(connection: duckdb.DuckDBPyConnection, times: int) -> None:
    sizes = {name: connection.execute(f"select max({name}) from {name}").fetchall()[0][0] for name in
             ("offence", "involvement", "person")}  # fmt: skip
    for table, moved in MOVED.items():
        connection.execute(f"create temp table first_copy as from {table}")
        for number in range(1, times):
            connection.execute(
                f"insert into {table} select * replace ({moved.format(n=number, **sizes)}) from first_copy"
            )
        connection.execute("drop table first_copy")
    for table, columns in COUNTED.items():
        known = {row[0] for row in connection.execute(f"describe {table}").fetchall()}
        sets = ", ".join(f"{each} = {times} * {each}" for each in columns if each in known)
        connection.execute(f"update {table} set {sets}")
    connection.execute("checkpoint")
