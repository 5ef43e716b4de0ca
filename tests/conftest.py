"""What all tests share: nothing of the user's own settings is seen, and databases are quick to make."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine

from chipnews.storage.database import connect, open_database

hypothesis_settings.register_profile("chipnews", max_examples=60, deadline=None)
hypothesis_settings.load_profile("chipnews")


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings and databases of whoever runs the tests out of them."""
    for name in [name for name in os.environ if name.startswith("CHIPNEWS_")]:
        monkeypatch.delenv(name)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds its tables and no row; copy it, do not write to it."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    open_database(str(path)).dispose()
    return path


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    """The path of a new database."""
    return Path(shutil.copy(empty_database, tmp_path / "chipnews.db"))


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    """An engine on a new database."""
    engine = connect(str(database))
    yield engine
    engine.dispose()
