"""Everyday turns that tell what an amount is where no noun or verb of money does ("snapped up X for")."""

import re

from chipnews.tagging.attribution.frames import Evidence
from chipnews.tagging.attribution.positions import before_qualifiers, governing_verb
from chipnews.tagging.attribution.words import Sentence
from chipnews.tagging.values import FigureKind

_SIGNS = {"company": "<C>", "name": "<N>", "chip": "<X>", "money": "<M>", "period": "<P>"}
_FILL = r"(?: \S+){0,3}"

_SALES = (
    r"(?:gaming|networking|automotive|cloud|licensing|royalties|subscriptions?|segment|unit|division|group|"
    r"business|arm|services|advertising|software|foundry|storage|pc|server|servers|consumer|mobile|embedded)"
)

_TURNS: tuple[tuple[str, FigureKind, float], ...] = (
    (
        r" (?:it|<C>|company|firm|chipmaker|group|maker)(?: now| also)?"
        r" (?:sees|expects|forecasts?|guides|guided)",
        "guidance",
        0.61,
    ),
    (r" (?:ordered|sentenced|condemned) to (?:pay|hand over)(?: \S+){0,2}", "fine", 0.64),
    (
        r" (?:jury|court|judge|tribunal)(?: \S+){0,3} (?:added|awarded|granted|ordered)(?: \S+){0,2}",
        "fine",
        0.66,
    ),
    (
        r" (?:investors|backers|shareholders|funds)(?: had| have)?"
        r" (?:put|poured|pumped|ploughed|plowed|sunk|paid) in",
        "funding",
        0.64,
    ),
    (r" (?:guidance|outlook)(?: for \S+| for the \S+)?(?: of|:)?", "guidance", 0.62),
    (r" (?:the|its) target (?:\S+ ){0,3}(?:is|was|to|of|at)(?: now)?", "guidance", 0.56),
    (
        r" (?:<X>|chip|chips) (?:has |have )?(?:brought|brings|bring|earned|made)(?: in)?(?: <C>)?",
        "revenue",
        0.58,
    ),
    (
        r" (?:quarter|quarterly|annual|group|<P>|its|'s|the) net (?:was|of|rose|fell|hit|came)(?: \S+){0,3}",
        "profit",
        0.6,
    ),
    (r" losses (?:run|ran|come|came|amount|amounted) (?:to|at)", "loss", 0.7),
    (r" (?:needs?|needed|requires?)", "cost", 0.5),
    (r" had to (?:pay|hand over)", "fine", 0.5),
    (
        r" (?:snap\w*|scoop\w*|gobbl\w*|pick|picks|picked|buy\w*|bought|swallow\w*|take|takes|took)"
        rf"(?: up| out| over| off)?(?: \S+){{0,2}} (?:<C>|<N>|it){_FILL} for",
        "acquisition",
        0.62,
    ),
    (r" (?:sale|sold) to (?:<C>|<N>) for(?: somewhere)?(?: around)?", "acquisition", 0.66),
    (
        r" (?:looking for|seeking|seeks|sought|wants|found) a (?:buyer|suitor) (?:at|for)(?: between)?",
        "acquisition",
        0.62,
    ),
    (
        r" (?:puts?|putting|pegs?|pegged|pegging|values?|price[sd]?|valuing|marks?|marked)"
        r" (?:it|<C>|<N>) at",
        "valuation",
        0.66,
    ),
    (r" (?:its|their|whose) worth (?:\S+ ){0,3}(?:at|to)", "valuation", 0.68),
    (r" (?:gave|gives|giving|slaps?|slapped|put) \S+ a price tag of", "valuation", 0.72),
    (r" (?:listing|flotation|ipo|float) (?:at|that values it at)(?: a)?", "valuation", 0.56),
    (
        r" (?:its|the|full year|quarterly|annual|sales|year|quarter|<P>)(?: <P>)?"
        r" (?:forecast|outlook|guidance|guide) (?:\S+ ){0,3}(?:to|at|of|was|is|stood at)",
        "guidance",
        0.68,
    ),
    (
        r" (?:target(?:s|ing)|aims? for|aiming for|aims? at|shooting for|eyes|eyeing|pointed to)",
        "guidance",
        0.52,
    ),
    (r" consensus (?:\S+ ){0,3}(?:at|was|is|of|for)", "revenue", 0.56),
    (
        r" (?:receivables|payables|inventories|inventory|goodwill|assets|cash pile|liquidity)"
        r" (?:\S+ ){0,3}(?:at|to|were|was|is|are|reached|totalled|totaled|of)",
        "other",
        0.6,
    ),
    (r" (?:burn|burns|burned|burning|burnt|runs?|ran|went|chew\w*|tear\w*) through", "cost", 0.9),
    (r" (?:eats?|ate|swallow\w*|consum\w*|gobbl\w*|devour\w*|soak\w*|absorb\w*)(?: up)?", "cost", 0.56),
    (
        r" (?:running|building|training|serving|making|developing) (?:\S+ ){1,6}(?:takes|took)",
        "cost",
        0.56,
    ),
    (
        rf" {_SALES}(?: \S+){{0,3}} (?:made(?: up)?|brought|earned|accounted for|accounts? for|makes? up|"
        r"added|contributed|delivered|did|took)",
        "revenue",
        0.7,
    ),
    (r" (?:shipped|ships|delivered)", "revenue", 0.5),
    (r" (?:contribute|contributes|contributed|contributing)", "revenue", 0.5),
)
"""What stands right before the amount, with the kind and the weight that it tells."""

_LEFT = tuple((re.compile(pattern + "$"), kind, weight) for pattern, kind, weight in _TURNS)

_GIVERS = (
    r"(?:washington|tokyo|berlin|brussels|beijing|seoul|delhi|london|paris|germany|japan|india|france|"
    r"italy|ohio|texas|arizona|taiwan|spain|poland|israel|congress|biden|commerce|government|state|taxpayers)"
)
_GRANTED = re.compile(
    r" (?:was|were|been|be|is) (?:promised|granted|awarded|allotted|earmarked|handed|given)$"
)
_GIVEN = re.compile(
    rf" {_GIVERS}(?: \S+){{0,4}} (?:gives?|gave|giving|grants?|granted|pays?|paid|approved?|handed|hands|"
    r"pledged?|promised|promises|chips in|chipped in|offered|offers|cleared to give)(?: \S+){0,2}$"
)
_WINS = frozenset(
    {
        "land",
        "lands",
        "landed",
        "bags",
        "bagged",
        "nabs",
        "nabbed",
        "nets",
        "netted",
        "scores",
        "scored",
        "grabs",
        "grabbed",
        "snags",
        "snagged",
        "hauls",
        "bag",
        "nab",
        "gets",
        "secures",
        "lines up",
    }
)
_SHARE = re.compile(
    r" (?:(?:closing|closed|ended|debuted|opened) at|our(?: price)? target(?: of| is)?|"
    r"(?:shares?|stock)(?: \S+){0,4} (?:at|to))$"
)
_PAID_FOR = re.compile(r"^ in (?:cash|stock|shares)(?: and \S+)? for (?:<C>|<N>) (?:[.,;]|<P>)")
_VALUE_AFTER = re.compile(r"^ (?:to|off|from) (?:its|the|their|<C> 's) (?:\S+ )?(?:value|capitali[sz]ation)")
_BIG = 200_000_000_000


def by_idiom(s: Sentence, at: int, low: int, amount: int) -> list[Evidence]:
    """Return what the turn right before the amount tells, a small amount only of shares."""
    left = before_qualifiers(s, at)
    said = "".join(
        " " + _SIGNS.get(s.tokens[k].tag, s.words[k]) for k in range(max(low, left - 11), left + 1)
    )
    verb = governing_verb(s, at, low)
    if amount < 1_000_000:
        return [Evidence("share_price", 0.52, "size", None, verb)] if _SHARE.search(said) else []
    found = [
        Evidence(kind, weight, "verb", None, verb) for pattern, kind, weight in _LEFT if pattern.search(said)
    ]
    if _GRANTED.search(said) or _GIVEN.search(said):
        found.append(Evidence("subsidy", 0.6, "verb", None, verb))
    after = "".join(
        " " + _SIGNS.get(s.tokens[k].tag, s.words[k]) for k in range(at + 1, min(at + 7, len(s.tokens)))
    )
    if verb is not None and verb.frame == "pay" and _PAID_FOR.search(after):
        found.append(Evidence("acquisition", 0.8, "verb", None, verb))
    if _VALUE_AFTER.search(after):
        found.append(Evidence("market_cap", 0.68, "verb", None, verb))
    if left and s.words[left] in _WINS and s.tokens[left - 1].tag == "company" and amount < 5_000_000_000:
        found.append(Evidence("funding", 0.52, "verb", None, verb))
    if s.words[left] in ("hits", "hit", "tops", "topped", "passes", "crosses", "crossed", "passed") and (
        amount >= _BIG and s.tokens[left - 1].tag == "company"
    ):
        found.append(Evidence("market_cap", 0.62, "verb", None, verb))
    return found
