"""The command line: `vru demo`, `load`, `check`, `serve`, `answers`, `answer`, `info`, `prune`."""

from vru.cli.commands import app, main

__all__ = ["app", "main"]
