"""Which months may carry a conclusion: as the data look, unless an analyst has decided otherwise."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import decisions
from vru.decisions import Recorded
from vru.store import Store

LEFT_OUT, WHOLE = "incomplete", "complete"
"""What a month becomes that analysts leave out, or count as whole."""


def judged(store: Store, basis: str) -> pd.DataFrame:
    """Return the months of a store: month, state and reason, as the query month_states has them.

    A month that analysts decided on for every series has their state, and the decision as its
    reason; one that is not over stays so.
    """
    states = store.ask("month_states", basis=basis)
    for kind, state in (("whole", WHOLE), ("exclude", LEFT_OUT)):
        for each in of(store, kind):
            when = states["month"] == np.datetime64(each.decision.month, "s")
            there = when & (states["state"] != "part")
            states.loc[there, ["state", "reason"]] = [state, f"decided: {each.words}"]
    return states


def of(store: Store, kind: str) -> tuple[Recorded, ...]:
    """Return the decisions of a kind that are about every series, whatever the filters say."""
    return decisions.of(store.folder, kind, decisions.EVERY, "")
