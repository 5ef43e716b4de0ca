"""How a stage tells how far it is. A screen draws it; a cron job gives none."""

from typing import Protocol


class Progress(Protocol):
    """Where a run tells how far it is."""

    def start(self, stage: str, total: int) -> None:
        """A stage ("feeds", "articles", "items") of so many steps begins."""

    def advance(self, stage: str, step: str) -> None:
        """One step, of this name, is done."""
