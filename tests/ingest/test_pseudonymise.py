"""Pseudonyms: the same for the same person and key, never for another key, never for a nobody."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vru.errors import InputError, StoreError
from vru.ingest import pseudonymise
from vru.settings import Settings

KEY = pseudonymise.key_of(b"0123456789abcdef0123456789abcdef")


def test_a_pseudonym_is_the_start_of_the_hmac_of_the_normalised_key():
    expected = hmac.new(KEY.secret, b"n0012345", hashlib.sha256).hexdigest()[:32]

    assert pseudonymise.pseudonym(pseudonymise.normalised("  N0012345 "), KEY) == expected


@given(st.binary(min_size=1, max_size=200), st.text(max_size=40))
def test_a_pseudonym_is_an_hmac_with_a_key_of_any_length(secret, name):
    expected = hmac.digest(secret, name.encode(), "sha256")[:16].hex()

    assert pseudonymise.pseudonym(name, pseudonymise.key_of(secret)) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("12345.0", "12345"), (" ab 1", "AB  1"), ("Straße 1", "STRASSE 1")]
)
def test_spellings_of_one_key_are_one_person(one, other):
    assert pseudonymise.normalised(one) == pseudonymise.normalised(other)


@pytest.mark.parametrize("key", ["", "-", "UNKNOWN", "Crown", "0", "000", "n/k", "Police", "listed"])
def test_nobodies_are_no_people(key):
    assert not pseudonymise.is_person(pseudonymise.normalised(key), frozenset(["listed"]))


@given(st.text())
def test_normalising_twice_changes_nothing_more_and_breaks_nothing(key):
    once = pseudonymise.normalised(key)

    assert pseudonymise.normalised(once) == once or once.endswith(".0")
    pseudonymise.is_person(once)


def test_the_key_comes_from_the_argument_the_environment_or_the_file(tmp_path):
    file = tmp_path / "key"
    file.write_text("of the file\n")

    found = [
        pseudonymise.find_key("given", Settings(key="set", key_file=file), synthetic=False),
        pseudonymise.find_key(None, Settings(key="set", key_file=file), synthetic=False),
        pseudonymise.find_key(None, Settings(key_file=file), synthetic=False),
        pseudonymise.find_key(None, Settings(), synthetic=False),
    ]

    assert [each and each.secret for each in found] == [b"given", b"set", b"of the file", None]


def test_demo_data_never_uses_the_real_key():
    assert pseudonymise.find_key("given", Settings(key="set"), synthetic=True).id == "demo"


@pytest.mark.parametrize("content", [None, "", " \n"])
def test_a_key_file_without_a_key_is_refused(tmp_path, content):
    file = tmp_path / "key"
    if content is not None:
        file.write_text(content)

    with pytest.raises(InputError, match="key"):
        pseudonymise.find_key(None, Settings(key_file=file), synthetic=False)


def test_another_key_is_refused_and_the_secret_never_shown():
    with pytest.raises(StoreError, match="another key") as caught:
        pseudonymise.same_key(KEY, "000000000000")

    assert "0123456789abcdef" not in str(caught.value) + repr(KEY)
