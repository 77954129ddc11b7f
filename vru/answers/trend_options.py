"""Options of the trend questions: what is measured, what it is compared with, what it is split by."""

from __future__ import annotations

from dataclasses import dataclass

from vru.answers import comparing, interventions, tracks
from vru.answers.answer import Options, option


@dataclass(frozen=True)
class Drawn(Options):
    """Whether programmes are drawn on a trend."""

    programmes: str = interventions.drawn_option()


@dataclass(frozen=True)
class Measured(Drawn):
    """Whether offences are counted, set against residents, or weighted by seriousness."""

    measure: str = option(
        "count",
        label="Measure",
        short="m",
        choices=tracks.MEASURES,
        about="Rates need residents, severity a weight for each offence; either says so where it is missing.",
    )


@dataclass(frozen=True)
class Compared(Measured):
    """Which two periods the verdict is about."""

    compare: str = option(
        "year_before",
        label="Compare",
        short="c",
        choices=comparing.COMPARISONS,
        about="The verdict is about these two periods, whole months only.",
    )


@dataclass(frozen=True)
class Split(Measured):
    """What the selection is split by; with `none` there is nothing beside the whole."""

    split: str = option(
        "district",
        label="Split by",
        short="by",
        choices={"none": "Nothing", **tracks.SPLITS},
        about="Draws each part on its own, and judges the change of each, widened for looking many times.",
    )


@dataclass(frozen=True)
class Trends(Split, Compared):
    """The options of the page."""


UNITS = {
    "count": "offences",
    "rate": "per 1,000 residents a year",
    "harm": "harm score (sum of severity weights)",
}
