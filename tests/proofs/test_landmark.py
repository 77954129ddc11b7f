"""The landmark's proof: pooled ratios by hand, and a table of what trials came to."""

import numpy as np
import pandas as pd
import pytest

from proofs import landmark


def test_ratios_are_pooled_within_strata():
    counts = np.zeros((2, 5, 2, 1, 1))
    counts[0, 0, :, 0, 0], counts[1, 0, :, 0, 0] = (900, 600), (90, 180)
    counts[0, 1, :, 0, 0], counts[1, 1, :, 0, 0] = (100, 400), (20, 240)  # twice a tenth, twice three tenths

    assert landmark.ratios(counts)[1] == pytest.approx(2)


def test_the_table_says_how_often_an_interval_holds_the_truth_and_leaves_one_out():
    rows = [("1", 2.0, 1.5, 2.5), ("1", 1.2, 0.9, 1.6), ("1", None, None, None), ("2", 3.0, 2.5, 3.6)]
    trials = pd.DataFrame(rows, columns=["level", "value", "low", "high"])

    said = landmark.summary(trials, np.array([1.0, 2.0, 4.0, 1.0, 1.0]))

    assert "| 1 | 2.00 | 1.55 | 50.0 % (9–91) of 2 | 50.0 % |" in said
    assert "| 2 | 4.00 | 3.00 | 0.0 % (0–79) of 1 | 100.0 % |" in said
    assert "3 to 4" not in said


@pytest.mark.slow
def test_where_nothing_was_planted_the_truth_is_one_at_every_level():
    found = landmark.ratios(sum(landmark.clean("null", 20_000, seed) for seed in range(900, 915)))

    assert found[1:3] == pytest.approx([1, 1], abs=0.1)
