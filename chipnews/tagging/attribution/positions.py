"""Where things stand around an amount: its clause, its link to the left, the phrase to its right."""

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.words import Noun, Sentence, Verb

_UNIT_WORDS = frozenset(
    """
    hour hr day month year quarter share gpu chip unit card accelerator server system rack wafer watt mw
    gw kwh kw megawatt gigawatt kilowatt million user seat person token tokens device processor piece
    week minute second
    """.split()
)


_BREAKS = (
    lx.PREPOSITIONS | lx.SUBORDINATORS | lx.RELATIVES | lx.AUX | frozenset("to and but according".split())
)


def after_unit(s: Sentence, at: int) -> int:
    """Return the index of the first token after the amount at `at` and the words of its unit."""
    index = at + 1
    words = s.words
    if index < len(words) and words[index] in ("a", "an", "per", "/", "each", "every", "for"):
        after = index + 1
        if words[index] == "for" and not (after < len(words) and words[after] in ("each", "every")):
            return index
        if after < len(words) and words[after] in ("each", "every", "a", "single"):
            after += 1
        steps = 0
        while (
            after < len(words)
            and steps < 2
            and (words[after] in _UNIT_WORDS or s.tokens[after].tag == "chip")
        ):
            after += 1
            steps += 1
        if steps:
            return after
        return index + 1 if words[index] == "each" else index
    while index < len(words) and words[index] in (
        "apiece",
        "annually",
        "hourly",
        "yearly",
        "monthly",
        "each",
    ):
        index += 1
    return index


def before_qualifiers(s: Sentence, at: int) -> int:
    """Return the index of the nearest token to the left that is no qualifier or article, -1 where none is."""
    index = at - 1
    while index >= 0 and (s.words[index] in lx.QUALIFIERS or s.words[index] in ("~", "(", "-", "“", '"')):
        if s.words[index] == "at" and s.words[index + 1] not in ("least", "most"):
            break
        if s.words[index] == "of" and s.words[index - 1 if index else 0] not in (
            "total",
            "combined",
            "upwards",
            "north",
            "maximum",
            "minimum",
            "excess",
            "whopping",
            "record",
        ):
            break
        if s.words[index] == "by":
            break
        if s.words[index] == "up" and s.words[index + 1] != "to":
            break
        if s.words[index] == "to" and s.words[index - 1 if index else 0] not in ("up", "close"):
            break
        index -= 1
    return index


_CLAUSE_WORDS = frozenset({";", "—", "–", "•", "|", "while", "whereas", "although", "though", "but"})


def _clause_starts(s: Sentence) -> tuple[int, ...]:
    starts, start = [], 0
    for index, word in enumerate(s.words):
        starts.append(start)
        if word in _CLAUSE_WORDS or (word == ":" and index > 8):
            start = index + 1
    return (*starts, start)


def clause_start(s: Sentence, at: int) -> int:
    """Return the index of the first token of the clause that holds the token at `at`."""
    return s.once("clauses", _clause_starts)[at] if at > 0 else 0


def governing_verb(s: Sentence, at: int, low: int = 0) -> Verb | None:
    """Return the nearest verb to the left in the clause, past no other amount's clause."""
    for index in range(at - 1, low - 1, -1):
        verb = s.verbs.get(index)
        if verb is not None:
            return verb
        if s.tokens[index].word in lx.BE and s.tokens[index].word != "'s":
            return Verb(index, "be", "measure", "s")
    return None


def left_word(s: Sentence, at: int) -> str:
    """Return the word that the amount hangs on at its left, past its qualifiers."""
    left = before_qualifiers(s, at)
    return s.words[left] if left >= 0 else ""


def nouns_between(s: Sentence, first: int, last: int) -> list[Noun]:
    return [noun for noun in s.nouns if noun.weight > 0 and first <= noun.first and noun.last <= last]


def phrase_end(s: Sentence, first: int, limit: int = 8) -> int:
    """Return the index after the noun phrase that begins at `first`."""
    index = first
    while index < len(s.tokens) and index - first < limit:
        token = s.tokens[index]
        if token.tag == "money" or (
            token.tag == "mark" and token.word not in ("“", '"', "”", "’", "‘", "/", "&")
        ):
            break
        if token.word in _BREAKS and token.word not in ("upcoming", "'s") and not token.glued:
            break
        verb = s.verbs.get(index)
        if verb is not None and not any(noun.first <= index <= noun.last for noun in s.nouns):
            if verb.shape in ("past", "ing") and index == first:
                index += 1
                continue
            break
        index += 1
    return index


def object_words(s: Sentence, first: int, length: int = 9) -> list[str]:
    found = []
    for index in range(first, min(len(s.tokens), first + length)):
        if s.tokens[index].tag == "money" or s.words[index] in (";", "—"):
            break
        found.append(s.words[index])
    return found
