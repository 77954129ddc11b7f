"""Knife definitions: how much knife crime is there, and by which definition?"""

from vru import ui
from vru.answers import knife

store, selection, options = ui.current(knife)
ui.show(*knife.answers(store, selection, options))
