"""The stages as one run."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from chipnews.config import Settings
from chipnews.fetching.values import FetchOptions
from chipnews.ingest import IngestOptions, ingest
from chipnews.storage.models import FetchRun
from chipnews.tagging.run import TagReport


def test_a_run_remembers_how_many_items_were_tagged(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chipnews.ingest.process", lambda *given, **named: TagReport(item_ids=(1, 2, 3)))
    settings = Settings.model_validate({"feeds": {"builtin": False}})
    ingest(engine, settings, IngestOptions(FetchOptions()))
    with engine.connect() as connection:
        assert connection.execute(select(FetchRun.tagged)).scalar_one() == 3
