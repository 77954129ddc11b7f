"""Change: is one period really higher or lower than another, or does the series swing like that by itself?

Recorded offences vary more from month to month than independent events would. A verdict
that ignores it calls half of all unchanged years higher or lower; so the ordinary swing
(over-dispersion, phi) is measured first, on the months before the period that is judged.
"""

from vru.measures.change.judged import Change, ChangeWord, compare, judge, verdict
from vru.measures.change.months import Months
from vru.measures.change.ratio import Ratio, rate_ratio
from vru.measures.change.swing import Dispersion, dispersion

__all__ = [
    "Change", "ChangeWord", "Dispersion", "Months", "Ratio", "compare", "dispersion", "judge", "rate_ratio",
    "verdict",
]  # fmt: skip
