"""Weighs features with what was learnt from labelled texts: which kind, which party, and how sure.

The weights are linear and stand in `weights.json` beside this file, a line a feature, so that an answer can
be traced to the words that spoke for it. `python -m benchmarks.accuracy.fit` makes the file.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, fsum
from typing import Literal, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from chipnews.tagging.values import FigureKind

Features = Mapping[str, float]
Role = Literal["company", "counterparty"]
ROLES: tuple[Role, ...] = ("company", "counterparty")

LEAST_KIND = 0.2
LEAST_PARTY: Mapping[Role, float] = {"company": 0.4, "counterparty": 0.4}
"""An answer less likely than this is not given: an honest null is better than a guess."""


class KindAnswer(NamedTuple):
    """The likeliest kind, None where none is likely enough, and its probability, 0..1."""

    kind: FigureKind | None
    probability: float


class PartyAnswer(NamedTuple):
    """The likeliest company, None where none is likely enough, and the probability of being right, 0..1."""

    slug: str | None
    probability: float


@dataclass(frozen=True, slots=True)
class KindWeights:
    """How much each feature speaks for each kind: a row of the matrix a feature, a column a kind."""

    kinds: tuple[FigureKind, ...]
    bias: NDArray[np.float32]
    rows: Mapping[str, int]
    matrix: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scorer:
    """The fitted weights of the kinds and of both parties."""

    kinds: KindWeights
    parties: Mapping[Role, Mapping[str, float]]
    fingerprint: str
    """A hash of the weights."""

    def kind(self, features: Features) -> KindAnswer:
        """Return the likeliest kind of an amount with these features."""
        rows = self.kinds.rows
        # A set has another order in each process, and sums of floats depend on theirs.
        known = sorted(features.keys() & rows.keys(), key=rows.__getitem__)
        values = np.fromiter((features[name] for name in known), np.float32, len(known))
        scores = values @ self.kinds.matrix[[rows[name] for name in known]] + self.kinds.bias
        best = int(scores.argmax())
        probability = float(1 / np.exp(scores - scores[best]).sum())
        if probability < LEAST_KIND:
            return KindAnswer(None, probability)
        return KindAnswer(self.kinds.kinds[best], probability)

    def party(self, role: Role, candidates: Mapping[str | None, Features]) -> PartyAnswer:
        """Return the likeliest of the candidates for the role; None among them stands for nobody listed.

        Their features are all there or not: none has a strength.
        """
        known = self.parties[role]
        scores = {
            slug: fsum(map(known.__getitem__, each.keys() & known.keys()))
            for slug, each in candidates.items()
        }
        best = max(scores, key=lambda slug: scores[slug])
        total = sum(exp(score - scores[best]) for score in scores.values())
        if best is not None and 1 / total < LEAST_PARTY[role]:
            return PartyAnswer(None, exp(scores[None] - scores[best]) / total)
        return PartyAnswer(best, 1 / total)


@cache
def load_scorer() -> Scorer:
    """Return the scorer with the shipped weights."""
    written = (files(__package__) / "weights.json").read_bytes()
    stored = json.loads(written)
    kind = stored["kind"]
    matrix = np.zeros((len(kind["weights"]), len(kind["kinds"])), np.float32)
    for row, weights in enumerate(kind["weights"].values()):
        for place, weight in weights:
            matrix[row, place] = weight
    return Scorer(
        KindWeights(
            cast(tuple[FigureKind, ...], tuple(kind["kinds"])),
            np.asarray(kind["bias"], np.float32),
            {name: row for row, name in enumerate(kind["weights"])},
            matrix,
        ),
        {role: stored[role]["weights"] for role in ROLES},
        hashlib.sha256(written).hexdigest()[:16],
    )
