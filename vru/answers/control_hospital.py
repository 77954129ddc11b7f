"""Series that hospitals count, on a control chart: admissions and attendances after knife assaults."""

from __future__ import annotations

from functools import partial

import numpy as np

from vru import findings
from vru.answers import hospital_data, success_admissions_data
from vru.answers.control_monthly import Monthly, counts
from vru.answers.hospital_data import Attended
from vru.answers.making import Empty, Parts
from vru.answers.success_admissions_data import Admitted, Series
from vru.answers.success_data import LIMIT
from vru.answers.tracks import Calendar
from vru.measures import series
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

NOUNS = {
    "young": f"hospital admissions under {LIMIT} after knife assaults",
    "everyone": "hospital admissions after knife assaults",
    "any_assault": "hospital admissions after any assault",
}
ATTENDED = "emergency attendances after knife assaults"


def admitted(store: Store, selection: Selection, part: str) -> Monthly:
    """Return the months of admissions of a part; months of which only a range is known are not judged.

    Raises Empty where the part is not published, or suppressed in most of its months.
    """
    found = success_admissions_data.admitted(store, selection)
    line: Series | None = getattr(found, part)
    if line is None:
        raise Empty(
            "cannot", f"The admissions loaded do not hold {NOUNS[part]}: the page Success measures says why."
        )
    published = np.isfinite(line.months.low)
    if 2 * int(line.suppressed.sum()) > int(published.sum()):
        raise Empty(
            "enough",
            f"{findings.count(line.suppressed.sum())} of {findings.count(published.sum())} months are "
            "suppressed: a control chart needs counts, not ranges from 1 to 7.",
        )
    usable = published & ~line.suppressed & found.firm
    calendar = _calendar(found, usable, line)
    return counts(
        calendar,
        line.months.middle,
        usable=usable,
        shown=found.shown,
        selection=selection,
        noun=f"{NOUNS[part]}, {found.place.name}",
        unit="admissions",
        captions=partial(_admitted_said, found, line),
        recorded=False,
    )


def _calendar(found: Admitted, usable: np.ndarray, line: Series) -> Calendar:
    state = np.select(
        [~np.isfinite(line.months.low), line.suppressed, ~found.firm],
        ["not published", "suppressed", "provisional"],
        "complete",
    ).astype(object)
    return Calendar(found.months, series.days_in(found.months), state, usable)


def _admitted_said(found: Admitted, line: Series, _store: Store) -> Parts:
    known = int(np.isfinite(line.months.low).sum())
    hidden, gaps = int(line.suppressed.sum()), len(found.months) - known
    rounded = bool((line.months.high > line.months.low)[~line.suppressed].any())
    cause = "assault" if line is found.any_assault else "sharp"
    note = " A rounded count stands in the middle of what it can be." if rounded else ""
    return {
        "definition": f"{success_admissions_data.episode(cause)}{note}",
        "counted": f"{findings.count(known)} months published, {found.shown}.",
        "missing": (
            f"{findings.count(hidden)} months are suppressed, {findings.count(gaps)} not published: none of "
            "them is 0, and none is judged. The last two months are provisional: drawn hollow, not judged. "
            "How police record crime does not touch these figures; how hospitals code may, and no change of "
            "that is listed here."
        ),
        "selected": f"{found.place.name}; all months published, whatever the filters say of period and kind",
    }


def attended(store: Store, selection: Selection, _part: str) -> Monthly:
    """Return the months of attendances at emergency departments after a knife assault."""
    found = hospital_data.attended(store, selection)
    loaded = np.isfinite(found.numbers)
    state = np.where(loaded, "complete", "not loaded").astype(object)
    return counts(
        Calendar(found.months, series.days_in(found.months), state, loaded),
        found.numbers,
        shown=Period(found.months[0], found.months[-1]),
        selection=selection,
        noun=ATTENDED,
        unit="attendances",
        captions=partial(_attended_said, found, selection),
        recorded=False,
    )


def _attended_said(found: Attended, selection: Selection, _store: Store) -> Parts:
    gaps = int((~np.isfinite(found.numbers)).sum())
    said = (
        f"{findings.count(gaps)} months between have no attendances loaded and are not judged. "
        if gaps
        else ""
    )
    return {
        "definition": f"{hospital_data.ATTENDED} Attendances, not people.",
        "counted": f"{findings.count(np.nansum(found.numbers))} attendances after knife assaults in "
        f"{Period(found.months[0], found.months[-1])}.",
        "missing": (
            f"{findings.count(found.weaponless)} of {findings.count(found.every)} attendances "
            f"({findings.share(found.weaponless, found.every)}) do not say which weapon: not counted. "
            f"{said}A department that began to send, or stopped, moves the line as violence does."
        ),
        "selected": f"{hospital_data.areas_said(selection)}; all months loaded, whatever the filters say of "
        "period and kind",
    }
