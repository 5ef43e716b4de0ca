"""Reads a sentence into tokens: words, amounts, companies, chips, times and pronouns.

A mention, an amount or a time is one token however many words it has, so that "Amazon Web Services" and
"the quarter ended October 27, 2024" stand like a single word among others. Hyphens part words.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar, cast

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.money.model import Money
from chipnews.tagging.periods import Expression, find_periods
from chipnews.tagging.values import FigureKind, Mention

T = TypeVar("T")
Tag = Literal["word", "number", "mark", "money", "company", "chip", "period", "name", "pronoun"]


class Token(NamedTuple):
    """One token. `word` is in lower case, `ref` an index into the list that its tag belongs to."""

    tag: Tag
    word: str
    start: int
    end: int
    ref: int = -1
    capital: bool = False
    glued: bool = False
    acronym: bool = False


class Noun(NamedTuple):
    """A noun of money at tokens `first` to `last`, with the kind it stands for and how much it tells."""

    first: int
    last: int
    kind: FigureKind
    weight: float
    phrase: str


class Verb(NamedTuple):
    """A verb at one token, with its frame and shape (base, s, past, ing)."""

    at: int
    lemma: str
    frame: str
    shape: str


_WORD = re.compile(
    r"['’][sS]\b|['’](?:re|ve|ll|d)\b|(?:[A-Z]\.){2,}|\d+(?:[.,]\d+)*%?(?![^\W\d_])"
    r"|[^\W_]+(?:&[^\W_]+)*|[^\w\s]"
)
_DESCRIBED: dict[str, str] = {
    "": """
        company, firm, group, business, corporation, conglomerate, supplier, maker, designer,
        giant, manufacturer, developer, operator, network maker, retailer,
        vendor, seller, board, management
    """,
    "chip-designer foundry memory semiconductor startup": """
        chipmaker, chip maker, chip company
    """,
    "chip-designer startup eda-ip": """
        chip designer
    """,
    "chip-designer foundry memory semiconductor": """
        chip giant, semiconductor company
    """,
    "startup chip-designer": """
        chip startup
    """,
    "hyperscaler device-maker chip-designer software": """
        tech giant, technology giant
    """,
    "hyperscaler": """
        e commerce company, search company, social media company, online retailer, search giant, retail giant,
        e commerce giant, cloud giant, social media giant, facebook
        parent, google parent, hyperscaler
    """,
    "hyperscaler software": """
        software giant
    """,
    "hyperscaler device-maker software chip-designer": """
        tech company
    """,
    "device-maker": """
        iphone maker
    """,
    "startup ai-lab neocloud": """
        startup, start up
    """,
    "startup ai-lab": """
        ai startup
    """,
    "ai-lab": """
        lab, laboratory, ai lab, chatgpt maker, chatgpt developer, claude maker
    """,
    "ai-lab startup": """
        ai company, ai firm
    """,
    "hyperscaler neocloud": """
        cloud provider
    """,
    "neocloud": """
        neocloud
    """,
    "neocloud hyperscaler": """
        cloud company, cloud operator
    """,
    "foundry": """
        foundry, contract chipmaker
    """,
    "memory": """
        memory maker, memory chipmaker
    """,
    "server-maker": """
        server maker
    """,
    "carmaker": """
        carmaker, automaker
    """,
    "software hyperscaler": """
        software company
    """,
    "equipment": """
        equipment maker
    """,
}
"""What a text calls a company instead of its name, by the kinds of company that it may mean (none: any)."""

DESCRIPTORS: dict[str, tuple[str, ...]] = {
    phrase: tuple(kinds.split()) for kinds, listed in _DESCRIBED.items() for phrase in lx.phrases(listed)
}
_DESCRIPTOR_ENDS = frozenset(phrase.split()[-1] for phrase in DESCRIPTORS)
_PRONOUNS = frozenset("it they we i he she its their our".split())
_TITLES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december
    """.split()
)
# Words in capitals that begin sentences or belong to no name.
_NO_NAME = frozenset(
    """
    american chinese european japanese korean taiwanese british german french dutch indian israeli
    western asian internet cloud wall street big tech ai ip us uk eu u.s. u.k. gpu gpus cpu cpus hbm
    dram nand moore capex ceo cfo cto coo usd eur q1 q2 q3 q4 i
    """.split()
)
# Capitalised by the house style of reports, and no names of parties.
_SEGMENT_WORDS = frozenset(
    """
    data center centre cloud gaming client networking compute services automotive embedded segment
    revenue intelligent professional visualization products product platforms platform computing
    infrastructure ai server memory storage enterprise consumer solutions foundry edge internet things
    artificial intelligence mobile semiconductor semiconductors software net income total gross
    operating results non gaap adjusted series chip chips startup start-up report exclusive billion
    million nvlink cuda business act science department
    """.split()
)
_OTHER_STARTS = frozenset(
    """
    adjusted annual based capital cash combined data demand diluted elsewhere everyone gross he here how
    however i instead it neither net next nobody none one operating overall profit quarterly revenue
    sales shares she spending strong terms there they three total two we what why yes yet you
    """.split()
)
_COMMON_STARTS = _OTHER_STARTS.union(
    lx.PREPOSITIONS,
    lx.SUBORDINATORS,
    lx.DETERMINERS,
    lx.AUX,
    lx.ADVERBS,
    lx.AGENT_NOUNS,
    lx.ROLE_NOUNS,
    lx.OUTLOOK,
)


@dataclass(frozen=True)
class Sentence:
    """The tokens of one sentence, in order; offsets count from the beginning of the whole text."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    periods: tuple[Expression, ...]
    headline: bool
    _cache: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The tokens' words in lower case."""
        return tuple(token.word for token in self.tokens)

    @cached_property
    def nouns(self) -> tuple[Noun, ...]:
        """The nouns of money, the longest phrase where several begin alike; no word that is a verb here."""
        return tuple(
            noun
            for noun in _nouns(self.tokens)
            if (
                noun.last > noun.first
                or (noun.first not in self.verbs and not _is_prefix(self.tokens, noun.last))
            )
            and not (noun.phrase == "value" and _of_dealing(self.tokens, noun.last))
        )

    @cached_property
    def verbs(self) -> dict[int, Verb]:
        """The verbs by the index of their token."""
        return dict(_verbs(self.tokens, self.headline))

    def once(self, name: str, read: Callable[["Sentence"], T]) -> T:
        """Return what `read` makes of the sentence, asked once; `name` stands for that question."""
        if name not in self._cache:
            self._cache[name] = read(self)
        return cast(T, self._cache[name])

    def has(self, *phrases: str) -> bool:
        """Return whether one of the phrases stands in the sentence, as whole words in lower case."""
        return any(f" {phrase} " in self.joined for phrase in phrases)

    def word_at(self, at: int) -> str:
        """Return the word at this token, an empty one past the end."""
        return self.words[at] if at < len(self.words) else ""

    @cached_property
    def joined(self) -> str:
        """The words in lower case with single spaces, and one at either end."""
        return f" {' '.join(self.words)} "


def read_sentence(
    text: str,
    span: tuple[int, int],
    money: Sequence[tuple[int, Money]],
    companies: Sequence[tuple[int, Mention]],
    chips: Sequence[tuple[int, Mention]],
) -> Sentence:
    """Return the sentence at `span` as tokens; amounts and mentions are those inside it, with their index."""
    start, end = span
    taken = [_fixed("money", index, amount.start, amount.end) for index, amount in money]
    taken += [_fixed("company", index, each.start, each.end) for index, each in companies]
    taken += [_fixed("chip", index, each.start, each.end) for index, each in chips]
    inside = text[start:end]
    periods: list[Expression] = []
    if money:
        for expression in find_periods(inside):
            first, last = expression.start + start, expression.end + start
            if not any(each.start < last and first < each.end for each in taken):
                taken.append(_fixed("period", len(periods), first, last))
                periods.append(expression)
    taken.sort(key=lambda token: (token.start, -token.end))
    tokens: list[Token] = []
    at = start
    for fixed in taken:
        if fixed.start < at:
            continue
        _read_words(text, at, fixed.start, tokens)
        glued = bool(tokens) and tokens[-1].word == "-" and tokens[-1].end == fixed.start
        tokens.append(fixed._replace(word=text[fixed.start : fixed.end].lower(), glued=glued))
        at = fixed.end
    _read_words(text, at, end, tokens)
    tokens = [token for token in tokens if token.word not in _DASHES_INSIDE or not _inside_word(text, token)]
    headline = _is_headline(tokens)
    return Sentence(
        inside, start, end, tuple(_with_pronouns(_with_names(tokens, headline))), tuple(periods), headline
    )


_DASHES_INSIDE = frozenset("-‐‑")


def _inside_word(text: str, token: Token) -> bool:
    return text[token.start - 1 : token.start].strip() != "" and text[token.end : token.end + 1].strip() != ""


def _fixed(tag: Tag, ref: int, start: int, end: int) -> Token:
    return Token(tag, "", start, end, ref, True)


def _read_words(text: str, start: int, end: int, into: list[Token]) -> None:
    dash_end = into[-1].end if into and into[-1].word in _DASHES_INSIDE else -1
    for match in _WORD.finditer(text, start, end):
        word = match[0]
        first = word[0]
        begin, stop = match.span()
        glued = begin == dash_end
        dash_end = -1
        if first.isalpha():
            capital = first.isupper()
            acronym = capital and len(word) > 1 and word.isupper()
            into.append(Token("word", word.lower(), begin, stop, -1, capital, glued, acronym))
        elif first.isdigit():
            into.append(
                Token("number", word.lower(), begin, stop, -1, False, glued, len(word) > 1 and word.isupper())
            )
        elif len(word) > 1 and first in "'’":
            into.append(Token("word", "'" + word[1:].lower(), begin, stop, -1, False, glued))
        else:
            if word in _DASHES_INSIDE:
                dash_end = stop
            into.append(Token("mark", word, begin, stop, -1, False, glued))


def _is_headline(tokens: Sequence[Token]) -> bool:
    long_words = [token for token in tokens if token.tag == "word" and len(token.word) > 3]
    return len(long_words) >= 2 and sum(token.capital for token in long_words) > 0.6 * len(long_words)


def _with_names(tokens: list[Token], headline: bool) -> list[Token]:
    """Join capitalised words that no list knows into one token that names something unknown."""
    if headline:
        return tokens
    found: list[Token] = []
    for index, token in enumerate(tokens):
        if token.tag == "word" and _names_something(tokens, index):
            last = found[-1] if found else None
            if last is not None and last.tag in ("name", "company") and last.end + 1 == token.start:
                if last.tag == "name":
                    found[-1] = last._replace(word=f"{last.word} {token.word}", end=token.end)
                    continue
                if token.word in lx.ROLE_NOUNS or token.word in lx.MODIFIED_BY:
                    found.append(token)
                    continue
            found.append(token._replace(tag="name"))
        else:
            found.append(token)
    return found


def _names_something(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    word = token.word
    if word in _SEGMENT_WORDS or (len(word) <= 5 and token.acronym):
        return False
    if not token.capital or word in _NO_NAME or word in _TITLES or len(word) < 2 or word[0] == "'":
        return False
    starts = index == 0 or (tokens[index - 1].tag == "mark" and tokens[index - 1].word in '“"‘:—–(•*')
    if not starts:
        return word not in lx.ROLE_NOUNS and word not in lx.NOUNS and word not in lx.AGENT_NOUNS
    if word in _COMMON_STARTS or word in lx.NOUNS or word in lx.VERBS or word.endswith(("ly", "ing")):
        return False
    if index + 1 >= len(tokens):
        return False
    after = tokens[index + 1]
    if after.tag == "word" and after.capital and after.word not in lx.NOUNS:
        return True
    return after.word == "'s" or after.word in lx.VERBS or after.word in lx.AUX or after.word == ","


def _with_pronouns(tokens: list[Token]) -> list[Token]:
    for index, token in enumerate(tokens):
        if token.tag != "word":
            continue
        if token.word in _PRONOUNS:
            tokens[index] = token._replace(tag="pronoun")
        elif token.word in _DESCRIPTOR_ENDS and index:
            phrase = described(tokens, index)
            if phrase:
                tokens[index] = token._replace(tag="pronoun", word=phrase)
    return tokens


def described(tokens: Sequence[Token], index: int) -> str | None:
    """Return the descriptor that ends here after "the" ("the tech giant"), None where there is none."""
    for length in (3, 2, 1):
        first = index - length + 1
        if first < 1:
            continue
        phrase = " ".join(token.word for token in tokens[first : index + 1])
        if phrase in DESCRIPTORS:
            before = first - 1
            # "the California-based chipmaker", "the world's largest chipmaker": still the one spoken of.
            steps = 0
            while (
                before >= 0
                and steps < 6
                and (tokens[before].tag in ("word", "name", "company") or tokens[before].word in (",", "'s"))
                and tokens[before].word != "the"
            ):
                if tokens[before].word in lx.PREPOSITIONS or tokens[before].word in lx.DETERMINERS:
                    return None
                before -= 1
                steps += 1
            if before >= 0 and tokens[before].word == "the":
                following = tokens[index + 1] if index + 1 < len(tokens) else None
                # "Cerebras, the AI chip start-up," says who it is.
                if (
                    before > 1
                    and tokens[before - 1].word == ","
                    and tokens[before - 2].tag in ("company", "name")
                ):
                    return None
                # "the chipmaker Nvidia" names it itself.
                return None if following is not None and following.tag in ("company", "name") else phrase
    return None


def _nouns(tokens: Sequence[Token]) -> list[Noun]:
    found: list[Noun] = []
    index = 0
    while index < len(tokens):
        length = _noun_at(tokens, index)
        if length:
            phrase = _phrase(tokens, index, length)
            kind, weight = lx.NOUNS[phrase]
            found.append(Noun(index, index + length - 1, kind, weight, phrase))
            index += length
        else:
            index += 1
    return found


def _is_prefix(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the word only begins a compound: "fine-tune", "deal-making"."""
    if at + 1 >= len(tokens):
        return False
    after = tokens[at + 1]
    return (after.glued and after.tag == "word") or (after.tag == "pronoun" and after.word in DESCRIPTORS)


def _of_dealing(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the value at `at` is that of contracts or a deal, which then tell what it is."""
    if at + 1 >= len(tokens) or tokens[at + 1].word != "of":
        return False
    near = {token.word for token in tokens[at + 2 : at + 6]}
    return bool(near & _DEALINGS)


_DEALINGS = frozenset(
    """contract contracts order orders deal agreement agreements transaction investment commitments
    commitment backlog bid offer lease leases stake holding package acquisition takeover loan""".split()
)


_NOUN_STARTS = frozenset(phrase.split()[0] for phrase in lx.NOUNS)


def _noun_at(tokens: Sequence[Token], index: int) -> int:
    token = tokens[index]
    tag, first = token.tag, token.word
    if tag != "word" and tag != "name":
        return 0
    if first not in _NOUN_STARTS and not (first[-1] == "s" and _singular(first) in _NOUN_STARTS):
        return 0
    for length in range(min(lx.LONGEST_NOUN, len(tokens) - index), 0, -1):
        phrase = _phrase(tokens, index, length)
        if phrase in lx.NOUNS:
            return length
    return 0


def _phrase(tokens: Sequence[Token], index: int, length: int) -> str:
    words = [token.word for token in tokens[index : index + length] if token.word not in ("-", "&")]
    whole = " ".join(words)
    if whole in lx.NOUNS or not words:
        return whole
    return " ".join([*words[:-1], _singular(words[-1])])


def _singular(word: str) -> str:
    if not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes", "nuses")) else word[:-1]


_NP_BEFORE = lx.DETERMINERS | lx.PREPOSITIONS - {"to"}


def _verbs(tokens: Sequence[Token], headline: bool) -> list[tuple[int, Verb]]:
    found: list[tuple[int, Verb]] = []
    for index, token in enumerate(tokens):
        known = lx.VERBS.get(token.word) if token.tag == "word" else None
        if known is None:
            # A word that no table knows, after a party: "xAI tapped lenders".
            after_party = index and tokens[index - 1].tag in ("company", "pronoun", "name")
            if after_party and not token.glued and token.word.endswith("ed") and len(token.word) > 4:
                found.append((index, Verb(index, token.word, "other", "past")))
            continue
        if token.capital and index and not headline and tokens[index - 1].tag in ("word", "name"):
            continue  # "the United States"
        lemma, frame, shape = known
        if _is_verb(tokens, index, shape):
            found.append((index, Verb(index, lemma, frame, shape)))
    return found


_NO_SUBJECT = frozenset("total operating capital development training labour labor energy upfront".split())


def _costs(tokens: Sequence[Token], at: int) -> bool:
    """Return whether "cost" or "costs" tells a price: "a card costs about $900", "would cost Intel $5"."""
    before = tokens[at - 1]
    if before.word in _NP_BEFORE or before.word in _NO_SUBJECT or before.word == "and":
        return False
    for token in tokens[at + 1 : at + 5]:
        if token.tag == "money":
            return True
        if token.word not in lx.QUALIFIERS and token.word not in (
            "anywhere",
            "between",
            "customers",
            "upwards",
        ):
            return False
    return False


def _is_verb(tokens: Sequence[Token], index: int, shape: str) -> bool:
    word = tokens[index].word
    before = tokens[index - 1] if index else None
    if before is None:
        return shape in ("ing", "base", "past") and word not in lx.NOUN_FIRST
    if tokens[index].glued:
        return False
    if before.word == "'s":
        return shape == "ing" and index + 1 < len(tokens) and tokens[index + 1].tag == "money"
    if before.tag == "money" and word in lx.NOUNS:
        return False
    if before.word in ("to", "not") or before.word in lx.AUX:
        return not (
            before.word in lx.BE and shape in ("base", "s") and word not in ("cost", "hit", "set", "put")
        )
    if before.word in lx.DETERMINERS or before.word == "'s" or before.word in lx.POSSESSIVES:
        return before.word in ("that", "each", "all", "both", "some", "many") and shape != "ing"
    if shape in ("past",) and word not in lx.NOUN_FIRST:
        return True
    if word in ("cost", "costs") and before.tag not in ("money", "number") and _costs(tokens, index):
        return True
    if word in lx.NOUN_FIRST:
        if before.tag in ("money", "number", "period") or before.word in _NP_BEFORE:
            return False
        if before.tag == "company" or before.tag in ("name", "pronoun", "chip"):
            # "Nvidia forecasts revenue" against "Nvidia forecasts of $5 billion".
            if shape == "base" and word not in lx.SAME_PAST and before.tag != "pronoun":
                return False
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            return (
                after is not None
                and after.word not in ("of", "for", "in", "'s")
                and after.tag != "mark"
                and after.word not in lx.AUX
                and after.word not in lx.VERBS
            )
        return (
            before.word in lx.ADVERBS
            or before.word in ("which", "who", "that")
            or (before.word.endswith("s") and shape == "base" and before.word in lx.AGENT_NOUNS)
        )
    if shape == "ing":
        return before.word not in _NP_BEFORE or before.word in (
            "by",
            "in",
            "after",
            "before",
            "for",
            "without",
            "of",
            "from",
        )
    return True
