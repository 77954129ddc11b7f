"""Harm: weighted sums vary as their squares, and too many missing weights silence the headline."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.stores import make_store
from vru import reference
from vru.errors import MeasureError
from vru.measures.harm import harm
from vru.selection import Selection

GOLDEN = Path(__file__).parents[1] / "golden"


def test_the_standard_deviation_agrees_with_r():
    # invented offences, sum of weights 1,027,747; R 4.2.2 sqrt(sum(weight^2 * count)) = 34181.8201241537
    got = harm([1_027_747.0], weights=1_027_747.0, squares=34181.8201241537**2, unweighted=0, offences=3599)

    # effective counts have variance equal to their mean
    assert np.sqrt(got.effective[0]) * got.scale == pytest.approx(34181.8201241537)


def test_a_district_s_scores_are_those_of_r_from_its_offences_on(tmp_path):
    counts = pd.read_csv(GOLDEN / "harm_district.csv", dtype={"code": str}).set_index("code")
    weights = reference.table("severity_weights").set_index("ho_code")["weight"].astype(float)
    rows = [
        {
            "committed_on": dt.date(int(year.removeprefix("offences_")), 1, 15),
            "recorded_on": dt.date(int(year.removeprefix("offences_")), 1, 15),
            "ho_code": code,
            "severity_weight": weights.get(code),
        }
        for year, column in counts.items()
        for code, number in column.items()
        for _ in range(number)
    ]

    with make_store(tmp_path, rows) as store:
        chosen = Selection.default(store.capabilities)
        found = store.ask("trend_months_cube", split="none", **chosen.parameters())

    assert found["harm"].tolist() == [89_518, 68_941, 82_133]
    assert (found["offences"] - found["unweighted"]).tolist() == [320, 276, 283]
    assert found["unweighted"].tolist() == [2, 0, 0]
    # 74,599 residents; R to 15 digits
    assert (1_000 * found["harm"] / 74_599).tolist() == pytest.approx(
        [1199.98927599566, 924.154479282564, 1100.99331090229], rel=1e-12
    )


def test_one_weight_for_all_makes_harm_a_count():
    got = harm([184.0 * 5, 0.0], weights=184.0 * 5, squares=184.0**2 * 5, unweighted=0, offences=5)

    assert got.effective.tolist() == [5, 0]
    assert got.scale == 184


@pytest.mark.parametrize(
    ("unweighted", "offences", "may"), [(0, 100, True), (1, 100, True), (2, 100, False), (0, 0, False)]
)
def test_no_headline_above_one_percent_without_a_weight(unweighted, offences, may):
    got = harm([1.0], weights=1.0, squares=1.0, unweighted=unweighted, offences=offences)

    assert got.may_headline is may


def test_refuses_more_unweighted_than_there_are():
    with pytest.raises(MeasureError, match="cannot be negative"):
        harm([1.0], weights=1.0, squares=1.0, unweighted=3, offences=2)
