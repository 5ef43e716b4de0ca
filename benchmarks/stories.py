"""`python -m benchmarks.stories`: how well items are grouped into stories, and what it costs.

The items are written and labelled for the purpose (`stories_data/`): names are mostly real, events are
invented or merely plausible. The weights and thresholds were tuned on `tuning.txt`; `reporting.txt` is the
figure to quote. Each item goes through the tagger and `group_items`, so what is measured is what a user gets.

A story follows another (`= newer < older`) if it tells what became of the same matter: a deal that was
rumoured, a suit that is decided, a product that ships, results that were awaited. Another deal, another round
or the next quarter of the same company does not follow. A link is right if it leads to any earlier story of
its matter; links between parts of one story, which the grouping left apart, count neither way.

    python -m benchmarks.stories                 # B-cubed on both halves, the reporting half is the result
                                                 # "crowded": the same items, as if all happened on one day
    python -m benchmarks.stories --errors        # and the stories of the tuning half that went wrong
    python -m benchmarks.stories --cost          # the time per new item at archives of growing size
    python -m benchmarks.stories --fit           # the weights of `same_event` from the tuning half, anew
"""

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from chipnews.config import Settings
from chipnews.storage.database import open_database
from chipnews.storage.models import Item, ItemStory, Story
from chipnews.stories.run import group_items
from chipnews.tagging.run import tag_stale

DATA = Path(__file__).parent / "stories_data"
YEAR = 2026
TARGET_F1 = 0.92


@dataclass(frozen=True, slots=True)
class LabelledItem:
    """An item and the story that it belongs to."""

    story: str
    outlet: str
    published_at: datetime
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class LabelledStories:
    """Items in no particular order, and for each story that follows an older one that story."""

    items: tuple[LabelledItem, ...]
    follows: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """B-cubed: the mean over items of how pure and how whole each item's group is."""

    items: int
    stories: int
    groups: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Links:
    """Links to an older story: how many are right, given and wanted; those that are wrong and missing."""

    right: int
    given: int
    wanted: int
    wrong: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """The share of the links given that are right."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """The share of the links wanted that are given."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def load(half: str) -> LabelledStories:
    """Return the labelled items of "tuning" or "reporting". Raises ValueError naming the wrong line."""
    items: list[LabelledItem] = []
    follows: dict[str, str] = {}
    story = ""
    lines = iter(enumerate((DATA / f"{half}.txt").read_text(encoding="utf-8").splitlines(), 1))
    for number, line in lines:
        if line.startswith("= "):
            story, _, older = line[2:].partition(" < ")
            if older:
                follows[story] = older
        elif line.strip():
            head = line.split(" | ", 2)
            if len(head) != 3 or not story:
                raise ValueError(f"{half}.txt:{number}: expected 'MM-DD HH | Outlet | Title' in a story")
            when = datetime.strptime(f"{YEAR}-{head[0]}", "%Y-%m-%d %H").replace(tzinfo=UTC)
            items.append(LabelledItem(story, head[1], when, head[2], next(lines)[1]))
    unknown = set(follows.values()) - {item.story for item in items}
    if unknown:
        raise ValueError(f"{half}.txt: follows unknown stories: {', '.join(sorted(unknown))}")
    return LabelledStories(tuple(items), follows)


def crowded(labelled: LabelledStories) -> list[LabelledItem]:
    """Return the items as if all stories had begun on one day: dates are no help, likeness must do.

    What follows an older story keeps its distance from it: on one day the two would be one.
    """
    begins: dict[str, datetime] = {}
    for item in sorted(labelled.items, key=lambda each: each.published_at):
        begins.setdefault(item.story, item.published_at)
    day = datetime(YEAR, 9, 7, tzinfo=UTC)
    moved: dict[str, timedelta] = {}
    for story in begins:
        first = begins[[story, *matter(story, labelled.follows)][-1]]
        moved[story] = day.replace(hour=first.hour) - first
    return [replace(item, published_at=item.published_at + moved[item.story]) for item in labelled.items]


def store(engine: Engine, items: Sequence[LabelledItem]) -> dict[int, LabelledItem]:
    """Store the items as feeds would, and return them by id."""
    rows = [
        Item(
            guid=f"item-{number}",
            outlet=item.outlet,
            url=f"https://news.example/{number}",
            canonical_url=f"https://news.example/{number}",
            title=item.title,
            published_at=item.published_at,
            fetched_at=item.published_at,
            text=f"{item.title}\n\n{item.body}",
            text_source="feed",
            content_hash=f"hash-{number}",
        )
        for number, item in enumerate(items)
    ]
    with Session(engine, expire_on_commit=False) as session, session.begin():
        session.add_all(rows)
    return {row.id: item for row, item in zip(rows, items, strict=True) if row.id is not None}


def tag_all(engine: Engine) -> None:
    """Tag the items; all of them are of the field, whatever the tagger says of their few words."""
    tag_stale(engine, Settings())
    with Session(engine) as session, session.begin():
        for item in session.scalars(select(Item)):
            item.relevant = True


def groups_of(engine: Engine) -> dict[int, int]:
    """Return the story of each item."""
    with engine.connect() as connection:
        query = select(col(ItemStory.item_id), col(ItemStory.story_id))
        return {row[0]: row[1] for row in connection.execute(query)}


def b_cubed(groups: Mapping[int, int], labels: Mapping[int, str]) -> Score:
    """Return B-cubed precision and recall of the groups."""
    by_group: defaultdict[int, set[int]] = defaultdict(set)
    by_label: defaultdict[str, set[int]] = defaultdict(set)
    for item, label in labels.items():
        by_group[groups[item]].add(item)
        by_label[label].add(item)
    precision = recall = 0.0
    for item, label in labels.items():
        group, right = by_group[groups[item]], by_label[label]
        both = len(group & right)
        precision += both / len(group)
        recall += both / len(right)
    count = len(labels)
    return Score(count, len(by_label), len(by_group), precision / count, recall / count)


def links_right(engine: Engine, labels: Mapping[int, str], follows: Mapping[str, str]) -> Links:
    """Return how many links to an older story are right, how many there are, how many there should be."""
    groups = groups_of(engine)
    members: defaultdict[int, list[str]] = defaultdict(list)
    for item in sorted(groups):
        members[groups[item]].append(labels[item])
    main = {group: Counter(stories).most_common(1)[0][0] for group, stories in members.items()}
    with engine.connect() as connection:
        rows = connection.execute(
            select(col(Story.id), col(Story.follows)).where(col(Story.follows).is_not(None))
        ).all()
    found = {(main[story or 0], main[older or 0]) for story, older in rows}
    given = {(story, older) for story, older in found if story != older}
    right = {story for story, older in given if older in matter(story, follows)}
    wrong = sorted((story, older) for story, older in given if older not in matter(story, follows))
    return Links(
        len(right), len(right) + len(wrong), len(follows), tuple(wrong), tuple(follows.keys() - right)
    )


def matter(story: str, follows: Mapping[str, str]) -> list[str]:
    """Return the labelled stories that came before this one in its matter, the newest first."""
    older = follows.get(story)
    return [older, *matter(older, follows)] if older else []


def measure(half: str, *, errors: bool) -> Score:
    """Group one half of the labelled items, print what came of it, and return the score."""
    labelled = load(half)
    score = _measured(half, labelled.items, labelled.follows, errors=errors)
    _measured(f"{half}, crowded", crowded(labelled), {}, errors=errors)
    return score


def _measured(name: str, items: Sequence[LabelledItem], follows: Mapping[str, str], *, errors: bool) -> Score:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(str(Path(folder) / "stories.db"))
        stored = store(engine, items)
        tag_all(engine)
        group_items(engine, Settings())
        labels = {item_id: item.story for item_id, item in stored.items()}
        groups = groups_of(engine)
        score = b_cubed(groups, labels)
        links = links_right(engine, labels, follows)
        engine.dispose()
    print(
        f"{name:>18}: {score.items} items, {score.stories} stories, {score.groups} groups: B-cubed "
        f"precision {score.precision:.3f}, recall {score.recall:.3f}, F1 {score.f1:.3f}"
    )
    if follows:
        print(
            f"{'':>18}  follow-ups: {links.right} right, {links.given} given, {links.wanted} wanted: "
            f"precision {links.precision:.3f}, recall {links.recall:.3f}, F1 {links.f1:.3f}"
        )
    if errors:
        _print_errors(groups, stored)
        for story, older in links.wrong if follows else ():
            print(f"-- wrong link: {story} < {older}")
        for story in sorted(links.missing):
            print(f"-- missing link: {story} < {follows[story]}")
    return score


def _print_errors(groups: Mapping[int, int], items: Mapping[int, LabelledItem]) -> None:
    by_group: defaultdict[int, list[int]] = defaultdict(list)
    by_label: defaultdict[str, set[int]] = defaultdict(set)
    for item_id, item in items.items():
        by_group[groups[item_id]].append(item_id)
        by_label[item.story].add(groups[item_id])
    for group, members in by_group.items():
        stories = {items[member].story for member in members}
        if len(stories) > 1 or any(len(by_label[story]) > 1 for story in stories):
            print(f"-- group {group}")
            for member in members:
                print(
                    f"   {items[member].story:26} {items[member].published_at:%m-%d %H} {items[member].title}"
                )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return the exit code: 1 where the reporting half misses the target."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print the wrong stories of the tuning half")
    parser.add_argument("--cost", action="store_true", help="measure the time per new item")
    parser.add_argument("--fit", action="store_true", help="fit the weights on the tuning half")
    options = parser.parse_args(arguments)
    if options.fit:
        from benchmarks.stories_fit import fit

        fit(load("tuning"))
        return 0
    if options.cost:
        from benchmarks.stories_cost import cost

        cost()
        return 0
    measure("tuning", errors=options.errors)
    if options.errors:
        return 0
    return int(measure("reporting", errors=False).f1 < TARGET_F1)


if __name__ == "__main__":
    sys.exit(main())
