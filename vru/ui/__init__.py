"""The screen: all Streamlit and all caching. Pages use `current` and `show`, app.py uses `run`."""

from vru.ui.app import run
from vru.ui.cards import show
from vru.ui.state import current

__all__ = ["current", "run", "show"]
