"""Heat days: a jump that was planted is found, and where there are too few nothing is said."""

from __future__ import annotations

import pytest

from tests.answers.test_temperature import ask, offences, states, weather
from tests.stores import make_store

YEARS = 6


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    readings = weather(365 * YEARS)
    tables = {"weather": readings, "month_quality": states(12 * YEARS)}
    with make_store(tmp_path_factory.mktemp("heat"), offences(readings), tables=tables) as store:
        yield store


def test_heat_days_have_more_offences_where_warm_days_have(warm):
    got = ask(warm, "temperature.heat")

    first = got.estimates[0]
    assert set(got.table["season"]) == {"Spring", "Summer", "Autumn", "Winter"}
    assert got.table["days"].sum() == got.estimates[1].value == first.n
    assert first.low > 0
    assert f"have {first.value:.1f} % more offences (" in got.finding
    assert got.finding.endswith(f"They are {first.n} days.")
    assert got.chart.series[0].x[0] == f"Spring, above {got.table['above'].iloc[0]:.1f} °C"


def test_heat_days_follow_the_model_and_have_no_curve(warm):
    plain, twice, curve = (
        ask(warm, "temperature.heat", model=each) for each in ("poisson", "negative_binomial", "curve")
    )

    assert twice.estimates[0].method.startswith("Negative binomial")
    assert curve.estimates == plain.estimates


def test_a_short_extract_has_too_few(tmp_path):
    readings = weather(365 * 3)
    tables = {"weather": readings, "month_quality": states(36)}
    with make_store(tmp_path, offences(readings), tables=tables) as store:
        got = ask(store, "temperature.heat")

    assert (got.empty, got.estimates) == ("enough", ())
    assert "No season has 20 heat days. Choose a longer period or fewer filters." in got.finding
