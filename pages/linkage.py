"""Linkage: does one person keep one pseudonym, and what would wrong ones change?"""

from vru import ui
from vru.answers import linkage

store, selection, options = ui.current(linkage)
ui.show(*linkage.answers(store, selection, options))
