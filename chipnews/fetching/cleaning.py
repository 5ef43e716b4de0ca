"""Text from the network, made fit to be stored: no control characters, no lone surrogates. Pure."""

import re

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def fit(text: str) -> str:
    """Return the text without control characters (but newline and tab) and without lone surrogates."""
    return _UNFIT.sub("", text) if _UNFIT.search(text) else text


def one_line(text: str) -> str:
    """Return the text fit to be stored, on one line, with single spaces."""
    return fit(" ".join(text.split())).strip()
