"""A value with its interval as a small picture: where its parts stand, what it says in words."""

import re

import pytest

from vru.charts import small
from vru.charts.chart import Axis, Chart, Mark, Series


def chart(value=3.0, low=2.0, high=4.0, margin=1.0, **more):
    dot = Series("claim", ("measure",), (value,), low=(low,), high=(high,))
    marks = (Mark(f"margin {margin:g}", x=margin),)
    return Chart("dots", alt='3 "times" of <4>', series=(dot,), x=Axis("times & more"), marks=marks, **more)


def placed(drawn):
    """Each part of the picture as (kind, where, text)."""
    return re.findall(r'<span class="vru-([a-z-]+)" style="([^"]*)">([^<]*)</span>', drawn)


def test_parts_stand_where_their_numbers_are():
    drawn = placed(small.picture(chart()))

    # 1 to 4 with 6 % of air either side lie in the 84 % between the edges
    assert drawn == [
        ("tick", "left:12.50%", "1"),
        ("tick", "left:37.50%", "2"),
        ("tick", "left:62.50%", "3"),
        ("tick", "left:87.50%", "4"),
        ("limit", "left:12.50%", ""),
        ("limit-label", "left:12.50%", "margin 1"),
        ("interval", "left:37.50%;width:50.00%", ""),
        ("dot", "left:62.50%", ""),
    ]


def test_a_margin_on_the_right_is_labelled_towards_the_left():
    drawn = placed(small.picture(chart(margin=5.0)))

    assert ("limit-label", "right:12.50%", "margin 5") in drawn


def test_without_limits_there_is_no_interval():
    kinds = [kind for kind, *_ in placed(small.picture(chart(low=None, high=None)))]

    assert "interval" not in kinds
    assert "dot" in kinds


def test_words_are_for_everybody_and_inert():
    drawn = small.picture(chart())

    assert 'role="img" aria-label="3 &quot;times&quot; of &lt;4&gt;"' in drawn
    assert "times &amp; more" in drawn


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (0.0, 0.55, ["0.0", "0.2", "0.4"]),
        (-0.013, 0.03, ["−0.01", "0.00", "0.01", "0.02", "0.03"]),
        (48.0, 76.0, ["50", "60", "70"]),
        (900.0, 4100.0, ["1,000", "2,000", "3,000", "4,000"]),
    ],
)
def test_the_axis_is_numbered_in_round_steps(first, last, said):
    scale = small.Scale(first, last)

    assert [text for kind, _, text in placed(small._ticks(scale)) if kind == "tick"] == said
