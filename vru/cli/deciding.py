"""Analysts' decisions on the command line: recorded, listed, withdrawn."""

from __future__ import annotations

import datetime as dt
import difflib
from typing import Annotated

import typer

from vru.cli.given import AsJson, StoreFolder
from vru.cli.printing import out, print_decisions
from vru.cli.selecting import selection_from
from vru.decisions import EVERY, Decision, Recorded
from vru.errors import InputError, SelectionError
from vru.periods import parse_month
from vru.store import Store, open_store

EXAMPLE = "Example: `vru decide rebase 2022-06 --series knife --role analyst --reason 'New system in June'`"


def decide(
    kind: Annotated[str, typer.Argument(help="rebase, exclude, whole, baseline, comment or withdraw.")],
    about: Annotated[
        str,
        typer.Argument(help="The month it is about, such as 2022-06; to withdraw, its number."),
    ],
    role: Annotated[str, typer.Option(help="In what role you decide; no name.")],
    reason: Annotated[str, typer.Option(help="Why; charts show it.")],
    series: Annotated[
        str, typer.Option(help="A series of the control chart; all series if left out.")
    ] = EVERY,
    select: Annotated[
        list[str] | None, typer.Option("--select", help="Filters the decision is for, with --series.")
    ] = None,
    folder: StoreFolder = None,
) -> None:
    """Record an analyst's decision beside the store; it survives every load."""
    with open_store(folder) as opened:
        said = decision_from(opened, kind, about, series, select or [], role, reason)
    out.print(f"Recorded: {said.words}.", markup=False, soft_wrap=True)


def decisions(as_json: AsJson = False, folder: StoreFolder = None) -> None:
    """List what analysts have decided, in force or withdrawn."""
    from vru.answers import deciding

    with open_store(folder) as opened:
        found = deciding.listed(opened)
    if as_json:
        typer.echo(found.to_json(orient="records", date_format="iso", force_ascii=False, indent=2))
    else:
        print_decisions(found)


def decision_from(
    opened: Store, kind: str, about: str, series: str, select: list[str], role: str, reason: str
) -> Recorded:
    """Record the decision that the words describe; `about` is its month, or the number to withdraw.

    Raises SelectionError, InputError or StoreError, each naming what cannot be meant.
    """
    from vru.answers import deciding
    from vru.answers.control_options import SERIES

    known = [EVERY, *SERIES]
    if series not in known:
        nearest = difflib.get_close_matches(series, known, n=1, cutoff=0)[0]
        raise SelectionError(
            f"There is no series {series!r}.\nThe nearest is {nearest}; others: {', '.join(known)}."
        )
    if select and series == EVERY:
        raise InputError("--select", "a decision on every series has no filters", "Name one by --series.")
    selection = selection_from(select, opened.capabilities)
    withdrawn = kind == "withdraw"
    return deciding.decide(
        opened,
        selection,
        Decision(
            kind,
            role=role,
            reason=reason,
            month=None if withdrawn else _month(about),
            series=series,
            where=deciding.about(selection, series),
            number=_number(about) if withdrawn else None,
        ),
    )


def _month(text: str) -> dt.date:
    try:
        return parse_month(text)
    except ValueError as error:
        raise InputError("month", str(error), "Write it as 2022-06.") from error


def _number(text: str) -> int:
    if not text.isdecimal():
        raise InputError("number", "a decision is withdrawn by its number", "`vru decisions` lists them.")
    return int(text)
