"""Careers: how offending moves with age and generation, and who is recorded together?"""

from vru import ui
from vru.answers import careers

store, selection, options = ui.current(careers)
ui.show(*careers.answers(store, selection, options))
