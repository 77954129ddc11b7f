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
from vru.measures.temperature.heat import Heat, Heats, heat_days
from vru.measures.temperature.lags import Lag, Lagged, lags
from vru.measures.temperature.parts import Compared, Part, by_kind_of_day, by_part, season_of, weekend

__all__ = [
    "LEAST_DAYS",
    "LEAST_PER_TERM",
    "VARIANTS",
    "WARMER",
    "Bend",
    "Compared",
    "Days",
    "Effect",
    "Heat",
    "Heats",
    "Lag",
    "Lagged",
    "Part",
    "Period",
    "Variant",
    "bend",
    "by_kind_of_day",
    "by_part",
    "calendar",
    "claim",
    "daily_mean",
    "effect",
    "heat_days",
    "lags",
    "season_of",
    "variants",
    "weekend",
]
