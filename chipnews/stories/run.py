"""Puts new items into stories as they arrive, without reading the past.

An item meets those with which it shares a key (`keys`), is compared with the likeliest of them (`scoring`),
and joins the best story or founds one, which may follow an older story. An item stays where it was put:
tagging it anew changes what later items are compared with, not the grouping.
"""

import re
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from chipnews.config import Settings
from chipnews.knowledge.loader import Knowledge, load_knowledge
from chipnews.stories import store
from chipnews.stories.features import story_item
from chipnews.stories.keys import band_keys
from chipnews.stories.scoring import same_event, same_matter
from chipnews.stories.values import StoriesReport, StoryItem

BATCH = 200
MOST_COMPARED, MOST_OLDER = 20, 10
JOIN, FOLLOW = 0.65, 0.8
# A link to an older story is found by one of the first items of the newer one, or not at all.
MOST_LINKING = 3
# Articles further apart tell of another event, or of what came of this one.
SAME_DAYS = timedelta(days=10)
FOLLOW_DAYS = timedelta(days=365)
# An item of a story that is alike proves more than all the others that are not.
WEIGHT_OF_BEST = 0.7
MOST_REMEMBERED = 4_000


def group_items(engine: Engine, settings: Settings, retagged: Sequence[int] = ()) -> StoriesReport:
    """Put the items that are in no story yet into one, and return what was done.

    `retagged` are items whose tags are new: later items are compared with these. Items come in order of
    publication, so the same items give the same stories into however many runs they are divided.
    Raises KnowledgeError.
    """
    grouping = Grouping(load_knowledge(settings.knowledge_file))
    with engine.begin() as connection:
        due = store.due(connection)
        removed = _remove(
            connection, {each.id: each.story for each in due if each.story and not each.belongs}
        )
        grouping.renew_keys(connection, store.grouped(connection, retagged))
        waiting = [each.id for each in due if each.belongs and not each.story]
        store.settle(connection, sorted({each.id for each in due}.difference(waiting)))
    report = StoriesReport(removed=removed)
    for start in range(0, len(waiting), BATCH):
        with engine.begin() as connection:
            batch = waiting[start : start + BATCH]
            done = grouping.group(connection, batch)
            store.settle(connection, batch)
        report = StoriesReport(
            report.items + done.items,
            report.founded + done.founded,
            report.joined + done.joined,
            report.followed + done.followed,
            removed,
        )
    return report


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item belongs: into `story`, or into a new one; and the older story that this follows."""

    story: int | None = None
    follows: int | None = None


@dataclass
class Grouping:
    """One run: the knowledge, and the items that were compared last, so that few are read twice."""

    knowledge: Knowledge
    remembered: OrderedDict[int, StoryItem] = field(default_factory=OrderedDict)

    def group(self, connection: Connection, ids: Sequence[int]) -> StoriesReport:
        """Put each of the items into a story, in this order."""
        self._items(connection, ids)
        founded = followed = 0
        touched: set[int] = set()
        for item in self._items(connection, ids):
            keys = band_keys(item)
            place = self._place(connection, item, keys)
            if place.story is None:
                store.found_story(connection, item.id, item.published_at, place.follows)
                founded += 1
            else:
                store.join_story(connection, item.id, place.story)
                touched.add(place.story)
                if place.follows is not None:
                    store.update_story(connection, place.story, {"follows": place.follows})
            followed += place.follows is not None
            store.add_bands(connection, item.id, keys, item.published_at)
        _refresh(connection, touched)
        return StoriesReport(len(ids), founded, len(ids) - founded, followed)

    def renew_keys(self, connection: Connection, ids: Sequence[int]) -> None:
        """Store the keys of items anew whose tags have changed."""
        for start in range(0, len(ids), BATCH):
            chunk = ids[start : start + BATCH]
            store.drop_bands(connection, chunk)
            for item in self._items(connection, chunk):
                store.add_bands(connection, item.id, band_keys(item), item.published_at)

    def _place(self, connection: Connection, item: StoryItem, keys: Sequence[str]) -> _Place:
        since, until = item.published_at - FOLLOW_DAYS, item.published_at + SAME_DAYS
        near = store.candidates(connection, keys, since, until)
        close = [other for other, _, seen_at in near if abs(item.published_at - seen_at) <= SAME_DAYS]
        scores: defaultdict[int, list[float]] = defaultdict(list)
        # Without an end, a company in the news every day would become one story without an end.
        begun = item.published_at - SAME_DAYS
        for other, story in self._with_stories(connection, close[:MOST_COMPARED], begun):
            scores[story].append(same_event(item, other))
        ranked = sorted((-_together(found), story) for story, found in scores.items())
        best = ranked[0][1] if ranked and -ranked[0][0] >= JOIN else None
        begins = item.published_at if best is None else store.unlinked_since(connection, best, MOST_LINKING)
        if begins is None:
            return _Place(best)
        older = [other for other, _, seen_at in near if seen_at < begins]
        before = [
            (same_matter(item, other), its_story)
            for other, its_story in self._with_stories(connection, older[:MOST_OLDER], signed=False)
            if its_story != best
        ]
        score, follows = max(before, default=(0.0, 0), key=lambda each: (each[0], -each[1]))
        return _Place(best, follows if score >= FOLLOW else None)

    def _with_stories(
        self,
        connection: Connection,
        ids: Sequence[int],
        since: datetime | None = None,
        *,
        signed: bool = True,
    ) -> list[tuple[StoryItem, int]]:
        """Return the items that are in a story, with that story; with `since`, one that began no earlier."""
        stories = store.stories_of(connection, ids, since)
        found = [item_id for item_id in ids if item_id in stories]
        return [(item, stories[item.id]) for item in self._items(connection, found, signed=signed)]

    def _items(self, connection: Connection, ids: Sequence[int], *, signed: bool = True) -> list[StoryItem]:
        """Return the items as they are compared, from memory where they were met before."""
        met = self.remembered
        missing = [each for each in ids if each not in met or (signed and not met[each].signature)]
        for tagged in store.tagged_items(connection, missing) if missing else ():
            met[tagged.id] = story_item(tagged, self.root, signed=signed)
        found = []
        for item_id in ids:
            if item_id in self.remembered:
                self.remembered.move_to_end(item_id)
                found.append(self.remembered[item_id])
        while len(self.remembered) > MOST_REMEMBERED:
            self.remembered.popitem(last=False)
        return found

    def root(self, slug: str) -> str:
        """Return the company that this one is spoken of as: its parent if it is of one kind or name with it.

        AWS is Amazon, but Arm is not SoftBank: what the one does is no news of the other.
        """
        known = self.knowledge.companies.get(slug)
        parent = self.knowledge.companies.get(known.parent) if known and known.parent else None
        if known is None or parent is None:
            return slug
        one = known.kind == parent.kind or known.name.startswith(f"{parent.name} ")
        return self.root(parent.slug) if one else slug


def _together(scores: Sequence[float]) -> float:
    """Return how well an item fits a story, from its scores with the story's items."""
    return WEIGHT_OF_BEST * max(scores) + (1 - WEIGHT_OF_BEST) * sum(scores) / len(scores)


def _remove(connection: Connection, misplaced: Mapping[int, int]) -> int:
    """Take items out of their stories and return how many."""
    store.leave_stories(connection, list(misplaced))
    _refresh(connection, set(misplaced.values()))
    return len(misplaced)


def _refresh(connection: Connection, stories: set[int]) -> None:
    """Bring counts, times and title of stories up to date; a story without items goes."""
    for story_id in sorted(stories):
        members = store.members(connection, story_id)
        if not members:
            store.drop_story(connection, story_id)
            continue
        values: dict[str, object] = {
            "title_item_id": title_item(members),
            "first_seen": members[0].published_at,
            "last_seen": members[-1].published_at,
            "item_count": len(members),
            "outlet_count": len({member.outlet for member in members}),
        }
        store.update_story(connection, story_id, values)


_NO_SENTENCE = re.compile(r"[?…]|\.\.\.|\blive\b|^(?:opinion|podcast|watch|video|daily|weekly)\b", re.I)
LEAST_TITLE_WORDS, MOST_TITLE_WORDS = 5, 20


def title_item(members: Sequence[store.Member]) -> int:
    """Return the item with the best title: the company's own word, else the earliest whole sentence."""

    def order(place: int) -> tuple[bool, bool, int]:
        member = members[place]
        words = len(member.title.split())
        whole = LEAST_TITLE_WORDS <= words <= MOST_TITLE_WORDS and not _NO_SENTENCE.search(member.title)
        shouted = member.title.isupper()
        return (member.primary_company is None, shouted or not whole, place)

    return members[min(range(len(members)), key=order)].item_id
