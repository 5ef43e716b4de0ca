"""What is logged goes to stderr, by rich's handler, without the control characters of what it quotes."""

import logging
from functools import cached_property

from chipnews.cli.context import console


def log_to_stderr(*, verbose: bool) -> None:
    """Send what chipnews logs to stderr: warnings, and with `verbose` what is done too."""
    logger = logging.getLogger("chipnews")
    logger.setLevel(logging.INFO if verbose else logging.WARNING)
    logger.handlers = [_LazyHandler()]
    logger.propagate = False


class _LazyHandler(logging.Handler):
    """Rich's handler, imported when there is something to say: most runs are silent."""

    def emit(self, record: logging.LogRecord) -> None:
        self._inner.handle(record)

    @cached_property
    def _inner(self) -> logging.Handler:
        from rich.logging import RichHandler

        handler = RichHandler(
            console=console(stderr=True), show_path=False, show_time=False, markup=False, highlighter=None
        )
        handler.addFilter(_strip_controls)
        return handler


def _strip_controls(record: logging.LogRecord) -> bool:
    from chipnews.rendering.terminal_text import plain

    record.msg, record.args = plain(record.getMessage()), ()
    return True
