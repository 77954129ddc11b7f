"""Hospital data: what do emergency departments see of knife violence that the police do not?"""

from vru import ui
from vru.answers import hospital

store, selection, options = ui.current(hospital)
ui.show(*hospital.answers(store, selection, options))
