"""Messages a user meets: place, problem, remedy, and never a value of a row."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from vru import errors


def test_an_input_error_names_file_row_column_problem_and_remedy():
    error = errors.InputError(
        "extract.csv", "no such day", "Correct it at source.", row=1208, column="DATE", value="31/02/2024"
    )

    assert str(error) == (
        'extract.csv, row 1208, column "DATE": no such day (it looks like 99/99/9999).\nCorrect it at source.'
    )


def test_an_input_error_about_a_whole_file_names_only_the_file():
    assert str(errors.InputError("extract.csv", "it is empty", "Export it again.")) == (
        "extract.csv: it is empty.\nExport it again."
    )


@given(st.text(alphabet=string.ascii_letters + string.digits + "éßЖ中٣", min_size=1))
def test_no_letter_or_digit_of_a_value_survives_in_its_shape(value):
    assert set(errors.shape_of(value)) <= {"A", "9"}


def test_a_shape_keeps_punctuation_and_is_short():
    assert errors.shape_of("O'Brien, 12/03/1984") == "A'AAAAA, 99/99/9999"
    assert len(errors.shape_of("a" * 1000)) == 40


def test_each_kind_of_error_has_an_exit_code_of_its_own():
    kinds = errors.VruError.__subclasses__()
    exit_codes = [each.exit_code for each in kinds]

    assert len(set(exit_codes)) == len(kinds)
    assert not {0, 1, 2} & set(exit_codes)  # success, the base class, and wrong usage
