"""Relations as a table, as Mermaid and as GraphML."""

from collections.abc import Sequence

from lxml import etree
from rich.console import Group, RenderableType
from rich.text import Text

from chipnews.rendering.labels import day_label
from chipnews.rendering.money import money
from chipnews.rendering.terminal_parts import plain_table, text
from chipnews.rendering.terminal_text import one_line
from chipnews.reports.graph import Edge, EdgeFigure, Graph

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_MOST_AMOUNTS = 3
_PLAIN = frozenset(" .,:-$€£¥–()")


def graph_table(found: Graph) -> RenderableType:
    """Return the relations, one line each."""
    table = plain_table("who", "relation", "whom", ">articles", "figures", "told by")
    for edge in found.edges:
        source = edge.sources[0]
        table.add_row(
            text(edge.source.name, "bold"),
            Text(edge.relation, "cyan"),
            text(edge.target.name, "bold"),
            str(edge.articles),
            text(amounts(edge)),
            text(f"{source.outlet}, {day_label(source.published_at)}", "dim", source.url),
        )
    words = f"Relations without a figure are read from the {found.newest_items:,} newest articles."
    return Group(table, Text(words, "dim"))


def graph_mermaid(found: Graph) -> str:
    """Return the relations as a Mermaid flow chart."""
    numbers = {company.slug: f"c{number}" for number, company in enumerate(found.companies, 1)}
    lines = [
        "graph LR",
        *(f'    {numbers[company.slug]}["{_escaped(company.name)}"]' for company in found.companies),
    ]
    for edge in found.edges:
        figures = amounts(edge)
        label = _escaped(f"{edge.relation}: {figures}" if figures else edge.relation)
        arrow = "<-->" if edge.mutual else "-->"
        lines.append(f'    {numbers[edge.source.slug]} {arrow}|"{label}"| {numbers[edge.target.slug]}')
    return "\n".join(lines) + "\n"


def graph_graphml(found: Graph) -> str:
    """Return the relations as GraphML: names on nodes; relation, figures, articles and addresses on edges."""
    root = etree.Element(f"{{{_GRAPHML}}}graphml", nsmap={None: _GRAPHML})
    kinds = {
        "name": "node",
        "relation": "edge",
        "mutual": "edge",
        "figures": "edge",
        "articles": "edge",
        "urls": "edge",
    }
    types = {"articles": "int", "mutual": "boolean"}
    for name, of in kinds.items():
        etree.SubElement(
            root,
            f"{{{_GRAPHML}}}key",
            {"id": name, "for": of, "attr.name": name, "attr.type": types.get(name, "string")},
        )
    graph = etree.SubElement(root, f"{{{_GRAPHML}}}graph", edgedefault="directed")
    for company in found.companies:
        node = etree.SubElement(graph, f"{{{_GRAPHML}}}node", id=company.slug)
        _data(node, {"name": company.name})
    for edge in found.edges:
        node = etree.SubElement(
            graph, f"{{{_GRAPHML}}}edge", source=edge.source.slug, target=edge.target.slug
        )
        urls = " ".join(source.url for source in edge.sources if source.url)
        _data(
            node,
            {
                "relation": edge.relation,
                "mutual": str(edge.mutual).lower(),
                "figures": "; ".join(_amount(figure) for figure in edge.figures),
                "articles": str(edge.articles),
                "urls": urls,
            },
        )
    return str(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode())


def amounts(edge: Edge) -> str:
    """Return the first amounts of a relation and how many more there are."""
    shown = [_amount(figure) for figure in edge.figures[:_MOST_AMOUNTS]]
    more = len(edge.figures) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _amount(figure: EdgeFigure) -> str:
    words: Sequence[str] = [each for each in (figure.period, figure.status) if each and each != "actual"]
    return f"{money(figure.amount)} ({', '.join(words)})" if words else money(figure.amount)


def _data(parent: etree._Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        if value:
            etree.SubElement(parent, f"{{{_GRAPHML}}}data", key=name).text = one_line(value)


def _escaped(label: str) -> str:
    """Return a label in which nothing means anything to Mermaid: its own codes for characters."""
    return "".join(each if each.isalnum() or each in _PLAIN else f"#{ord(each)};" for each in one_line(label))
