"""What a digest tells first: the stories of a period in order of weight, and what was not there before.

A story weighs by how many outlets tell it, by the figures that it brings, and by what is new in it. The parts
of its weight are kept, so that a reader can be told why it stands where it does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import log2

from sqlalchemy import Engine

from chipnews.knowledge.loader import Knowledge
from chipnews.queries import ItemFilter
from chipnews.queries.firsts import FirstMention, ItemAmount, amounts_of, first_mentions
from chipnews.queries.ledger import FactFilter, told_before
from chipnews.queries.stories import StoryFilter, StoryRow, items_of_stories, stories
from chipnews.reports.figures import FactLine, fact_lines
from chipnews.reports.stories import StoryLine, named_stories, summary_of_story
from chipnews.reports.summaries import Quoted

MOST_RANKED, MOST_STORIES, MOST_NEW_FIGURES, MOST_CONTRADICTIONS = 2_000, 12, 10, 8
OUTLETS, FIGURES, SIZE, FIRSTS, FOLLOW_UP = 3.0, 1.0, 0.5, 2.0, 0.5
# A story of one outlet, with nothing new and few figures, is an item like any other.
LEAST_SCORE = 4.0
_BILLION = Decimal(10**9)


@dataclass(frozen=True, slots=True)
class RankedStory:
    """A story of the digest: its weight, the parts of that in words, and the sentences that tell it best.

    `item_ids` are all its items of the period, which the digest does not list again.
    """

    story: StoryLine
    score: float
    reasons: tuple[str, ...]
    summary: tuple[Quoted, ...]
    item_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot all be right, one of them told in the period."""

    facts: tuple[FactLine, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What no item before the period told: names, figures, and facts that contradict others."""

    names: tuple[FirstMention, ...] = ()
    figures: tuple[FactLine, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.names or self.figures or self.contradictions)


NOTHING_NEW = News()


def news_of(
    engine: Engine,
    knowledge: Knowledge,
    family: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    *,
    stored: bool = False,
) -> News:
    """Return what is new in the period, about the companies of `family` if there are any.

    With `stored`, the period is that in which items were stored.
    """
    names = first_mentions(engine, ItemFilter(companies=family, since=since, until=until, stored=stored))
    which = FactFilter(parties=family, since=since, until=until, attributed=True, stored=stored)
    told = fact_lines(engine, knowledge, which)
    known = told_before(engine, [line.id for line in told], since) if stored and since else frozenset()
    new = [
        line
        for line in told
        if since is not None
        and (line.id not in known if stored else line.first_seen >= since)
        and not line.rejected
    ]
    new.sort(key=lambda line: (-(line.amount.usd_high or Decimal(0)), line.id))
    by_number = {line.id: line for line in told}
    groups: list[Contradiction] = []
    seen: set[int] = set()
    for line in told:
        against = [by_number[number] for number in line.contradicted_by if number in by_number]
        if against and line.id not in seen:
            seen |= {line.id, *(each.id for each in against)}
            groups.append(Contradiction((line, *against)))
    return News(tuple(names), tuple(new[:MOST_NEW_FIGURES]), tuple(groups[:MOST_CONTRADICTIONS]))


def ranked_stories(
    engine: Engine,
    knowledge: Knowledge,
    which: StoryFilter,
    names: Sequence[FirstMention],
    most: int = MOST_STORIES,
) -> tuple[RankedStory, ...]:
    """Return the weightiest stories of the period, the weightiest first."""
    rows = stories(engine, which, MOST_RANKED)
    members = items_of_stories(engine, [row.id for row in rows])
    amounts = amounts_of(engine, [item for each in members.values() for item in each])
    firsts: dict[int, list[FirstMention]] = {}
    for name in names:
        firsts.setdefault(name.item_id, []).append(name)
    weighed = [(row, *_weigh(row, members.get(row.id, []), amounts, firsts)) for row in rows]
    weighed = [each for each in weighed if each[1] >= LEAST_SCORE]
    weighed.sort(key=lambda each: (-each[1], -each[0].last_seen.timestamp(), each[0].id))
    chosen = weighed[:most]
    lines = named_stories(engine, knowledge, [row for row, _, _ in chosen])
    return tuple(
        RankedStory(
            line, round(score, 2), reasons, summary_of_story(engine, row), frozenset(members.get(row.id, ()))
        )
        for line, (row, score, reasons) in zip(lines, chosen, strict=True)
    )


def _weigh(
    row: StoryRow,
    members: Sequence[int],
    amounts: Mapping[int, Sequence[ItemAmount]],
    firsts: Mapping[int, Sequence[FirstMention]],
) -> tuple[float, tuple[str, ...]]:
    """Return the weight of a story and why, the heaviest reason first."""
    told = {(each.currency, each.high): each for item in members for each in amounts.get(item, ())}
    largest = max((each.usd or Decimal(0) for each in told.values()), default=Decimal(0))
    new = sorted({name.name for item in members for name in firsts.get(item, ())})
    parts = [(OUTLETS * log2(1 + row.outlet_count), _count(row.outlet_count, "outlet"))]
    if told:
        parts.append((FIGURES * min(len(told), 5) ** 0.5, _count(len(told), "figure")))
    if largest >= _BILLION:
        parts.append((SIZE * min(float(log2(largest / _BILLION + 1)), 6.0), "an amount in the billions"))
    if new:
        parts.append((FIRSTS * min(len(new), 2), f"first mention of {', '.join(new[:3])}"))
    if row.follows is not None:
        parts.append((FOLLOW_UP, "follows an older story"))
    reasons = tuple(f"{text} (+{weight:.1f})" for weight, text in sorted(parts, key=lambda part: -part[0]))
    return sum(weight for weight, _ in parts), reasons


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
