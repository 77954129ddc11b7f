"""A progress bar on stderr, so that `--json` on stdout stays readable by programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn


@contextmanager
def bar(title: str) -> Iterator[Callable[[str, float], None]]:
    """Show one bar; yields `report(label, fraction)`, fractions from 0 to 1."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    # in a log file a bar is only noise
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(title, total=1.0)

        def report(label: str, fraction: float) -> None:
            progress.update(task, description=f"{title}: {label}", completed=min(fraction, 1.0))

        yield report
