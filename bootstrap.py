"""Set up and run: `python bootstrap.py run | test | check | setup`, the same on Windows, macOS and Linux.

Needs Python 3.11 or later and nothing else. It makes `.venv` beside itself, installs the
pinned requirements when they have changed, and hands over to that interpreter.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NEED = (3, 11)


def main(arguments: list[str]) -> int:
    """Do what the first argument names; further arguments go on to it. Returns the exit code."""
    steps = {"setup": setup, "run": run, "test": test, "check": check}
    if not arguments or arguments[0] not in steps:
        print(__doc__, file=sys.stderr)
        return 2
    if sys.version_info < NEED:
        print(
            f"Python {NEED[0]}.{NEED[1]} or later is needed; this is {sys.version.split()[0]}.",
            file=sys.stderr,
        )
        return 2
    return steps[arguments[0]](arguments[1:])


def setup(extra: list[str]) -> int:
    """Make the virtual environment for running; with `dev`, for testing too."""
    return install("requirements-dev.txt" if "dev" in extra else "requirements.txt")


def run(extra: list[str]) -> int:
    """Serve the dashboard, on demo data if there is no store yet."""
    return install("requirements.txt") or vru("demo", "--if-missing") or vru("serve", *extra)


def test(extra: list[str]) -> int:
    """Run all tests; what a machine without a browser cannot run is named at the end."""
    return install("requirements-dev.txt") or call("-m", "pytest", *extra)


def check(extra: list[str]) -> int:
    """Lint, type-check, and hold the import contracts; with `fix`, format first."""
    contracts = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
    commands: list[tuple[str, ...]] = [("-m", "ruff", "format", ".")] if "fix" in extra else []
    commands += [("-m", "ruff", "check", "."), ("-m", "ruff", "format", "--check", "."), ("-m", "mypy")]
    commands += [("-c", contracts)]
    done = install("requirements-dev.txt")
    for command in commands:
        done = done or call(*command)
    return done


def install(requirements: str) -> int:
    """Install `requirements` into the virtual environment, unless this very list is there already."""
    # requirements-dev.txt holds all of requirements.txt, so a machine set up for testing can run too
    if any(is_installed(each) for each in {requirements, "requirements-dev.txt"}):
        return 0
    print(f"Setting up {VENV.name} from {requirements} (once; a few minutes) ...", flush=True)
    done = make_venv() or pip(
        "install", "--quiet", "--disable-pip-version-check", "-r", str(ROOT / requirements)
    )
    if done == 0:
        marker_of(requirements).write_text(fingerprint(requirements))
    return done


def is_installed(requirements: str) -> bool:
    """Return whether this very list was installed last time."""
    marker = marker_of(requirements)
    return marker.exists() and marker.read_text() == fingerprint(requirements)


def marker_of(requirements: str) -> Path:
    """Return the file that remembers which list was installed."""
    return VENV / f"installed-{requirements}"


def fingerprint(requirements: str) -> str:
    """Return what changes when the list changes."""
    return hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()


def make_venv() -> int:
    """Make `.venv`; with the system's own pip where Python comes without one (Debian)."""
    if PYTHON.exists():
        return 0
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode == 0:
        return 0
    bare = subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)])
    if bare.returncode == 0 and has_pip(sys.executable):
        return 0
    print(
        f"{made.stdout}{made.stderr}\nPython on this machine has neither ensurepip nor pip.\n"
        "On Debian and Ubuntu: sudo apt-get install python3-venv, then start again.",
        file=sys.stderr,
    )
    return 1


def has_pip(python: str | Path) -> bool:
    """Return whether that interpreter can run pip."""
    return subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True).returncode == 0


def pip(*arguments: str) -> int:
    """Run pip for the virtual environment, whichever interpreter has it."""
    own = [str(PYTHON), "-m", "pip"]
    lent = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    return subprocess.run([*(own if has_pip(PYTHON) else lent), *arguments], cwd=ROOT).returncode


def call(*arguments: str) -> int:
    """Run the virtual environment's Python in the project's folder."""
    try:
        return subprocess.run([str(PYTHON), *arguments], cwd=ROOT).returncode
    except KeyboardInterrupt:
        return 130


def vru(*arguments: str) -> int:
    """Run a command of the dashboard."""
    return call("-m", "vru", *arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
