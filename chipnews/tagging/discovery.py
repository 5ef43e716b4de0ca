"""Finds companies that are in no list by the ways this field introduces one, checked by the model."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from chipnews.tagging.sentences import Span
from chipnews.tagging.values import Candidate

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FIELD = (
    r"(?:(?:AI|A\.I\.|artificial[- ]intelligence|photonics?|optical|analog(?:ue)?|custom|edge|inference|"
    r"fabless|machine[- ]learning|neuromorphic|RISC-V|quantum|networking|memory|compute)[- ]){0,3}"
    r"(?:chip(?:s|let|lets)?|semiconductors?|silicon|processors?|accelerators?|GPUs?|hardware|photonics|"
    r"interconnects?|data[- ]cent(?:er|re)s?|cloud|infrastructure|memory|server|NPUs?|ASICs?|foundry)"
)
_ROLE = (
    r"(?:start-?up|maker|designer|developer|company|firm|vendor|provider|specialist|unicorn|operator|"
    r"supplier|business|group|foundry|manufacturer|pioneer)"
)
_PART = r"[A-Z][\w&’'-]*[\w]|[A-Z]|[a-z]{1,2}[A-Z]\w+|d-[A-Z]\w+"
_NAME = rf"(?P<name>(?:{_PART})(?:[ .](?:{_PART}|AI|of)){{0,3}}?)"
_END = r"(?=[,.;:)’'\s—–-]|$)"
_MAKES = (
    r"(?:(?:is )?(?:making|designing|developing|building)|makes|designs|develops|builds|sells|manufactures|"
    r"specialises in|specializes in|rents|operates)"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "introduced as one of the field",
        re.compile(rf"\b{_FIELD}[- ]{_ROLE}s?,? (?:called |named |known as )?{_NAME}{_END}"),
    ),
    (
        "described as one of the field",
        re.compile(rf"{_NAME}, (?:an?|the) (?:[\w.-]+[ -]){{0,6}}?{_FIELD}[- ]{_ROLE}"),
    ),
    (
        "said to make hardware",
        re.compile(rf"{_NAME}, which {_MAKES} (?:[\w-]+ ){{0,5}}?{_FIELD}"),
    ),
    (
        "described as a maker of hardware",
        re.compile(
            rf"{_NAME}, (?:an?|the) (?:[\w.-]+[ -]){{0,4}}?"
            rf"(?:maker|designer|developer|builder|supplier|provider) of (?:[\w-]+ ){{0,4}}?{_FIELD}"
        ),
    ),
    (
        "raised money for hardware",
        re.compile(
            rf"{_NAME}(?:, [^,.]{{5,80}},)? (?:has |have )?(?:raised|raises|closed|closes|secured|secures)\b"
            rf"[^.]{{0,120}}?\b{_FIELD}"
        ),
    ),
    (
        "a start-up's round",
        re.compile(rf"\b[Ss]tart-?up {_NAME}{_END}[^.]{{0,160}}?\b{_FIELD}"),
    ),
)
_TRIGGER = re.compile(
    r"[Ss]tart-?up|[Mm]aker|designer|developer|which |rais|clos|secur|company|firm|provider|vendor|"
    r"specialist|supplier|unicorn|manufacturer"
)
NO_COMPANY = frozenset(
    {"PERSON", "DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "LANGUAGE"}
)
NO_NAME = frozenset(
    """the a an it its this that these those he she they we i in on at for with and but or as if when while
    chip chips ai gpu gpus monday tuesday wednesday thursday friday saturday sunday january february march
    april may june july august september october november december series ceo cto cfo chief executive us u.s
    uk china chinese american israeli korean south north taiwanese japanese european indian silicon valley
    reuters bloomberg cnbc techcrunch information according also both many some several other one two three
    new last all our shares analysts investors""".split()
)


def find_candidates(
    text: str,
    sentences: Sequence[Span],
    taken: Sequence[Span],
    entities: "Callable[[Sequence[str]], Sequence[Doc]]",
) -> tuple[Candidate, ...]:
    """Return the unknown companies that `text` introduces, each once, where the model does not object.

    `taken` are the spans of known companies and chips. `entities` gives sentences their named entities.
    """
    found: dict[str, tuple[int, int, Span, str]] = {}
    for sentence in sentences:
        for start, end, evidence in _introduced(text, sentence):
            name = text[start:end]
            free = not any(start < b and a < end for a, b in taken)
            if free and name not in found and not _is_no_name(name):
                found[name] = (start, end, sentence, evidence)
    if not found:
        return ()
    docs = entities([text[a:b] for _, _, (a, b), _ in found.values()])
    return tuple(
        Candidate(name, start, end, text[a:b], evidence)
        for (name, (start, end, (a, b), evidence)), doc in zip(found.items(), docs, strict=True)
        if not _objects(doc, start - a, end - a)
    )


def _introduced(text: str, sentence: Span) -> Iterator[tuple[int, int, str]]:
    part = text[sentence[0] : sentence[1]]
    if not _TRIGGER.search(part):
        return
    for evidence, pattern in _PATTERNS:
        for match in pattern.finditer(part):
            start, end = match.span("name")
            yield sentence[0] + start, sentence[0] + end, evidence


def _is_no_name(name: str) -> bool:
    words = name.lower().replace("’", "'").split()
    return len(name) < 3 or words[0] in NO_NAME or all(word in NO_NAME for word in words)


def _objects(doc: "Doc", start: int, end: int) -> bool:
    """Return whether the model holds the name to be no company: a person, a date, a number."""
    return any(
        entity.label_ in NO_COMPANY and entity.start_char < end and start < entity.end_char
        for entity in doc.ents
    )
