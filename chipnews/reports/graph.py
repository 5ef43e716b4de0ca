"""Who stands how to whom: relations between companies, each with its figures and the articles that tell it.

Two sources: facts of the ledger that name both sides, all of them; and plain words between two names ("Nvidia
rival AMD"), in the newest articles. What the words leave in doubt is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from chipnews.knowledge.loader import Knowledge
from chipnews.queries.comentions import CoMention, co_mentions
from chipnews.queries.items import ItemFilter
from chipnews.queries.ledger import FactFilter, items_of_facts
from chipnews.reports.figure_line import Amount
from chipnews.reports.figures import FactLine, fact_lines
from chipnews.reports.names import Named, company_named
from chipnews.reports.relations import KINDS, MUTUAL, Relation, relation_between, relation_of

NEWEST_ITEMS = 2_000
MOST_SOURCES = 5


@dataclass(frozen=True, slots=True)
class EdgeFigure:
    """A fact that shows a relation, by its number in the ledger."""

    id: int
    amount: Amount
    kind: str
    period: str | None
    status: str
    sources: int
    outlets: int


@dataclass(frozen=True, slots=True)
class EdgeSource:
    """An article that tells a relation, with the sentence."""

    item_id: int
    title: str
    outlet: str
    url: str | None
    published_at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two companies. `articles` counts all that tell it, `sources` are some of them."""

    source: Named
    relation: Relation
    target: Named
    mutual: bool
    figures: tuple[EdgeFigure, ...]
    articles: int
    sources: tuple[EdgeSource, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The companies and their relations; `newest_items` is how far back plain words were read."""

    companies: tuple[Named, ...]
    edges: tuple[Edge, ...]
    newest_items: int


def graph(
    engine: Engine,
    knowledge: Knowledge,
    family: tuple[str, ...] = (),
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Graph:
    """Return the relations, of one company with its subsidiaries where `family` names them.

    Denied facts and relations within a company's own family are left out.
    """
    edges: dict[tuple[str, Relation, str], _Gathered] = {}
    which = FactFilter(kinds=KINDS, two_sided=True, parties=family, since=since, until=until)
    lines = fact_lines(engine, knowledge, which)
    items_of = items_of_facts(engine, [line.id for line in lines])
    for fact in lines:
        if fact.company and fact.counterparty and fact.kind and fact.status != "denied":
            names = _names(knowledge, fact.counterparty.slug)
            _add(
                edges,
                knowledge,
                fact.company,
                fact.counterparty,
                relation_of(fact.kind, fact.sentence, names),
                fact,
            )
    items = ItemFilter(companies=family, since=since, until=until)
    for told in co_mentions(engine, items, NEWEST_ITEMS):
        if not family or told.first in family or told.second in family:
            first, second = (company_named(knowledge, slug) for slug in (told.first, told.second))
            _add(
                edges, knowledge, first, second, relation_between(told.before, told.between, told.after), told
            )
    found = tuple(
        sorted(
            (each.edge(items_of) for each in edges.values()),
            key=lambda edge: (-edge.articles, edge.source.name, edge.relation, edge.target.name),
        )
    )
    companies = {named.slug: named for edge in found for named in (edge.source, edge.target)}
    return Graph(tuple(companies[slug] for slug in sorted(companies)), found, NEWEST_ITEMS)


@dataclass
class _Gathered:
    source: Named
    relation: Relation
    target: Named
    facts: list[FactLine]
    told: list[EdgeSource]

    def edge(self, items_of: Mapping[int, frozenset[int]]) -> Edge:
        in_words = {each.item_id: each for each in self.told}
        sources = sorted(in_words.values(), key=lambda each: (each.published_at, each.item_id), reverse=True)
        by_figure = {item for fact in self.facts for item in items_of[fact.id]}
        return Edge(
            self.source,
            self.relation,
            self.target,
            self.relation in MUTUAL,
            tuple(
                EdgeFigure(
                    fact.id,
                    fact.amount,
                    fact.kind or "",
                    fact.period,
                    fact.status,
                    fact.sources,
                    fact.outlets,
                )
                for fact in self.facts
            ),
            len(by_figure | set(in_words)),
            tuple(
                [*_sources(self.facts), *(each for each in sources if each.item_id not in by_figure)][
                    :MOST_SOURCES
                ]
            ),
        )


def _sources(facts: Iterable[FactLine]) -> Iterator[EdgeSource]:
    seen = set()
    for fact in facts:
        source = fact.source
        if source.item_id not in seen:
            seen.add(source.item_id)
            yield EdgeSource(
                source.item_id, source.title, source.outlet, source.url, source.published_at, fact.sentence
            )


def _add(
    edges: dict[tuple[str, Relation, str], _Gathered],
    knowledge: Knowledge,
    first: Named,
    second: Named,
    found: tuple[Relation, bool] | None,
    evidence: FactLine | CoMention,
) -> None:
    if found is None or _related(knowledge, first.slug, second.slug):
        return
    relation, swapped = found
    source, target = (second, first) if swapped else (first, second)
    if relation in MUTUAL and source.slug > target.slug:
        source, target = target, source
    if relation == "buys from":
        # One trade is one edge, whichever side tells it.
        source, relation, target = target, "sells to", source
    gathered = edges.setdefault(
        (source.slug, relation, target.slug), _Gathered(source, relation, target, [], [])
    )
    if isinstance(evidence, FactLine):
        gathered.facts.append(evidence)
    else:
        gathered.told.append(_as_source(evidence))


def _related(knowledge: Knowledge, one: str, other: str) -> bool:
    return one == other or one in knowledge.family_of(other) or other in knowledge.family_of(one)


def _names(knowledge: Knowledge, slug: str) -> tuple[str, ...]:
    company = knowledge.companies.get(slug)
    return (company.name, *company.aliases, *company.ambiguous) if company else (slug,)


def _as_source(told: CoMention) -> EdgeSource:
    before = re.split(r"(?<=[.!?])\s|\n", told.before)[-1]
    after = re.split(r"(?<=[.!?])\s|\n", told.after)[0]
    sentence = f"{before}{told.surfaces[0]}{told.between}{told.surfaces[1]}{after}"
    return EdgeSource(told.item_id, told.title, told.outlet, told.url, told.published_at, sentence.strip())
