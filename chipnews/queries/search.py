"""Full-text search: SQLite's FTS5 or PostgreSQL's text search behind one function.

A query is words that must all occur, "phrases in quotes", -words that must not, and OR between two of them.
Nothing that a user types is an error of syntax.
"""

import re
from dataclasses import dataclass
from functools import reduce

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Float,
    Integer,
    String,
    func,
    literal_column,
    select,
    text,
)
from sqlmodel import col

from chipnews.errors import UsageError
from chipnews.queries.items import ItemFilter, ItemRow, as_item, conditions, row_columns
from chipnews.storage.models import Item

_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_SNIPPET_WORDS = 24
# What marks the words that were found while a snippet is on its way here; texts hold no such characters.
_OPEN, _CLOSE = "\x02", "\x03"
_ENGLISH: ColumnElement[str] = literal_column("'english'")
_INDEXED: ColumnElement[str] = literal_column("item.search")


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


@dataclass(frozen=True, slots=True)
class Terms:
    """What a query asks for: of each group of terms one must occur, of the unwanted none."""

    wanted: tuple[tuple[str, ...], ...]
    unwanted: tuple[str, ...]


def terms_of(query: str) -> Terms:
    """Return the words and phrases of a query. Raises UsageError where no word is wanted."""
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
        if minus:
            unwanted.append(term)
        elif join_next:
            wanted[-1].append(term)
        else:
            wanted.append([term])
        join_next = False
    if not wanted:
        raise UsageError("Name at least one word to search for.")
    return Terms(tuple(tuple(group) for group in wanted), tuple(unwanted))


def fts5_query(query: str) -> str:
    """Return the query in FTS5's language, every word quoted. Raises UsageError where no word is wanted."""
    terms = terms_of(query)
    every = " AND ".join(f"({' OR '.join(map(_quoted, group))})" for group in terms.wanted)
    return f"({every})" + "".join(f" NOT {_quoted(term)}" for term in terms.unwanted)


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _ts_query(query: str) -> ColumnElement[str]:
    """Return the query in the language of PostgreSQL's text search. Raises UsageError as `terms_of` does."""
    terms = terms_of(query)

    def one(term: str) -> ColumnElement[str]:
        return func.phraseto_tsquery(_ENGLISH, term)

    every = reduce(func.tsquery_and, (reduce(func.tsquery_or, map(one, group)) for group in terms.wanted))
    return reduce(func.tsquery_and, (func.tsquery_not(one(term)) for term in terms.unwanted), every)


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
    asked = _ts_query(query)
    found = connection.execute(
        select(*row_columns())
        .where(*conditions(which), _INDEXED.op("@@", is_comparison=True)(asked))
        .order_by(func.ts_rank(_INDEXED, asked).desc(), col(Item.published_at).desc(), col(Item.id).desc())
        .limit(limit)
    ).all()
    options = f'StartSel="{_OPEN}",StopSel="{_CLOSE}",MaxWords={_SNIPPET_WORDS},MinWords=10'
    snippet = select(func.ts_headline(_ENGLISH, col(Item.text), asked, options))
    return [
        _hit(as_item(row), connection.execute(snippet.where(col(Item.id) == row.id)).scalar() or "")
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
