"""Plain text out of fragments of HTML, and the judgement of which text is an article. Pure."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from chipnews.fetching.cleaning import fit, one_line

_BLOCK = (
    "address|article|aside|blockquote|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|header|hr|li|main|menu|nav|ol|p|pre|section|summary|table|tbody|tfoot|thead|tr|ul"
)
_BLOCK_TAG = re.compile(rf"<(?=/?(?:{_BLOCK})\b)", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<(?=(?:br|td|th)\b)", re.IGNORECASE)
# The markup of nearly every entry: elements whose place in the tree says nothing about the order of the text.
_ATTRIBUTES = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*/?>"""
_PLAIN_BLOCK = re.compile(
    r"</?(?:p|div|blockquote|ul|ol|li|dl|dt|dd|h[1-6]|hr|figure|figcaption|section|article|pre)"
    + _ATTRIBUTES,
    re.IGNORECASE | re.ASCII,
)
_PLAIN_BREAK = re.compile(r"<br" + _ATTRIBUTES, re.IGNORECASE | re.ASCII)
_PLAIN_INLINE = re.compile(
    r"</?(?:a|b|i|u|s|q|em|strong|span|img|code|small|big|sub|sup|cite|abbr|mark|time|del|ins)" + _ATTRIBUTES,
    re.IGNORECASE | re.ASCII,
)
_NOT_TEXT = ["script", "style", "noscript", "template", "iframe", "svg", "head", "title"]
_MARKUP = re.compile(r"[<&]")
# Stand for a line break, and for the edge of a block, while white space is put in order. No text holds them:
# `fit` would take them out.
_BREAK, _EDGE = "\x01", "\x02"
# References that are no white space for sure: markup, quotation marks, dashes and dots.
_MAY_BE_SPACE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|hellip|[lr][sd]quo|[mn]dash|#(?:3[489]|82(?:1\d|2\d|30)));)"
)
_OTHER_SPACES = "\n\t\r\v\f\x1c\x1d\x1e\x1f"


def html_to_text(html: str) -> str:
    """Return the text of an HTML fragment: paragraphs with a blank line between, no markup, no scripts."""
    if "<" not in html:
        return fit(" ".join((unescape(html) if "&" in html else html).split()))
    html = _unmarked(html)
    text = _without_plain_tags(html)
    return _lines(parsed_text(html)) if text is None else _laid_out(text)


def _unmarked(text: str) -> str:
    return text.replace(_BREAK, "").replace(_EDGE, "")


def _without_plain_tags(html: str) -> str | None:
    """Return the text, single-spaced, where all tags are of the plain kind, sooner than a parser; or None."""
    text = _PLAIN_BLOCK.sub(f" {_EDGE} ", html)
    text = _PLAIN_INLINE.sub("", _PLAIN_BREAK.sub(f" {_BREAK} ", text))
    if "<" in text:
        return None
    # Before the references are resolved nearly all is ASCII, which takes half the time.
    text = _single_spaced(text)
    if "&" not in text:
        return text
    spaced = _MAY_BE_SPACE.search(text) is None
    text = unescape(text)
    return text if spaced else " ".join(text.split())


def parsed_text(html: str) -> str:
    """Return the text of an HTML fragment by a parser, with breaks marked where a block begins or ends."""
    html = " ".join(html.split())
    # Line feeds, as anything but white space would be moved to before the table that it stands in.
    html = _BREAK_TAG.sub("\n<", _BLOCK_TAG.sub("\n\n<", html))
    tree = LexborHTMLParser(html)
    # Each tag costs a walk over the tree, and hardly any entry has one of them.
    lowered = html.lower()
    if unwanted := [tag for tag in _NOT_TEXT if f"<{tag}" in lowered]:
        tree.strip_tags(unwanted)
    body = tree.body
    return _unmarked(body.text()).replace("\n", f" {_BREAK} ") if body is not None else ""


def _single_spaced(text: str) -> str:
    """Return the text with a single space for each run of white space."""
    if not text.isascii():
        return " ".join(text.split())
    for other in _OTHER_SPACES:
        if other in text:
            text = text.replace(other, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


def _lines(text: str) -> str:
    # White space is put in order in the whole text at once: line by line takes three times as long.
    return _laid_out(" ".join(text.split()))


def _laid_out(text: str) -> str:
    """Return a text of single spaces with its marked breaks as lines, with at most one blank line between."""
    if _BREAK in text:
        # Two lines are a blank line, and so is one beside the edge of a block.
        for pair in (f"{_BREAK} {_BREAK}", f"{_BREAK} {_EDGE}", f"{_EDGE} {_BREAK}"):
            text = text.replace(pair, _EDGE)
    pair = f"{_EDGE} {_EDGE}"
    while pair in text:
        text = text.replace(pair, _EDGE)
    text = text.replace(f" {_EDGE} ", "\n\n")
    return fit(text.replace(f" {_BREAK} ", "\n") if _BREAK in text else text).strip()


def title_to_text(title: str) -> str:
    """Return a title, which may hold markup, as one line of plain text."""
    return one_line(html_to_text(title) if _MARKUP.search(title) else title)


# What publishing tools add to the end of an entry; none of it is the article.
_TAIL = re.compile(
    r"\s*(?:The post .{0,300}? (?:first )?appeared (?:first )?on .{0,200}\.?"
    r"|This (?:article|story|post) (?:was )?(?:originally|first) (?:appeared|published) (?:on|at|in) .{0,200}"
    r"|(?:Continue reading|Read more|Read the rest|Read full (?:article|story)|Full story)\b.{0,200}"
    r"|Comments?|Leave a comment|Share this(?: post)?|Read in app)\s*$",
    re.IGNORECASE,
)
# Where in the last line such a thing can begin: with the line, or behind a sentence.
_TAIL_START = re.compile(r"\A|[.!?…\]]")
_TAIL_WORDS = ("appeared", "published", "continue reading", "read ", "full ", "comment", "share this")
_CUT = re.compile(r"(?:\[\s*(?:…|\.{3}|&hellip;)\s*\]|…|\.{3}|\[\+\d+ chars\])\s*$")
_WALL = re.compile(
    r"(subscribe (?:now )?to (?:continue|keep|read|unlock)|to continue reading"
    r"|already a (?:subscriber|member)|(?:log|sign) ?in to (?:continue|read)|create a free account"
    r"|this (?:article|content|story|post) is (?:for|reserved for|only for|available (?:only )?to)"
    r" (?:paid |paying )?(?:subscribers|members)|subscribers only|start your free trial"
    r"|unlock this article|you have reached your (?:limit|free)|remaining free articles)",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"(we (?:and our \d* ?partners )?use cookies|accept (?:all )?cookies"
    r"|cookie (?:policy|settings|preferences|consent)"
    r"|manage (?:your )?(?:privacy|consent|cookie)|your privacy (?:choices|matters)|legitimate interest"
    r"|consent to (?:the use|our use|processing))",
    re.IGNORECASE,
)
_ROBOT_CHECK = re.compile(
    r"(verify (?:that )?you are (?:a )?human|enable javascript|checking your browser|are you a robot"
    r"|access denied|unusual traffic|just a moment\.{3}|please turn javascript on|complete the captcha)",
    re.IGNORECASE,
)

_LONGEST_TAIL = 700
FULL_LENGTH = 1500
STUB_LENGTH = 1200


def without_tail(text: str) -> str:
    """Return the text without what publishing tools add to its end."""
    text = text.rstrip()
    for _ in range(3):
        start = max(text.rfind("\n") + 1, len(text) - _LONGEST_TAIL)
        line = text[start:]
        lowered = line.lower()
        if not any(word in lowered for word in _TAIL_WORDS):
            break
        starts = (found.end() for found in _TAIL_START.finditer(line))
        cut = next((place for place in starts if _TAIL.match(line, place)), None)
        if cut is None:
            break
        text = text[: start + cut].rstrip()
    return text


def is_summary(text: str) -> bool:
    """Return whether the text of an entry is a summary, so that the page has more to tell."""
    return len(text) < FULL_LENGTH or bool(_CUT.search(text))


def is_stub(text: str) -> bool:
    """Return whether a page's text is a cookie notice, a robot check or the stub before a paywall."""
    if not text.strip():
        return True
    for pattern in (_COOKIES, _ROBOT_CHECK):
        hits = len(pattern.findall(text))
        if hits and len(text) < STUB_LENGTH * hits:
            return True
    wall = _WALL.search(text)
    return wall is not None and len(text) < STUB_LENGTH


def better_text(from_feed: str, from_page: str) -> str:
    """Return the better of the feed's text and the page's: the longer one that is no stub."""
    if is_stub(from_page):
        return from_feed
    whole = _CUT.sub("", from_feed).rstrip()
    was_cut = len(whole) < len(from_feed.rstrip())
    return from_page if len(from_page) > len(whole) * (1.0 if was_cut else 1.1) else from_feed


def newer_page(former: str, page: str) -> str:
    """Return the text of a page that is read again, but the former one where the page has become a stub."""
    return former if is_stub(page) or len(page) < len(former) / 2 else page
