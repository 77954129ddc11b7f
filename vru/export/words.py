"""The words that go with an Answer wherever it goes: caption, sentence, file name, marking."""

from __future__ import annotations

import re
from dataclasses import fields

from vru import findings
from vru.answers.answer import Answer
from vru.settings import settings

SYNTHETIC = "SYNTHETIC: made-up data, about no real person or place"


def caption(answer: Answer) -> list[tuple[str, str]]:
    """Return the caption as (label, sentence): definition, selection, n, missing share, source, version."""
    said = [
        ("Definition", answer.definition),
        ("Selected", "; ".join([answer.selected or answer.selection.sentence(), *options(answer)])),
        ("Counted", answer.counted),
        ("Missing", answer.missing),
        ("Source", f"{answer.source.rstrip('.')}. Data version {answer.store_version}."),
    ]
    return [(f"{label}:", sentence(text)) for label, text in said if text]


def sentences(answer: Answer) -> frozenset[str]:
    """Return the sentences a page shows of an answer's caption, for `unsaid` of those beneath it."""
    if answer.empty:
        return frozenset()
    return frozenset(each for _, text in caption(answer) for each in findings.sentences(text))


def unsaid(answer: Answer, said: frozenset[str]) -> list[tuple[str, str]]:
    """Return the caption as a page shows it: what answers above have `said` already is "as above".

    What is selected stands under every picture all the same.
    """
    shown = []
    for label, text in caption(answer):
        new = [each for each in findings.sentences(text) if each not in said]
        if label != "Selected:" and " ".join(new) != text:
            text = " ".join(["As above.", *new])
        shown.append((label, text))
    return shown


def options(answer: Answer) -> list[str]:
    """Return each option of the answer as `label: choice`, in words."""
    said = []
    for each in fields(answer.options):
        code = getattr(answer.options, each.name)
        label = each.metadata.get("label", each.name)
        said.append(f"{label.lower()}: {each.metadata.get('choices', {}).get(code, code)}")
    return said


def sentence(text: str) -> str:
    """Return text with a capital and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text[-1:] in ".?!" else ".") if text else ""


def quotable(answer: Answer) -> str:
    """Return the finding as it may be pasted into a mail: with its caption and marking."""
    said = [sentence(answer.finding), *(f"{label} {text}" for label, text in caption(answer))]
    return "\n".join([*said, marking(answer)])


def marking(answer: Answer) -> str:
    """Return the protective marking, and that the data are made up where they are."""
    return " · ".join([settings().marking, *([SYNTHETIC] if answer.synthetic else [])])


def file_name(answer: Answer) -> str:
    """Return a file name without ending: question, period and data version."""
    period = answer.selection.period
    raw = f"{answer.name}_{period.first:%Y-%m}_to_{period.last:%Y-%m}_{answer.store_version}"
    return re.sub(r"[^A-Za-z0-9_-]+", "-", raw).strip("-") + ("_SYNTHETIC" if answer.synthetic else "")
