"""Blanks: what is not known, and what could that do to each figure?"""

from vru import ui
from vru.answers import blanks

store, selection, options = ui.current(blanks)
ui.show(*blanks.answers(store, selection, options))
