"""What money was laid out for: by what is invested in, spent on, paid for or costs so much."""

from chipnews.tagging.attribution.words import Sentence, Tag, Verb
from chipnews.tagging.values import FigureKind

OWN_PROGRAMME = frozenset(
    """
    infrastructure data datacenter datacenters datacentre datacentres centers centres center centre ai
    artificial capacity equipment gpus servers facilities factories capex computing compute cloud chips
    expansion buildout buildings technology hardware
    """.split()
)


_PLACED = frozenset(
    "plant fab factory campus site facility complex hub project state country county city region".split()
)


PRODUCTS = frozenset(
    """
    chip chips gpu gpus card cards server servers rack racks system systems accelerator accelerators
    processor processors device devices laptop laptops pc pcs board boards kit model models version
    versions edition unit units machine machines tool tools subscription subscriptions instance
    instances hour tokens cluster workstation wafer wafers module modules
    """.split()
)


_PROJECTS = frozenset(
    """
    project plant fab factory building center centre campus facility train training run development
    research infrastructure tariffs restrictions ban curbs layoffs deal delay delays outage construction
    gigawatt move
    """.split()
)


_COURT = (
    "jury",
    "court",
    "infringement",
    "lawsuit",
    "patent",
    "antitrust",
    "regulators",
    "violations",
    "violating",
    "guilty",
    "prosecutors",
    "judge",
)


LOANS = frozenset({"bond", "bonds", "notes", "debt", "loan", "loans", "debentures"})


def _place_follows(s: Sentence, first: int, length: int = 12) -> bool:
    for index in range(first, min(len(s.tokens) - 1, first + length)):
        if s.tokens[index].tag == "money":
            return False
        if s.words[index] in ("in", "near", "outside", "across") and index + 1 < len(s.tokens):
            following = s.tokens[index + 1]
            if following.tag == "name" or (
                following.word in ("us", "u.s.", "american", "europe", "india", "japan", "the")
                and any(
                    each.tag == "name"
                    or each.word in ("us", "u.s.", "uk", "u.k.", "country", "state", "united", "region")
                    for each in s.tokens[index + 1 : index + 3]
                )
            ):
                return True
    return False


def invested(s: Sentence, right: int, after: list[str]) -> tuple[FigureKind, float]:
    """Return the kind of what is put into something: a stake in a party, or its own programme."""
    tags = [token.tag for token in s.tokens[right : right + 5]]
    if after and after[0] in ("in", "into", "to", "on", "at", "for", "toward", "towards"):
        if "company" in tags[:5] and not _owned_object(s, right, tags):
            return "investment", 0.95
        if {"startups", "startup", "companies", "firms", "ventures"} & set(after[:7]):
            return "investment", 0.85
        if LOANS & set(after[1:6]):
            return "debt", 0.8
        own = sum(word in OWN_PROGRAMME for word in after[:9])
        if own >= 1 and not _place_follows(s, right) and not (set(after) & _PLACED):
            return "capex", 0.8 if own >= 2 else 0.68
        return "investment", 0.82
    if "build" in after[:3] or "expand" in after[:3] or "building" in after[:3]:
        return ("investment", 0.6) if _place_follows(s, right) or set(after) & _PLACED else ("capex", 0.7)
    return "investment", 0.72


def _owned_object(s: Sentence, right: int, tags: list[Tag]) -> bool:
    """Return whether the company found is only the maker of what is paid for ("in Nvidia chips")."""
    index = right + tags.index("company")
    following = s.words[index + 1] if index + 1 < len(s.words) else ""
    return following in PRODUCTS or (index + 1 < len(s.tokens) and s.tokens[index + 1].tag == "chip")


def spent(s: Sentence, right: int, after: list[str]) -> tuple[FigureKind, float]:
    """Return the kind of what is spent, by what it is spent on."""
    near = set(after[:9])
    if "compute" in near and not near & {"infrastructure", "data", "centers", "centres", "capacity"}:
        return "cost", 0.72
    if {"build", "building", "construct", "expand"} & set(after[:3]):
        return "capex", 0.86
    if near & {
        "research",
        "r&d",
        "development",
        "advertising",
        "marketing",
        "lobbying",
        "salaries",
        "training",
        "train",
        "develop",
        "operating",
    }:
        return "cost", 0.78
    if near & {"buying", "acquire", "acquiring", "acquisitions", "acquisition"}:
        return "acquisition", 0.6
    if near & {"buy", "purchase"} and any(t.tag == "company" for t in s.tokens[right : right + 4]):
        return "acquisition", 0.75
    if near & {"buybacks", "repurchasing", "repurchases", "dividends"}:
        return "other", 0.7
    tags = [token.tag for token in s.tokens[right : right + 5]]
    if after and after[0] in ("with", "at"):
        return "deal", 0.7
    if (
        after
        and after[0] in ("on", "for")
        and near & {"cloud", "azure", "compute", "computing"}
        and "company" in tags
    ):
        return "deal", 0.75
    if after[:1] in (["on"], ["in"]) and "company" in tags[:3] and not _owned_object(s, right, tags):
        return "investment", 0.9
    own = sum(word in OWN_PROGRAMME for word in after[:9])
    if own:
        return "capex", min(0.94, 0.82 + 0.04 * own)
    if s.has("capital expenditures", "capex", "data centers", "data centres", "infrastructure"):
        return "capex", 0.8
    return "capex", 0.55


def paid(
    s: Sentence, right: int, after: list[str], tags: set[Tag], link: str, direct: bool
) -> tuple[FigureKind | None, float]:
    """Return the kind of what is paid, by whom it is paid to and what for."""
    near = set(after[:9])
    if near & {"fine", "fines", "penalty", "penalties", "damages", "settle", "settlement", "claims"}:
        return "fine", 0.93
    if s.has(*_COURT) and (direct or tags & {"company", "name"} or after[:1] == ["to"]):
        return "fine", 0.85
    if not direct and "company" not in tags and "pronoun" not in tags and link not in ("of", "for"):
        return None, 0.0
    if direct and after[:1] in (["for"], ["on"]):
        first = right + 1
        company = next(
            (
                k
                for k in range(first, min(first + 6, len(s.tokens)))
                if s.tokens[k].tag in ("company", "name", "pronoun") and s.words[k + 1 : k + 2] != ("'s",)
            ),
            None,
        )
        follows = s.words[company + 1] if company is not None and company + 1 < len(s.words) else ""
        if company is not None and follows not in PRODUCTS and s.words[company] not in ("its", "their"):
            return "acquisition", 0.8
        if near & PRODUCTS or near & {
            "capacity",
            "compute",
            "services",
            "power",
            "access",
            "use",
            "license",
            "licence",
            "cloud",
        }:
            return "deal", 0.65
        return (None, 0.0)
    parts = {"unit", "division", "business", "arm", "subsidiary", "operations", "assets"}
    if tags & {"company", "name"} and after[:1] == ["for"] and near & parts:
        return "acquisition", 0.8
    if "company" in tags or after[:1] == ["to"] or near & {"services", "capacity", "compute"}:
        return "deal", 0.68
    return "deal", 0.3


def costed(s: Sentence, at: int, verb: Verb, low_of: int, small: bool) -> tuple[FigureKind | None, float]:
    """Return whether what a verb of cost tells is a price or a cost."""
    subject = s.tokens[low_of : verb.at]
    if any(
        noun.kind == "acquisition" and low_of <= noun.first < verb.at and noun.weight > 0.6
        for noun in s.nouns
    ):
        return "acquisition", 0.86
    after = s.tokens[verb.at + 1 : verb.at + 2]
    if {"build", "make", "produce", "manufacture", "train", "develop", "run"} & set(s.words[at + 1 : at + 6]):
        return "cost", 0.9
    if after and after[0].tag in ("company", "pronoun", "name"):
        return "cost", 0.88
    words = {token.word for token in subject}
    if any(token.tag == "chip" for token in subject) or words & PRODUCTS:
        return (
            ("cost", 0.7)
            if words & _PROJECTS and not words & {"gpu", "gpus", "chip", "chips"}
            else ("price", 0.85)
        )
    if words & _PROJECTS or words & {"models", "model"}:
        return "cost", 0.86
    return ("price", 0.7) if small else ("cost", 0.6)
