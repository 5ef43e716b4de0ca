"""Reports as markdown, by Jinja2 templates. Every text of others goes through `md` or `link`.

A template of the user's own gets the same names: `report`, `period`, `explain`, and the filters below.
"""

import json
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateError

from chipnews.errors import SettingsError
from chipnews.rendering.json_value import json_value
from chipnews.rendering.labels import (
    counted,
    day_label,
    kind_label,
    period_label,
    source_label,
    what_label,
    who_label,
)
from chipnews.rendering.markdown_text import anchor, inline, link
from chipnews.rendering.money import dollars, money
from chipnews.reports.company import CompanyReport
from chipnews.reports.digest import Digest


def company_markdown(report: CompanyReport) -> str:
    """Return the report of a company as markdown."""
    return _tidy(_templates().get_template("company.md").render(_names(report)))


def digest_markdown(report: Digest, template: Path | None = None, *, explain: bool = False) -> str:
    """Return the digest as markdown, by the user's own template where one is given.

    `explain` says of each story why it stands where it does.
    Raises SettingsError when that template cannot be read or used.
    """
    if template is None:
        return _tidy(_templates().get_template("digest.md").render(_names(report) | {"explain": explain}))
    try:
        own = _templates().from_string(template.read_text(encoding="utf-8"))
        return _tidy(own.render(_names(report) | {"explain": explain}))
    except OSError as error:
        raise SettingsError(f"The template {template} cannot be read: {error.strerror}.") from None
    except (TemplateError, UnicodeDecodeError) as error:
        raise SettingsError(f"The template {template} cannot be used: {error}.") from None


def _names(report: CompanyReport | Digest) -> dict[str, object]:
    return {"report": report, "period": period_label(report.since, report.until)}


@lru_cache(maxsize=1)
def _templates() -> Environment:
    # Markdown, not HTML: what is escaped, and how, is the matter of `md` and `link`.
    environment = Environment(
        loader=PackageLoader("chipnews.rendering"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters |= {
        "md": inline,
        "link": link,
        "anchor": anchor,
        "yaml": _yaml,
        "money": money,
        "dollars": dollars,
        "what": what_label,
        "who": who_label,
        "source": source_label,
        "kind": kind_label,
        "day": day_label,
        "counted": counted,
        "to": period_label,
    }
    return environment


def _yaml(value: object) -> str:
    """Return a value for the front matter: JSON is YAML, and ASCII alone holds no trap for YAML readers."""
    return json.dumps(json_value(value))


def _tidy(markdown: str) -> str:
    """Return the markdown without runs of empty lines and with one newline at its end."""
    lines: list[str] = []
    for line in markdown.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"
