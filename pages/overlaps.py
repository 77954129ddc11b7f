"""Victims and overlaps: are those who offend also hurt, and the violent at home violent outside?"""

from vru import ui
from vru.answers import overlaps

store, selection, options = ui.current(overlaps)
ui.show(*overlaps.answers(store, selection, options))
