"""Methods: words, reference tables and versions as they are."""

import vru
from vru import reference, terms
from vru.answers import question, questions
from vru.selection import Selection


def ask(store, name):
    return question(name).ask(store, Selection.default(store.capabilities)).answer()


def test_every_term_is_defined_once(steady):
    table = ask(steady, "methods.definitions").table

    assert len(table) == len(terms.TERMS)
    assert table["definition"].str.len().min() > 0


def test_every_reference_row_is_counted_by_source(steady):
    table = ask(steady, "methods.reference").table

    files = {each.stem for each in reference.FOLDER.glob("*.csv")}
    assert set(table["table"]) == files
    assert table["rows"].sum() == sum(len(reference.table(each)) for each in files)
    assert (table["verified"] <= table["rows"]).all()
    weights = table[table["table"] == "severity_weights"]
    assert 0 < weights["verified"].sum() < weights["rows"].sum()


def test_versions_name_store_program_and_libraries(steady):
    table = ask(steady, "methods.versions").table.set_index("what")["version"]

    assert table["Store version"] == steady.version
    assert table["Program"] == vru.__version__
    assert table["duckdb"][0].isdigit()


def test_every_question_that_gives_figures_says_how_they_are_made_and_checked(steady):
    table = reference.table("measures")

    others = ("overview.", "methods.")  # rows and words of the other pages, not figures of their own
    assert set(table["answer"]) == {each for each in questions() if not each.startswith(others)}
    assert table["answer"].is_unique
    assert (table[["figure", "method", "interval", "checked"]] != "").all(axis=None)
    shown = ask(steady, "methods.figures").table
    assert list(shown["question"]) == [questions()[each].question for each in table["answer"]]


def test_claims_are_shown_with_the_margins_that_judge_them(steady):
    table = ask(steady, "methods.claims").table

    margins = [str(each["margin"]) for each in reference.claims()]
    assert [row.split()[0] for row in table["margin"]] == margins
    assert table["margin"][0] == "0.01 Simpson index a decade; 0.1 percentage points a year"
