"""What all tests share."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings as hypothesis_settings

# A busy machine may take long over one example; a property does not fail because of that.
hypothesis_settings.register_profile("vru", deadline=None)
hypothesis_settings.load_profile("vru")

# the first has no window of its own to draw, which halves what a visit costs
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def browser_path() -> str | None:
    """Return the browser of this machine, or None."""
    named = os.environ.get("VRU_BROWSER")
    return named or next((found for each in BROWSERS if (found := shutil.which(each))), None)


def pytest_collection_modifyitems(config, items):
    """Try browser tests twice; skip them by name where there is no browser, but in CI let them fail."""
    for item in items:
        if "browser" in item.keywords:
            # a click can be lost while a busy machine still draws
            item.add_marker(pytest.mark.flaky(reruns=1))
    if browser_path() or os.environ.get("CI"):
        return
    missing = pytest.mark.skip(reason=f"no browser: install one of {', '.join(BROWSERS)}, or set VRU_BROWSER")
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(missing)


@pytest.fixture
def browser_executable() -> str:
    """Return the browser to drive; fails where there is none."""
    found = browser_path()
    assert found, "no browser on this machine, and CI demands one"
    return found


@pytest.fixture(autouse=True)
def _own_settings(tmp_path, monkeypatch):
    """Keep a developer's own store, key and settings out of the tests."""
    for name in ("VRU_KEY", "VRU_KEY_FILE", "VRU_STORE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VRU_STORE", str(tmp_path / "store"))
