"""Districts: which district changed, which stands out, and what should each partnership know?"""

from vru import ui
from vru.answers import districts

store, selection, options = ui.current(districts)
ui.show(*districts.answers(store, selection, options))
