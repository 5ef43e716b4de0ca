"""A progress bar on a terminal, and nothing anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from chipnews.cli.context import State

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_LABELS = {"feeds": "Fetching feeds", "articles": "Reading pages", "items": "Tagging items"}


class Bars:
    """Draws the stages of a run, one bar each."""

    def __init__(self, progress: "Progress") -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def start(self, stage: str, total: int) -> None:
        """Draw the bar of a stage."""
        self._tasks[stage] = self._progress.add_task(_LABELS.get(stage, stage.capitalize()), total=total)

    def advance(self, stage: str, step: str = "") -> None:
        """Move the bar of a stage by one."""
        if stage in self._tasks:
            self._progress.advance(self._tasks[stage])


@contextmanager
def shown_progress(state: State) -> Iterator[Bars | None]:
    """Yield bars on stderr where that is a terminal and the user wants to hear anything, else None."""
    if state.quiet or not state.err.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=state.err, transient=True) as progress:
        yield Bars(progress)
