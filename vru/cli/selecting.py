"""Filters and options as words on a command line: `--select district=Thanet --option measure=rate`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import fields
from urllib.parse import parse_qs

from vru import reference
from vru.answers.answer import Options
from vru.areas import SMALL, known_areas
from vru.capabilities import Capabilities
from vru.errors import SelectionError
from vru.selection import Selection

FILTERS = {
    "period": "p",
    "basis": "b",
    "level": "l",
    "area": "d",
    "district": "d",
    "csp": "d",
    **dict.fromkeys(SMALL, "d"),
    "group": "g",
    "domestic": "dv",
    "knife": "k",
    "age": "a",
    "sex": "s",
    "role": "r",
}
EXAMPLES = "period=2025-04~2026-03, district=Thanet, group=robbery, domestic=no, knife=yes, age=18_24"


def selection_from(words: Iterable[str], capabilities: Capabilities) -> Selection:
    """Return the selection that `name=value` words, or the query of a copied link, describe.

    A page falls back to its default where a link does not fit; a command that somebody
    typed must not: SelectionError names the word and what would have fitted.
    """
    query: dict[str, list[str]] = {}
    for word in words:
        for code, value in _pairs(word):
            query.setdefault(code, []).append(value)
    for level in {word.split("=")[0] for word in words} & {"csp", *SMALL}:
        query["l"] = [level]
    if "d" in query:
        level = query.get("l", ["district"])[0]
        query["d"] = [_area(each, level, capabilities) for each in query["d"]]
    chosen = Selection.from_query(query, capabilities)
    _refuse_what_was_dropped(query, chosen, capabilities)
    return chosen


def options_from(words: Iterable[str], declared: type[Options]) -> Options:
    """Return the options that `name=value` words describe; SelectionError for one not declared."""
    known = {each.name: each.metadata for each in fields(declared)}
    given = {}
    for word in words:
        name, _, value = word.partition("=")
        if name not in known:
            raise SelectionError(f"This answer has no option {name!r}.\n{_nearest(name, known, 'It has')}")
        choices = known[name]["choices"]
        if value not in choices and not known[name]["reads"]:
            raise SelectionError(f"{name} cannot be {value!r}.\n{_nearest(value, choices, 'It can be')}")
        given[name] = value
    return declared(**given)


def _pairs(word: str) -> list[tuple[str, str]]:
    if "&" in word or word.startswith("?"):
        return [(code, each) for code, values in parse_qs(word.lstrip("?")).items() for each in values]
    name, equals, value = word.partition("=")
    code = FILTERS.get(name, name if name in FILTERS.values() else None)
    if code is None or not equals or not value:
        raise SelectionError(f"{word!r} is not a filter.\nFilters read: {EXAMPLES}.")
    return [(code, each) for each in value.split(",")]


def _area(text: str, level: str, capabilities: Capabilities) -> str:
    names = {name.casefold(): code for code, name in known_areas(level, capabilities).items()}
    old = reference.district_by_name() if level == "district" else {}
    return names.get(text.casefold()) or old.get(text.casefold()) or text


def _refuse_what_was_dropped(
    query: dict[str, list[str]], chosen: Selection, capabilities: Capabilities
) -> None:
    written = chosen.to_query(capabilities)
    for code, values in query.items():
        asked = {each if code != "p" or "~" in each else f"{each}~{each}" for each in values}
        unknown = asked - set(written.get(code, [])) - _left_out(code, chosen)
        if unknown:
            name = next((word for word, short in FILTERS.items() if short == code), code)
            raise SelectionError(
                f"{name}={','.join(sorted(unknown))} is not something this store knows.\n"
                f"Filters read: {EXAMPLES}."
            )


def _left_out(code: str, chosen: Selection) -> set[str]:
    """What a link need not say because it is the default: asked for all the same, it is no mistake."""
    return {
        "p": {f"{chosen.period.first:%Y-%m}~{chosen.period.last:%Y-%m}"},
        "b": {chosen.basis},
        "l": {chosen.level},
        "g": set(chosen.groups) or {"all"},
    }.get(code, set())


def _nearest(word: str, known: Iterable[str], lead: str) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    hint = f"Did you mean {close[0]!r}? " if close else ""
    return f"{hint}{lead}: {', '.join(known) or 'none'}."
