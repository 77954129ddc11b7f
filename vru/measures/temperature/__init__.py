"""Temperature: how violence goes with warmth from day to day, season, week and trend taken out."""

from vru.measures.temperature.ahead import Outlook, Week, outlook, week
from vru.measures.temperature.bend import Bend, bend
from vru.measures.temperature.design import Days, Period, calendar, daily_mean, strangers
from vru.measures.temperature.effect import WARMER, Effect, effect
from vru.measures.temperature.forecast import Foretold, Inside, foretold
from vru.measures.temperature.heat import Heat, Heats, heat_days
from vru.measures.temperature.influence import Influence, influence
from vru.measures.temperature.lags import Lag, Lagged, lags
from vru.measures.temperature.models import LEAST_DAYS, LEAST_PER_TERM, METHODS, MODELS, Models
from vru.measures.temperature.parts import Compared, Part, by_kind_of_day, by_part, season_of, weekend
from vru.measures.temperature.variants import VARIANTS, Variant, against, claim, deciding, variant, variants

__all__ = [
    "LEAST_DAYS",
    "LEAST_PER_TERM",
    "METHODS",
    "MODELS",
    "VARIANTS",
    "WARMER",
    "Bend",
    "Compared",
    "Days",
    "Effect",
    "Foretold",
    "Heat",
    "Heats",
    "Influence",
    "Inside",
    "Lag",
    "Lagged",
    "Models",
    "Outlook",
    "Part",
    "Period",
    "Variant",
    "Week",
    "against",
    "bend",
    "by_kind_of_day",
    "by_part",
    "calendar",
    "claim",
    "daily_mean",
    "deciding",
    "effect",
    "foretold",
    "heat_days",
    "influence",
    "lags",
    "outlook",
    "season_of",
    "strangers",
    "variant",
    "variants",
    "week",
    "weekend",
]
