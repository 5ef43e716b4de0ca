"""Fits the weights of `same_event` and `same_matter` on the tuning half by logistic regression.

Positives are pairs of one story, negatives pairs of two stories that share a key or a company, once with
their own dates and once as if all stories had begun on one day, so that the weights do not lean on a quiet
week. For the matter positives are items with those of the stories that theirs follows, negatives all others
that they would meet.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import combinations, permutations
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks.stories import LabelledItem, LabelledStories, crowded, matter, store, tag_all
from chipnews.config import Settings
from chipnews.knowledge.loader import load_knowledge
from chipnews.storage.database import open_database
from chipnews.stories.features import story_item
from chipnews.stories.keys import band_keys
from chipnews.stories.run import FOLLOW_DAYS, SAME_DAYS, Grouping
from chipnews.stories.scoring import Kinship, Likeness, kinship, likeness
from chipnews.stories.store import tagged_items
from chipnews.stories.values import StoryItem

SHRINKAGE, MATTER_SHRINKAGE = 0.005, 0.002
# So much of the whole pairs of one story, or of one matter, weigh; the smaller, the fewer are wrong.
POSITIVE_SHARE, MATTER_SHARE = 0.4, 0.1
# Not all stories begin on one day, and near misses cost more than they are frequent.
BOUNDS = {
    "apart_words": (None, -1.0),
    "days": (-3.0, -1.2),
    "apart_markers": (None, -1.5),
    "apart_amounts": (None, -1.0),
}
Bounds = Mapping[str, tuple[float | None, float | None]]


def fit(labelled: LabelledStories) -> None:
    """Print the weights that tell pairs of one story best from pairs of two, and those of one matter."""
    compared, items = _compared(labelled)
    print("same_event")
    _fit(_pairs(compared, items, labelled), Likeness, POSITIVE_SHARE, SHRINKAGE, BOUNDS)
    print("same_matter")
    _fit(_matters(compared, items, labelled), Kinship, MATTER_SHARE, MATTER_SHRINKAGE, {})


def _compared(labelled: LabelledStories) -> tuple[dict[int, StoryItem], dict[int, LabelledItem]]:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(str(Path(folder) / "stories.db"))
        items = store(engine, labelled.items)
        tag_all(engine)
        root = Grouping(load_knowledge(Settings().knowledge_file)).root
        with engine.connect() as connection:
            compared = {
                each.id: story_item(each, root)
                for start in range(0, len(items), 200)
                for each in tagged_items(connection, list(items)[start : start + 200])
            }
        engine.dispose()
    return compared, items


def _fit(
    pairs: Iterable[tuple[Likeness | Kinship, bool]],
    fields: type[Likeness] | type[Kinship],
    share: float,
    shrinkage: float,
    narrower: Bounds,
) -> None:
    rows = [(tuple(found), same) for found, same in pairs]
    values, wanted = np.array([row for row, _ in rows]), np.array([same for _, same in rows], dtype=float)
    found_share = wanted.mean()
    importance = np.where(wanted == 1, share / found_share, (1 - share) / (1 - found_share))
    names = list(fields._fields)

    def loss(weights: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
        scores = values @ weights[:-1] + weights[-1]
        each = np.logaddexp(0, np.where(wanted == 1, -scores, scores))
        return float((importance * each).mean() + shrinkage * (weights[:-1] ** 2).mean())

    # What is shared can only speak for the same event, what differs only against it.
    bounds = [narrower.get(name, (None, 0) if name.startswith("apart") else (0, None)) for name in names]
    start = np.zeros(len(names) + 1)
    best = minimize(loss, start, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    print(f"{int(wanted.sum())} pairs of one, {int((1 - wanted).sum())} of two")
    for name, weight in zip([*names, "BIAS"], best, strict=True):
        print(f"    {name}={weight:.2f},")


def _pairs(
    compared: Mapping[int, StoryItem], items: Mapping[int, LabelledItem], labelled: LabelledStories
) -> Iterator[tuple[Likeness, bool]]:
    day = dict(zip(items, crowded(labelled), strict=True))
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for item_id, item in compared.items():
        for key in band_keys(item):
            holders[key].append(item_id)
    near = {pair for holding in holders.values() for pair in combinations(sorted(holding), 2)}
    for one, other in combinations(sorted(compared), 2):
        same = items[one].story == items[other].story
        a, b = compared[one], compared[other]
        if not same and (one, other) not in near and not a.companies & b.companies:
            continue
        if same or abs(a.published_at - b.published_at) <= SAME_DAYS:
            yield likeness(a, b), same
        if not same:
            moved = [replace(each, published_at=day[each.id].published_at) for each in (a, b)]
            yield likeness(*moved), same


def _matters(
    compared: Mapping[int, StoryItem], items: Mapping[int, LabelledItem], labelled: LabelledStories
) -> Iterator[tuple[Kinship, bool]]:
    """Yield each item with the older ones that it would meet by a key, before its own story began."""
    begins: dict[str, datetime] = {}
    for item in sorted(items.values(), key=lambda each: each.published_at):
        begins.setdefault(item.story, item.published_at)
    keys = {item_id: set(band_keys(item)) for item_id, item in compared.items()}
    for newer, older in permutations(sorted(compared), 2):
        story, other = items[newer].story, items[older].story
        a, b = compared[newer], compared[older]
        if b.published_at >= begins[story] or a.published_at - b.published_at > FOLLOW_DAYS:
            continue
        if story != other and keys[newer] & keys[older]:
            yield kinship(a, b), other in matter(story, labelled.follows)
