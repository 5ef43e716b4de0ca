"""Extractive summaries: which few sentences of the sources tell what happened. Pure; splits no text itself.

A sentence counts by how central it is among all of them (LexRank: the stationary distribution of a walk
over alike sentences), how early it stands, and what figures and names it holds. They are chosen one by one by
maximal marginal relevance, so that none says in other words what another one said. A sentence that leans on
one that is not there ("It said ...") or that cuts a quotation in half is never chosen.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from rapidfuzz import fuzz

from chipnews.stories.wording import content_words

MOST_SENTENCES = 3
MOST_READ = 80
"""So many sentences are enough to choose from; the time grows with their square."""
LEAST_WORDS, MOST_WORDS = 6, 60
DAMPING = 0.85
STEPS = 20
ALIKE = 0.1
"""Sentences less alike do not vote for each other."""
SAME_WORDS = 78.0
SAME_COSINE = 0.62
CENTRAL, EARLY, FACTS, NAMED, ON_TITLE = 1.0, 1.2, 1.0, 0.4, 0.6
NOVELTY = 1.0
# A sentence that can be understood alone, but would be better understood with the one before it.
LEANING = 0.4
# "Bond traders had a busy morning." tells nothing of anybody.
COLOUR = 0.6


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a source: the item it is from, its place there from 0, the figures and names it holds."""

    text: str
    item_id: int
    place: int
    figures: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


def summarise(
    sentences: Sequence[Sentence], title: str = "", most: int = MOST_SENTENCES
) -> tuple[Sentence, ...]:
    """Return at most `most` of the sentences, in the order in which they were given.

    `title` says what the sources are about; a sentence that only repeats it is still worth having.
    """
    usable = [sentence for sentence in sentences if stands_alone(sentence.text)][:MOST_READ]
    vectors = _vectors([content_words(sentence.text) for sentence in usable])
    central = _centrality(vectors)
    about = content_words(title)
    worth = [_worth(sentence, central[at], about) for at, sentence in enumerate(usable)]
    chosen: list[int] = []
    while len(chosen) < most:
        scores = {
            at: worth[at]
            - NOVELTY * max((_cosine(vectors[at], vectors[other]) for other in chosen), default=0.0)
            for at in range(len(usable))
            if at not in chosen and not any(_repeats(usable, vectors, at, other) for other in chosen)
        }
        if not scores:
            break
        chosen.append(max(scores, key=lambda at: (scores[at], -at)))
    return tuple(usable[at] for at in sorted(chosen))


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one event: its title and the sentences of its sources."""

    title: str
    sentences: tuple[Sentence, ...]


def summarise_several(
    told: Sequence[Told], most: int, most_of_each: int = MOST_SENTENCES
) -> tuple[Sentence, ...]:
    """Return at most `most` sentences, in the order of the events: first one of each, then a second, a third.

    None says in other words what another one said, whichever event it is told of.
    """
    best = [summarise(each.sentences, each.title, most_of_each) for each in told]
    sentences = [sentence for each in best for sentence in each]
    places = iter(range(len(sentences)))
    vectors = _vectors([content_words(sentence.text) for sentence in sentences])
    chosen: list[int] = []
    for at in _in_rounds([[next(places) for _ in each] for each in best]):
        if len(chosen) < most and not any(_repeats(sentences, vectors, at, other) for other in chosen):
            chosen.append(at)
    return tuple(sentences[at] for at in sorted(chosen))


def _in_rounds(groups: Sequence[Sequence[int]]) -> list[int]:
    """Return the first of each group, then the second of each, and so on."""
    longest = max(map(len, groups), default=0)
    return [group[place] for place in range(longest) for group in groups if place < len(group)]


def _worth(sentence: Sentence, central: float, about: frozenset[str]) -> float:
    """Return what a sentence is worth alone."""
    on_title = _share(about, content_words(sentence.text))
    telling = bool(sentence.figures or sentence.names or on_title)
    return (
        CENTRAL * central
        + (EARLY if telling else EARLY / 3) / (1 + 0.35 * sentence.place)
        + FACTS * min(len(sentence.figures), 3) / 3
        + NAMED * min(len(sentence.names), 3) / 3
        + ON_TITLE * on_title
        - (LEANING if _LEANING.search(sentence.text) else 0.0)
        - (COLOUR if not sentence.figures and not sentence.names else 0.0)
    )


_OPENING = """
    much
    it its he his she her they their them this that these those such both neither either other others another
    there here one some many most all none each we i you our my your but and or so yet still also then however
    meanwhile instead moreover furthermore besides therefore thus otherwise nevertheless nonetheless similarly
    likewise indeed
""".split()
_OPENING_PHRASES = (
    "the latter|the former|the rest|the same|the two|the three|the pair|in addition|by contrast|in contrast|"
    "as a result|for example|for instance|in fact|of course|to be sure|at the same time|on the other hand|"
    "even so|what is more|if so|not so"
)
_NOUNS = """
    company firm maker chipmaker giant startup start-up group deal agreement contract order money round
    funding investment move decision plan plans announcement news chip chips product system report
    purchase acquisition transaction partnership offer bid figure figures amount sum increase rise fall
    drop result results loan site plant factory campus facility project service stake stock shares price
    forecast executive spokesman spokeswoman founder lab bank regulator ministry official analyst author
    paper
""".split()
_DANGLING = re.compile(
    rf"""^["'“‘(\[]*(?:(?:{"|".join(_OPENING)}|{_OPENING_PHRASES})\b"""
    r"""|(?:with|without|to|for|from|by|in|at|after|before|despite|unlike|like|beyond|besides) """
    r"""(?:it|them|this|that|these|those|him|her)\b"""
    rf"""|the (?:new |latest |same |whole )?(?:{"|".join(_NOUNS)})\b)""",
    re.I,
)
_REFERRING = re.compile(
    r"\b(?:the latter|the former|as mentioned|see below|see above|click here|read more)\b", re.I
)
_LEANING = re.compile(
    r"\b(?:of|in|for|with|to|makes) (?:it|them|these|those)\b|\b(?:there|instead)[.,;]", re.I
)
_ATTRIBUTION = re.compile(
    r"\b(?:said|says|told|wrote|writes|added|adds|according to|called|calls|asked)\b", re.I
)


def stands_alone(sentence: str) -> bool:
    """Return whether a sentence can be understood without the one before it, and is whole."""
    words = sentence.split()
    if not LEAST_WORDS <= len(words) <= MOST_WORDS:
        return False
    if sentence.rstrip("\"'”’)]")[-1:] not in (".", "!"):
        return False
    if not (sentence.lstrip("\"'“‘([")[:1].isupper() or sentence[:1].isdigit() or sentence[:1] in "$€£¥"):
        # "d-Matrix raised" and the like begin a sentence, too.
        head = words[0]
        if not any(char.isupper() for char in head):
            return False
    if _REFERRING.search(sentence):
        return False
    quoted = sentence[:1] in '"“'
    if not _ATTRIBUTION.search(sentence) if quoted else _DANGLING.match(sentence):
        return False
    return quotes_are_whole(sentence)


def quotes_are_whole(sentence: str) -> bool:
    """Return whether every quotation mark and bracket of the sentence has its partner there."""
    if sentence.count('"') % 2 or sentence.count("“") != sentence.count("”"):
        return False
    return all(sentence.count(one) == sentence.count(other) for one, other in ("()", "[]"))


def repeats_text(one: str, other: str) -> bool:
    """Return whether two sentences say the same in nearly the same words."""
    return fuzz.token_set_ratio(one.lower(), other.lower()) >= SAME_WORDS


def _repeats(
    sentences: Sequence[Sentence], vectors: Sequence[Mapping[str, float]], one: int, other: int
) -> bool:
    """Return whether one sentence says what the other says."""
    if _cosine(vectors[one], vectors[other]) >= SAME_COSINE:
        return True
    a, b = sentences[one], sentences[other]
    if repeats_text(a.text, b.text):
        return True
    # The same amounts and names in both: another outlet's words for the same fact.
    return bool(a.figures) and a.figures == b.figures and bool(a.names & b.names) and a.item_id != b.item_id


def _vectors(words: Sequence[frozenset[str]]) -> list[Mapping[str, float]]:
    """Return each sentence's words with their inverse document frequency, as a vector of length 1."""
    frequency = Counter(word for each in words for word in each)
    count = len(words)
    vectors: list[Mapping[str, float]] = []
    for each in words:
        weights = {word: log(1 + count / frequency[word]) for word in sorted(each)}
        length = sqrt(sum(value**2 for value in weights.values()))
        vectors.append({word: value / length for word, value in weights.items()})
    return vectors


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Return the cosine of two vectors of length 1."""
    return sum(value * b[word] for word, value in a.items() if word in b)


def _centrality(vectors: Sequence[Mapping[str, float]]) -> list[float]:
    """Return how central each sentence is, the most central 1."""
    count = len(vectors)
    if count == 0:
        return []
    likeness = [
        [_cosine(one, other) if at != place else 0.0 for place, other in enumerate(vectors)]
        for at, one in enumerate(vectors)
    ]
    likeness = [[value if value >= ALIKE else 0.0 for value in row] for row in likeness]
    totals = [sum(row) for row in likeness]
    rank = [1 / count] * count
    for _ in range(STEPS):
        rank = [
            (1 - DAMPING) / count
            + DAMPING * sum(rank[to] * likeness[to][at] / totals[to] for to in range(count) if totals[to])
            for at in range(count)
        ]
    top = max(rank)
    return [value / top for value in rank]


def _share(wanted: frozenset[str], words: frozenset[str]) -> float:
    return len(wanted & words) / len(wanted) if wanted else 0.0
