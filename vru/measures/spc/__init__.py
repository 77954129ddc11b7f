"""Control charts: is a month outside what the series does by itself, or is it only noise?

XmR charts with the four rules of NHS England's Making Data Count, on seasonally expected values;
Laney's p' and u' for shares and rates; days between rare events; the chart's own false-alarm rate.
"""

from vru.measures.spc.alarms import Alarms, false_alarms
from vru.measures.spc.chart import LEAST_BASE, TYPICAL, Control, Kind, control
from vru.measures.spc.limits import Limits, laney, xmr
from vru.measures.spc.rare import LEAST_GAPS, POWER, Gaps, Recent, gaps, recent
from vru.measures.spc.rules import COMMON, RULES, Rising, causes, special
from vru.measures.spc.season import Season, season

__all__ = [
    "COMMON", "LEAST_BASE", "LEAST_GAPS", "POWER", "RULES", "TYPICAL", "Alarms", "Control", "Gaps", "Kind",
    "Limits", "Recent", "Rising", "Season", "causes", "control", "false_alarms", "gaps", "laney", "recent",
    "season", "special", "xmr",
]  # fmt: skip
