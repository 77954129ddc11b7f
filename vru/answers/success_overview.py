"""Success overview: are we doing better, how sure are we, what do we not know; a row for each measure."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any, NamedTuple

import pandas as pd

from vru import findings, reference
from vru.answers import success_assaults, success_base, success_change, success_homicide
from vru.answers.answer import Estimate, Question
from vru.answers.making import Empty, Parts, source
from vru.answers.success_data import LIMIT, place
from vru.answers.success_homicide_data import RECENT
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.measures import change
from vru.periods import month_name, parse_month
from vru.selection import Selection
from vru.store import Store

_REST = {
    "no clear change": ("shows no clear change", "show no clear change"),
    "cannot tell": ("cannot be told", "cannot be told"),
}
"""How the headline speaks of measures that are neither lower nor higher."""
_WORDS = ("lower", "higher", *_REST)


POLICE = ("assaults", "homicide")
"""Measures whose figures end where the police's extract does; a hospital's end where they were published."""


class Row(NamedTuple):
    """A measure in brief: the verdict, what happened, how sure that is, what is not known, from where.

    `number` has the latest figure with its limits, for the table; `picture` may be None;
    `also` goes into the finding.
    """

    verdict: str
    size: str
    sure: str
    unknown: str
    data: str
    number: Estimate | None
    picture: Chart | None
    also: str = ""


def overview(store: Store, selection: Selection, options: Any, asked: dict[str, Question]) -> Parts:
    """Return the parts of the page's first Answer; `asked` holds the measures' questions by name."""
    measures = reference.success_measures()
    rows = [_row(store, selection, options, measure, asked) for measure in measures]
    until = store.capabilities.extract_to
    table = pd.DataFrame([_cells(measure, row, until) for measure, row in zip(measures, rows, strict=True)])
    words = [row.verdict for row in rows]
    also = " ".join(row.also for row in rows if row.also)
    return {
        "finding": f"{_explain(words)} {also}".rstrip(),
        "table": table,
        "pictures": tuple(row.picture for row in rows),
        "estimates": (
            _number("measures", len(words), len(words)),
            *(_number(word, words.count(word), len(words)) for word in _WORDS),
        ),
        "definition": (
            "What Violence Reduction Units are judged by. Lower or higher is said only where chance and the "
            "series' own swing do not explain the change (95 % interval) and no change in recording does. No "
            "clear change is no proof that nothing changed. In each small picture the dot is the value, the "
            "bar where the true value may lie, the dashed line what it is held against."
            f"{success_base.words(store, options.base)}"
        ),
        "counted": "Each row's card below says what it rests on.",
        "missing": "What is not known is said in each row.",
        "links": tuple(
            (measure["title"], f"#{measure['answer']}") for measure in measures if measure["answer"] in asked
        ),
        "selected": place(selection),
        "subtitle": f"The success measures, against {_baseline(store, options)}",
    }


def _explain(words: list[str]) -> str:
    """Return whether fewer are hurt than in the baseline year, and how the other measures stand."""
    better, worse, of = words.count("lower"), words.count("higher"), len(words)
    if better and worse:
        said = f"Fewer are hurt by {better} of {of} measures than in the baseline year, and more by {worse}."
    elif better or worse:
        how = "Fewer" if better else "More"
        said = f"{how} are hurt by {better or worse} of {of} measures than in the baseline year."
    else:
        said = f"Not one of {of} measures shows fewer or more hurt than in the baseline year."
    rest = [f"{number} {_REST[word][number != 1]}" for word in _REST if (number := words.count(word))]
    return f"{said} {'; '.join(rest)}." if rest else said


def _baseline(store: Store, options: Any) -> str:
    """Return the baseline year as the subtitle names it."""
    last = parse_month(success_base.month_of(store, options.base))
    return f"the baseline year, the twelve months to {month_name(last)}"


def _number(name: str, value: int, of: int) -> Estimate:
    return Estimate(name, value, None, None, "measures", of, "count", None)


def _cells(measure: dict[str, Any], row: Row, until: dt.date | None) -> dict[str, Any]:
    """Return a measure's row of the table; `test` is read line by line."""
    lines = [
        f"How sure: {row.sure}",
        f"Not known: {row.unknown}",
        f"Data: {_data(row, until if measure['code'] in POLICE else None)}",
        f"Official wording: {_worded(measure, until)}",
    ]
    number = row.number
    return {
        "success_measure": measure["title"],
        "verdict": row.verdict,
        "size": row.size,
        "test": "\n".join(each for each in lines if not each.endswith(": ")),
        "value": None if number is None else number.value,
        "low": None if number is None else number.low,
        "high": None if number is None else number.high,
        "unit": None if number is None else number.unit,
    }


def _data(row: Row, until: dt.date | None) -> str:
    """Return where a measure's figures come from, and up to which day."""
    if not row.data or until is None:
        return row.data
    return f"{row.data.rstrip('.')}; to {until.day} {until:%B %Y}."


def _worded(measure: dict[str, Any], until: dt.date | None) -> str:
    """Return the wording in force at the extract's end, and the first one where that is another."""
    known = measure["wording"]
    now = [each for each in known if until is None or each["valid_from"] <= until] or known[:1]
    said = f"“{now[-1]['text']}” (since {_funded(now[-1])})"
    if now[-1] is not known[0]:
        said += f"; first “{known[0]['text']}” ({_funded(known[0])})"
    unread = any(each["verified"] != "yes" for each in (now[-1], known[0]))
    return f"{said}{'; not checked against the publication' if unread else ''}."


def _funded(wording: dict[str, Any]) -> str:
    begins = wording["valid_from"]
    return f"{begins.year}/{(begins.year + 1) % 100:02d}"


def _row(
    store: Store, selection: Selection, options: Any, measure: dict[str, Any], asked: dict[str, Question]
) -> Row:
    brief = {"assaults": _assaults, "homicide": _homicide}.get(measure["code"])
    try:
        if brief:
            return brief(store, selection, options)
        return _other(store, selection, options, asked.get(measure["answer"]))
    except Empty as why:
        return Row("cannot tell", why.finding, "", "", "", None, None)


def _assaults(store: Store, selection: Selection, options: Any) -> Row:
    found = success_assaults.compared(store, selection, options)
    spans = found.spans
    when = findings.period(spans.now)
    size = f"{findings.count(found.number)} victims under {LIMIT} in {when}"
    size += f", {success_change.against_base(found)}."
    sure = success_change.sure(found)
    unknown = success_change.unknown(found) + " " + success_assaults.unseen(store, selection, options)
    number = success_change.latest(found)
    picture = _change_picture(found.to_base, "Knife assaults")
    return Row(
        found.word,
        size,
        sure,
        unknown.strip(),
        source(store),
        number,
        picture,
        success_change.on_the_year_before(found),
    )


def _homicide(store: Store, selection: Selection, options: Any) -> Row:
    against, left, unsure = success_homicide.brief(store, selection, options)
    test, when = against.test, f"the {RECENT} months to {month_name(against.now.last)}"
    deaths = ("death" if test.events == 1 else "deaths") + (
        f" under {LIMIT}" if options.killings == "young" else ""
    )
    size = (
        f"{findings.count(test.events)} {deaths} in {when}; at the earlier rate there would have "
        f"been {findings.decimal(test.expected)}."
    )
    sure = (
        f"numbers this small would reveal a doubling {findings.count(100 * test.power)} times in 100, a "
        f"halving {findings.count(100 * test.halving)} times: so no percentage is given."
    )
    doubt = f"whether {findings.count(unsure)} of them were domestic, and " if unsure else ""
    unknown = f"{doubt}how courts will revise these figures. Left out as domestic: {findings.count(left)}."
    number = success_homicide.latest(against)
    picture = _deaths_picture(number, test.expected)
    return Row(test.verdict, size, sure, unknown, source(store), number, picture)


def _other(store: Store, selection: Selection, options: Any, asked: Question | None) -> Row:
    """Return a measure that another module answers, by what its Answer says."""
    if asked is None:
        text = "This dashboard has no hospital figures yet; police figures below are no substitute for them."
        return Row("cannot tell", text, "", "", "", None, None)
    answer = asked.ask(store, selection, options).answer()
    size, *sure = findings.sentences(answer.finding)
    word = answer.verdict.value if answer.verdict else "cannot tell"
    number = next((each for each in answer.estimates if each.name == "now"), None)
    moved = next((each for each in answer.estimates if each.name == "change"), None)
    return Row(
        word,
        size,
        " ".join(sure),
        answer.missing,
        answer.source,
        number,
        _picture(moved, 0.0, "no change", "% change"),
    )


def _change_picture(moved: change.Change | None, name: str) -> Chart | None:
    if moved is None or math.isnan(moved.percent) or math.isinf(moved.percent):
        return None
    known = math.isfinite(moved.low) and math.isfinite(moved.high)
    low, high = (moved.low, moved.high) if known else (None, None)
    found = Estimate(name, moved.percent, low, high, "percent", moved.months, moved.method)
    return _picture(found, 0.0, "no change", "% change since the baseline year")


def _deaths_picture(number: Estimate, expected: float) -> Chart | None:
    label = f"expected {findings.decimal(expected)}"
    return _picture(number, expected, label, f"deaths in {RECENT} months")


def _picture(found: Estimate | None, against: float, label: str, unit: str) -> Chart | None:
    if found is None or found.value is None:
        return None
    limits = (
        ""
        if found.low is None or found.high is None
        else (f" ({findings.decimal(found.low)} to {findings.decimal(found.high)})")
    )
    dot = Series(found.name, (found.name,), (found.value,), low=(found.low,), high=(found.high,))
    return Chart(
        "dots",
        alt=f"{findings.decimal(found.value)} {unit}{limits}; held against {label}.",
        series=(dot,),
        x=Axis(unit),
        y=Axis(kind="category"),
        marks=(Mark(label, x=against),),
        height=70,
    )
