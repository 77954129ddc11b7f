"""Repeat offending: who is recorded once, and who again?"""

from vru import ui
from vru.answers import repeat

store, selection, options = ui.current(repeat)
ui.show(*repeat.answers(store, selection, options))
