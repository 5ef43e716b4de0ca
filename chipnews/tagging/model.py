"""The statistical model: loaded when first asked for, and asked only about single sentences."""

import importlib
import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from chipnews.config import SHIPPED_MODEL
from chipnews.errors import ModelMissing

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


_UNUSED = ["lemmatizer", "attribute_ruler", "senter", "tagger", "parser"]


class StatisticalModel:
    """An installed spaCy model, by the name of its package. Nothing is ever downloaded."""

    def __init__(self, name: str = SHIPPED_MODEL) -> None:
        """Raise ModelMissing when no package of this name is installed."""
        if not name.isidentifier() or importlib.util.find_spec(name) is None:
            advice = (
                "Install chipnews again: the model is one of its dependencies."
                if name == SHIPPED_MODEL
                else f"Install it (`python -m pip install {name.replace('_', '-')}` in the environment of "
                f"chipnews), or set tagging.model to {SHIPPED_MODEL}."
            )
            raise ModelMissing(f"The language model '{name}' is not installed. {advice}")
        self.name = name

        self._loaded: Language | None = None

    @property
    def _pipeline(self) -> "Language":
        if self._loaded is None:
            package = importlib.import_module(self.name)
            self._loaded = package.load(
                exclude=["lemmatizer", "attribute_ruler", "senter", "tagger", "parser"]
            )
        return self._loaded

    @contextmanager
    def memory(self) -> Iterator[None]:
        """Forget on leaving what the model learnt of new words, so that memory stays flat over a long run.

        What `entities` gave must not be used after that.
        """
        if self._loaded is None:
            yield
        else:
            with self._loaded.memory_zone():
                yield

    def entities(self, sentences: Sequence[str]) -> "list[Doc]":
        """Return each sentence with its named entities."""
        return list(self._pipeline.pipe(sentences))
