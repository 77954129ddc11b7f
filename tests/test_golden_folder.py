"""The whole golden folder, where it is at hand: every number of the topics that people's pages rest on.

It is no part of the project: set VRU_REAL_DATA to a folder that holds it as `golden`. A handful of
its numbers stands in `tests/golden` and is checked always.
"""

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.stores import make_store
from vru import reference
from vru.answers.repeat_records import careers
from vru.measures import age_gaps, age_mix, concentration, overlap, rates, sex_trend, survival

GOLDEN = Path(os.environ.get("VRU_REAL_DATA", "")) / "golden"
pytestmark = pytest.mark.skipif(
    not os.environ.get("VRU_REAL_DATA"), reason="VRU_REAL_DATA names no folder of published extracts"
)


def table(name: str, **options) -> pd.DataFrame:
    return pd.read_csv(GOLDEN / name, **options)


def expected(topic: str) -> dict:
    return json.loads((GOLDEN / topic / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("confidence", "suffix"), [(0.95, "95"), (0.998, "998")])
def test_01_limits_of_counts(confidence, suffix):
    rows = table("01_rates/expected_counts.csv")
    scale = 1_000 / rows["population"]

    exact = rates.poisson_limits(rows["offences"], confidence=confidence)
    byar = rates.byar_limits(rows["offences"], confidence=confidence)

    for found, name in ((exact, "exact"), (byar, "byar")):
        # the formula's own lower limit falls below 0 at one event: ours stops there
        low = rows[f"{name}_lo{suffix}"].clip(lower=0)
        np.testing.assert_allclose(found.low * scale, low, rtol=1e-9, atol=1e-15)
        np.testing.assert_allclose(found.high * scale, rows[f"{name}_hi{suffix}"], rtol=1e-9)


def test_01_limits_of_shares():
    rows = table("01_rates/expected_proportions.csv")

    found = rates.proportion(rows["x"], rows["n"])

    np.testing.assert_allclose(found.value, rows["p"], rtol=1e-9)
    np.testing.assert_allclose(found.low, rows["wilson_lo"], rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(found.high, rows["wilson_hi"], rtol=1e-9)


def test_03_mix_of_ages():
    bands = table("03_age_mix/expected_band_counts.csv", index_col="district")
    rows = table("03_age_mix/expected_diversity.csv", index_col="district")

    np.testing.assert_allclose(age_mix.simpson(bands), rows["simpson_unbiased"], rtol=1e-9)


def test_03_twenty_years_apart():
    rows = table("03_age_mix/expected_diversity.csv", index_col="district")
    offences = table("03_age_mix/input_offences.csv").dropna(subset=["victim_age", "offender_age"])

    for district, of in [*offences.groupby("district"), ("All", offences)]:
        pairs = pd.DataFrame(
            {
                "stratum": "any",
                "suspect_age": of["offender_age"].astype(int),
                "victim_age": of["victim_age"].astype(int),
                "offence": of["offence_id"].astype("Int64"),
                "offences": 1,
                "weight": 1.0,
                "suspect": pd.array([None] * len(of), "Int64"),
            }
        )
        (found,) = age_gaps.apart(pairs, 20)
        assert found.offences == rows.loc[district, "n_both_known"]
        assert found.share == pytest.approx(rows.loc[district, "gap20_share"], rel=1e-9)
        limits = rates.proportion([round(found.share * found.offences)], [found.offences])
        assert (limits.low[0], limits.high[0]) == pytest.approx(
            tuple(rows.loc[district, ["gap20_wilson_lo", "gap20_wilson_hi"]]), rel=1e-9
        )


def test_03_female_share():
    rows, wanted = table("03_age_mix/input_female_trend.csv"), expected("03_age_mix")

    found = sex_trend.share_trend(*(rows[each] for each in ("quarter_index", "female", "offenders")))

    assert (found.intercept, found.slope) == pytest.approx(tuple(wanted["coef"].values()), rel=1e-8)
    assert (found.se, found.phi) == pytest.approx(
        (wanted["se"]["quarter_index"], wanted["phi_pearson"]), rel=1e-8
    )
    assert found.df == wanted["df_resid"]


@pytest.fixture(scope="module")
def firsts(tmp_path_factory):
    """First and second days as the store works them out, for those first recorded after the washout."""
    rows = table("04_repeat_offending/input_offences.csv")
    names = [f"o{each}" for each in rows["offence_id"]]
    offences = [
        {"offence_id": name, "recorded_on": day, "committed_on": day}
        for name, day in zip(names, rows["offence_date"], strict=True)
    ]
    sexes = rows["sex"].map({"F": "female", "M": "male"})
    involved = [
        {"offence_id": name, "person": str(person), "sex": sex, "role": "suspect"}
        for name, person, sex in zip(names, rows["person_id"], sexes, strict=True)
    ]
    with make_store(tmp_path_factory.mktemp("golden"), offences, involved) as store:
        found = careers(store, "injury", "suspect")
    found = found[found["day"] >= pd.Timestamp("2016-01-01")]
    event = found["again"].notna()
    time = (found["again"].fillna(pd.Timestamp("2024-12-31")) - found["day"]).dt.days
    return found.assign(time=time, event=event)


def test_04_who_enters_and_when_again(firsts):
    rows = table("04_repeat_offending/expected_person_table.csv")
    key = ["sex", "first", "time", "event"]

    ours = firsts.assign(first=firsts["day"].dt.strftime("%Y-%m-%d"), sex=firsts["sex"].str[0].str.upper())
    theirs = rows.rename(columns={"index_date": "first", "time_days": "time"})

    # persons are surrogates in a store: the same rows in any order
    assert sorted(map(tuple, ours[key].astype({"event": int}).to_numpy())) == sorted(
        map(tuple, theirs[key].to_numpy())
    )


def test_04_curves_and_limits(firsts):
    wanted = table("04_repeat_offending/expected_km.csv").query("conf_type == 'log-log'")

    for group, rows in wanted.groupby("group"):
        of = firsts if group == "All" else firsts[firsts["sex"].str[0].str.upper() == group]
        found = survival.at(survival.kaplan_meier(of["time"], of["event"]), rows["day"])
        np.testing.assert_allclose(found.survival, rows["survival"], rtol=1e-9)
        np.testing.assert_allclose(found.low, rows["surv_lo"], rtol=1e-9)
        np.testing.assert_allclose(found.high, rows["surv_hi"], rtol=1e-9)
        np.testing.assert_array_equal(found.at_risk, rows["n_risk_at_day"])


def test_04_log_rank(firsts):
    wanted = expected("04_repeat_offending")["logrank"]

    found = survival.log_rank(firsts["time"], firsts["event"], firsts["sex"])

    assert (found.chi2, found.p) == pytest.approx((wanted["chisq"], wanted["p"]), rel=1e-9)
    assert found.observed.tolist() == list(wanted["observed"].values())
    assert found.expected == pytest.approx(list(wanted["expected"].values()), rel=1e-9)


def test_05_concentration():
    wanted = expected("05_concentration")
    curve = concentration.lorenz(table("05_concentration/input_areas.csv")["offences"])

    assert concentration.gini(curve) == pytest.approx(wanted["gini"], abs=1e-12)
    assert concentration.top_share(curve, [0.01, 0.05, 0.1, 0.2]) == pytest.approx(
        list(wanted["lorenz_share_top"].values()), abs=1e-12
    )
    lorenz = table("05_concentration/expected_lorenz.csv")
    np.testing.assert_allclose(
        np.interp(lorenz.iloc[:, 0], curve.people, curve.total), lorenz.iloc[:, 1], atol=1e-12
    )


def test_06_overlap():
    people, wanted = table("06_overlap/input_people.csv"), expected("06_overlap")
    both = people["victim"].astype(bool), people["offender"].astype(bool)
    kinds = (both[0] & both[1], both[0] & ~both[1], ~both[0] & both[1], ~both[0] & ~both[1])
    strata = [people["sex"], people["ageband"]]
    tables = overlap.Tables(*(each.groupby(strata).sum().to_numpy(float) for each in kinds))

    mh, crude = wanted["mh"], overlap.Tables(*(np.array([each.sum()]) for each in tables))
    assert overlap.risk_ratio(tables) == pytest.approx(tuple(mh["rr"].values()), rel=1e-9)
    assert overlap.odds_ratio(tables) == pytest.approx((mh["or"], mh["or_rbg_lo"], mh["or_rbg_hi"]), rel=1e-9)
    assert overlap.risk_ratio(crude) == pytest.approx(tuple(wanted["crude"]["rr_wald"].values()), rel=1e-9)
    assert overlap.odds_ratio(crude) == pytest.approx(tuple(wanted["crude"]["or_wald"].values()), rel=1e-9)
    by_hand = wanted["homogeneity"]["by_hand"]
    assert overlap.homogeneity(tables) == pytest.approx(
        (by_hand["breslow_day_tarone"], by_hand["df"], by_hand["p_tarone"]), rel=1e-9
    )


def test_11_seriousness():
    text = {"dtype": {"code": str}}
    rows, weights = (
        table("11_seriousness/input_offences.csv", **text),
        table("11_seriousness/input_weights.csv", **text),
    )
    ours = reference.table("severity_weights").set_index("ho_code")["weight"].astype(float)
    given = weights.set_index(weights["code"].replace({"homicide": "1"}))["weight"]

    assert ours.reindex(given.index).to_dict() == given.to_dict()
    rows["weight"] = rows["code"].replace({"homicide": "1"}).map(ours)
    score = (rows["weight"] * rows["offences"]).groupby([rows["district"], rows["year"]]).sum()
    without = rows["offences"].where(rows["weight"].isna(), 0).groupby([rows["district"], rows["year"]]).sum()
    wanted = table("11_seriousness/expected_scores.csv").set_index(["district", "year"])
    assert score.to_dict() == wanted["weighted_sum"].to_dict()
    assert without.to_dict() == wanted["offences_unweighted_codes"].to_dict()
    np.testing.assert_allclose(
        1_000 * score / wanted["population"], wanted["score_per_1000"].reindex(score.index), rtol=1e-12
    )
