"""Weighs features with what was learnt from labelled texts: which kind, party and time, and how sure.

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
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar, cast, get_args

import numpy as np
from numpy.typing import NDArray

from chipnews.tagging.values import FigureKind

Features = Mapping[str, float]
Key = TypeVar("Key")
Choice = Literal["company", "counterparty", "period"]
"""What is chosen among the candidates that a text gives."""

LEAST_KIND = 0.25
LEAST: Mapping[Choice, float] = {"company": 0.45, "counterparty": 0.5, "period": 0.45}
"""An answer less likely than this is not given: an honest null is better than a guess."""


class KindAnswer(NamedTuple):
    """The likeliest kind, None where none is likely enough, and its probability, 0..1."""

    kind: FigureKind | None
    probability: float


class Answer(NamedTuple, Generic[Key]):
    """The likeliest candidate, None where none is likely enough, and the probability of being right, 0..1."""

    key: Key | None
    probability: float


class Chooser(Protocol):
    """What tells the right one of several candidates."""

    def choose(self, choice: Choice, candidates: Mapping[Key | None, Features]) -> Answer[Key]:
        """Return the candidate that is right, None among them standing for none that is listed or named."""


@dataclass(frozen=True, slots=True)
class KindWeights:
    """How much each feature speaks for each kind: a row of the matrix a feature, a column a kind."""

    kinds: tuple[FigureKind, ...]
    bias: NDArray[np.float32]
    rows: Mapping[str, int]
    matrix: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scorer:
    """The fitted weights of the kinds, and of what is chosen among candidates."""

    kinds: KindWeights
    choices: Mapping[Choice, Mapping[str, float]]
    fingerprint: str
    """A hash of the weights."""

    def weigh_kinds(self, features: Features) -> NDArray[np.float32]:
        """Return how likely each kind is for an amount with these features, as the logarithm."""
        rows = self.kinds.rows
        known = [(row, value) for name, value in features.items() if (row := rows.get(name)) is not None]
        # Sums of floats depend on their order, and the features come from sets, too.
        known.sort()
        values = np.array([value for _, value in known], np.float32)
        scores = values @ self.kinds.matrix[[row for row, _ in known]] + self.kinds.bias
        scores -= scores.max()
        return cast("NDArray[np.float32]", scores - np.log(np.exp(scores).sum()))

    def kind(self, weighed: NDArray[np.float32]) -> KindAnswer:
        """Return the likeliest of kinds that were weighed."""
        best = int(weighed.argmax())
        probability = float(1 / np.exp(weighed - weighed[best]).sum())
        return KindAnswer(self.kinds.kinds[best] if probability >= LEAST_KIND else None, probability)

    def choose(self, choice: Choice, candidates: Mapping[Key | None, Features]) -> Answer[Key]:
        """Return the likeliest of the candidates; None among them stands for none that is listed or named.

        Their features are all there or not: none has a strength.
        """
        known = self.choices[choice]
        # The exact sum, as the order of the features must not matter.
        scores = {key: fsum(filter(None, map(known.get, each))) for key, each in candidates.items()}
        best = max(scores, key=lambda key: scores[key])
        total = sum(exp(score - scores[best]) for score in scores.values())
        if best is not None and 1 / total < LEAST[choice]:
            return Answer(None, exp(scores[None] - scores[best]) / total)
        return Answer(best, 1 / total)


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
        {choice: stored[choice]["weights"] for choice in get_args(Choice)},
        hashlib.sha256(written).hexdigest()[:16],
    )
