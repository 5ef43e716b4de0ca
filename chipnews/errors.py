"""Every way in which chipnews can fail, each with its exit code and the sentence that the user reads.

    ChipnewsError                 1
     ├── SettingsError            1   a setting or the settings file is wrong
     ├── KnowledgeError           1   companies, chips, feeds or rates are not well-formed
     ├── StorageError             1   the database cannot be opened, read, written or upgraded
     ├── ModelMissing             1   the statistical model is not installed
     ├── UnknownName              1   no such company, chip, feed, item, figure or story
     ├── ImportFailed             1   an article to import cannot be read
     ├── WriteFailed              1   a file cannot be written
     ├── SummaryFailed            1   the language model that the settings name gives no summary
     ├── AlertFailed              1   an alert cannot be sent
     ├── FetchError               1   one URL cannot be fetched or read; never leaves a run over many feeds
     ├── UsageError               2   the command line makes no sense
     ├── SomeFeedsFailed          3   some feeds failed, the rest is stored
     └── FetchRunning             4   another fetch holds the lock

The message says what happened and what to do next. It is printed to stderr as it is.
"""

from collections.abc import Sequence
from typing import ClassVar


class ChipnewsError(Exception):
    """The root of the tree."""

    exit_code: ClassVar[int] = 1


class SettingsError(ChipnewsError):
    """A setting or the settings file is wrong."""


class KnowledgeError(ChipnewsError):
    """Companies, chips, feeds or rates are not well-formed."""


class StorageError(ChipnewsError):
    """The database cannot be opened, read, written or upgraded."""


class ModelMissing(ChipnewsError):
    """The statistical model is not installed."""


class UnknownName(ChipnewsError):
    """Nothing is known by the name that was asked for; carries the nearest names."""

    def __init__(self, what: str, name: str, nearest: Sequence[str] = ()) -> None:
        self.nearest = tuple(nearest)
        hint = f" Did you mean {_either(self.nearest)}?" if self.nearest else _WHERE_LISTED.get(what, "")
        super().__init__(f"There is no {what} '{name}'.{hint}")


class ImportFailed(ChipnewsError):
    """An article to import cannot be read."""


class WriteFailed(ChipnewsError):
    """A file cannot be written."""


class AlertFailed(ChipnewsError):
    """An alert cannot be sent."""


class SummaryFailed(ChipnewsError):
    """The language model that the settings name gives no summary."""


class FetchError(ChipnewsError):
    """One URL cannot be fetched or read."""


class UsageError(ChipnewsError):
    """The command line makes no sense."""

    exit_code = 2


class SomeFeedsFailed(ChipnewsError):
    """Some feeds failed, the rest is stored."""

    exit_code = 3


class FetchRunning(ChipnewsError):
    """Another fetch is running on this database."""

    exit_code = 4


_WHERE_LISTED = {
    "item": " `chipnews list` gives their numbers.",
    "figure": " `chipnews figures` gives their numbers.",
    "story": " `chipnews stories` gives their numbers.",
    "feed": " `chipnews feeds` lists them.",
    "company": " `chipnews companies` lists them, and `chipnews companies add` adds one.",
    "chip": " `chipnews chips` lists them.",
}


def _either(names: Sequence[str]) -> str:
    """Return 'a', 'a or b', 'a, b or c'."""
    *head, last = names
    return f"{', '.join(head)} or {last}" if head else last
