"""House rules of the pages' queries: their header names exactly their parameters, and each has a caller."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QUERIES = sorted((ROOT / "queries").glob("*.sql"))
PARTS = ("Reads", "One row is", "Parameters", "Returns", "Leaves out")


def _split(query):
    lines = query.read_text(encoding="utf-8").splitlines()
    header = [each for each in lines if each.startswith("--")]
    return "\n".join(header), "\n".join(each for each in lines if not each.startswith("--"))


def test_there_are_queries():
    assert len(QUERIES) > 10


@pytest.mark.parametrize("query", QUERIES, ids=lambda each: each.stem)
def test_the_header_names_exactly_the_parameters(query):
    header, body = _split(query)
    section = header.partition("-- Parameters")[2].partition("-- Returns")[0]

    assert set(re.findall(r"\$\w+", section)) == set(re.findall(r"\$\w+", body))


@pytest.mark.parametrize("query", QUERIES, ids=lambda each: each.stem)
def test_the_header_says_question_grain_and_what_is_left_out(query):
    header, _ = _split(query)

    assert header.startswith(f"-- {query.stem}: ")
    assert [each for each in PARTS if f"-- {each}" not in header] == []


@pytest.mark.parametrize("query", QUERIES, ids=lambda each: each.stem)
def test_every_query_has_a_caller(query):
    prefix, _, rest = query.stem.partition("_")
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "vru").rglob("*.py")]

    # `vru check` names its sections and puts the prefix before each
    callers = [
        text
        for text in texts
        if f'"{query.stem}"' in text or (f'f"{prefix}_{{' in text and re.search(rf'"{rest}"', text))
    ]

    assert callers != []


@pytest.mark.parametrize("query", QUERIES, ids=lambda each: each.stem)
def test_nothing_is_formatted_into_a_query(query):
    _, body = _split(query)

    assert re.findall(r"[{}?]|%\(", body) == []
