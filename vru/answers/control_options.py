"""Options of the control chart: which series, charted how, with limits from which months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from vru.answers.answer import Options, option
from vru.answers.knife_data import DEFINITIONS
from vru.answers.success_data import BANDED, LIMIT, YOUNG
from vru.answers.success_homicide_data import WHICH
from vru.measures import spc
from vru.selection import VWI, Selection

UNDER_25 = ("0_9", "10_13", "14_17", "18_24")


class Series(NamedTuple):
    """A series: how it is called and charted, and what narrows the selection to it.

    `split` is the flag whose share is charted, `measure` that of the track (see
    `vru.answers.tracks`). `rising` says what a rise is. `needs` names what the store must have
    (a field of its capabilities, or a group) and `load` the column that would bring it.

    `source` is what is counted and `part` which of it (see `vru.answers.control_series`); `sees`
    which filters it obeys: all, all but those of people, those of place, or areas alone.
    """

    label: str
    kind: spc.Kind = "count"
    measure: str = "count"
    narrowed: tuple[tuple[str, Any], ...] = ()
    split: str = "none"
    rising: spc.Rising = "concern"
    needs: tuple[str, ...] = ()
    load: str = ""
    source: Literal["offences", "victims", "killed", "people", "defined", "admitted", "attended"] = "offences"
    part: str = ""
    sees: Literal["all", "people", "place", "areas"] = "all"


OFFENCES = {
    "offences": Series("Selected offences"),
    "rate": Series("Rate per 1,000 residents", "rate", "rate"),
    "harm": Series("Harm, weighted by seriousness", measure="harm"),
    "knife": Series(
        "Knife-enabled offences", narrowed=(("knife", "yes"),), needs=("has_knife",), load="a knife flag"
    ),
    "knife_share": Series(
        "Share knife-enabled",
        "share",
        narrowed=(("knife", None),),
        split="knife",
        rising="neutral",
        needs=("has_knife",),
        load="a knife flag",
    ),
    "domestic": Series(
        "Domestic offences",
        narrowed=(("domestic", "yes"),),
        needs=("has_domestic",),
        load="a domestic flag",
    ),
    "domestic_share": Series(
        "Share domestic",
        "share",
        narrowed=(("domestic", None),),
        split="domestic",
        rising="neutral",
        needs=("has_domestic",),
        load="a domestic flag",
    ),
    "young_victims": Series(
        "Offences with a victim under 25",
        narrowed=(("role", "victim"), ("ages", UNDER_25)),
        needs=("has_victims", "has_age"),
        load="victims and their age",
    ),
    "homicide": Series(
        "Homicides",
        narrowed=(("groups", ("homicide",)),),
        needs=("homicide",),
        load="Home Office codes (ho_code)",
    ),
    "knife_injuries": Series(
        "Knife injuries recorded",
        narrowed=(("groups", (VWI,)), ("knife", "yes")),
        needs=("has_knife", VWI),
        load="a knife flag and violence with injury",
        sees="areas",
    ),
}
"""Series of offences: the filters narrow each of them."""

KINDS = {"assaults": "assaults", "selected": "offences"}
ALL_AGES = "all"
"""Victims of every age, as a part."""


def _victims() -> Iterable[tuple[str, Series]]:
    """Return a series for each set of knife offences and each age group of the success measure."""
    ages = {"young": f"under {LIMIT}"} | {
        code: label.lower() for code, label in YOUNG.items() if code != BANDED
    }
    for kind, what in KINDS.items():
        for part, age in (ages | {ALL_AGES: "all ages"}).items():
            label = f"Victims of knife {what}, {age}"
            yield (
                f"victims_{kind}_{part}",
                Series(label, source="victims", part=f"{kind} {part}", sees="place"),
            )


PEOPLE = {
    "people_victim": Series(f"Victims under {LIMIT}", source="people", part="victim", sees="people"),
    "people_suspect": Series(
        f"Suspects under {LIMIT} (recorded, not convicted)", source="people", part="suspect", sees="people"
    ),
    **dict(_victims()),
    **{
        f"killed_{which}": Series(
            f"Killings: {label[:1].lower()}{label[1:]}", source="killed", part=which, sees="place"
        )
        for which, label in WHICH.items()
    },
    "proxy": Series(
        f"Victims under {LIMIT} of the gravest knife violence (police)",
        source="victims",
        part="gravest young",
        sees="place",
    ),
}
"""Series of people: success measures, and victims and suspects under the limit."""

DEFINED = {
    f"defined_{each.code}": Series(
        f"Knife crime as: {each.label[:1].lower()}{each.label[1:]}",
        source="defined",
        part=each.code,
        sees="place",
        # more searches find more blades: a rise is not by itself more harm
        rising="neutral" if each.code == "possession" else "concern",
    )
    for each in DEFINITIONS
    if each.code not in ("young", "homicides")
}
"""Definitions of knife crime as series; victims under the limit and killings are series of their own."""

HOSPITAL = {
    "admitted_young": Series(
        f"Hospital admissions after knife assaults, under {LIMIT}",
        source="admitted",
        part="young",
        sees="areas",
    ),
    "admitted_everyone": Series(
        "Hospital admissions after knife assaults, all ages", source="admitted", part="everyone", sees="areas"
    ),
    "admitted_any_assault": Series(
        "Hospital admissions after any assault", source="admitted", part="any_assault", sees="areas"
    ),
    "attended": Series("Emergency attendances after knife assaults", source="attended", sees="areas"),
}
"""Series that hospitals count."""

SERIES = OFFENCES | PEOPLE | DEFINED | HOSPITAL
"""Every series there is a control chart of, by its code."""


def seen(code: str, selection: Selection) -> Selection:
    """Return a selection as a series sees it: without the filters that it does not obey.

    A decision about a series is kept under what this returns, so that every page that shows it finds it.
    """
    span, basis = selection.period, selection.basis
    place = {each: getattr(selection, each) for each in ("level", "areas", "names")}
    match SERIES[code].sees:
        case "people":
            return replace(selection, basis="committed", ages=(), sex=None, role=None)
        case "place":
            return Selection(span, basis=basis, **place)
        case "areas":
            return Selection(span, basis="committed", **place)
    return selection


@dataclass(frozen=True)
class Controls(Options):
    """The options of the page."""

    series: str = option(
        "offences",
        label="Series",
        short="cs",
        choices={code: each.label for code, each in SERIES.items()},
        about="The filters above narrow it further, as far as the caption below says.",
    )
    chart: str = option(
        "auto",
        label="Chart",
        short="cc",
        choices={
            "auto": "Seasonally expected values",
            "raw": "As counted",
            "g": "Days between events (g)",
            "t": "Days between events (t)",
        },
        about="Series of fewer than two a month are shown as days between events, unless another is chosen.",
    )
    baseline: str = option(
        "36",
        label="Limits from",
        short="cb",
        choices={
            "24": "First 24 months",
            "36": "First 36 months",
            "60": "First 60 months",
            "all": "All months",
        },
        about="How many months of each base make its mean and limits; later ones are judged by them.",
    )
    window: str = option(
        "72",
        label="Show",
        short="cw",
        choices={"72": "Last six years", "all": "Whole period"},
        about="A base should be a time in which nothing much changed: over long periods few series have one.",
    )
    middle: str = option(
        "no",
        label="Fifteen in the middle",
        short="cm",
        choices={"no": "Not marked", "yes": "Marked"},
        about="Also marks fifteen months in the middle third: limits that are wider than they need be.",
    )
