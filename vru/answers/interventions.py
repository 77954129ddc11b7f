"""Interventions: taskforces, patrols and projects, as what runs at a time and a place; no verdict on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from vru import reference
from vru.answers import small_areas
from vru.answers.answer import option
from vru.answers.sharing import once
from vru.charts.chart import Mark
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

SIGN = "◆"
"""Stands before a programme's name in a picture, so that it is not taken for a change in recording."""
NOTE = f" A band named {SIGN} is the time of a programme; that says nothing of its effect."
DRAWN = {"yes": "Drawn", "no": "Not drawn"}


BANDS = "Bands on trends: when programmes of the chosen areas, or of the whole force, ran; not what they did."


def drawn_option(about: str = BANDS) -> Any:
    """Return the option that switches programmes on and off; `about` says how they are drawn."""
    return option(
        "yes",
        label="Programmes",
        short="pr",
        choices=DRAWN,
        about=about,
    )


class Programme(NamedTuple):
    """A programme: `districts` are codes, none where it is for the whole force; days are inclusive.

    `starts` is None where not known, `ends` where it goes on; `pounds` the funding of all years loaded.
    """

    name: str
    kind: str
    theme: str
    districts: tuple[str, ...]
    starts: dt.date | None
    ends: dt.date | None
    pounds: float | None
    outcome: str

    def runs(self, first: dt.date, last: dt.date) -> bool:
        """Whether it runs on one of some days, both inclusive."""
        return self.starts is not None and self.starts <= last and (self.ends is None or self.ends >= first)


@once
def known(store: Store) -> tuple[Programme, ...]:
    """Return the programmes of the store, one each whatever the number of its funding years."""
    rows = store.ask("interventions")
    return tuple(_programme(str(name), years) for name, years in rows.groupby("programme", sort=False))


def _programme(name: str, years: pd.DataFrame) -> Programme:
    first = years.iloc[0]
    areas = {code for each in years["districts"].dropna() for code in each.split(";") if code}
    ends = [_day(each) for each in years["ends"]]
    starts = [day for each in years["starts"] if (day := _day(each))]
    money = years["funding_pounds"]
    return Programme(
        name,
        _text(first["kind"]),
        _text(first["theme"]),
        () if years["districts"].isna().any() else tuple(sorted(areas)),
        min(starts, default=None),
        None if None in ends else max(each for each in ends if each),
        None if money.isna().all() else float(money.sum()),
        _text(first["intended_outcome"]),
    )


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _day(value: Any) -> dt.date | None:
    return None if pd.isna(value) else value.date()


def dates(each: Programme) -> str:
    """Return the days of a programme as a caption says them."""
    if each.starts is None:
        return "first day not known"
    return (
        f"{_written(each.starts)} to {_written(each.ends)}" if each.ends else f"since {_written(each.starts)}"
    )


def _written(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def districts(store: Store, selection: Selection) -> set[str]:
    """Return the districts that a selection's areas are, hold or lie in; none where no area is chosen."""
    around = small_areas.in_districts(store, selection)
    chosen = set(around.areas)
    if around.level == "csp":
        return {code for code, csp in reference.csp_of().items() if csp in chosen}
    return chosen


def touching(store: Store, selection: Selection) -> list[Programme]:
    """Return the programmes of the selected areas and the whole force; of it alone without any."""
    chosen = districts(store, selection)
    return [each for each in known(store) if not each.districts or chosen & set(each.districts)]


def marks(programmes: Iterable[Programme], shown: Period, panel: str | None = None) -> tuple[Mark, ...]:
    """Return the programmes that run on a day of the shown months as bands of a chart over months."""
    last = shown.end - dt.timedelta(days=1)
    return tuple(
        Mark(
            f"{SIGN} {each.name}",
            max(each.starts.replace(day=1), shown.first),
            min(each.ends or shown.last, shown.last),
            kind="programme",
            panel=panel,
        )
        for each in programmes
        if each.starts is not None and each.runs(shown.first, last)
    )


def drawn_by_panel(store: Store, shown: Period, how: str, panels: Mapping[str, str]) -> tuple[Mark, ...]:
    """Return the marks of small multiples of a district or partnership each.

    `panels` are their names by code. Programmes of the whole force are in every one, others in that of
    their areas only.
    """
    if how != "yes":
        return ()
    wide = marks((each for each in known(store) if not each.districts), shown)
    own = [
        mark
        for code, name in panels.items()
        for mark in marks(
            (each for each in known(store) if set(each.districts) & _parts_of(code)), shown, panel=name
        )
    ]
    return (*wide, *own)


def _parts_of(code: str) -> set[str]:
    """Return the districts that an area is or holds."""
    return {district for district, csp in reference.csp_of().items() if csp == code} or {code}


def drawn(store: Store, selection: Selection, shown: Period, how: str) -> tuple[Mark, ...]:
    """Return the marks of a trend's programmes; none where they are switched off."""
    return marks(touching(store, selection), shown) if how == "yes" else ()


def with_note(said: dict[str, Any], bands: tuple[Mark, ...]) -> dict[str, Any]:
    """Return captions that say what a programme's band is, where there is one."""
    return said | {"definition": said["definition"] + NOTE} if bands else said
