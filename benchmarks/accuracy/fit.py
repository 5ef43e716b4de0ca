"""Learn the weights of attribution from the development texts: `python -m benchmarks.accuracy.fit`.

Linear models: one that tells the kind (scikit-learn's logistic regression), and for each party and for the
period one that tells the right candidate among those of an amount, none being one of them (a conditional
logit, by SciPy). What is printed is measured on texts left out of the fit, a fifth at a time. Each model
learns from what those before it answer on texts that they have not seen, so that it meets the same mistakes
as in use. The texts kept for testing take no part.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

import chipnews.tagging.attribution
from benchmarks.accuracy.corpus import LabelledFigure, LabelledText, load_corpus
from benchmarks.accuracy.scoring import accepted_values, same_amount
from chipnews.tagging.attribution.attribute import decide_kinds, decide_party, decide_period, read_amounts
from chipnews.tagging.attribution.context import Context, Draft, Reading
from chipnews.tagging.attribution.kind_features import kind_features
from chipnews.tagging.attribution.ownership import align_companies
from chipnews.tagging.attribution.scorer import Answer, Choice, Features, Key, KindWeights, Scorer
from chipnews.tagging.attribution.status import decide_status, is_future
from chipnews.tagging.pipeline import Tagger, load_tagger
from chipnews.tagging.values import FigureKind

Floats = NDArray[np.float64]

WEIGHTS = Path(chipnews.tagging.attribution.__file__).with_name("weights.json")
FOLDS = 5
KIND_STRENGTH = 0.2  # the inverse of the penalty
ROUNDS = 2
PENALTY: Mapping[Choice, float] = {"company": 5.0, "counterparty": 5.0, "period": 6.0}
FEWEST_TEXTS = 3
SLIGHT = 0.02


@dataclass(frozen=True, slots=True)
class Labelled:
    """One amount that was found, with where it stands and what is right."""

    reading: Reading
    draft: Draft
    label: LabelledFigure


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled text as the tagger reads it, with the labels of its amounts by their index."""

    id: str
    context: Context
    readings: list[Reading]
    labels: Mapping[int, LabelledFigure]

    def amounts(self) -> Iterator[Labelled]:
        """Return the amounts that are labelled."""
        for reading in self.readings:
            for draft in reading.drafts.values():
                if draft.index in self.labels:
                    yield Labelled(reading, draft, self.labels[draft.index])


def read(text: LabelledText, tagger: Tagger) -> Text:
    """Return the text with its amounts read, and nothing told of them."""
    c = tagger.context(text.text, published=text.published, outlet=text.outlet)
    labels: dict[int, LabelledFigure] = {}
    for index, money in enumerate(c.money):
        label = next((each for each in text.figures if same_amount(each, money)), None)
        if label is not None:
            labels[index] = label
    return Text(text.id, c, read_amounts(c), labels)


@dataclass(frozen=True, slots=True)
class Example:
    """The features of one amount, and the kinds that are right for it; they share its count."""

    text: str
    features: Features
    right: tuple[str, ...]


def examples(texts: Iterable[Text]) -> list[Example]:
    """Return an example for each amount whose kind is labelled."""
    return [
        Example(text.id, kind_features(text.context, each.reading, each.draft), right)
        for text in texts
        for each in text.amounts()
        if (right := tuple(value for value in each.label.kind.values if value is not None))
    ]


@dataclass(frozen=True, slots=True)
class Question:
    """One amount with the features of each candidate for a choice, and which of them are right."""

    text: str
    features: tuple[Features, ...]
    right: tuple[bool, ...]


class Witness:
    """Answers a choice by a scorer, or rightly where there is none, and keeps what was asked."""

    def __init__(self, text: str, label: LabelledFigure | None, scorer: Scorer | None) -> None:
        self.asked: list[tuple[Choice, Question]] = []
        self._text = text
        self._label = label
        self._scorer = scorer

    def choose(self, choice: Choice, candidates: Mapping[Key | None, Features]) -> Answer[Key]:
        """Return the answer, and keep the question if it is labelled."""
        accepted = accepted_values(self._label, choice) if self._label is not None else None
        right = [accepted is not None and _written(key) in accepted.values for key in candidates]
        if accepted is not None and accepted.scored:
            self.asked.append((choice, Question(self._text, tuple(candidates.values()), tuple(right))))
        if self._scorer is not None:
            return self._scorer.choose(choice, candidates)
        return Answer(next((key for key, ok in zip(candidates, right, strict=True) if ok), None), 1.0)


def _written(key: object) -> str | None:
    """Return a candidate as the labels write it."""
    if isinstance(key, tuple):
        return f"{key[0] or ''}..{key[1]}"
    assert key is None or isinstance(key, str)
    return key


Asked = dict[Choice, list[Question]]


def ask_parties(text: Text, scorer: Scorer | None, asked: Asked) -> None:
    """Tell the parties of a text by the scorer, the right ones without one, and keep what was asked."""
    c = text.context
    c.owned.clear()
    for reading in text.readings:
        for draft in reading.in_order():
            witness = Witness(text.id, text.labels.get(draft.index), scorer)
            decide_party(c, reading, draft, witness)
            for choice, question in witness.asked:
                asked.setdefault(choice, []).append(question)
        align_companies(c, reading.sentence, reading.number, list(reading.drafts), reading.drafts)


def ask_periods(text: Text, scorer: Scorer | None, asked: Asked) -> None:
    """Tell the periods of a text by the scorer, the right ones without one, and keep what was asked."""
    c = text.context
    c.dated.clear()
    for reading in text.readings:
        ordered = reading.in_order()
        for draft in ordered:
            draft.period, draft.future = None, is_future(reading.sentence, draft.at)
            decide_status(reading, draft)
        for draft in ordered:
            witness = Witness(text.id, text.labels.get(draft.index), scorer)
            decide_period(c, reading, draft, witness)
            for choice, question in witness.asked:
                asked.setdefault(choice, []).append(question)


def _common(described: Iterable[tuple[str, Features]]) -> list[str]:
    """Return the features that stand in at least FEWEST_TEXTS texts."""
    seen: dict[str, set[str]] = {}
    for text, features in described:
        for name in features:
            seen.setdefault(name, set()).add(text)
    return sorted(name for name, texts in seen.items() if len(texts) >= FEWEST_TEXTS)


def fit_kinds(learnt: Sequence[Example]) -> KindWeights:
    """Return the weights of the kinds.

    Where several kinds are right for an amount, they share its count at first alike, and then by how likely
    the model of the round before holds each, so that what is called either way is told one way.
    """
    common = set(_common((each.text, each.features) for each in learnt))
    names = DictVectorizer()
    described = names.fit_transform(
        [{name: value for name, value in each.features.items() if name in common} for each in learnt]
    )
    rows = np.array([row for row, each in enumerate(learnt) for _ in each.right])
    right = [kind for each in learnt for kind in each.right]
    counts = np.array([1 / len(each.right) for each in learnt for _ in each.right])
    model = LogisticRegression(C=KIND_STRENGTH, max_iter=300, tol=1e-3, warm_start=True)
    for _ in range(ROUNDS):
        model.fit(described[rows], right, sample_weight=counts)
        likely = model.predict_proba(described)[rows, np.searchsorted(model.classes_, right)]
        counts = likely / np.bincount(rows, likely)[rows]
    return KindWeights(
        cast(tuple[FigureKind, ...], tuple(str(kind) for kind in model.classes_)),
        model.intercept_.astype(np.float32),
        {str(name): row for row, name in enumerate(names.get_feature_names_out())},
        model.coef_.T.astype(np.float32),
    )


def fit_choice(learnt: Sequence[Question], penalty: float) -> dict[str, float]:
    """Return how much each feature speaks for the candidate that has it."""
    answerable = [question for question in learnt if any(question.right)]
    common = _common((question.text, features) for question in answerable for features in question.features)
    columns = {name: column for column, name in enumerate(common)}
    indices: list[int] = []
    ends = [0]
    for question in answerable:
        for features in question.features:
            indices += [columns[name] for name in features if name in columns]
            ends.append(len(indices))
    matrix = csr_matrix((np.ones(len(indices)), indices, ends), shape=(len(ends) - 1, len(columns)))
    sizes = [len(question.features) for question in answerable]
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    right = np.array([is_right for question in answerable for is_right in question.right], float)
    owner = np.repeat(np.arange(len(answerable)), sizes)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = matrix @ weights
        scaled = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        total, of_right = np.add.reduceat(scaled, starts), np.add.reduceat(scaled * right, starts)
        pull = scaled / total[owner] - scaled * right / of_right[owner]
        cost = -np.log(of_right / total).sum() + penalty * (weights @ weights) / 2
        return float(cost), matrix.T @ pull + penalty * weights

    weights = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B").x
    return dict(zip(columns, weights.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Fold:
    """A share of the texts, and a scorer that learns from all others, one model after the other."""

    left_out: Sequence[Text]
    ids: frozenset[str]
    scorer: Scorer
    choices: dict[Choice, Mapping[str, float]]

    def learn(self, choice: Choice, questions: Iterable[Question]) -> None:
        """Learn one choice from what the other texts ask."""
        others = [question for question in questions if question.text not in self.ids]
        self.choices[choice] = fit_choice(others, PENALTY[choice])


def make_folds(texts: Sequence[Text], learnt: Sequence[Example]) -> list[Fold]:
    """Return the folds, each with the kinds learnt from the others; each text is left out once."""
    folds = []
    ids = [text.id for text in texts]
    for _, measured in GroupKFold(FOLDS, shuffle=True, random_state=0).split(ids, groups=ids):
        left_out = [texts[k] for k in measured]
        names = frozenset(text.id for text in left_out)
        choices: dict[Choice, Mapping[str, float]] = {}
        kinds = fit_kinds([example for example in learnt if example.text not in names])
        folds.append(Fold(left_out, names, Scorer(kinds, choices, ""), choices))
    return folds


def learn_in_turn(texts: Sequence[Text]) -> tuple[KindWeights, dict[Choice, dict[str, float]]]:
    """Tell everything of each text by models that have not seen it; return the weights learnt from all.

    What follows an amount hangs on what was told of it. So each choice is learnt from rightly told texts
    first, and then from texts as they are told by what was learnt so.
    """
    learnt = examples(texts)
    folds = make_folds(texts, learnt)
    for fold in folds:
        for text in fold.left_out:
            decide_kinds(text.context, text.readings, fold.scorer)
    choices: dict[Choice, dict[str, float]] = {}
    for ask in (ask_parties, ask_periods):
        asked: Asked = {}
        for text in texts:
            ask(text, None, asked)
        for _ in range(2):
            for choice, questions in asked.items():
                for fold in folds:
                    fold.learn(choice, questions)
                choices[choice] = fit_choice(questions, PENALTY[choice])
            asked = {}
            for fold in folds:
                for text in fold.left_out:
                    ask(text, fold.scorer, asked)
    return fit_kinds(learnt), choices


def outcome(texts: Iterable[Text], attribute: str) -> Counter[str]:
    """Return how often what is told of an attribute is right."""
    counts: Counter[str] = Counter()
    for text in texts:
        for each in text.amounts():
            accepted = accepted_values(each.label, attribute)
            if accepted.scored:
                given = _given(each.draft, attribute)
                counts["all"] += 1
                counts["answered"] += given is not None
                counts["right"] += given in accepted.values
                counts["wrong"] += given is not None and given not in accepted.values
    return counts


def _given(draft: Draft, attribute: str) -> str | None:
    if attribute == "period":
        period = draft.period
        return _written((period.start, period.end) if period is not None else None)
    given = getattr(draft, attribute)
    assert given is None or isinstance(given, str)
    return given


def stored_kinds(kinds: KindWeights) -> dict[str, object]:
    """Return the weights of the kinds as they are stored."""
    weights = {}
    for name, place in kinds.rows.items():
        row = [[k, round(float(w), 3)] for k, w in enumerate(kinds.matrix[place]) if abs(w) >= SLIGHT]
        if row:
            weights[name] = row
    return {"kinds": kinds.kinds, "bias": [round(float(each), 3) for each in kinds.bias], "weights": weights}


def stored_choice(choice: Mapping[str, float]) -> dict[str, object]:
    """Return the weights of a choice as they are stored."""
    return {"weights": {name: round(w, 3) for name, w in choice.items() if abs(w) >= SLIGHT}}


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


def _line(name: str, counts: Counter[str]) -> str:
    total, answered = counts["all"], max(1, counts["answered"])
    return (
        f"{name:14}{counts['right'] / total:8.3f}{counts['answered'] / total:10.3f}"
        f"{counts['wrong'] / answered:8.3f}{total:8}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the models reach on texts left out, then write the weights learnt from all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.fit", description=__doc__)
    parser.add_argument("--measure-only", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    tagger = load_tagger()
    texts = [read(text, tagger) for text in load_corpus(("dev",))]
    kinds, choices = learn_in_turn(texts)
    print(f"{sum(len(text.labels) for text in texts)} amounts of {len(texts)} texts, each text left out once")
    print(f"{'':14}{'right':>8}{'answered':>10}{'wrong':>8}{'of':>8}")
    measured = ("kind", *get_args(Choice), "status")
    told = {attribute: outcome(texts, attribute) for attribute in measured}
    for attribute in measured:
        print(_line(attribute, told[attribute]))
    print(_line("first four", sum((told[attribute] for attribute in measured[:4]), Counter())))
    if not options.measure_only:
        stored = {"kind": stored_kinds(kinds)} | {name: stored_choice(each) for name, each in choices.items()}
        write(stored, WEIGHTS)
        print(f"written: {WEIGHTS.name}, {WEIGHTS.stat().st_size // 1024} KiB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
