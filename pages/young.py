"""Under-25s: who is hurt and who is suspected, when, where and by whom?"""

from vru import ui
from vru.answers import young

store, selection, options = ui.current(young)
ui.show(*young.answers(store, selection, options))
