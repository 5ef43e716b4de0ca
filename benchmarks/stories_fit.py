"""Fits the weights of `same_event` on the tuning half by logistic regression and prints them.

Positives are pairs of one story, negatives pairs of two stories that share a key or a
company, once with their own dates and
once as if all stories had begun on one day, so that the weights do not lean on a quiet week.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks.stories import LabelledItem, LabelledStories, crowded, store, tag_all
from chipnews.config import Settings
from chipnews.knowledge.loader import load_knowledge
from chipnews.storage.database import open_database
from chipnews.stories.features import story_item
from chipnews.stories.keys import band_keys
from chipnews.stories.run import SAME_DAYS, Grouping
from chipnews.stories.scoring import BIAS, WEIGHTS, Likeness, likeness
from chipnews.stories.store import tagged_items
from chipnews.stories.values import StoryItem

SHRINKAGE = 0.005
POSITIVE_SHARE = 0.5
# Not all stories begin on one day, and near misses cost more than they are frequent.
BOUNDS = {
    "apart_words": (None, -1.0),
    "days": (-3.0, -1.2),
    "apart_markers": (None, -1.5),
    "apart_amounts": (None, -1.0),
}


def fit(labelled: LabelledStories) -> None:
    """Print the weights that tell pairs of one story best from pairs of two."""
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
    rows, labels = [], []
    for found, same in _pairs(compared, items):
        rows.append(tuple(found))
        labels.append(same)
    values, wanted = np.array(rows), np.array(labels, dtype=float)
    share = wanted.mean()
    importance = np.where(wanted == 1, POSITIVE_SHARE / share, (1 - POSITIVE_SHARE) / (1 - share))
    names = list(Likeness._fields)

    def loss(weights: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
        scores = values @ weights[:-1] + weights[-1]
        each = np.logaddexp(0, np.where(wanted == 1, -scores, scores))
        return float((importance * each).mean() + SHRINKAGE * (weights[:-1] ** 2).mean())

    # What is shared can only speak for the same event, what differs only against it.
    bounds = [BOUNDS.get(name, (None, 0) if name.startswith("apart") else (0, None)) for name in names]
    start = np.array([*WEIGHTS, BIAS])
    best = minimize(loss, start, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    print(f"{int(wanted.sum())} pairs of one story, {int((1 - wanted).sum())} of two")
    for name, weight in zip([*names, "BIAS"], best, strict=True):
        print(f"    {name}={weight:.2f},")
    scores = values @ best[:-1] + best[-1]
    for cut in (-1.0, 0.0, 1.0, 2.0):
        recall = ((scores > cut) & (wanted == 1)).sum() / wanted.sum()
        false = ((scores > cut) & (wanted == 0)).sum() / (1 - wanted).sum()
        print(f"  above {cut:+.0f}: {recall:.3f} of the pairs of one story, {false:.3f} of the pairs of two")


def _pairs(compared: dict[int, StoryItem], items: dict[int, LabelledItem]) -> Iterator[tuple[Likeness, bool]]:
    day = dict(zip(items, crowded(list(items.values())), strict=True))
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
