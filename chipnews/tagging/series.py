"""Recognises products of known series that nobody has listed yet, such as the next number of a family."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chipnews.knowledge.entries import Series

_SEPARATORS = re.compile(r"[\s\u00a0‐‑‒–-]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# "Trainium 5", "Trainium-5" and "Trainium5" are one product.
_BORDER = re.compile(r"(?<=[a-z])[^a-z0-9]+(?=\d)")


@dataclass(frozen=True, slots=True)
class SeriesMatch:
    """A place where a pattern of a series stands."""

    start: int
    end: int
    series: Series
    name: str
    slug: str


class SeriesFinder:
    """All series patterns in one expression."""

    def __init__(self, series: Sequence[Series]) -> None:
        self._series = tuple(series)
        parts = [f"(?P<s{at}>{entry.pattern})" for at, entry in enumerate(self._series)]
        self._pattern = re.compile(rf"(?<![\w$€£])(?:{'|'.join(parts)})s?(?![\w])") if parts else None

    def matches(self, text: str) -> Iterator[SeriesMatch]:
        """Yield what stands in `text`, in order, without overlaps; context is not looked at."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            at = next(at for at in range(len(self._series)) if match.group(f"s{at}") is not None)
            series = self._series[at]
            found = match.group(f"s{at}")
            name = series.name.replace("{}", _SEPARATORS.sub(" ", found))
            folded = _BORDER.sub("", found.lower())
            slug = _NOT_SLUG.sub("-", series.slug.replace("{}", folded)).strip("-")
            yield SeriesMatch(match.start(), match.end(), series, name, slug)
