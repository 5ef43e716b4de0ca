"""What a company's week brought, in a few sentences of its stories.

However large the archive, few items are looked at and fewer are read: those of the stories that most outlets
tell, and of these the newest.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from chipnews.queries.firsts import amounts_of
from chipnews.queries.items import items_by_id
from chipnews.queries.stories import PlacedItem, leads, mentions_of, placed_items
from chipnews.reports.summaries import Quoted, amount_key, quoted, sentences_of
from chipnews.stories.summary import Sentence, Told, summarise_several

SENTENCES, MOST_OF_STORY = 5, 3
MOST_WEIGHED, MOST_READ, MOST_READ_OF_STORY = 200, 30, 3
MOST_CHARACTERS, MOST_SENTENCES_OF_ITEM = 4_000, 8
LONGEST = timedelta(days=31)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class InShort:
    """The sentences that tell best what happened from `since` to `until` (UTC, exclusive), with sources."""

    since: datetime
    until: datetime
    sentences: tuple[Quoted, ...]


def in_short(
    engine: Engine,
    family: Collection[str],
    newest: Sequence[int],
    since: datetime | None = None,
    until: datetime | None = None,
) -> InShort | None:
    """Return what the items told of a company and its subsidiaries (slugs); None if no sentence tells it.

    `newest` are ids of items between `since` and `until`, newest first. Where that is no time or more than
    LONGEST, the newest WEEK of them counts.
    """
    placed = placed_items(engine, newest[:MOST_WEIGHED], tuple(family))
    if not placed:
        return None
    end = until or _midnight(placed[0].published_at) + timedelta(days=1)
    if since is None or end - since > LONGEST:
        end = min(end, _midnight(placed[0].published_at) + timedelta(days=1))
        since = max(end - WEEK, since) if since else end - WEEK
    stories = _weightiest([each for each in placed if since <= each.published_at])
    read = [each.id for story in stories for each in story]
    items = items_by_id(engine, read)
    texts, names = leads(engine, read, MOST_CHARACTERS), mentions_of(engine, read)
    amounts = amounts_of(engine, read)

    def sentences(item: PlacedItem) -> list[Sentence]:
        found = sentences_of(
            item.id,
            items[item.id].title,
            texts[item.id],
            [(each.start, amount_key(each.high, each.currency)) for each in amounts.get(item.id, ())],
            [(each.start, each.slug) for each in names.get(item.id, ())],
        )
        about = [each for each in found if each.names & set(family)]
        return about[:MOST_SENTENCES_OF_ITEM]

    told = [
        Told(items[story[0].id].title, tuple(sentence for each in story for sentence in sentences(each)))
        for story in stories
    ]
    chosen = summarise_several(told, SENTENCES, MOST_OF_STORY)
    return InShort(since, end, quoted(chosen, items)) if chosen else None


def _weightiest(placed: Sequence[PlacedItem]) -> list[list[PlacedItem]]:
    """Return the items to read by story, the story that most outlets tell first.

    Items whose title names the company come before those that only mention it, newer ones before older ones.
    """
    stories: dict[tuple[str, int], list[PlacedItem]] = {}
    for each in sorted(placed, key=lambda item: not item.in_title):
        key = ("item", each.id) if each.story_id is None else ("story", each.story_id)
        stories.setdefault(key, []).append(each)
    ranked = sorted(stories.values(), key=lambda items: (not items[0].in_title, -items[0].outlets))
    left = MOST_READ
    chosen = []
    for story in ranked:
        if left > 0:
            chosen.append(story[: min(MOST_READ_OF_STORY, left)])
            left -= len(chosen[-1])
    return chosen


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
