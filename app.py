"""The analysts' door: `vru serve` runs it."""

from vru import ui

ui.run()
