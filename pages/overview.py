"""Overview: how much violence is there, is it changing, and do the conclusions hold?"""

from vru import ui
from vru.answers import overview

store, selection, options = ui.current(overview)
ui.show(*overview.answers(store, selection, options))
