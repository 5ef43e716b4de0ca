"""What the ledger looks like: narrow enough, and with nothing hostile in it."""

import csv
import io
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime

import pytest
from rich.console import Console
from sqlalchemy import Engine

from chipnews.ledger.corrections import reject, set_fields
from chipnews.ledger.labelled import labelled_sentences
from chipnews.ledger.run import update_ledger
from chipnews.queries.ledger import FactFilter
from chipnews.rendering.figures import fact_markdown, fact_terminal, facts_markdown, facts_table
from chipnews.rendering.figures_data import facts_csv, labels_text
from chipnews.rendering.graph import graph_graphml, graph_mermaid
from chipnews.reports.figures import FactLine, fact_detail, fact_lines
from chipnews.reports.graph import Edge, Graph
from chipnews.reports.names import Named
from tests.builders import KNOWLEDGE, add_item, money
from tests.ledger.example import add_example

NOW = datetime(2026, 11, 21, tzinfo=UTC)
CAPEX = {"kind": "capex", "company": "amazon"}
HOSTILE = "=1+1 \x1b[31m[bold]red[/bold] <script>|x|"


def shown(renderable: object, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, emoji=False, highlight=False)
    console.print(renderable)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def lines(engine: Engine, *companies: str) -> tuple[FactLine, ...]:
    return fact_lines(engine, KNOWLEDGE, FactFilter(companies=companies, sort="amount"))


def test_the_facts_of_a_company_are_one_line_each_at_80_columns(engine: Engine) -> None:
    add_example(engine)
    written = shown(facts_table(lines(engine, "amazon"))).splitlines()
    assert written[0].strip() == "Amazon"
    assert [line.split()[1] for line in written[3:]] == ["$75", "$48.4", "$8", "$4"]
    assert "from #" in written[3]
    assert "part of #" in written[6]


def test_who_is_named_where_several_are(engine: Engine) -> None:
    add_example(engine)
    add_item(engine, "$5", figures=[money("$5", 5, kind="price", company="nvidia")])
    update_ledger(engine)
    assert "Nvidia" in shown(facts_table(lines(engine)))


def test_at_80_columns_a_long_amount_is_folded_and_no_word_is_cut(engine: Engine) -> None:
    add_item(engine, "$5", figures=[money("$5", 5, kind="acquisition", company="amazon")])
    long = money("$1", 1_300_000_000, unit="per million tokens", qualifier="up to", status="rumoured")
    long.kind, long.company = "acquisition", "nvidia"
    add_item(engine, "$1", figures=[long])
    update_ledger(engine)
    written = shown(facts_table(lines(engine)))
    for word in ("billion", "million", "tokens", "acquisition", "rumoured", "Amazon", "Nvidia"):
        assert word in written.replace(",", " ").split(), written


def test_independent_sources_are_told_where_they_differ(engine: Engine) -> None:
    for _ in range(2):
        add_item(engine, "$5", figures=[money("$5", 5, **CAPEX)], outlet="A")
    update_ledger(engine)
    assert "2 (1)" in shown(facts_table(lines(engine)))


@pytest.mark.parametrize("form", ["terminal", "markdown", "csv"])
def test_text_of_feeds_does_nothing_in(engine: Engine, form: str) -> None:
    item = add_item(
        engine, f"{HOSTILE} $5", figures=[money("$5", 5, **CAPEX)], outlet=HOSTILE, url="javascript:alert(1)"
    )
    assert item
    update_ledger(engine)
    [line] = lines(engine)
    detail = fact_detail(engine, KNOWLEDGE, line.id)
    if form == "terminal":
        written = shown(fact_terminal(detail), 200)
        assert "[bold]red[/bold]" in written
    elif form == "markdown":
        written = fact_markdown(detail) + facts_markdown([line])
        assert "<script" not in written.replace("\\<script", "")
        assert "javascript" not in written
    else:
        written = facts_csv([line])
        [row] = csv.DictReader(io.StringIO(written))
        assert row["outlet"].startswith("'=1+1")
    assert "\x1b" not in written


def test_the_amount_is_highlighted_in_its_sentence(engine: Engine) -> None:
    add_example(engine)
    [line, *_] = lines(engine, "amazon")
    assert "spent **\\$75 billion** on" in fact_markdown(fact_detail(engine, KNOWLEDGE, line.id))


def test_corrections_become_labelled_texts_that_the_benchmark_reads(engine: Engine) -> None:
    from benchmarks.accuracy.corpus import parse_texts

    add_example(engine)
    found = {int(line.amount.low // 10**8): line.id for line in lines(engine)}
    set_fields(engine, found[80], {"kind": "deal", "counterparty": None}, now=NOW)
    reject(engine, found[1000], now=NOW)
    deal, market = parse_texts(labels_text(labelled_sentences(engine)), source="own")
    [figure] = deal.figures
    assert (figure.surface, figure.kind.values, figure.counterparty.values) == (
        "$8 billion",
        ("deal",),
        (None,),
    )
    assert not figure.company.scored
    assert {region.surface for region in deal.regions} == {"Anthropic", "$4 billion"}
    assert (market.text, market.figures) == ("The market is worth $100 billion.", ())


EDGE = Edge(Named("a", 'A "x" <b>'), "competes with", Named("b", "B & C]|"), True, (), 1, ())
GRAPH = Graph((EDGE.source, EDGE.target), (EDGE,), 10)


def test_mermaid_labels_cannot_end_early() -> None:
    assert graph_mermaid(GRAPH).splitlines() == [
        "graph LR",
        '    c1["A #34;x#34; #60;b#62;"]',
        '    c2["B #38; C#93;#124;"]',
        '    c1 <-->|"competes with"| c2',
    ]


def test_graphml_is_xml_with_names_and_relations() -> None:
    root = ElementTree.fromstring(graph_graphml(GRAPH))
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    assert [node.text for node in root.findall(".//g:node/g:data", space)] == ['A "x" <b>', "B & C]|"]
    assert [each.text for each in root.findall(".//g:edge/g:data[@key='relation']", space)] == [
        "competes with"
    ]
