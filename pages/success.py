"""Success measures: are fewer young people hurt, how sure are we, and what do we not know?"""

from vru import ui
from vru.answers import success

store, selection, options = ui.current(success)
ui.show(*success.answers(store, selection, options))
