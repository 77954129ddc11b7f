"""Temperature: how violence goes with warmth from day to day, season, week and trend taken out."""

from vru.measures.temperature.design import Days, Period, calendar, daily_mean
from vru.measures.temperature.effect import (
    LEAST_DAYS,
    LEAST_PER_TERM,
    VARIANTS,
    WARMER,
    Bend,
    Effect,
    Variant,
    bend,
    claim,
    effect,
    variants,
)

__all__ = [
    "LEAST_DAYS",
    "LEAST_PER_TERM",
    "VARIANTS",
    "WARMER",
    "Bend",
    "Days",
    "Effect",
    "Period",
    "Variant",
    "bend",
    "calendar",
    "claim",
    "daily_mean",
    "effect",
    "variants",
]
