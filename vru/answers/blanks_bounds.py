"""Bounds of each figure with its blanks filled in the worst way there is, and whether a verdict turns."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from vru import reference
from vru.answers import offenders_gaps, overlaps_windows
from vru.answers.doubting import judge
from vru.answers.labels import label, ours
from vru.answers.making import Empty, rows_of
from vru.answers.offenders_blanks import TRENDS, Trend
from vru.answers.offenders_counts import suspects
from vru.answers.offenders_doubt import BLANKS, Judged
from vru.answers.people import by_day, violence_of
from vru.answers.repeat_common import Repeats, repeat_for, share_again, span
from vru.answers.tracks import ASIDE
from vru.measures import blanks, overlap
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store

STANDS, TURNS, OPEN, NONE = "stands", "could turn", "undecided anyway", "no verdict"


class Effect(NamedTuple):
    """A figure, between what it could lie, and what that does to its verdict.

    `blank` values are not known, against `whole` `of` what is counted; `page` is the stem
    of the page that shows the figure, `digits` how many decimals it is read with.
    """

    figure: str
    page: str
    unit: str
    field: str
    blank: int
    whole: int
    of: str
    shown: float
    low: float
    high: float
    verdict: str
    digits: int = 1


class Untold(NamedTuple):
    """A figure this extract cannot give under these filters, and why."""

    figure: str
    why: str


def effects(store: Store, selection: Selection) -> Iterator[Effect | Untold]:
    """Yield what blanks could do to each figure, those with a verdict first."""
    for figure, make in _FIGURES.items():
        try:
            yield from make(store, selection)
        except Empty as empty:
            yield Untold(figure, empty.finding)


def _margin(code: str) -> float:
    return next(float(each["margin"]) for each in reference.claims() if each["code"] == code)


def _turned(plain: str, worst: Iterator[str] | tuple[str, ...]) -> str:
    if plain == "cannot tell":
        return OPEN
    return STANDS if all(each == plain for each in worst) else TURNS


def _trend(trend: Trend) -> Callable[[Store, Selection], Iterator[Effect]]:
    def made(store: Store, selection: Selection) -> Iterator[Effect]:
        plain, found = trend.plain(store, selection), suspects(store, selection)
        if plain is None:
            raise Empty("enough", "The years are too few for a trend.")
        aged = trend.name == "age mix"
        blank = found.ageless.sum() if aged else found.by_year("unknown").sum()
        yield _against(
            f"the {trend.name}", trend.unit, "Suspect: age" if aged else "Suspect: sex", trend.times * plain,
            trend.judged(store, selection), trend.times, trend.digits,
        )._replace(blank=int(blank), whole=int(found.by_year().sum()))  # fmt: skip

    return made


def _against(
    name: str, unit: str, field: str, plain: float, judged: Judged, times: float, digits: int
) -> Effect:
    """Return a trend with the change in blanks placed against it, as its own page does."""
    row = rows_of(judged.tried[judged.tried["how"] == BLANKS])[0]
    worst = times * row.value if math.isfinite(row.value) else plain
    turned = TURNS if "the change in unknown" in judged.why else STANDS
    return Effect(
        f"Change of {name}", "offenders", unit, field, 0, 0, "suspects", plain,
        min(plain, worst), max(plain, worst),
        OPEN if judged.verdict == "cannot tell" and turned == STANDS else turned, digits,
    )  # fmt: skip


def _gap(store: Store, selection: Selection) -> Iterator[Effect]:
    found = offenders_gaps.gaps(store, selection)
    if found.change is None:
        raise Empty("enough", "The years are too few for a trend.")
    name, field = "pairs 20 years apart, above chance", "Suspect or victim: age"
    made = _against(name, "points a year", field, found.change.value, found.judged, 1, 2)
    yield made._replace(blank=round(found.offences - found.known), whole=round(found.offences), of="offences")


def _records(store: Store, violence: str, first: Any, end: Any) -> Any:
    return rows_of(store.ask("blanks_records", violence=violence, first=first, end=end))[0]


def _once_only(store: Store, selection: Selection) -> Iterator[Effect]:
    options = Repeats()
    firsts, months = repeat_for(store, selection, options, "suspect"), int(options.window)
    point, days, people = share_again(firsts, months), span(store, options), len(firsts.table)
    value, low, high = (float(each[0]) for each in (point.survival, point.low, point.high))
    found = _records(store, violence_of(store, options), days.entry.item(), days.end.item())
    margin = _margin("one_off")
    for field, blank in (("Suspect: person key", found.suspects), ("A suspect", found.unnamed)):
        least, most = blanks.once_only(value * people, people, blank)
        worst = (judge(100 * (low + least - value), 100 * (high + least - value), margin),
                 judge(100 * (low + most - value), 100 * (high + most - value), margin))  # fmt: skip
        yield Effect(
            f"Not recorded again within {months} months", "repeat", "%", field, int(blank), people, "people",
            100 * value, 100 * least, 100 * most, _turned(judge(100 * low, 100 * high, margin), worst),
        )  # fmt: skip


def _overlap(kind: str, figure: str, code: str) -> Callable[[Store, Selection], Iterator[Effect]]:
    def made(store: Store, selection: Selection) -> Iterator[Effect]:
        overlaps_windows.needs(store, kind)
        options, when = overlaps_windows.Windows(), by_day(selection)
        spans = overlaps_windows.windows(store, when, int(options.window))
        met = overlaps_windows.met(store, kind, violence_of(store, options), spans)
        tables = overlaps_windows.chosen(met, when)
        ratio = overlap.risk_ratio(tables, effect=overlaps_windows.effect(met, tables))
        both, one, other = (float(each.sum()) for each in tables[:3])
        if not both or not math.isfinite(ratio.low):
            raise Empty("enough", "Too few people have records of both kinds for a ratio.")
        found = _records(store, violence_of(store, options), spans[0].first, spans[-1].end)
        if kind == "roles":
            field, blank = "Person key", int(found.suspects + found.victims)
            least, most = blanks.overlap(both, one, other, found.suspects, found.victims)
        else:
            field, blank = "Relationship", int(found.unrelated)
            least, most = blanks.either(both, one, other, blank)
        margin = _margin(code)
        worst = (judge(ratio.low * each, ratio.high * each, margin) for each in (least, most))
        yield Effect(
            figure, "overlaps", "times as often", field, blank, round(2 * both + one + other),
            "people in a window", ratio.value, ratio.value * least, ratio.value * most,
            _turned(judge(ratio.low, ratio.high, margin), tuple(worst)),
        )  # fmt: skip

    return made


def latest(selection: Selection) -> Period:
    """Return the last twelve months of the selected period, or all of a shorter one."""
    last = selection.period.last
    return Period(max(selection.period.first, add_months(last, -11)), last)


def _flag(flag: str) -> Callable[[Store, Selection], Iterator[Effect]]:
    def made(store: Store, selection: Selection) -> Iterator[Effect]:
        parts = _parts(store, selection, flag)
        known, unknown, every = parts.get("yes", 0), parts.get("unknown", 0), sum(parts.values())
        if unknown == every:
            raise Empty("cannot", f"This extract has no {flag} flag in these months.")
        low, high = (100 * each for each in blanks.share(known, every, unknown))
        figure = f"Share with the {flag} flag, {latest(selection)}"
        yield Effect(
            figure,
            "trends",
            "%",
            f"{flag.capitalize()} flag",
            unknown,
            every,
            "offences",
            low,
            low,
            high,
            NONE,
        )

    return made


def _district(store: Store, selection: Selection) -> Iterator[Effect]:
    parts = _parts(store, selection, "district")
    known = zip(ours(np.array(list(parts), object), "district"), parts.values(), strict=True)
    districts = {label("district", code): number for code, number in known if code not in ASIDE}
    if len(districts) < 2:
        raise Empty("cannot", "The offences of these months have no two known districts.")
    name = min(districts, key=lambda each: districts[each])
    unknown, count = parts.get("unknown", 0), districts[name]
    yield Effect(
        f"Offences of {name}, the smallest district, {latest(selection)}", "trends", "offences", "District",
        unknown, sum(parts.values()), "offences", count, count, count + unknown, NONE, 0,
    )  # fmt: skip


def _parts(store: Store, selection: Selection, split: str) -> dict[str, int]:
    rows = store.ask("trend_months_cube", split=split, **_asked(selection))
    if rows.empty:
        raise Empty("nothing", "No offence of these months matches the filters.")
    return {str(part): int(number) for part, number in rows.groupby("part")["offences"].sum().items()}


def _asked(selection: Selection) -> dict[str, Any]:
    return selection.with_period(latest(selection)).parameters()


_FIGURES: dict[str, Callable[[Store, Selection], Iterator[Effect]]] = {
    "Age mix of suspects": _trend(TRENDS[0]),
    "Pairs 20 years apart": _gap,
    "Female share of suspects": _trend(TRENDS[1]),
    "Not recorded again": _once_only,
    "Suspects as victims": _overlap("roles", "Suspects recorded as victims too", "offender_victim_overlap"),
    "Partner and other violence": _overlap(
        "relations", "Suspects of partner violence, of other violence too", "intimate_partner_overlap"
    ),
    "Domestic share": _flag("domestic"),
    "Knife share": _flag("knife"),
    "Districts": _district,
}
