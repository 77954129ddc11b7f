"""Completeness: which months and districts are whole, and how much will the newest still grow?"""

from vru import ui
from vru.answers import completeness

store, selection, options = ui.current(completeness)
ui.show(*completeness.answers(store, selection, options))
