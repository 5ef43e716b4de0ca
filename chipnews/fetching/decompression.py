"""Content-Encoding undone, with a cap on what comes out: a small bomb never becomes a large body. Pure."""

import zlib

import brotli
import zstandard

from chipnews.fetching.values import FetchFailed

ACCEPTED = "gzip, deflate, br, zstd"


def decompress(body: bytes, encoding: str, max_bytes: int) -> bytes:
    """Return the body with its encodings undone, in the reverse of the order that they were applied.

    Raises FetchFailed for an encoding that is not known, is damaged, or gives more than `max_bytes`.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in ("", "identity"):
            continue
        try:
            body = _undo(name, body, max_bytes + 1)
        except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
            raise FetchFailed(
                f"The answer is damaged: it says {name}, but cannot be decompressed ({error})."
            ) from None
        if len(body) > max_bytes:
            raise FetchFailed(f"The answer is larger than {max_bytes:,} bytes (fetch.max_bytes).")
    return body


def _undo(name: str, body: bytes, limit: int) -> bytes:
    if name in ("gzip", "x-gzip"):
        return body if body[:2] != b"\x1f\x8b" else _inflate(body, 31, limit)
    if name == "deflate":
        try:
            return _inflate(body, 15, limit)
        except zlib.error:
            return _inflate(body, -15, limit)
    if name == "br":
        out = brotli.Decompressor()
        found = out.process(body, output_buffer_limit=limit)
        if not out.is_finished() and len(found) < limit:
            raise EOFError("it breaks off")
        return bytes(found)
    if name == "zstd":
        return (
            zstandard.ZstdDecompressor(max_window_size=2**27)
            .stream_reader(body, read_across_frames=True)
            .read(limit)
        )
    raise FetchFailed(f"The server answers in an encoding that nobody asked for ({name[:40]!r}).")


def _inflate(body: bytes, window: int, limit: int) -> bytes:
    """Inflate, also where several members follow each other."""
    out = b""
    while body and len(out) < limit:
        member = zlib.decompressobj(window)
        out += member.decompress(body, limit - len(out))
        if not member.eof and len(out) < limit:
            raise zlib.error("it breaks off")
        # Padding after the last member is common, and means nothing.
        body = member.unused_data.lstrip(b"\0")
        if window == 31 and body[:2] != b"\x1f\x8b":
            break
        if window != 31:
            break
    return out
