"""An analyst's desk: writes contract files, loads them into one store and looks into its tables."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from vru.ingest import load
from vru.store import open_store

KEY = "a key for tests only, of more than 32 bytes"
TODAY = dt.date(2024, 6, 30)


class Desk:
    """A folder with extracts, and the store they are loaded into."""

    def __init__(self, folder):
        self.folder, self.store = folder, folder / "store"

    def write(self, name, rows):
        file = self.folder / name
        pd.DataFrame(rows, dtype=str).to_csv(file, index=False)
        return file

    def load(self, *files, **options):
        options = {"store": self.store, "key": KEY, "today": TODAY, **options}
        return load(files, options.pop("mapping", "contract"), **options)

    def bring(self, offences=None, people=None, **options):
        files = []
        if offences is not None:
            files.append(self.write("offences.csv", offences))
        if people is not None:
            files.append(self.write("involvements.csv", people))
        return self.load(*files, **options)

    def raw(self, columns, table="offence", order=None):
        with open_store(self.store) as opened:
            relation = opened._connection.table(table).select(*columns)
            return relation.order(", ".join(order or columns)).fetchall()


def offence(number, **more):
    return {"offence_id": f"A{number}", "recorded_on": "03/06/2024", "ho_code": "8N", **more}


def person(number, **more):
    return {"offence_id": f"A{number}", "role": "suspect", **more}


def counts(report):
    names = ("read", "loaded", "quarantined", "duplicates", "changed")
    return [tuple(each[name] for name in names) for each in report.to_dict()["files"]]
