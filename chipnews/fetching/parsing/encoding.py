"""Bytes of a feed as text, whatever header and declaration say of them. Pure."""

import codecs
import re
from email.message import Message
from html.entities import html5

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"']", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a document without a byte-order mark begins with when it is in one of these.
_SHAPES = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
# Browsers read these names as their supersets, and so do the people who write feeds.
_SUPERSETS = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252",
    "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "shift_jis": "cp932", "iso-8859-9": "cp1254", "tis-620": "cp874", "x-sjis": "cp932",
}  # fmt: skip


def decode(body: bytes, content_type: str | None) -> str:
    """Return the body as text.

    A byte-order mark decides; then UTF-8, where the bytes are valid UTF-8, for they hardly ever are by
    accident; then the declaration, then the header, then the most likely guess.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, errors="replace")
    for shape, encoding in _SHAPES:
        if body.startswith(shape):
            return body.decode(encoding, errors="replace")
    declared = _DECLARATION.search(body[:1000])
    names = [_known(declared[1].decode("ascii")) if declared else None, _known(charset(content_type))]
    escapes = any(name and name.startswith(("iso2022", "hz", "utf_7")) for name in names)
    if not escapes:
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for name in names:
        if name:
            try:
                return body.decode(name)
            except UnicodeDecodeError:
                continue
    return _guess(body)


def charset(content_type: str | None) -> str | None:
    """Return the charset that a Content-Type header names."""
    if not content_type:
        return None
    message = Message()
    message["content-type"] = content_type
    found = message.get_param("charset")
    return found.strip() if isinstance(found, str) else None


def _known(name: str | None) -> str | None:
    if not name:
        return None
    name = _SUPERSETS.get(name.lower(), name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # Python's own transforms ("rot13", "idna", ...) are no encodings of text on the wire.
    text_encoding = getattr(found, "_is_text_encoding", True) and found.name not in (
        "idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "mbcs", "oem",
    )  # fmt: skip
    return found.name if text_encoding else None


MOSTLY_ASCII = 12  # one byte of so many is not


def _guess(body: bytes) -> str:
    """Decode what neither says truly what it is nor is UTF-8 throughout."""
    text = body.decode("utf-8", errors="replace")
    if text.count("\ufffd") * 200 < len(text):
        return text
    if sum(byte > 127 for byte in body[:50_000]) * MOSTLY_ASCII < len(body[:50_000]):
        # A few accents and signs among plain letters: a guess by statistics takes them for East Asian.
        return body.decode("cp1252", errors="replace")
    from charset_normalizer import from_bytes

    best = from_bytes(body[:50_000]).best()
    return body.decode(best.encoding if best else "cp1252", errors="replace")


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});|&(?!#?\w{1,32};)")
_BAD_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}));")
_XML_OWN = {"amp", "lt", "gt", "quot", "apos"}
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)


def mended(text: str) -> str:
    """Return XML text with the usual small faults put right.

    Control characters and what stands before the first tag go; HTML's named entities and bare ampersands
    become what they mean.
    """
    text = _CONTROLS.sub("", text)
    text = text[max(text.find("<"), 0) :]
    parts = _CDATA.split(text)
    parts[::2] = [_ENTITY.sub(_entity, _BAD_REFERENCE.sub(_reference, part)) for part in parts[::2]]
    return "".join(parts)


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if name is None:
        return "&amp;"
    if name in _XML_OWN:
        return match[0]
    meant = html5.get(f"{name};")
    return "".join(f"&#{ord(character)};" for character in meant) if meant else f"&amp;{name};"


def _reference(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    if 0x80 <= code <= 0x9F:
        # Numbers of the Windows code page, which browsers read as such.
        return bytes([code]).decode("cp1252", errors="ignore")
    fine = (
        code in (9, 10, 13)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )
    return match[0] if fine else ""
