"""The one script that sets up and runs, on every platform."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import bootstrap

ROOT = Path(__file__).parent.parent


def test_without_a_known_word_it_says_what_it_can_do():
    done = subprocess.run(
        [sys.executable, str(ROOT / "bootstrap.py"), "dance"], capture_output=True, text=True
    )

    assert done.returncode == 2
    assert "run | test | check | setup" in done.stderr


def test_a_changed_list_is_installed_again(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    (tmp_path / "requirements.txt").write_text("one==1\n")
    before = bootstrap.is_installed("requirements.txt")
    bootstrap.marker_of("requirements.txt").write_text(bootstrap.fingerprint("requirements.txt"))
    after = bootstrap.is_installed("requirements.txt")
    (tmp_path / "requirements.txt").write_text("one==2\n")

    assert (before, after, bootstrap.is_installed("requirements.txt")) == (False, True, False)


def test_every_package_is_pinned():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [each for each in (ROOT / name).read_text().splitlines() if each and not each.startswith("#")]
        assert [each for each in lines if "==" not in each] == []


def test_what_the_dashboard_runs_on_is_part_of_what_the_tests_run_on():
    run, dev = (
        set((ROOT / name).read_text().splitlines()[1:])
        for name in ("requirements.txt", "requirements-dev.txt")
    )

    assert run <= dev
