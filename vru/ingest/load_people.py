"""The involvement columns of a file: ages, roles, pseudonyms; what needs the offence is done in SQL."""

from __future__ import annotations

import datetime as dt
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vru.ingest import clean, clean_people, pseudonymise
from vru.ingest.load_columns import Cleaning, dates, integers, taken
from vru.ingest.mapping import ColumnRule
from vru.ingest.pseudonymise import Key

Rules = dict[str, ColumnRule]

# what systems fill in where nobody was asked
PLACEHOLDER_BIRTHS = np.array(["1900-01-01", "1901-01-01", "1899-12-30", "1899-12-31"], "datetime64[D]")


def person_columns(file: Cleaning, rules: Rules, key: Key | None, today: dt.date) -> dict[str, pa.Array]:
    """Return the involvements' columns by contract name.

    `birth` is there for the age only and never leaves memory. Raises InputError where people
    are named and there is no key.
    """
    columns = {
        "offence_id": file.column(rules.get("offence_id"), clean.text, pa.string()),
        "role": file.column(rules.get("role"), clean_people.role, pa.string()),
        "sex": file.column(rules.get("sex"), clean_people.sex, pa.string()),
        "ethnicity": file.column(rules.get("ethnicity"), clean.text, pa.string()),
        "relationship": file.column(rules.get("relationship"), clean_people.relationship, pa.string()),
        "pseudonym": _pseudonyms(file, rules.get("person_key"), key),
    }
    columns["role"] = columns["role"].fill_null("other")
    return {**columns, **ages(file, rules), "birth": _births(file, rules.get("birth_date"), today)}


def ages(file: Cleaning, rules: Rules) -> dict[str, pa.Array]:
    """Return the least and the most that each age can be: of an exact age, else of a band."""
    exact = file.numbers(rules.get("age"), clean_people.age, 2)
    band = file.numbers(rules.get("age_band"), clean_people.age_band, 2)
    low, high = (np.where(np.isnan(exact[0]), band[at], exact[at]) for at in (0, 1))
    return {"age_low": integers(low, pa.int16()), "age_high": integers(high, pa.int16())}


def _births(file: Cleaning, rule: ColumnRule | None, today: dt.date) -> pa.Array:
    found = file.moments(rule, needed=False)
    filled_in = np.isin(found.days, PLACEHOLDER_BIRTHS)
    # without its day a birth date may be off by a year: no age from it
    wrong = (found.days > np.datetime64(today)) | found.month_only
    for step, rows in (("placeholder_birth_date", filled_in), ("bad_date", wrong)):
        if rows.any():
            file.steps["birth_date", step] += int(rows.sum())
    return dates(np.where(filled_in | wrong, np.datetime64("NaT"), found.days))


def _pseudonyms(file: Cleaning, rule: ColumnRule | None, key: Key | None) -> pa.Array:
    coded = file.coded(rule)
    if rule is None or coded is None or not (coded.at >= 0).any():
        return pa.nulls(file.rows, pa.string())
    key = pseudonymise.need_key(key, file.source.name, rule.source)
    others = frozenset(pseudonymise.normalised(each) for each in file.options.non_persons)
    names = [pseudonymise.normalised(each) for each in coded.values]
    hidden = [
        pseudonymise.pseudonym(name, key) if pseudonymise.is_person(name, others) else None for name in names
    ]
    nobody = np.array([False, *(each is None for each in hidden)])[coded.at + 1]
    if nobody.any():
        file.steps["person_key", "placeholder_person"] += int(nobody.sum())
    return taken(pa.array(hidden, pa.string()), coded.at)


PERSON = pa.schema(
    [("row", pa.int32())]
    + [
        (name, pa.string())
        for name in ("offence_id", "role", "sex", "ethnicity", "relationship", "pseudonym")
    ]
    + [("age_low", pa.int16()), ("age_high", pa.int16()), ("birth", pa.date32()), ("block", pa.int16())]
)


def nobody() -> pa.Table:
    """Return an empty table with the columns of `person_columns`, for a file without people."""
    return PERSON.empty_table()


def named(table: pa.Table) -> pa.ChunkedArray:
    """Return which rows say anything about a person besides the role, which may be the mapping's own."""
    said = ("pseudonym", "sex", "ethnicity", "relationship", "age_low", "birth")
    return reduce(pc.or_, (pc.is_valid(table[name]) for name in said))
