"""The read side: every SELECT that more than one caller needs, with frozen results. Writes nothing."""

from chipnews.queries.companies import (
    Activity,
    CandidateRow,
    NamedCount,
    activity,
    candidates,
    companies_by_item,
    named_in_items,
)
from chipnews.queries.figures import FigureFilter, FigureRow, figures, item_figures, unattributed_figures
from chipnews.queries.health import DatabaseCheck, check_database, count_items
from chipnews.queries.items import (
    ItemFilter,
    ItemRow,
    ItemText,
    MentionRow,
    item_mentions,
    item_text,
    items,
    items_by_id,
    newest_ids,
)
from chipnews.queries.search import SearchHit, search

__all__ = [
    "Activity",
    "CandidateRow",
    "DatabaseCheck",
    "FigureFilter",
    "FigureRow",
    "ItemFilter",
    "ItemRow",
    "ItemText",
    "MentionRow",
    "NamedCount",
    "SearchHit",
    "activity",
    "candidates",
    "check_database",
    "companies_by_item",
    "count_items",
    "figures",
    "item_figures",
    "item_mentions",
    "item_text",
    "items",
    "items_by_id",
    "named_in_items",
    "newest_ids",
    "search",
    "unattributed_figures",
]
