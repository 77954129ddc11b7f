"""The Answer: one question's finding, picture, table, what was counted and what is missing.

Page, report, board, command line and notebook all show this object, so they cannot disagree.
"""

from __future__ import annotations

import datetime as dt
import difflib
import json
import math
from collections.abc import Callable
from dataclasses import Field, asdict, dataclass, field, fields
from typing import Any, Literal, NamedTuple

import pandas as pd

from vru import decisions
from vru.charts.chart import Chart
from vru.errors import SelectionError
from vru.selection import Selection
from vru.store import Store


@dataclass(frozen=True)
class Estimate:
    """A number with its interval: every number that a sentence or picture shows is one.

    `low` and `high` are None where the number is a plain count of what is in the store.
    `confidence` is a fraction (0.95), `n` what the number rests on, `method` how it was made.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    n: int
    method: str
    confidence: float | None = 0.95


@dataclass(frozen=True)
class Verdict:
    """A judgement in fixed words.

    `change`: higher, lower, no clear change, cannot tell. `claim`: holds, does not hold,
    cannot tell. The sentence around it lives in the finding.
    """

    kind: Literal["change", "claim"]
    value: Literal["higher", "lower", "no clear change", "holds", "does not hold", "cannot tell"]


@dataclass(frozen=True)
class Options:
    """Base of the options an Answer declares (window, comparison, count or harm): frozen, plain values.

    A subclass's fields are the options; each field's metadata holds `label`, `choices`
    (code to label), `short` (its code in the URL), `about` (what it does, in a line) and, where
    something else than a choice may be entered, `reads` and `entry` (see `option`). A value
    that is neither is a SelectionError.
    """

    def __post_init__(self) -> None:
        for each in fields(self):
            object.__setattr__(self, each.name, accepted(each, getattr(self, each.name)))


def accepted(each: Field, value: str) -> str:
    """Return the value of an option as it is kept: one of its choices, or what it reads of an entry.

    Raises SelectionError for anything else.
    """
    choices, reads = each.metadata.get("choices"), each.metadata.get("reads")
    if not choices or value in choices:
        return value
    if reads:
        return reads(value)
    nearest = difflib.get_close_matches(str(value), choices, n=1, cutoff=0)
    raise SelectionError(
        f"{each.name} cannot be {value!r}.\nThe nearest is {nearest[0]}; choices are {', '.join(choices)}."
    )


class Found(NamedTuple):
    """What a search for an option's value found: the value, what it is called, whether it is just that."""

    value: str
    label: str
    exact: bool = False


def option(
    default: str,
    *,
    label: str,
    short: str,
    choices: dict[str, str],
    about: str = "",
    reads: Callable[[str], str] | None = None,
    entry: str = "",
    finds: Callable[[Store, str], list[Found]] | None = None,
) -> Any:
    """Declare one option of an Options class: default, label, URL code, choices, and a line about it.

    `reads` makes an option of which something else than a choice may be entered: it returns the
    entry as it is kept in the URL, or raises a SelectionError that names what is wrong with it.
    `entry` says what to enter. `finds` looks an entry up in a store first: it returns what may be
    meant, or raises a SelectionError where nothing can be.
    """
    metadata = {"label": label, "short": short, "choices": choices, "about": about}
    return field(default=default, metadata=metadata | {"reads": reads, "entry": entry, "finds": finds})


class Tool(NamedTuple):
    """Another page that takes the same filters: its label, the page's stem, its options by URL code."""

    label: str
    page: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answer:
    """What the system holds to one question; see the module's docstring.

    `finding` is one plain sentence with its uncertainty. `table` is the picture's table
    twin. `definition`, `counted`, `missing` and `source` are the caption's sentences;
    `missing` says how many, out of how many, and why. `empty` is None, or one of the three
    kinds of empty: `nothing` matches these filters, this extract `cannot` answer this,
    not `enough` to say; the finding then says which column or filter would help.
    """

    name: str
    question: str
    finding: str
    chart: Chart
    table: pd.DataFrame
    selection: Selection
    options: Options
    definition: str
    counted: str
    missing: str
    source: str
    store_version: str
    synthetic: bool
    subtitle: str = ""
    selected: str = ""  # what of the selection applies, where not all of it does
    verdict: Verdict | None = None
    estimates: tuple[Estimate, ...] = ()
    empty: Literal["nothing", "cannot", "enough"] | None = None
    links: tuple[tuple[str, str], ...] = ()  # (label, page) for rows that lead on
    tools: tuple[Tool, ...] = ()  # what else can be done with this series, on another page
    pictures: tuple[Chart | None, ...] = ()  # a small one for each row of the table, where rows have one

    def to_dict(self) -> dict[str, Any]:
        """Return the Answer as plain values, in the shape that programs and tests read."""
        return {
            "name": self.name,
            "finding": self.finding,
            "verdict": None if self.verdict is None else asdict(self.verdict),
            "selection": self.selection.to_dict(),
            "options": {each.name: getattr(self.options, each.name) for each in fields(self.options)},
            "definition": self.definition,
            "counted": self.counted,
            "missing": self.missing,
            "source": self.source,
            "store_version": self.store_version,
            "synthetic": self.synthetic,
            "estimates": [
                {
                    "name": each.name,
                    "value": each.value,
                    "low": each.low,
                    "high": each.high,
                    "confidence": each.confidence,
                    "unit": each.unit,
                    "n": each.n,
                    "method": each.method,
                }
                for each in self.estimates
            ],
            "table": [
                {column: _plain(value) for column, value in row.items()}
                for row in self.table.to_dict("records")
            ],
        }

    def to_json(self) -> str:
        """Return `to_dict` as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, indent=2)


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, (dt.date, dt.datetime, pd.Timestamp)):
        return value.isoformat()[:10]
    if hasattr(value, "item"):
        return value.item()
    return value


@dataclass(frozen=True)
class Question:
    """A question the system can answer: its dotted name, its words, its options, its function."""

    name: str
    question: str
    compute: Callable[[Store, Selection, Any], Answer]
    options: type[Options] = Options

    def ask(self, store: Store, selection: Selection, options: Options | None = None) -> Ask:
        """Return the question bound to a store, a selection and its own options, not yet computed.

        `options` of another class are narrowed to the fields this question declares.
        """
        given = (
            {}
            if options is None
            else {
                each.name: getattr(options, each.name)
                for each in fields(self.options)
                if hasattr(options, each.name)
            }
        )
        return Ask(self, store, selection, self.options(**given))


@dataclass(frozen=True)
class Ask:
    """A question put to a store, computed only when somebody wants the answer."""

    question: Question
    store: Store
    selection: Selection
    options: Options

    @property
    def key(self) -> tuple[str, str, Selection, Options, str]:
        """What the answer depends on: cache key and provenance alike; the last is a hash of decisions."""
        decided = decisions.digest(self.store.folder)
        return (self.question.name, self.store.version, self.selection, self.options, decided)

    def answer(self) -> Answer:
        """Compute the Answer."""
        return self.question.compute(self.store, self.selection, self.options)
