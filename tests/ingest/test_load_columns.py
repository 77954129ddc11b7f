"""Columns as a load divides them: the quick way and the way of all others must agree."""

import re

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from vru.ingest.load_columns import divided

MOMENT = re.compile(r"(?P<day>.*?)(?:[ T]+(?P<time>[0-9]{1,2}:[0-9]{2}.*|[0-9]{4}))?")
# as systems write them, and whatever stands in such a column besides
TEXTS = st.one_of(
    st.from_regex(r"[0-9/.-]{9,11}[ T]{1,2}[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?", fullmatch=True),
    st.text("0123456789/-:T Zx", max_size=22),
)


def test_days_and_times_of_the_usual_spellings():
    column = pa.array(["31/12/2018 23:59", "2018-12-31T23:59:30", "31/12/2018", "1/2/2018 0930", None])
    days, times = divided(column)
    assert days.to_pylist() == ["31/12/2018", "2018-12-31", "31/12/2018", "1/2/2018", None]
    assert [each or None for each in times.to_pylist()] == ["23:59", "23:59:30", None, "0930", None]


@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_the_quick_way_divides_as_the_pattern_does(texts):
    days, times = divided(pa.array(texts, pa.string()))
    found = [MOMENT.fullmatch(each) for each in texts]
    assert days.to_pylist() == [each["day"] for each in found]
    assert [each or None for each in times.to_pylist()] == [each["time"] for each in found]
