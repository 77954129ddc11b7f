"""What the Home Office would have published of the made-up force, from the clean truth.

Counted by date recorded before any dirt, so that a loaded store can be checked against it: nothing
here has been through a file, a cleaner or a store.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru.demo.crimes import DRIVING, HOMICIDE, ROBBERY, SEXUAL, THREATS, VWI
from vru.demo.days import INCOMPLETE_MONTH, INCOMPLETE_SHARE
from vru.demo.simulate import Simulation

AREA = "Kent"
SOURCE = "made up for the demo: published figures of the same world"
CATEGORIES = {
    "Violence with injury": VWI,
    "Homicide": HOMICIDE,
    "Robbery": ROBBERY,
    "Sexual offences": SEXUAL,
    "Violence without injury": THREATS,
    "Death or serious injury caused by illegal driving": DRIVING,
}
# what the extract does not hold, or only the threats of: offences for each of violence with injury
NOT_IN_EXTRACT = {"Violence without injury": 1.75, "Stalking and harassment": 1.02}


def published_table(made: Simulation) -> pd.DataFrame:
    """Return rolling twelve months to the end of each quarter, by published category, as comparators."""
    months, counts = _monthly(made)
    rows = []
    for last in np.flatnonzero((months.astype(int) % 3 == 2) & (np.arange(months.size) >= 11)):
        first, ends = (
            months[last - 11].astype("datetime64[D]"),
            (months[last] + 1).astype("datetime64[D]") - 1,
        )
        for name, value in _categories(counts[last - 11 : last + 1].sum(axis=0)).items():
            rows.append((str(first), str(ends), AREA, name, value, "", SOURCE))
    columns = ["period_from", "period_to", "area", "measure", "value", "denominator", "source"]
    return pd.DataFrame(rows, columns=columns)


def _monthly(made: Simulation) -> tuple[np.ndarray, np.ndarray]:
    """Return the extract's months, and crimes recorded by month and kind with the incomplete one whole."""
    crimes = made.crimes[made.crimes["status"] == "crime"]
    month = crimes["recorded"].to_numpy().astype("datetime64[M]")
    first, last = np.datetime64(made.days.first, "M"), np.datetime64(made.days.last, "M")
    months = np.arange(first, last + 1)
    at = (month - first).astype(int)
    counts = np.zeros((months.size, len(CATEGORIES)), dtype=int)
    np.add.at(counts, (at, crimes["kind"].to_numpy()), 1)
    lost = months == np.datetime64(INCOMPLETE_MONTH)
    # the extract lost them, the return to the Home Office did not
    counts[lost] = np.rint(counts[lost] / (1 - INCOMPLETE_SHARE)).astype(int)
    return months, counts


def _categories(year: np.ndarray) -> dict[str, int]:
    found = {name: int(year[kind]) for name, kind in CATEGORIES.items()}
    for name, ratio in NOT_IN_EXTRACT.items():
        found[name] = found.get(name, 0) + round(ratio * found["Violence with injury"])
    return found
