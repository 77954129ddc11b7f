"""The caption a page shows: nothing twice, and all of it in what leaves the page."""

from dataclasses import replace

import pandas as pd

from tests.export.test_files import answer
from vru.export import words

ABOVE = replace(answer(pd.DataFrame()), definition="Days count once. Nights count twice.")
BELOW = replace(ABOVE, definition="Days count once. Dusk counts 1.5 times.", missing="Dawn.")


def test_what_was_said_above_is_not_said_again():
    assert words.unsaid(BELOW, words.sentences(ABOVE)) == [
        ("Definition:", "As above. Dusk counts 1.5 times."),
        ("Selected:", "January 2025 to December 2025; by date recorded; all areas; all offence groups."),
        ("Counted:", "As above."),
        ("Missing:", "Dawn."),
        ("Source:", "As above."),
    ]


def test_the_first_answer_of_a_page_says_it_all():
    assert words.unsaid(BELOW, frozenset()) == words.caption(BELOW)


def test_a_card_that_shows_no_caption_has_said_nothing():
    assert words.sentences(replace(ABOVE, empty="nothing")) == frozenset()
