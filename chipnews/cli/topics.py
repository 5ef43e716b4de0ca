"""The help topics: pages of docs/topics, which are in the package when it is installed."""

from importlib.resources import files
from importlib.resources.abc import Traversable


def topics() -> dict[str, str]:
    """Return the topics by name, each with its title."""
    found = {}
    for page in _folder().iterdir():
        if page.name.endswith(".md"):
            first = page.read_text(encoding="utf-8").partition("\n")[0]
            found[page.name.removesuffix(".md")] = first.removeprefix("# ")
    return dict(sorted(found.items()))


def topic_text(name: str) -> str:
    """Return the page of a topic that `topics` names."""
    return _folder().joinpath(f"{name}.md").read_text(encoding="utf-8")


def _folder() -> Traversable:
    package = files("chipnews")
    inside = package.joinpath("topics")
    return inside if inside.is_dir() else package.joinpath("..", "docs", "topics")
