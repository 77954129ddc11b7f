"""Success homicide words: what the measure counts as a killing, what is left out, what is not known."""

from __future__ import annotations

from vru import findings
from vru.answers.making import Parts
from vru.answers.success_data import LIMIT, place
from vru.answers.success_homicide_data import Dead
from vru.periods import Period
from vru.selection import Selection

REVISED = (
    "Homicides are revised for years, as courts decide what was murder and who the victim knew: the "
    "published Homicide Index is the later word."
)


def captions(selection: Selection, which: str, found: Dead, whole: Period, more: str = "") -> Parts:
    """Return the captions that all about killings of a wording (see `WHICH`) in a period share."""
    counted, domestic, unsure = (
        found.number(each, whole) for each in (found.counted, found.domestic, found.unsure)
    )
    return {
        "definition": _definition(selection, which, found) + more,
        "counted": f"{findings.count(counted)} victims in {whole}.",
        "missing": (
            f"Left out as domestic: {findings.count(domestic)} in {whole}. Of those counted "
            f"{findings.count(unsure)} have neither a domestic flag nor a relationship that would say. "
            f"{_unseen(found, which, whole)}{REVISED}"
        ),
        "selected": _selected(selection),
    }


def _definition(selection: Selection, which: str, found: Dead) -> str:
    what = f"a knife and under {LIMIT} years old" if which == "young" else ""
    who = f", killed with {what}" if what else ", of any age and by any means"
    return (
        f"Victims of murder, manslaughter and infanticide{who}, dated by when it was {selection.basis}. "
        "Domestic killings are left out: by the national flag and, where it is unknown as before April "
        "2015, by what the suspect was to the victim (partner or family, both aged 16 or over). The exact "
        "(binomial) test takes deaths as independent; its verdict is “cannot tell” where it would miss a "
        f"doubling more than one time in five. No percentage is given of numbers this small. {found.note}"
    ).rstrip()


def _unseen(found: Dead, which: str, span: Period) -> str:
    """Return the homicides that may belong to the measure, as a sentence; '' where all are known."""
    if which == "all":
        return ""
    rows = found.rows
    away = (rows["domestic"] != "yes").to_numpy()
    blank = ((rows["age"] == "young") & (rows["knife"] == "unknown")).to_numpy() & away
    ageless = ((rows["age"] == "unknown") & (rows["knife"] == "yes")).to_numpy() & away
    flagless, of_no_age = found.number(blank, span), found.number(ageless, span)
    return (
        f"Not counted, but possibly of them: {findings.count(flagless)} without a knife flag, "
        f"{findings.count(of_no_age)} of unknown age. "
    )


def _selected(selection: Selection) -> str:
    return f"{place(selection)}; homicide, whatever the filters say of offence groups, flags and people"
