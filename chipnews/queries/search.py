"""Full-text search: SQLite's FTS5 or PostgreSQL's text search behind one function.

A query is words that must all occur, "phrases in quotes", -words that must not, and OR between two of them.
Nothing that a user types is an error of syntax.
"""

import re
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Float, Integer, String, select, text
from sqlmodel import col

from chipnews.errors import UsageError
from chipnews.queries.items import ItemFilter, ItemRow, as_item, conditions, row_columns
from chipnews.storage.models import Item

_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_SNIPPET_WORDS = 24
# What marks the words that were found while a snippet is on its way here; texts hold no such characters.
_OPEN, _CLOSE = "\x02", "\x03"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An item that was found, a piece of its text, and where in that piece the words stand (start, end)."""

    item: ItemRow
    snippet: str
    highlights: tuple[tuple[int, int], ...]


def search(engine: Engine, query: str, which: ItemFilter, limit: int = 20) -> list[SearchHit]:
    """Return the items of the filter that match, the best first. Raises UsageError if no word is given."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            return _search_postgres(connection, query, which, limit)
        return _search_sqlite(connection, query, which, limit)


def fts5_query(query: str) -> str:
    """Return the query in FTS5's language, every word quoted. Raises UsageError where no word is wanted."""
    wanted: list[list[str]] = []
    unwanted: list[str] = []
    join_next = False
    for minus, phrase, word in _TERM.findall(query.replace("\0", " ")):
        if word == "OR" and not minus:
            join_next = bool(wanted)
            continue
        term = phrase or word
        if not any(char.isalnum() for char in term):
            continue
        quoted = '"' + term.replace('"', '""') + '"'
        if minus:
            unwanted.append(quoted)
        elif join_next:
            wanted[-1].append(quoted)
        else:
            wanted.append([quoted])
        join_next = False
    if not wanted:
        raise UsageError("Name at least one word to search for.")
    every = " AND ".join(f"({' OR '.join(group)})" for group in wanted)
    return f"({every})" + "".join(f" NOT {term}" for term in unwanted)


def _search_sqlite(connection: Connection, query: str, which: ItemFilter, limit: int) -> list[SearchHit]:
    match = fts5_query(query)
    hit = (
        text(
            "SELECT rowid AS id, bm25(item_search, 4.0, 1.0) AS rank FROM item_search "
            "WHERE item_search MATCH :match"
        )
        .bindparams(match=match)
        .columns(id=Integer, rank=Float)
        .subquery("hit")
    )
    found = connection.execute(
        select(*row_columns())
        .join(hit, hit.c.id == col(Item.id))
        .where(*conditions(which))
        .order_by(hit.c.rank, col(Item.published_at).desc(), col(Item.id).desc())
        .limit(limit)
    ).all()
    # Snippets are dear: only those that are shown are made.
    snippet = text(
        "SELECT snippet(item_search, -1, :open, :close, '…', :words) FROM item_search "
        "WHERE item_search MATCH :match AND rowid = :id"
    ).columns(snippet=String)
    marks = {"open": _OPEN, "close": _CLOSE, "words": _SNIPPET_WORDS, "match": match}
    return [
        _hit(as_item(row), connection.execute(snippet, {**marks, "id": row.id}).scalar() or "")
        for row in found
    ]


def _search_postgres(connection: Connection, query: str, which: ItemFilter, limit: int) -> list[SearchHit]:
    fts5_query(query)  # the same rule of what makes a query
    asked = query.replace("\0", " ")
    matches = text("item.search @@ websearch_to_tsquery('english', :asked)").bindparams(asked=asked)
    rank = text("ts_rank(item.search, websearch_to_tsquery('english', :asked)) DESC").bindparams(asked=asked)
    found = connection.execute(
        select(*row_columns())
        .where(*conditions(which), matches)
        .order_by(rank, col(Item.published_at).desc(), col(Item.id).desc())
        .limit(limit)
    ).all()
    snippet = text(
        "SELECT ts_headline('english', text, websearch_to_tsquery('english', :asked), :options) "
        "FROM item WHERE id = :id"
    ).columns(snippet=String)
    options = f'StartSel="{_OPEN}",StopSel="{_CLOSE}",MaxWords={_SNIPPET_WORDS},MinWords=10'
    return [
        _hit(
            as_item(row),
            connection.execute(snippet, {"asked": asked, "options": options, "id": row.id}).scalar() or "",
        )
        for row in found
    ]


def _hit(item: ItemRow, marked: str) -> SearchHit:
    """Return the hit with the marks taken out of its snippet and kept as places."""
    snippet, highlights = "", []
    begin = 0
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", " ".join(marked.split())):
        if piece == _OPEN:
            begin = len(snippet)
        elif piece == _CLOSE:
            highlights.append((begin, len(snippet)))
        else:
            snippet += piece
    return SearchHit(item, snippet, tuple(highlights))
