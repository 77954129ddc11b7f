"""Every word the pages rely on is defined, and the sentences of the load log are sentences."""

from __future__ import annotations

import pytest

from vru import reference, terms


@pytest.mark.parametrize("name", ["offence", "occasion", "person", "knife", "domestic", "rate", "claim"])
def test_words_the_pages_rely_on_are_defined(name):
    term = terms.TERMS[name]

    assert term.name == name
    assert term.definition.endswith(".")


def test_every_term_has_label_definition_and_source():
    bare = [each.name for each in terms.TERMS.values() if "" in {each.label, each.definition, each.source}]

    assert bare == []


def test_the_vocabulary_is_the_reference_table_row_for_row():
    assert list(terms.TERMS) == list(reference.table("terms")["name"])


def test_violence_with_injury_names_every_code_it_counts():
    said = terms.TERMS["violence_with_injury"].definition
    table = reference.table("offence_codes")
    spans = {"5B": "5A to 5C"}  # a run of codes is written by its ends

    for code in table.loc[table["is_vwi"] == "yes", "ho_code"]:
        assert spans.get(code, code) in said, code


def test_a_name_without_a_term_is_written_out():
    assert terms.label("homicide") == "Homicide"
    assert terms.label("ho_code") == "Ho code"


@pytest.mark.parametrize("sentences", [terms.REASONS, terms.STEPS], ids=["reasons", "steps"])
def test_reasons_and_steps_are_whole_sentences(sentences):
    assert sentences
    assert [code for code, said in sentences.items() if not (said[:1].isupper() and said.endswith("."))] == []
    assert [code for code in sentences if not code.replace("_", "").isalnum() or code != code.lower()] == []
