"""What a text shows of each company that an amount may belong to, as features for the scorer. Pure.

The candidates are the companies named in the sentence or stood for by a pronoun in it, those of the sentences
just before, the vendors of its chips, and those that the text as a whole is about. Each is described by
where it stands from the amount and what holds it there. Most features are given alone and joined to the
figure's kind: who "raised" is another one's role in a round than in a price.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.agents import (
    Agent,
    is_modifier,
    main_subject,
    owner,
    passive,
    preposition_before,
    subject,
)
from chipnews.tagging.attribution.context import Context, Draft, Reading
from chipnews.tagging.attribution.frames import GOODS
from chipnews.tagging.attribution.kind_features import Features
from chipnews.tagging.attribution.ownership import seller_after
from chipnews.tagging.attribution.positions import clause_start, governing_verb
from chipnews.tagging.attribution.words import Sentence, Verb

_REACH = 4  # sentences back in which a company is still a candidate
_STEPS = (1, 2, 3, 5, 8, 12, 20)
_SHARES = (0, 0.1, 0.2, 0.35, 0.5, 0.7, 0.99)
_HELD = frozenset(
    """
    shares share stock stake stakes investment investments round rounds deal deals agreement
    contract contracts valuation value capitalization capitalisation acquisition purchase takeover
    bid bonds notes loan loans grant grants revenue sales profit orders order price cost costs
    spending capex fine funding financing ipo backlog
    """.split()
)
"""What belongs to a company or is done to it: the preposition between tells whose name stands beside it."""
_MANY = frozenset(
    """
    companies firms hyperscalers industry market markets worldwide global globally makers customers
    banks lenders startups rivals peers buyers sector world analysts investors operators developers
    suppliers vendors providers governments states countries each every anyone everyone combined
    together total average typical users builders
    """.split()
)
"""What speaks of many at once, so that the amount is nobody's in particular."""
_SINGLE = frozenset({"a", "an", "one", "another", "each", "every", "building", "running", "training"})
_PERSON = frozenset({"he", "she", "his", "her", "i", "my", "you", "your", "we", "our"})
_JOINTS = frozenset({"while", "but", ";", "and"})


@dataclass(frozen=True, slots=True)
class _Before:
    """The figures told before that may tell whose this one is."""

    back: str
    last: Draft
    alike: Draft | None
    same: Draft | None


@dataclass(slots=True)
class _Setting:
    """What all candidates of one amount share."""

    verb: Verb | None
    actor: Agent | None
    main: Agent | None
    holder: Agent | None
    named: list[int]
    amounts: int
    place: int
    """The place of the amount among those of its sentence."""
    parties: int
    before: _Before | None
    focus: str | None
    it: str | None
    issuer: str | None


@dataclass(slots=True)
class _Candidate:
    """Where one company stands in the sentence: by name, and by a pronoun that stands for it."""

    named: list[int] = field(default_factory=list)
    stood_for: list[int] = field(default_factory=list)
    chips: list[int] = field(default_factory=list)


Candidates = dict[str | None, Features]
"""The features of each company that may be a party, by slug; None stands for nobody that is listed."""


def party_features(c: Context, reading: Reading, draft: Draft) -> Candidates:
    """Return the features of each company that may be a party to the amount, and of nobody."""
    setting = _setting(c, reading, draft)
    found: Candidates = {}
    for slug, candidate in _candidates(c, reading, setting).items():
        features = _Joined(draft.kind or "-")
        if candidate.named or candidate.stood_for:
            _add_here(features, c, reading.sentence, draft, candidate, setting)
        else:
            _add_away(features, c, reading, draft, slug, setting)
        _add_chips(features, draft, candidate)
        _add_text(features, c, slug, candidate, setting)
        _add_owned(features, setting.before, draft.kind, slug)
        _add_spoken_of(features, c, reading, slug)
        found[slug] = features.features
    found[None] = _nobody(c, reading, draft, setting, len(found))
    return found


def _nobody(c: Context, reading: Reading, draft: Draft, setting: _Setting, candidates: int) -> Features:
    """Return what speaks for the amount being none of the candidates': strangers, crowds, generalities."""
    s = reading.sentence
    features = _Joined(f"nobody {draft.kind or '-'}")
    features.add("nobody")
    features.add("nobody, named" if setting.named else "nobody, none named")
    features.add(f"nobody, actor={_actor(c, s, setting, [])}")
    features.add(f"nobody, opens with={s.once('opening', _opening).tag}")
    features.add(f"nobody, parties={_step(setting.parties, (0, 1, 2, 3, 5))}")
    features.add_alone(f"nobody, candidates={min(candidates, 5)}")
    strangers = sum(token.tag == "name" for token in s.tokens[: draft.at])
    features.add(f"nobody, strangers={_step(strangers, (0, 1, 2))}")
    for word in (*s.once("many", _many), *sorted(_PERSON & set(s.words[: draft.at]))):
        features.add(f"nobody, {word}")
    if s.words[:1] and s.words[0] in _SINGLE:
        features.add("nobody, opens with any one")
    for slug in {c.companies[s.tokens[k].ref].slug for k in setting.named}:
        known = c.known.get(slug)
        features.add_alone(f"nobody, {known.kind if known is not None else 'company'} named")
    _add_owned(features, setting.before, draft.kind, None)
    for topic in c.topics_in(reading.number):
        features.add_alone(f"nobody, topic={topic}")
    features.add_alone(f"nobody, {c.money[draft.index].unit}")
    if s.headline:
        features.add_alone("nobody, headline")
    if setting.verb is not None:
        features.add_alone(f"nobody, verb={setting.verb.lemma}")
    features.add_alone(f"nobody, begins={s.word_at(0)}")
    for word in {token.word for token in s.tokens[: draft.at] if token.tag == "word"}:
        features.add_alone(f"nobody, l={word}")
    return features.features


class _Joined:
    """Features given alone and joined to the kind."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.features: Features = {}

    def add(self, name: str) -> None:
        self.features[name] = 1.0
        self.features[f"{self.kind}&{name}"] = 1.0

    def add_alone(self, name: str) -> None:
        self.features[name] = 1.0


def _setting(c: Context, reading: Reading, draft: Draft) -> _Setting:
    s, at = reading.sentence, draft.at
    verb = governing_verb(s, at, clause_start(s, at))
    noun = draft.evidence.noun if draft.evidence is not None else None
    named = [k for k, token in enumerate(s.tokens) if token.tag == "company"]
    focus, it = c.resolver.before(reading.number, ""), c.resolver.before(reading.number, "it")
    issuer = c.resolver.issuer()
    return _Setting(
        verb,
        subject(s, verb.at) if verb is not None else None,
        s.once("main subject", main_subject),
        owner(s, min(noun.first, at)) if noun is not None else None,
        named,
        len(reading.drafts),
        list(reading.drafts).index(at),
        len({c.companies[s.tokens[k].ref].slug for k in named}),
        _before(c, reading, draft),
        focus.slug if focus is not None else None,
        it.slug if it is not None else None,
        issuer.slug if issuer is not None else None,
    )


def _candidates(c: Context, reading: Reading, setting: _Setting) -> dict[str, _Candidate]:
    s, number = reading.sentence, reading.number
    found: dict[str, _Candidate] = {}
    for k, token in enumerate(s.tokens):
        if token.tag == "company":
            found.setdefault(c.companies[token.ref].slug, _Candidate()).named.append(k)
        elif token.tag == "pronoun":
            party = c.company_of(s, number, Agent("pronoun", k, 1.0))
            if party is not None:
                found.setdefault(party.slug, _Candidate()).stood_for.append(k)
        elif token.tag == "chip":
            vendor = c.chips[token.ref].vendor
            if vendor is not None:
                found.setdefault(vendor, _Candidate()).chips.append(k)
    for slug, told in c.sentences_of.items():
        near = any(number - _REACH <= each < number for each in told)
        if near or told[0] == 0 or slug in (setting.focus, setting.issuer):
            found.setdefault(slug, _Candidate())
    return found


def _step(value: float, steps: tuple[float, ...] = _STEPS) -> str:
    return next((f"{step:g}" for step in steps if value <= step), "more")


def _add_here(
    features: _Joined, c: Context, s: Sentence, draft: Draft, candidate: _Candidate, setting: _Setting
) -> None:
    at = draft.at
    places = sorted((*candidate.named, *candidate.stood_for))
    before, after = [k for k in places if k < at], [k for k in places if k > at]
    nearest = before[-1] if before else after[0]
    side = "before" if before else "after"
    features.add(f"side={side}")
    features.add(f"distance={side}{_step(abs(nearest - at))}")
    features.add(f"parties={_step(setting.parties, (0, 1, 2, 3, 5))}")
    if before and after:
        features.add("both sides")
    if draft.kind == "price" and seller_after(s, at) in places:
        features.add_alone("asks the price")
    if not candidate.named:
        features.add("pronoun")
        features.add_alone(f"pronoun={s.words[places[0]]}")
    elif setting.parties == 1:
        features.add("only")
    if candidate.named and setting.named[0] in candidate.named:
        features.add("first")
    earlier = [k for k in setting.named if k < at]
    later = [k for k in setting.named if k > at]
    if earlier and earlier[-1] in candidate.named:
        features.add("last before")
    if later and later[0] in candidate.named:
        features.add("first after")
    _add_between(features, s, nearest, at)
    if len(setting.named) == setting.amounts > 1:
        features.add(f"in order {setting.named[setting.place] in candidate.named}")
    features.add_alone(f"{side} its left={s.words[nearest - 1] if nearest else '^'}")
    features.add_alone(f"{side} its right={s.word_at(nearest + 1)}")
    for k in places:
        _add_place(features, s, k, at, setting)
    actor = _actor(c, s, setting, places)
    features.add(f"actor={actor}")
    opening = s.once("opening", _opening)
    features.add(f"opens with={'itself' if opening.at in places else opening.tag}")
    features.add(f"{preposition_before(s, nearest) or '-'} {side}, actor={actor}")
    if is_modifier(s, nearest):
        features.add(f"modifies, actor={actor}")
    if any(token.tag == "name" for token in s.tokens[:at]):
        features.add(f"strangers, {side}")
    if setting.verb is not None:
        voice = "passive " if passive(s, setting.verb) else ""
        features.add(f"frame={voice}{setting.verb.frame} {side}")
        phrase = preposition_before(s, nearest) or "-"
        features.add(f"{phrase} {side} of {voice}{setting.verb.frame}")


def _add_spoken_of(features: _Joined, c: Context, reading: Reading, slug: str) -> None:
    """Add what the sentence before says of the company: it opens it, ends it, is the only one in it."""
    if not reading.number:
        return
    named = c.companies_in(reading.number - 1)
    if slug in named:
        place = "only" if len(set(named)) == 1 else "first" if named[0] == slug else "later"
        features.add(f"before: named {place}")
        if named[-1] == slug:
            features.add("before: named last")
    before = c.read(reading.number - 1)
    agent = before.once("main subject", main_subject)
    if agent is not None and agent.tag == "company":
        acts = c.companies[before.tokens[agent.at].ref].slug == slug
        features.add(f"before: acts {acts}")


def _before(c: Context, reading: Reading, draft: Draft) -> _Before | None:
    lately = c.owned.lately()
    if not lately:
        return None
    told, last = lately[0]
    alike = next((other for _, other in lately if other.kind == draft.kind), None)
    back = _step(reading.number - told, (0, 1, 2, 4))
    return _Before(back, last, alike, c.owned.first.get(c.money[draft.index].sum))


def _add_owned(features: _Joined, before: _Before | None, kind: str | None, slug: str | None) -> None:
    """Add which of the figures told before are this company's, or nobody's: the next mostly is as well."""
    if before is None:
        return
    owns = "owns" if slug is not None else "nobody owns"
    if before.last.company == slug:
        features.add(f"{owns} the last, {before.back}")
        features.add(f"{owns} the last, {before.back}, alike {before.last.kind == kind}")
    if before.alike is not None and before.alike.company == slug:
        features.add(f"{owns} the last alike")
    if before.same is not None and before.same.company == slug:
        features.add(f"{owns} the same sum")
    if slug is not None and before.last.counterparty == slug:
        features.add(f"other side of the last, {before.back}")
    if slug is not None and before.same is not None and before.same.counterparty == slug:
        features.add("other side of the same sum")


class _Opening(NamedTuple):
    """The first party that a sentence names, of whatever sort, and where it stands."""

    tag: str
    at: int


def _opening(s: Sentence) -> _Opening:
    tags = ("company", "name", "pronoun")
    return next((_Opening(t.tag, k) for k, t in enumerate(s.tokens) if t.tag in tags), _Opening("-", -1))


def _many(s: Sentence) -> tuple[str, ...]:
    return tuple(sorted(_MANY & set(s.words)))


def _add_between(features: _Joined, s: Sentence, one: int, other: int) -> None:
    between = range(min(one, other) + 1, max(one, other))
    tags = {s.tokens[k].tag for k in between}
    for tag in ("company", "money", "name"):
        if tag in tags:
            features.add(f"crosses {tag}")
    if any(s.words[k] in _JOINTS for k in between):
        features.add("crosses joint")


def _add_place(features: _Joined, s: Sentence, k: int, at: int, setting: _Setting) -> None:
    preposition = preposition_before(s, k)
    features.add(f"in phrase={preposition or '-'}")
    if preposition is not None and k > at:
        features.add(f"in phrase after={preposition}")
    if s.words[k + 1 : k + 2] == ("'s",) or s.words[k] in ("its", "their", "our"):
        features.add("owns")
    if is_modifier(s, k):
        features.add("modifies")
    following = s.verbs.get(k + 1)
    if following is not None:
        features.add(f"does={following.lemma}")
        features.add(f"does frame={following.frame}")
    after = k + 2 if s.words[k + 1 : k + 2] == ("'s",) else k + 1
    if after < len(s.words) and s.words[after] in _HELD:
        features.add(f"holds={s.words[after]}")
    if after < len(s.words) and (s.words[after] in GOODS or s.tokens[after].tag == "chip"):
        features.add("names goods" if after == k + 1 else "owns goods")
    if preposition is not None:
        held = next((word for word in reversed(s.words[max(0, k - 7) : k]) if word in _HELD), None)
        if held is not None:
            features.add(f"{held} {preposition}")
    for name, agent in (("actor", setting.actor), ("main", setting.main), ("holder", setting.holder)):
        if agent is not None and agent.at == k:
            features.add(name)


def _add_away(
    features: _Joined, c: Context, reading: Reading, draft: Draft, slug: str, setting: _Setting
) -> None:
    s, number = reading.sentence, reading.number
    features.add("away")
    features.add(f"away, parties={_step(setting.parties, (0, 1, 2, 3))}")
    back = [number - each for each in c.sentences_of.get(slug, ()) if each < number]
    features.add(f"away, back={_step(min(back), (1, 2, 3, 4)) if back else 'never'}")
    pronoun = next((token.word for token in s.tokens[: draft.at] if token.tag == "pronoun"), None)
    if pronoun is not None:
        features.add(f"away, pronoun={pronoun}")
    strangers = sum(token.tag == "name" for token in s.tokens[: draft.at])
    features.add(f"away, strangers={_step(strangers, (0, 1, 2))}")
    actor = _actor(c, s, setting, [])
    features.add(f"away, actor={actor}")
    features.add(f"away, opens with={s.once('opening', _opening).tag}")
    features.add(f"away, actor={actor}, parties={_step(setting.parties, (0, 1, 2))}")


def _actor(c: Context, s: Sentence, setting: _Setting, places: list[int]) -> str:
    """Return who does what the amount's verb tells: this company, another by its kind, a stranger, nobody."""
    if setting.actor is None:
        return "-"
    if setting.actor.at in places:
        return "itself"
    token = s.tokens[setting.actor.at]
    if token.tag == "word":
        return token.word if token.word in lx.AGENT_NOUNS else "stranger"
    if setting.actor.tag != "company":
        return setting.actor.tag
    known = c.known.get(c.companies[s.tokens[setting.actor.at].ref].slug)
    return known.kind if known is not None else "company"


def _add_chips(features: _Joined, draft: Draft, candidate: _Candidate) -> None:
    if candidate.chips:
        nearest = min(candidate.chips, key=lambda k: abs(k - draft.at))
        features.add("vendor")
        features.add(f"vendor, distance={_step(abs(nearest - draft.at))}")


def _add_text(features: _Joined, c: Context, slug: str, candidate: _Candidate, setting: _Setting) -> None:
    where = "here" if candidate.named or candidate.stood_for else "away"
    known = c.known.get(slug)
    if known is not None:
        features.add(f"is={known.kind}")
        features.add_alone("on a market" if known.tickers else "on no market")
    if setting.focus is not None:
        features.add(f"focus {where}" if setting.focus == slug else "focus elsewhere")
    if setting.it == slug:
        features.add(f"it {where}")
    if setting.issuer == slug:
        features.add(f"issuer {where}")
    if c.resolver.title_company == slug:
        features.add("title")
    text_company = c.resolver.text_company
    if text_company is not None and text_company.slug == slug:
        features.add(f"begins the text, {where}")
    features.add(f"share={_step(c.resolver.share_of(slug), _SHARES)}")
    if c.sentences_of.get(slug, [1])[0] == 0:
        features.add("in first sentence")
