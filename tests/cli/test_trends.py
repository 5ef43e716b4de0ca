"""`chipnews trends`: what it draws, and what it says where there is nothing to draw."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console
from sqlalchemy import Engine

from chipnews.rendering.trends_terminal import trends_terminal
from chipnews.reports.trends import make_trends
from tests.builders import KNOWLEDGE, NOW, add_item, money
from tests.cli.conftest import Runner


def test_it_draws_a_line_for_each_week_and_company(run: Runner, engine: Engine) -> None:
    now = datetime.now(UTC)
    figure = money("$5 billion", 5 * 10**9, kind="capex", company="amazon")
    add_item(
        engine, "Amazon spends $5 billion", companies={"amazon": "Amazon"}, figures=[figure], published=now
    )
    add_item(engine, "Nvidia", companies={"nvidia": "Nvidia"}, published=now - timedelta(weeks=2))
    out = run("trends").out
    assert len([line for line in out.splitlines() if line[:2] == "20"]) == 3
    for part in ("All news", "$5 billion", "Amazon", "Nvidia", "█"):
        assert part in out, part


@pytest.mark.parametrize("width", [80, 120, 200])
def test_it_fits_the_screen_and_uses_it(engine: Engine, width: int) -> None:
    for week in range(5):
        surface = f"${week + 1} billion"
        add_item(
            engine, f"Amazon Web Services {surface}", companies={"aws": "Amazon Web Services"},
            figures=[money(surface, (week + 1) * 10**9)], published=NOW - timedelta(weeks=week),
        )  # fmt: skip
    screen = Console(width=width, file=StringIO(), force_terminal=True, color_system=None)
    screen.print(trends_terminal(make_trends(engine, KNOWLEDGE, now=NOW), screen.width))
    lines = screen.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert max(len(line.rstrip()) for line in lines) <= width
    assert len([line for line in lines if line.startswith("2026-")]) == 5
    longest = max(line.count("█") for line in lines)
    assert longest == {80: 25, 120: 66, 200: 90}[width]


def test_json_holds_the_points(run: Runner, engine: Engine) -> None:
    add_item(engine, "Amazon", companies={"amazon": "Amazon"}, published=datetime.now(UTC))
    found = run("trends", "--company", "amzn", "--by", "month", "--json").json
    assert isinstance(found, dict)
    assert found["company"] == {"slug": "amazon", "name": "Amazon"}
    assert [point["items"] for point in found["points"]] == [1]


def test_without_items_it_says_what_to_run(run: Runner, engine: Engine) -> None:
    assert "chipnews fetch" in run("trends").out


def test_an_unknown_kind_answers_with_the_known_ones(run: Runner, engine: Engine) -> None:
    done = run("trends", "--kind", "capx")
    assert done.code == 2
    assert "capex" in done.err
