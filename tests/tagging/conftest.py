"""The real tagger, loaded once for all tests of this package."""

from pathlib import Path

import pytest

from chipnews.config import KnowledgeSettings, Settings
from chipnews.tagging.pipeline import Tagger, load_tagger


@pytest.fixture(scope="session")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    nobody = Path(tmp_path_factory.mktemp("config")) / "knowledge.toml"
    return load_tagger(Settings(knowledge=KnowledgeSettings(file=nobody)))
