"""Weather: are warmer days more violent, once season, week and trend are taken out?"""

from vru import ui
from vru.answers import temperature

store, selection, options = ui.current(temperature)
ui.show(*temperature.answers(store, selection, options))
