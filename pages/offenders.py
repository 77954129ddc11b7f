"""Offenders: who are they by age and sex, and whom do they hurt?"""

from vru import ui
from vru.answers import offenders

store, selection, options = ui.current(offenders)
ui.show(*offenders.answers(store, selection, options))
