"""Text of others made safe for a terminal: no control character and no escape sequence gets through."""

import re

# Escape sequences go as a whole (CSI, OSC and the other string sequences, then the short ones), so that
# no remains of them are left in the text; then every control character but the newline and the tab.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Return the text without escape sequences, control characters and marks that turn its direction."""
    return _CONTROL.sub("", _SEQUENCE.sub("", text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """Return the text as one line that is safe for a terminal."""
    return " ".join(plain(text).split())
