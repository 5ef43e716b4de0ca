"""Writing files: whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from chipnews.errors import WriteFailed


def write_whole(path: Path, content: str | bytes) -> None:
    """Write the content (text as UTF-8) to `path`, in place of what was there, whole or not at all.

    Raises WriteFailed.
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    with open_whole(path) as partial:
        partial.write(raw)


@contextmanager
def open_whole(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file that takes the place of `path` when all is written, and is gone if anything fails.

    Raises WriteFailed.
    """
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as partial:
            try:
                yield partial
                partial.flush()
                os.fsync(partial.fileno())
                Path(partial.name).chmod(_mode(path))
                Path(partial.name).replace(path)
            except BaseException:
                Path(partial.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise WriteFailed(f"{path} cannot be written: {error.strerror}. Name another file.") from None


def _mode(path: Path) -> int:
    """Return the permissions that an ordinary write would have left."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
