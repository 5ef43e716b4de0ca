"""Learn the weights of attribution from the development texts: `python -m benchmarks.accuracy.fit`.

Linear models: one that tells the kind (scikit-learn's logistic regression), and one for each party that tells
the right candidate among those of an amount, nobody being one of them (a conditional logit, by SciPy). What
is printed is measured on texts left out of the fit, a fifth at a time. The parties are learnt from kinds told
in the same way, so that they meet the same mistakes as in use. The texts kept for testing take no part.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

import chipnews.tagging.attribution
from benchmarks.accuracy.corpus import Accepted, LabelledFigure, LabelledText, load_corpus
from benchmarks.accuracy.scoring import same_amount
from chipnews.tagging.attribution.attribute import read_amounts, settle_kind, shares_parties
from chipnews.tagging.attribution.context import Context, Draft, Reading
from chipnews.tagging.attribution.kind_features import Features, kind_features
from chipnews.tagging.attribution.party_features import party_features
from chipnews.tagging.attribution.scorer import LEAST_KIND, LEAST_PARTY, ROLES, Role
from chipnews.tagging.pipeline import Tagger, load_tagger
from chipnews.tagging.values import FigureKind

Floats = NDArray[np.float64]

WEIGHTS = Path(chipnews.tagging.attribution.__file__).with_name("weights.json")
FOLDS = 5
KIND_STRENGTH = 0.1  # the inverse of the penalty
PARTY_PENALTY = 5.0
FEWEST_TEXTS = 2
SLIGHT = 0.02


@dataclass(frozen=True, slots=True)
class Labelled:
    """One amount that was found, with where it stands and what is right."""

    text: str
    context: Context
    reading: Reading
    draft: Draft
    label: LabelledFigure


@dataclass(slots=True)
class Rows:
    """Examples: their features, what they are, how much they count, and the text that each is from."""

    features: list[Features] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(self, features: Features, target: str, count: float, text: str) -> None:
        """Add one example."""
        self.features.append(features)
        self.targets.append(target)
        self.counts.append(count)
        self.texts.append(text)


def labelled_amounts(texts: Sequence[LabelledText], tagger: Tagger) -> list[Labelled]:
    """Return the labelled amounts of the texts that are found where they stand."""
    found = []
    for text in texts:
        c = tagger.context(text.text, published=text.published, outlet=text.outlet)
        for reading in read_amounts(c):
            for draft in reading.drafts.values():
                label = next((each for each in text.figures if same_amount(each, c.money[draft.index])), None)
                if label is not None:
                    found.append(Labelled(text.id, c, reading, draft, label))
    return found


def kind_rows(amounts: Iterable[Labelled]) -> Rows:
    """Return an example for each right kind of each amount; several right ones share its count."""
    rows = Rows()
    for each in amounts:
        right = _values(each.label.kind)
        features = kind_features(each.context, each.reading, each.draft) if right else {}
        for kind in right:
            rows.add(features, kind, 1 / len(right), each.text)
    return rows


@dataclass(frozen=True, slots=True)
class Choice:
    """One amount with its candidates for a role, and which of them are right."""

    amount: Labelled
    slugs: tuple[str | None, ...]
    features: tuple[Features, ...]
    right: tuple[bool, ...]


def choices(amounts: Iterable[Labelled], role: Role) -> list[Choice]:
    """Return the choice that each amount of its own parties poses."""
    found = []
    for each in amounts:
        accepted = _accepted(each, role)
        if not accepted.scored or shares_parties(each.reading.sentence, each.draft, each.reading.drafts):
            continue
        candidates = party_features(each.context, each.reading, each.draft)
        for slug in _values(each.label.company) if role == "counterparty" else ():
            if slug not in _values(accepted):
                candidates.pop(slug, None)
        slugs = tuple(candidates)
        right = tuple(slug in accepted.values for slug in slugs)
        found.append(Choice(each, slugs, tuple(candidates.values()), right))
    return found


def _accepted(each: Labelled, role: Role) -> Accepted:
    return each.label.company if role == "company" else each.label.counterparty


def _values(accepted: Accepted) -> list[str]:
    return [value for value in accepted.values if value is not None]


class KindModel:
    """A linear model over named features."""

    def __init__(self, rows: Rows, strength: float) -> None:
        seen: dict[str, set[str]] = {}
        for features, text in zip(rows.features, rows.texts, strict=True):
            for name in features:
                seen.setdefault(name, set()).add(text)
        self.common = {name for name, texts in seen.items() if len(texts) >= FEWEST_TEXTS}
        self.names = DictVectorizer()
        matrix = self.names.fit_transform([self._kept(features) for features in rows.features])
        self.fitted = LogisticRegression(C=strength, max_iter=300, tol=1e-3)
        self.fitted.fit(matrix, rows.targets, sample_weight=rows.counts)
        self.classes: list[str] = [str(each) for each in self.fitted.classes_]

    def _kept(self, features: Features) -> Features:
        return {name: value for name, value in features.items() if name in self.common}

    def probabilities(self, features: Sequence[Features]) -> NDArray[np.float64]:
        """Return a row for each example, a column for each class."""
        rows = self.names.transform([self._kept(each) for each in features])
        return cast("NDArray[np.float64]", self.fitted.predict_proba(rows))


class PartyModel:
    """A conditional logit: how much each feature speaks for the candidate that has it."""

    def __init__(self, learnt: Sequence[Choice]) -> None:
        answerable = [choice for choice in learnt if any(choice.right)]
        seen: dict[str, set[str]] = {}
        for choice in answerable:
            for name in {name for features in choice.features for name in features}:
                seen.setdefault(name, set()).add(choice.amount.text)
        common = sorted(name for name, texts in seen.items() if len(texts) >= FEWEST_TEXTS)
        self.columns = {name: column for column, name in enumerate(common)}
        matrix, starts = self._matrix(answerable)
        right = np.array([is_right for choice in answerable for is_right in choice.right], float)
        owner = np.repeat(np.arange(len(answerable)), [len(choice.slugs) for choice in answerable])

        def loss(weights: Floats) -> tuple[float, Floats]:
            scores = matrix @ weights
            scaled = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
            total, of_right = np.add.reduceat(scaled, starts), np.add.reduceat(scaled * right, starts)
            pull = scaled / total[owner] - scaled * right / of_right[owner]
            penalty = PARTY_PENALTY * weights
            return float(-np.log(of_right / total).sum() + weights @ penalty / 2), matrix.T @ pull + penalty

        self.weights: Floats = minimize(loss, np.zeros(len(common)), jac=True, method="L-BFGS-B").x

    def _matrix(self, asked: Sequence[Choice]) -> "tuple[csr_matrix, NDArray[np.intp]]":
        rows, columns, starts, row = [], [], [], 0
        for choice in asked:
            starts.append(row)
            for features in choice.features:
                known = [self.columns[name] for name in features if name in self.columns]
                rows += [row] * len(known)
                columns += known
                row += 1
        ones = np.ones(len(rows))
        return csr_matrix((ones, (rows, columns)), shape=(row, len(self.columns))), np.array(starts)

    def answers(self, asked: Sequence[Choice], least: float) -> list[tuple[str | None, float]]:
        """Return the likeliest candidate of each choice, None where none is likely enough."""
        matrix, starts = self._matrix(asked)
        found: list[tuple[str | None, float]] = []
        for choice, scores in zip(asked, np.split(matrix @ self.weights, starts[1:]), strict=True):
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            best = int(shares.argmax())
            found.append((choice.slugs[best] if shares[best] >= least else None, float(shares[best])))
        return found


def folds(texts: Sequence[str]) -> list[tuple[set[str], set[str]]]:
    """Return pairs of text ids, to learn from and to measure on; each text is measured once."""
    ids = sorted(set(texts))
    split = GroupKFold(FOLDS, shuffle=True, random_state=0).split(ids, groups=ids)
    return [({ids[k] for k in learn}, {ids[k] for k in measure}) for learn, measure in split]


def give_kinds(amounts: Sequence[Labelled]) -> Counter[str]:
    """Settle the kind of each amount by a model that has not seen its text; return how many were right."""
    outcome: Counter[str] = Counter()
    for learn, measure in folds([each.text for each in amounts]):
        model = KindModel(kind_rows(each for each in amounts if each.text in learn), KIND_STRENGTH)
        asked = [each for each in amounts if each.text in measure]
        rows = model.probabilities([kind_features(e.context, e.reading, e.draft) for e in asked])
        for each, row in zip(asked, rows, strict=True):
            best = int(row.argmax())
            kind = cast(FigureKind, model.classes[best]) if row[best] >= LEAST_KIND else None
            settle_kind(each.draft, kind, float(row[best]))
            _count(outcome, each.label.kind, kind)
    return outcome


def measure_party(amounts: Sequence[Labelled], role: Role) -> Counter[str]:
    """Return how often a model that has not seen the text tells the party right."""
    outcome: Counter[str] = Counter()
    every = choices(amounts, role)
    for learn, measure in folds([each.text for each in amounts]):
        model = PartyModel([choice for choice in every if choice.amount.text in learn])
        asked = [choice for choice in every if choice.amount.text in measure]
        for choice, (slug, _) in zip(asked, model.answers(asked, LEAST_PARTY[role]), strict=True):
            _count(outcome, _accepted(choice.amount, role), slug)
    return outcome


def _count(outcome: Counter[str], accepted: Accepted, given: str | None) -> None:
    if accepted.scored:
        outcome["all"] += 1
        outcome["answered"] += given is not None
        outcome["right"] += given in accepted.values
        outcome["wrong"] += given is not None and given not in accepted.values


def stored_kinds(model: KindModel) -> dict[str, object]:
    """Return the weights of the kinds as they are stored."""
    matrix = model.fitted.coef_
    weights = {}
    for column, name in enumerate(model.names.get_feature_names_out()):
        row = [[k, round(float(w), 3)] for k, w in enumerate(matrix[:, column]) if abs(w) >= SLIGHT]
        if row:
            weights[str(name)] = row
    bias = [round(float(each), 3) for each in model.fitted.intercept_]
    return {"kinds": model.classes, "bias": bias, "weights": weights}


def stored_party(model: PartyModel) -> dict[str, object]:
    """Return the weights of a party as they are stored."""
    weights = {
        n: round(float(w), 3) for n, w in zip(model.columns, model.weights, strict=True) if abs(w) >= SLIGHT
    }
    return {"weights": weights}


def write(stored: dict[str, dict[str, object]], path: Path) -> None:
    """Write the weights, a line a feature, so that a change of them can be read."""
    parts = []
    for name, model in stored.items():
        weights = cast(dict[str, object], model["weights"])
        lines = ",\n".join(
            f"{json.dumps(k, ensure_ascii=False)}:{json.dumps(weights[k])}" for k in sorted(weights)
        )
        rest = "".join(f"{json.dumps(k)}:{json.dumps(v)},\n" for k, v in model.items() if k != "weights")
        parts.append(f'"{name}":{{\n{rest}"weights":{{\n{lines}\n}}}}')
    path.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")


def _line(name: str, outcome: Counter[str]) -> str:
    total, answered = outcome["all"], max(1, outcome["answered"])
    return (
        f"{name:14}{outcome['right'] / total:8.3f}{outcome['answered'] / total:10.3f}"
        f"{outcome['wrong'] / answered:8.3f}{total:8}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the models reach on texts left out, then fit them on all and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.fit", description=__doc__)
    parser.add_argument("--measure-only", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    amounts = labelled_amounts(load_corpus(("dev",)), load_tagger())
    print(f"{len(amounts)} amounts of {len({each.text for each in amounts})} texts, each text left out once")
    print(f"{'':14}{'right':>8}{'answered':>10}{'wrong':>8}{'of':>8}")
    print(_line("kind", give_kinds(amounts)))
    for role in ROLES:
        print(_line(role, measure_party(amounts, role)))
    if not options.measure_only:
        stored = {"kind": stored_kinds(KindModel(kind_rows(amounts), KIND_STRENGTH))}
        for role in ROLES:
            stored[role] = stored_party(PartyModel(choices(amounts, role)))
        write(stored, WEIGHTS)
        print(f"written: {WEIGHTS.name}, {WEIGHTS.stat().st_size // 1024} KiB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
