"""Control chart: is the latest month something new, or the noise this series always makes?"""

from vru import ui
from vru.answers import control

store, selection, options = ui.current(control)
ui.show(*control.answers(store, selection, options))
