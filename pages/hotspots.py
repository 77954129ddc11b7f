"""Hotspots: where does violence concentrate, when in the week, and does it stay there?"""

from vru import ui
from vru.answers import hotspots

store, selection, options = ui.current(hotspots)
ui.show(*hotspots.answers(store, selection, options))
