"""Methods: how is each number made, and from what?"""

from vru import ui
from vru.answers import methods

store, selection, options = ui.current(methods)
ui.show(*methods.answers(store, selection, options))
