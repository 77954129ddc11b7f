"""Pseudonyms: a person's key becomes the same meaningless number each time, and only with our key.

The store is pseudonymised, not anonymised: whoever holds the key and a list of people can
find them in it. The key therefore lives outside the project and outside the store.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from vru.errors import InputError, StoreError
from vru.ingest.clean import MARKS, UNKNOWN_WORDS
from vru.settings import Settings

SAFE_LENGTH = 32  # bytes; a shorter key can be guessed by trying
# Demo people do not exist, so their key may be known; its name says what it is in `meta`.
DEMO_KEY = b"synthetic demo data: this key protects nobody and must never be used for a real extract"

NOT_PEOPLE = frozenset(
    (
        "crown", "the crown", "regina", "rex", "r", "state", "society", "police", "the police",
        "police officer", "kent police", "business", "company", "shop", "public", "the public",
        "person unknown", "unknown person", "unknown male", "unknown female", "unidentified",
        "no person", "nobody", "anon", "anonymous", "tbc", "tba", "test", "dummy", "xxx", "n", "-1",
        "999999", "9999999", "99999999", "999999999",
    )
)  # fmt: skip
_NOBODY = MARKS | UNKNOWN_WORDS | NOT_PEOPLE
_FLOAT = re.compile(r"([0-9]+)\.0+")
_BLOCK = 64  # bytes that SHA-256 takes in at a time


@dataclass(frozen=True)
class Key:
    """The secret and its id: the id is stored, so that another key never joins a store."""

    secret: bytes = field(repr=False)
    id: str

    @property
    def short(self) -> bool:
        """Whether the key is shorter than is safe."""
        return len(self.secret) < SAFE_LENGTH

    @cached_property
    def begun(self) -> tuple[hashlib._Hash, hashlib._Hash]:
        """The two hashes of HMAC (RFC 2104) with the secret taken in: a copy costs a quarter of a new one."""
        secret = self.secret if len(self.secret) <= _BLOCK else hashlib.sha256(self.secret).digest()
        inner, outer = (bytes(each ^ pad for each in secret.ljust(_BLOCK, b"\0")) for pad in (0x36, 0x5C))
        return hashlib.sha256(inner), hashlib.sha256(outer)


def key_of(secret: bytes) -> Key:
    """Return a secret with its id, the start of a hash of it that gives nothing away."""
    return Key(secret, hashlib.sha256(b"vru key id:" + secret).hexdigest()[:12])


def find_key(given: bytes | str | None, chosen: Settings, *, synthetic: bool) -> Key | None:
    """Return the key given, of the environment or of the key file; the demo's own for demo data.

    None where there is none: that is an error only if the extract names people. Raises
    InputError for a key file that cannot be read or is empty.
    """
    if synthetic:
        return Key(DEMO_KEY, "demo")
    if given:
        return key_of(given.encode() if isinstance(given, str) else given)
    if chosen.key:
        return key_of(chosen.key.encode())
    return _from_file(chosen.key_file) if chosen.key_file else None


def _from_file(file: Path) -> Key:
    remedy = "VRU_KEY_FILE (or key_file in vru.toml) names a file that holds at least 32 random characters."
    try:
        secret = file.read_bytes().strip()
    except OSError as problem:
        raise InputError(file.name, "the pseudonym key cannot be read", remedy) from problem
    if not secret:
        raise InputError(file.name, "the pseudonym key is empty", remedy)
    return key_of(secret)


def need_key(key: Key | None, file: str, column: str | None) -> Key:
    """Return the key, or raise InputError saying how to set one: people are never loaded in the clear."""
    if key is None:
        raise InputError(
            file,
            "the file identifies people, and there is no key to pseudonymise them with",
            "Put at least 32 random characters into a file outside this folder and name it in "
            "VRU_KEY_FILE. Keep it: the same people get the same pseudonyms only with the same key.",
            column=column,
        )
    return key


def same_key(key: Key, known: str | None) -> None:
    """Raise StoreError where the store's people were pseudonymised with another key."""
    if known and known != key.id:
        raise StoreError(
            f"The store's people were pseudonymised with another key (id {known}, this one {key.id}): "
            "the same person would become two.\n"
            "Use the store's key, or load everything into another folder (VRU_STORE)."
        )


def normalised(key: str) -> str:
    """Return a key as it is compared: one space inside, lower case, without a spreadsheet's `.0`."""
    key = " ".join(key.split()).casefold()
    match = _FLOAT.fullmatch(key) if "." in key else None
    return match[1] if match else key


def is_person(key: str, non_persons: frozenset[str] = frozenset()) -> bool:
    """Return whether a normalised key can be a person's: no mark, placeholder or listed non-person."""
    return key not in _NOBODY and key not in non_persons and bool(key.strip("0 "))


def pseudonym(normalised_key: str, key: Key) -> str:
    """Return the first 128 bits of HMAC-SHA256 of a normalised key, as 32 hexadecimal digits."""
    inner, outer = (each.copy() for each in key.begun)
    inner.update(normalised_key.encode())
    outer.update(inner.digest())
    return outer.hexdigest()[:32]
