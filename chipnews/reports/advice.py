"""What to tell a user who asked and got nothing: why that is so and what to run."""

from sqlalchemy import Engine

from chipnews.queries import ItemFilter, count_items


def why_nothing(engine: Engine, what: str, which: ItemFilter) -> str:
    """Return a sentence on why no item was found; `what` is what was looked for, such as "names Amazon"."""
    if count_items(engine, ItemFilter(relevant=None)) == 0:
        return "The database holds no items yet. Run `chipnews fetch`, or `chipnews demo` to look around."
    if count_items(engine, ItemFilter()) == 0:
        return "No item is tagged as news of this field yet. Run `chipnews tag`, then ask again."
    if which.since is not None or which.until is not None:
        return f"No item of this period {what}. Try a longer period with --since."
    return f"No item {what}. Run `chipnews fetch` for newer ones."
