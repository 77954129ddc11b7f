"""A command line to type into: the very entry point, its two streams and its exit code."""

from __future__ import annotations

import sys
from typing import NamedTuple

import pytest

from vru.cli import main


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


def typed(capsys, monkeypatch, *words) -> Ran:
    """Run `vru` with these words."""
    monkeypatch.setattr(sys, "argv", ["vru", *map(str, words)])
    monkeypatch.setenv("COLUMNS", "200")
    capsys.readouterr()
    try:
        code = main()
    except SystemExit as ended:
        code = ended.code
    said = capsys.readouterr()
    # where lines break depends on the window
    return Ran(int(code or 0), said.out, " ".join(said.err.split()))


@pytest.fixture
def vru(capsys, monkeypatch):
    """Return a function that runs `vru` with the words it is given."""
    return lambda *words: typed(capsys, monkeypatch, *words)
