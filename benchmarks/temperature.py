"""The temperature model's refit against statsmodels' bare fit, and whether it grows with the extract.

Ours is what a filter change costs once the days are counted: the calendar's terms, the fit, its
checks and the errors that allow for spells. The bare fit is given the ready matrix; both keep to one
core, since more make such a small fit slower. The second row lets statsmodels work out the errors as
well. The three must give the same coefficient, and the two the same error, or nothing is timed.

    python -m benchmarks.temperature [folder of a store] [rounds]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from statsmodels.genmod import families
from statsmodels.genmod.generalized_linear_model import GLM

from benchmarks.enlarged import TIMES, both_sizes
from benchmarks.ratio import interleaved, report
from vru.answers import temperature_days
from vru.measures import temperature
from vru.measures.temperature import regression
from vru.measures.temperature.models import Slope
from vru.selection import Selection
from vru.store import Store

OURS, BARE, SPELLS = "vru refit", "statsmodels fit", "statsmodels fit and HAC errors"
TARGETS = {BARE: 1.5}


def main(folder: Path | None = None, rounds: int = 21) -> None:
    """Print the ratios at the demo's size, and the times on a store 28 times as large over those."""
    small, large = (_measured(store, rounds) for store in both_sizes(folder))
    print(f"\nTime at {TIMES} x the rows over time at the demo's size")
    for name, median in large.items():
        print(f"  {name:34} {median / small[name]:5.2f}")


def _measured(store: Store, rounds: int) -> dict[str, float]:
    whole = Selection.default(store.capabilities)
    days = temperature_days.fitted(store, whole, "mean_c").days
    special, lockdowns = temperature.calendar(days.day), temperature_days.lockdowns()
    matrix = temperature.Models(days, special, lockdowns).slope().matrix

    def ours() -> Slope:
        return temperature.Models(days, special, lockdowns).slope()

    def counting() -> object:
        return store.ask("temperature_days", **whole.parameters())

    @regression.on_one_core
    def bare() -> Any:
        return GLM(days.offences, matrix, family=families.Poisson()).fit()

    @regression.on_one_core
    def spells() -> Any:
        kernel = {"maxlags": regression.LAG, "use_correction": False}
        return GLM(days.offences, matrix, family=families.Poisson()).fit(cov_type="HAC", cov_kwds=kernel)

    _refuse_different(ours(), bare(), spells() if np.all(np.diff(days.place) == 1) else None)
    found = interleaved({OURS: ours, BARE: bare, SPELLS: spells}, rounds)
    report(
        f"Temperature: {days.offences.sum():,.0f} offences on {len(days.day):,} days", found, OURS, TARGETS
    )
    return found | interleaved({"query that counts the days": counting}, rounds)


def _refuse_different(ours: Slope, bare: Any, spells: Any | None) -> None:
    """Stop unless all find the same; days that are missing are neighbours to statsmodels' errors only."""
    same = np.isclose(ours.log_rate, bare.params[0], rtol=1e-6)
    same &= spells is None or np.isclose(ours.se, spells.bse[0], rtol=1e-6)
    if not same:
        raise SystemExit("The fits differ, so timing them means nothing.")


if __name__ == "__main__":
    main(*[Path(each) for each in sys.argv[1:2]], *[int(each) for each in sys.argv[2:3]])
