"""Finds companies that are in no list by the ways this field introduces one, checked by the model."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from chipnews.tagging.sentences import Span
from chipnews.tagging.values import Candidate
from chipnews.tagging.wordlists import FIRST_NAMES

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FIELD = (
    r"(?i:(?:(?:AI|A\.I\.|artificial[- ]intelligence|photonics?|photonic|co-packaged|liquid|"
    r"optical|analog(?:ue)?|custom|edge|inference|"
    r"fabless|machine[- ]learning|neuromorphic|RISC-V|quantum|networking|memory|compute)[- ]){0,3}"
    r"(?:chip(?:s|let|lets)?|semiconductors?|silicon|processors?|accelerators?|GPUs?|hardware|photonics|"
    r"interconnects?|data[- ]cent(?:er|re)s?|cloud|infrastructure|memory|servers?|NPUs?|ASICs?|foundry|"
    r"optics|networking|cooling|lasers?|transceivers?|retimers?|DPUs?|fabless|lithography))"
)
_ROLE = (
    r"(?i:start-?up|maker|designer|developer|company|firm|vendor|provider|specialist|unicorn|operator|"
    r"supplier|business|group|foundry|manufacturer|pioneer)"
)
_PART = r"[A-Z][\w&’'-]{0,30}[\w]|[A-Z]|[a-z]{1,2}[A-Z]\w+|d-[A-Z]\w+"
# In a headline, where every word has a capital, the name ends before the verb.
_NO_VERB = (
    r"(?!(?:Seeks?|Raises?|Secures?|Lands?|Closes?|Gets?|Unveils?|Launche?s?|Files?|Wins?|Announces?|Plans?|"
    r"Hires?|Says?|Said|Taps?|Bags?|Nabs?|Snags?|Is|Has|Will|Aims?|Targets?|Debuts?|Ships?|To|In|For)\b)"
)
LONGEST_SENTENCE = 2000  # code points: what is longer is no prose, and would be slow to search
_NAME = rf"(?P<name>(?<!\w)(?:{_PART})(?:[ .]{_NO_VERB}(?:{_PART}|AI)){{0,3}}(?:\.(?:ai|io)\b)?)"
_YOUNG = r"(?:[Ff]ounded|[Ss]tart-?up|[A-Za-z]-based|[Ss]pin-?(?:off|out)|[Ss]tealth|[Vv]enture-backed)"
_LEGAL = r"(?:,? (?:Inc|Corp|Ltd|Co)\.?)?"
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
        re.compile(rf"{_NAME}{_LEGAL}, (?:an?|the) (?:[\w.-]+[ -]){{0,6}}?{_FIELD}[- ]{_ROLE}"),
    ),
    (
        "said to make hardware",
        re.compile(rf"{_NAME}{_LEGAL}, which {_MAKES} (?:[\w-]+ ){{0,5}}?{_FIELD}"),
    ),
    (
        "described as a maker of hardware",
        re.compile(
            rf"{_NAME}{_LEGAL}, (?:an?|the) (?:[\w.-]+[ -]){{0,4}}?"
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
        "called one of the field",
        re.compile(
            rf"\b(?:{_ROLE}|venture),? (?:called|named|dubbed|known as) {_NAME}{_END}"
            rf"(?=[^.]{{0,160}}?\b{_FIELD})"
        ),
    ),
    (
        "introduced as a neocloud",
        re.compile(rf"\b[Nn]eocloud(?: {_ROLE})? {_NAME}{_END}"),
    ),
    (
        "young, and makes hardware",
        re.compile(rf"{_YOUNG}[^.]{{0,80}}?[ ,] ?{_NAME}{_LEGAL} {_MAKES} (?:[\w-]+ ){{0,4}}?{_FIELD}"),
    ),
    (
        "a start-up with plans for hardware",
        re.compile(
            rf"{_NAME}{_LEGAL}, (?:an?|the) (?:[\w.-]+[ -]){{0,4}}?start-?up "
            rf"(?:that|which|hoping|aiming|working|trying|looking)\b[^.]{{0,80}}?\b{_FIELD}"
        ),
    ),
    (
        "a start-up's round",
        re.compile(rf"\b[Ss]tart-?up {_NAME}{_END}[^.]{{0,160}}?\b{_FIELD}"),
    ),
    (
        "a start-up that makes hardware",
        re.compile(
            rf"{_NAME}{_LEGAL}, (?:an?|the) (?:[\w.-]+[ -]){{0,4}}?{_ROLE} "
            rf"(?:that |which )?{_MAKES} (?:[\w-]+ ){{0,5}}?{_FIELD}"
        ),
    ),
)
_TRIGGER = re.compile(
    r"[Ss]tart-?up|[Ff]ounded|-based|[Ss]pin-?o|[Nn]eocloud|called |[Ss]tealth|[Mm]aker|designer|developer|"
    r"which |rais|clos|secur|company|firm|provider|vendor|specialist|supplier|unicorn|manufacturer"
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
    new last all our shares analysts investors congress senate parliament white america americans britain
    germany france italy spain india russia taiwan israel canada mexico australia europe asia africa
    california texas arizona oregon ohio virginia washington beijing brussels london tokyo seoul taipei
    shanghai shenzhen hsinchu austin phoenix commerce treasury president minister prime governor professor
    neocloud startup start-up chipmaker
    wall street west east north northern southern san los founded according however meanwhile""".split()
)


class _Introduced(NamedTuple):
    """A name that one of the patterns introduces."""

    start: int
    end: int
    sentence: Span
    evidence: str


def find_candidates(
    text: str,
    sentences: Sequence[Span],
    taken: Sequence[Span],
    entities: "Callable[[Sequence[str]], Sequence[Doc]]",
) -> tuple[Candidate, ...]:
    """Return the unknown companies that `text` introduces, each once, where the model does not object.

    `taken` are the spans of known companies and chips. `entities` gives sentences their named entities.
    """
    found: dict[str, _Introduced] = {}
    occupied = list(taken)
    introduced = [each for sentence in sentences for each in _introduced(text, sentence)]
    for each in sorted(introduced, key=lambda each: (each.start - each.end, each.start)):
        name = text[each.start : each.end]
        if any(each.start < end and start < each.end for start, end in occupied) or _is_no_name(name):
            continue
        occupied.append((each.start, each.end))
        found.setdefault(name, each)
    if not found:
        return ()
    docs = entities([text[each.sentence[0] : each.sentence[1]] for each in found.values()])
    return tuple(
        sorted(
            (
                Candidate(name, each.start, each.end, text[slice(*each.sentence)], each.evidence)
                for (name, each), doc in zip(found.items(), docs, strict=True)
                if not _objects(doc, each.start - each.sentence[0], each.end - each.sentence[0], name)
            ),
            key=lambda candidate: candidate.start,
        )
    )


def _introduced(text: str, sentence: Span) -> "Iterator[_Introduced]":
    part = text[sentence[0] : min(sentence[1], sentence[0] + LONGEST_SENTENCE)]
    if not _TRIGGER.search(part):
        return
    for evidence, pattern in _PATTERNS:
        for match in pattern.finditer(part):
            start, end = match.span("name")
            yield _Introduced(sentence[0] + start, sentence[0] + end, sentence, evidence)


def _is_no_name(name: str) -> bool:
    words = name.lower().replace("’", "'").split()
    return len(name) < 3 or words[0] in NO_NAME or all(word in NO_NAME for word in words)


def _objects(doc: "Doc", start: int, end: int, name: str) -> bool:
    """Return whether the model holds the name to be no company: a date, a number, or a person.

    It takes many a coined name for a person's, so a person needs a given name too.
    """
    first, *rest = name.split()
    may_be_person = bool(rest) and first.lower() in FIRST_NAMES
    return any(
        entity.label_ in NO_COMPANY
        and entity.start_char < end
        and start < entity.end_char
        and (entity.label_ != "PERSON" or may_be_person)
        for entity in doc.ents
    )
