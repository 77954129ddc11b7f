"""Data quality: can this extract carry the conclusions?"""

from vru import ui
from vru.answers import quality

store, selection, options = ui.current(quality)
ui.show(*quality.answers(store, selection, options))
