"""Feeds in every format as one `FetchedFeed`: the fast parser first, feedparser for what is broken."""

from chipnews.fetching.parsing.parse import parse_feed

__all__ = ["parse_feed"]
