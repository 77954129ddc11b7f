"""Definitions of knife crime as series of a control chart."""

from __future__ import annotations

from functools import partial

from vru import findings
from vru.answers import knife_data
from vru.answers.control_monthly import Monthly, counts
from vru.answers.knife_data import LABELS
from vru.answers.making import Empty, Parts
from vru.selection import Selection
from vru.store import Store

NOUNS = {
    "flag_selected": "knife-enabled offences (national definition)",
    "flag_any": "offences of any kind with the knife mark",
    "weapon": "offences whose weapon is written down as a knife",
    "either": "offences with the knife mark or a knife as weapon",
    "assaults": "knife assaults",
    "possession": "offences of carrying a knife",
    "selected": "offences that could carry the knife mark",
}
"""The definitions as sentences name what they count."""


def defined(store: Store, selection: Selection, code: str) -> Monthly:
    """Return what a definition counts month by month. Raises Empty, with what it lacks, where it cannot."""
    found = knife_data.defined(store, selection)
    if code in found.why:
        raise Empty("cannot", f"{LABELS[code]} cannot be given: {found.why[code]}.")
    return counts(
        found.calendar,
        found.numbers[code],
        shown=found.shown,
        selection=knife_data.touched(selection, code),
        noun=NOUNS[code],
        unit="offences",
        captions=partial(_said, selection, code),
    )


def _said(selection: Selection, code: str, store: Store) -> Parts:
    found = knife_data.defined(store, selection)
    said = knife_data.captions(selection, found)
    words = next(each.words for each in knife_data.DEFINITIONS if each.code == code)
    number = found.total(code, found.shown)
    return said | {
        "definition": f"{LABELS[code]}: {words} {said['definition']}",
        "counted": f"{findings.count(number)} {NOUNS[code]} in {found.shown}.",
    }
