"""The manual says what the program does: columns, keys, the worked mapping, its messages, the glossary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vru import terms
from vru.errors import MappingError
from vru.ingest import mapping_schema as schema
from vru.ingest.mapping import Mapping, read_mapping
from vru.settings import ROOT

CONTRACT = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
MAPPINGS = (ROOT / "docs" / "mappings.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", MAPPINGS, re.DOTALL)[0]
MESSAGES = re.findall(r"```\n(our_force\.toml: .*?)\n```", MAPPINGS, re.DOTALL)

MISTAKES = [
    ("recorded_on =", "recorded ="),
    ("kind =", "knd ="),
    ("role = {", "ethnicity = {"),
    ('"NDA" = "no"', '"NDA" = "false"'),
]


def read(folder: Path, text: str) -> Mapping:
    file = folder / "our_force.toml"
    file.write_text(text, encoding="utf-8")
    return read_mapping(file)


def section(kind: str) -> str:
    return re.split(r"^## ", CONTRACT.split(f"\n## {kind}:")[1], maxsplit=1, flags=re.MULTILINE)[0]


@pytest.mark.parametrize("kind", [each for each in schema.COLUMNS if each != "wide"])
def test_the_contract_s_page_has_exactly_the_columns_of_each_kind(kind):
    rows = [line.split("|")[1] for line in section(kind).splitlines() if line.startswith("| `")]
    written = [name for cell in rows for name in re.findall(r"`(\w+)`", cell)]

    assert sorted(written) == sorted(schema.COLUMNS[kind])


@pytest.mark.parametrize("kind", [each for each in schema.COLUMNS if each != "wide"])
def test_what_the_contract_s_page_calls_needed_is_needed(kind):
    for group in schema.NEEDS[kind]:
        lines = [line for line in section(kind).splitlines() if any(f"`{each}`" in line for each in group)]
        assert any("needed" in line for line in lines), group


def test_every_key_of_a_mapping_is_explained():
    keys = {*schema.TOP, *schema.OPTIONS, *schema.COLUMN, *schema.FORMATS, *schema.DATE_ORDERS}
    keys |= {key for kind in schema.BLOCKS for key in schema.file_keys(kind)} - set(schema.BLOCKS.values())

    assert sorted(key for key in keys - {"file", "options"} if f"`{key}`" not in MAPPINGS) == []
    assert [kind for kind in schema.BLOCKS if f"`{kind}`" not in MAPPINGS] == []


def test_the_worked_mapping_is_one(tmp_path):
    mapping = read(tmp_path, EXAMPLE)

    rule = mapping.rule_for("crimes_2024.csv")
    assert (mapping.name, rule.kind, rule.header_row) == ("our_force", "wide", 3)
    assert rule.columns["committed_from"].parts == ("DATE_COM", "TIME_COM")
    assert rule.involvements[0]["role"].codes["ch"] == "suspect"


@pytest.mark.parametrize(("right", "wrong"), MISTAKES)
def test_the_messages_in_the_manual_are_what_the_program_says(tmp_path, right, wrong):
    assert EXAMPLE.count(right) >= 1

    with pytest.raises(MappingError) as refusal:
        read(tmp_path, EXAMPLE.replace(right, wrong, 1))

    assert str(refusal.value) in MESSAGES


def test_every_message_in_the_manual_is_tried():
    assert len(MESSAGES) == len(MISTAKES)


def test_the_glossary_is_made_from_the_vocabulary():
    # .venv/bin/python -c "from vru import terms; print(terms.glossary(), end='')" > docs/glossary.md
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == terms.glossary()


@pytest.mark.parametrize("name", ["contract", "mappings", "data-protection", "glossary"])
def test_links_between_pages_of_the_manual_lead_somewhere(name):
    page = ROOT / "docs" / f"{name}.md"
    targets = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).is_file()] == []
