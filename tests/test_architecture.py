"""House rules that a machine can hold: pages stay thin, SQL stays in queries/, rooms stay small."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "pages").glob("*.py"))
MODULES = sorted((ROOT / "vru").rglob("*.py"))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{each.name}" for each in node.names}
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda each: each.stem)
def test_a_page_is_a_docstring_and_two_statements(page):
    body = _tree(page).body

    docstring, *rest = body
    statements = [each for each in rest if not isinstance(each, ast.Import | ast.ImportFrom)]

    assert isinstance(docstring, ast.Expr)
    assert "?" in ast.literal_eval(docstring.value), "a page opens with the question it answers"
    assert len(statements) == 2
    assert all(each == "vru.ui" or each.startswith("vru.answers") for each in _imports(_tree(page)))


def test_there_are_pages_to_hold_to_it():
    assert {each.stem for each in PAGES} >= {"overview", "trends", "data_quality", "methods"}


@pytest.mark.parametrize("module", MODULES, ids=lambda each: str(each.relative_to(ROOT)))
def test_sql_lives_in_queries(module):
    words = re.compile(r"\b(select\b.+\bfrom|insert\s+into|create\s+(table|type|macro)\s+\w+)\b", re.I | re.S)
    tree = _tree(module)
    docstrings = {
        ast.get_docstring(each, clean=False)
        for each in ast.walk(tree)
        if isinstance(each, ast.Module | ast.ClassDef | ast.FunctionDef)
    }
    texts = [
        each.value
        for each in ast.walk(tree)
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value not in docstrings
    ]

    assert [each for each in texts if words.search(each)] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda each: str(each.relative_to(ROOT)))
def test_public_functions_say_what_they_do(module):
    silent = [
        each.name
        for each in ast.walk(_tree(module))
        if isinstance(each, ast.FunctionDef | ast.ClassDef)
        and not each.name.startswith("_")
        and ast.get_docstring(each) is None
        and not _is_nested(each, _tree(module))
    ]

    assert silent == []


def _is_nested(wanted: ast.FunctionDef | ast.ClassDef, tree: ast.Module) -> bool:
    return not any(
        getattr(each, "name", None) == wanted.name and each.lineno == wanted.lineno
        for parent in [tree, *[top for top in tree.body if isinstance(top, ast.ClassDef)]]
        for each in parent.body
    )


def test_no_file_names_a_place_that_is_not_its_own():
    forbidden = re.compile(r"(?<![\w.])/work/|\.\./shared|files\.pythonhosted|pypi\.org/simple")
    named = [
        str(path.relative_to(ROOT))
        for folder in (
            "vru",
            "pages",
            "queries",
            "tests",
            "docs",
            "benchmarks",
            "proofs",
            "data/mappings",
            "data/reference",
        )
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".sql", ".md", ".toml", ".csv"}
        and path != Path(__file__)
        and forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
    ]

    assert named == []
