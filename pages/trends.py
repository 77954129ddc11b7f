"""Trends: is violence rising or falling, and where?"""

from vru import ui
from vru.answers import trends

store, selection, options = ui.current(trends)
ui.show(*trends.answers(store, selection, options))
