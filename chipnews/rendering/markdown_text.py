"""Text of others made safe for markdown: it shows as it is, and cannot become a heading, a link or HTML.

Everything that CommonMark, GitHub, Obsidian or pandoc gives a meaning is escaped. Only http and https
links are made.
"""

import re
from urllib.parse import quote, urlsplit

from chipnews.rendering.terminal_text import one_line

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~&#$^=%!@]")
_AT_START = re.compile(r"^([-+:]|\d{1,9}[.)])")
# GitHub and others make links of bare addresses.
_BARE_LINK = re.compile(r"(?i)\b(www)\.|(https?|ftp|mailto|xmpp):")


def inline(text: str) -> str:
    """Return the text as one line of markdown that shows exactly the text, wherever it stands."""
    escaped = _SPECIAL.sub(r"\\\g<0>", one_line(text))
    escaped = _BARE_LINK.sub(lambda found: rf"{found[1]}\." if found[1] else rf"{found[2]}\:", escaped)
    return _AT_START.sub(lambda found: f"{found[1][:-1]}\\{found[1][-1]}", escaped)


def link(text: str, url: str | None) -> str:
    """Return a link that shows the text; the text alone where the address is not to be followed."""
    address = safe_url(url)
    return inline(text) if address is None else f"[{inline(text)}](<{address.replace('&', '&amp;')}>)"


def anchor(heading: str) -> str:
    """Return what GitHub and pandoc's gfm make of a heading for links to it: letters, digits, - and _."""
    return re.sub(r"[^\w\- ]", "", one_line(heading).lower()).replace(" ", "-")


def safe_url(url: str | None) -> str | None:
    """Return the address with what could end a link percent-encoded; None if it is not http or https."""
    if not url or any(char.isspace() or ord(char) < 32 for char in url.strip()):
        return None
    try:
        parts = urlsplit(url.strip())
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return None
    except ValueError:
        return None
    return quote(url.strip(), safe="%:/?#[]@!$&+,;=~-._*'", errors="replace")
