"""What a sentence shows of an amount that may tell its kind, as features for the scorer. Pure.

A feature is a name with a value, 1 unless it says how strong a sign is. The names are the contract between
the fitted weights and this module: who changes one fits the weights anew.
"""

from chipnews.tagging.attribution.context import Context, Draft, Reading
from chipnews.tagging.attribution.outlook import is_consensus, is_outlook
from chipnews.tagging.attribution.positions import governing_verb
from chipnews.tagging.attribution.words import Sentence

Features = dict[str, float]

_NEAR = 5  # tokens whose exact place counts
_BEFORE, _AFTER = 14, 12  # tokens whose side counts
_FAINT = 0.5  # what the title and the sentence before say counts half


def kind_features(c: Context, reading: Reading, draft: Draft) -> Features:
    """Return the features of one amount, from its own sentence, the one before it, and the title."""
    s, at = reading.sentence, draft.at
    features: Features = {}
    words = s.once("forms", _forms)
    _add_places(features, words, at)
    _add_sides(features, s, words, at)
    _add_verbs(features, s, at)
    _add_evidence(features, draft)
    _add_links(features, reading, draft)
    _add_setting(features, c, reading, draft)
    _add_joined(features, c, reading, draft)
    return features


def _forms(s: Sentence) -> tuple[str, ...]:
    """Return each token as a feature names it: names and amounts by what they are, words as they stand."""
    forms = []
    for token in s.tokens:
        match token.tag:
            case "word" | "mark":
                forms.append(token.word)
            case "pronoun":
                forms.append(f"@{token.word}")
            case "period":
                forms.append(f"#period-{s.periods[token.ref].grain}")
            case tag:
                forms.append(f"#{tag}")
    return tuple(forms)


def _add_places(features: Features, words: tuple[str, ...], at: int) -> None:
    for step in range(1, _NEAR + 1):
        features[f"L{step}={words[at - step] if at >= step else '^'}"] = 1.0
        features[f"R{step}={words[at + step] if at + step < len(words) else '$'}"] = 1.0
    for size in (2, 3):
        features[f"L+{size}={' '.join(words[max(0, at - size) : at])}"] = 1.0
        features[f"R+{size}={' '.join(words[at + 1 : at + 1 + size])}"] = 1.0


def _add_sides(features: Features, s: Sentence, words: tuple[str, ...], at: int) -> None:
    crossed = False
    for k in range(at - 1, max(-1, at - 1 - _BEFORE), -1):
        crossed = crossed or s.tokens[k].tag == "money"
        features[f"{'ll' if crossed else 'l'}={words[k]}"] = 1.0
    crossed = False
    for k in range(at + 1, min(len(words), at + 1 + _AFTER)):
        crossed = crossed or s.tokens[k].tag == "money"
        features[f"{'rr' if crossed else 'r'}={words[k]}"] = 1.0
    for word in words:
        features[f"s={word}"] = 1.0


def _add_verbs(features: Features, s: Sentence, at: int) -> None:
    nearest = None
    for k, verb in s.verbs.items():
        if k < at:
            features[f"verb={verb.lemma}"] = 1.0
            nearest = verb if nearest is None or k > nearest.at else nearest
    if nearest is not None:
        features[f"last-verb={nearest.lemma}"] = 1.0
        features[f"last-frame={nearest.frame}"] = 1.0


def _add_evidence(features: Features, draft: Draft) -> None:
    for each in draft.told.evidence:
        for name in (f"e={each.kind}/{each.relation}", f"e={each.kind}"):
            features[name] = max(features.get(name, 0.0), 2 * each.weight)
        if each.noun is not None:
            features[f"noun={each.relation}:{each.noun.phrase}"] = 1.0
            features[f"noun={each.noun.phrase}"] = 1.0
        if each.verb is not None:
            features[f"verb={each.relation}:{each.verb.lemma}"] = 1.0
            features[f"frame={each.relation}:{each.verb.frame}"] = 1.0
    best = draft.told.best
    features[f"best={best.kind if best is not None else '-'}"] = 1.0


def _add_links(features: Features, reading: Reading, draft: Draft) -> None:
    if draft.link is not None:
        base = reading.drafts[draft.link.to].told.best
        features[f"link={draft.link.relation}"] = 1.0
        features[f"link={draft.link.relation}:{base.kind if base is not None else '-'}"] = 2.0
    for other in reading.drafts.values():
        if other.link is not None and other.link.to == draft.at and other.told.best is not None:
            features[f"linked={other.link.relation}:{other.told.best.kind}"] = 1.0


def _add_setting(features: Features, c: Context, reading: Reading, draft: Draft) -> None:
    s, index = reading.sentence, draft.index
    amount = c.money[index]
    features[f"unit={amount.unit}"] = 1.0
    for digits in range(max(0, min(14, amount.high.adjusted() + 1)) if amount.high else 0):
        features[f"digits>{digits}"] = 1.0
    features[f"before={c.told.get(index - 1, '-')}"] = 1.0
    features[f"after={c.told.get(index + 1, '-')}"] = 1.0
    for kind, count in c.kinds_told().items():
        if count > (c.told.get(index) == kind):
            features[f"beside={kind}"] = 1.0
    for token in s.tokens:
        if token.tag == "company":
            known = c.known.get(c.companies[token.ref].slug)
            features[f"party={known.kind if known is not None else '-'}"] = 1.0
    if s.headline:
        features["headline"] = 1.0
    if draft.future:
        features["future"] = 1.0
    if is_consensus(s, draft.at):
        features["consensus"] = 1.0
    if draft.told.best is not None and is_outlook(c, s, draft.at, draft.told.best):
        features["outlook"] = 2.0
    _add_topics(features, c, reading)
    _add_listed(features, c, reading, draft)
    if reading.number:
        for word in c.read(reading.number - 1).words:
            features[f"p={word}"] = _FAINT
        for word in c.read(0).words:
            features[f"t={word}"] = _FAINT


def _add_joined(features: Features, c: Context, reading: Reading, draft: Draft) -> None:
    """Add what the words call the amount, joined to what surrounds it: one sign alone seldom tells."""
    s, amount = reading.sentence, c.money[draft.index]
    best = draft.told.best.kind if draft.told.best is not None else "-"
    verb = governing_verb(s, draft.at)
    if verb is not None:
        features[f"governed={verb.lemma}"] = 1.0
    joined = [verb.frame if verb is not None else "-", f"future={draft.future}", amount.unit]
    joined.append(f"before={c.told.get(draft.index - 1, '-')}")
    joined += [f"topic={topic}" for topic in c.topics_in(reading.number)]
    for sign in joined:
        features[f"{best}&{sign}"] = 1.0
    for topic in c.topics_in(0) if reading.number else ():
        features[f"{best}&topic of title={topic}"] = _FAINT


def _add_topics(features: Features, c: Context, reading: Reading) -> None:
    here = c.topics_in(reading.number)
    for topic, count in here.items():
        features[f"topic={topic}"] = min(count, 3) * 0.5
    if reading.number:
        for topic in c.topics_in(reading.number - 1):
            features[f"topic before={topic}"] = 1.0
        for topic in c.topics_in(0):
            features[f"topic of title={topic}"] = 1.0
    for topic, share in c.topic_shares().items():
        features[f"topic of text={topic}"] = 2 * share


def _add_listed(features: Features, c: Context, reading: Reading, draft: Draft) -> None:
    """Add whether those named, or else the one spoken of, have shares on a market."""
    named = {c.companies[token.ref].slug for token in reading.sentence.tokens if token.tag == "company"}
    focus = c.resolver.before(reading.number, "") if not named else None
    parties = named or ({focus.slug} if focus is not None else set())
    known = [c.known[slug] for slug in parties if slug in c.known]
    where = "named" if named else "spoken of"
    if not parties:
        features["nobody spoken of"] = 1.0
    for each in known:
        market = "listed" if each.tickers else "not listed"
        features[f"{where}, {market}"] = 1.0
        if draft.told.best is not None:
            features[f"{draft.told.best.kind}, {market}"] = 1.0
        features[f"{where}={each.kind}"] = 1.0
