"""The notebooks run as they stand, on a small store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.stores import make_store
from vru.settings import settings

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda each: each.stem)
def test_every_cell_runs_and_holds_no_output(notebook):
    offences = [
        {"recorded_on": f"{2023 + month // 12}-{month % 12 + 1:02}-{day:02}", "district": "E07000114"}
        for month in range(30)
        for day in range(1, 20)
    ]
    make_store(settings().store, offences, synthetic="true").close()
    cells = [each for each in json.loads(notebook.read_text())["cells"] if each["cell_type"] == "code"]
    namespace: dict = {}

    for cell in cells:
        exec("".join(cell["source"]), namespace)

    assert namespace["answer"].finding
    assert all(each["outputs"] == [] for each in cells), "outputs may show data: clear them"


def test_there_is_a_notebook():
    assert NOTEBOOKS
