"""Reconciliation: does this extract say what the published figures say?"""

from vru import ui
from vru.answers import reconciliation

store, selection, options = ui.current(reconciliation)
ui.show(*reconciliation.answers(store, selection, options))
