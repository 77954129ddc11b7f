"""Sampled: whom simulations look at where a store holds more people than an answer can wait for.

What is counted is counted of everybody. What is only simulated (persons falsely split or merged,
keys lost, people drawn again) is worked out on a random part of them, and said to be.
"""

from __future__ import annotations

from typing import NamedTuple

from vru import findings
from vru.answers.sharing import once
from vru.store import Store

MOST = 400_000
"""People looked at: what a simulation of so many says of a share moves by less than it is rounded to."""


class Sample(NamedTuple):
    """The people with a surrogate up to `last`; each of them stands for `weight` of the store.

    Surrogates follow the pseudonyms, which are a keyed hash: the first of them are a random part,
    and lie together in the store.
    """

    last: int
    weight: float

    @property
    def whole(self) -> bool:
        """Whether that is everybody."""
        return self.weight == 1

    @property
    def said(self) -> str:
        """A sentence for the reader; nothing where everybody is looked at."""
        if self.whole:
            return ""
        return f" Simulated with {findings.count(self.last)} people drawn at random, not with everybody."


@once
def sample(store: Store) -> Sample:
    """Return the people of a store that simulations look at: everybody, up to MOST."""
    people = int(store.ask("people_number").iloc[0]["people"])
    last = min(people, MOST)
    return Sample(last, people / last if last else 1.0)
