"""Relations between companies: from figures with two sides, and from the words between two names."""

import pytest
from sqlalchemy import Engine

from chipnews.ledger.run import update_ledger
from chipnews.reports.graph import graph
from chipnews.reports.relations import Relation, relation_between, relation_of
from tests.builders import KNOWLEDGE, add_item, money
from tests.ledger.example import add_example


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("{Nvidia} rival {AMD} gained.", ("competes with", False), id="rival before a name"),
        pytest.param("{Nvidia}'s biggest rival, {AMD}, gained.", ("competes with", False), id="possessive"),
        pytest.param(
            "{AMD}, a distant rival to {Nvidia}, gained.", ("competes with", False), id="apposition"
        ),
        pytest.param("{AMD} competes directly with {Nvidia}.", ("competes with", False), id="competes"),
        pytest.param(
            "{Meta}, one of the largest customers of {Nvidia}.", ("buys from", False), id="customer of"
        ),
        pytest.param("{Nvidia} customers such as {Meta} wait.", ("buys from", True), id="customers such as"),
        pytest.param(
            "{SK hynix} supplies high-bandwidth memory to {Nvidia}.", ("sells to", False), id="supplies"
        ),
        pytest.param("{Nvidia} invested in {Poolside}.", ("invests in", False), id="invested"),
        pytest.param("{Anthropic}, backed by {Amazon}, grew.", ("invests in", True), id="backed by"),
        pytest.param("{AMD} acquired {Xilinx} in 2022.", ("acquires", False), id="acquired"),
        pytest.param("{Intel} said its rival {Nvidia} was late.", None, id="whose rival is not said"),
        pytest.param("{AMD} competes with {Nvidia} chips.", None, id="a product"),
        pytest.param("{AMD} acquired {Xilinx}'s tools.", None, id="a part"),
        pytest.param("It is not true that {AMD} acquired {Xilinx}.", None, id="not true"),
        pytest.param("{Amazon} and {Google} grew.", None, id="named together"),
        pytest.param("{Nvidia}\nrival {AMD}", None, id="across lines"),
    ],
)
def test_words_between_two_names_tell_a_relation(
    sentence: str, expected: tuple[Relation, bool] | None
) -> None:
    before, rest = sentence.split("{", 1)
    _, rest = rest.split("}", 1)
    between, rest = rest.split("{", 1)
    _, after = rest.split("}", 1)
    assert relation_between(before, between, after) == expected


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        ("investment", "", ("invests in", False)),
        ("funding", "", ("invests in", True)),
        ("fine", "", ("fines", True)),
        ("deal", "It ordered $5 billion of chips from Nvidia.", ("buys from", False)),
        ("deal", "It will supply chips worth $5 billion to Nvidia.", ("sells to", False)),
        ("deal", "It and Nvidia signed for $5 billion.", ("has a deal with", False)),
        ("price", "", None),
    ],
)
def test_a_two_sided_figure_tells_a_relation(
    kind: str, sentence: str, expected: tuple[Relation, bool] | None
) -> None:
    assert relation_of(kind, sentence, ("Nvidia",)) == expected


def test_an_edge_carries_its_figures_and_counts_its_articles(engine: Engine) -> None:
    item = add_example(engine)
    [edge] = graph(engine, KNOWLEDGE).edges
    assert (edge.source.slug, edge.relation, edge.target.slug) == ("amazon", "invests in", "anthropic")
    assert sorted(int(figure.amount.low) for figure in edge.figures) == [4 * 10**9, 8 * 10**9]
    assert (edge.articles, [source.item_id for source in edge.sources]) == (1, [item])


def test_a_sale_is_one_edge_whichever_side_tells_it(engine: Engine) -> None:
    deal = {"kind": "deal", "company": "google", "counterparty": "nvidia"}
    add_item(
        engine, "Google ordered $5 billion of chips from Nvidia", figures=[money("$5 billion", "5e9", **deal)]
    )
    names = {"nvidia": "Nvidia", "google": "Google"}
    add_item(engine, "Nvidia supplies Google", companies=names)
    update_ledger(engine)
    [edge] = graph(engine, KNOWLEDGE).edges
    assert (edge.source.slug, edge.relation, edge.target.slug) == ("nvidia", "sells to", "google")
    assert edge.articles == 2


def test_a_family_has_no_relations_with_itself_and_denied_ones_are_left_out(engine: Engine) -> None:
    invested = {"kind": "investment", "company": "amazon"}
    add_item(engine, "$5", figures=[money("$5", 5, counterparty="annapurna-labs", **invested)])
    add_item(engine, "$6", figures=[money("$6", 6, counterparty="google", status="denied", **invested)])
    update_ledger(engine)
    assert graph(engine, KNOWLEDGE).edges == ()


def test_one_companys_graph_counts_its_subsidiaries_in(engine: Engine) -> None:
    add_item(engine, "AWS competes with Google", companies={"aws": "AWS", "google": "Google"})
    add_item(engine, "Nvidia rival Google", companies={"nvidia": "Nvidia", "google": "Google"})
    found = graph(engine, KNOWLEDGE, KNOWLEDGE.family_of("amazon"))
    assert [(edge.source.slug, edge.target.slug) for edge in found.edges] == [("aws", "google")]
