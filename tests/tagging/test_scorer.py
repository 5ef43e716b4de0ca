"""What the learnt weights answer, and when they rather answer nothing."""

import os
import subprocess
import sys
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipnews.tagging.attribution.scorer import LEAST, Choice, load_scorer
from chipnews.tagging.values import FigureKind

SCORER = load_scorer()
NAMES = sorted(SCORER.kinds.rows)
CHOICE_NAMES = sorted(SCORER.choices["company"])


def test_every_kind_has_weights() -> None:
    assert set(SCORER.kinds.kinds) == set(get_args(FigureKind))


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(), st.floats(0, 3), max_size=40))
def test_a_kind_comes_with_a_probability(features: dict[str, float]) -> None:
    answer = SCORER.kind(SCORER.weigh_kinds(features))
    assert 0 <= answer.probability <= 1
    assert answer.kind is None or answer.kind in SCORER.kinds.kinds


@pytest.mark.parametrize("choice", get_args(Choice))
@given(
    candidates=st.dictionaries(
        st.sampled_from(["amd", "intel", "nvidia"]),
        st.dictionaries(st.sampled_from(CHOICE_NAMES), st.just(1.0), max_size=20),
    )
)
def test_a_choice_is_one_of_the_candidates_or_none(
    choice: Choice, candidates: dict[str | None, dict[str, float]]
) -> None:
    candidates[None] = {"nobody": 1.0}
    answer = SCORER.choose(choice, candidates)
    assert answer.key in candidates
    assert 0 <= answer.probability <= 1
    assert answer.key is None or answer.probability >= LEAST[choice]


def test_without_candidates_it_is_surely_nobody() -> None:
    assert SCORER.choose("company", {None: {}}) == (None, 1.0)


def test_candidates_alike_in_all_are_not_told_apart() -> None:
    alike = {"main": 1.0, "owns": 1.0}
    rivals: dict[str | None, dict[str, float]] = dict.fromkeys(("amd", "intel", "nvidia"), alike)
    assert SCORER.choose("company", {**rivals, None: {}}).key is None


ASKED = """
from chipnews.tagging.attribution.scorer import load_scorer
scorer = load_scorer()
print(scorer.kind(scorer.weigh_kinds({name: 0.1 for name in list(scorer.kinds.rows)[::40]})))
print(scorer.choose("company", {"amd": dict.fromkeys(list(scorer.choices["company"])[::40], 1.0), None: {}}))
"""


def test_the_order_of_sets_in_a_process_changes_no_answer() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", ASKED],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
