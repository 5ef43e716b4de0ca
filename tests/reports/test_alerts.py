"""Alerts: what matches a saved query, and that each match is sent once to each target."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from chipnews.config import AlertSettings
from chipnews.errors import SettingsError, UnknownName
from chipnews.ledger.run import update_ledger
from chipnews.reports.alerts import chosen_alerts, due, note_sent
from tests.builders import KNOWLEDGE, NOW, add_item, money

WEEK_AGO = NOW - timedelta(days=7)


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A database with two figures of AWS, one of Nvidia, and an old one."""
    spent = money("$5 billion", 5_000_000_000, kind="capex", company="aws")
    paid = money("$3 million", 3_000_000, kind="acquisition", company="aws")
    earned = money("$7 billion", 7_000_000_000, kind="revenue", company="nvidia")
    old = money("$9 billion", 9_000_000_000, kind="capex", company="amazon")
    add_item(
        engine, "AWS spends $5 billion and pays $3 million", companies={"aws": "AWS"}, figures=[spent, paid]
    )
    add_item(engine, "Nvidia earns $7 billion", companies={"nvidia": "Nvidia"}, figures=[earned])
    add_item(
        engine, "Amazon spends $9 billion", companies={"amazon": "Amazon"}, figures=[old],
        published=NOW - timedelta(days=30),
    )  # fmt: skip
    update_ledger(engine)
    return engine


def amounts(engine: Engine, alert: AlertSettings) -> list[Decimal]:
    """Return the amounts that are due for the first target."""
    found = due(engine, KNOWLEDGE, alert, since=WEEK_AGO)
    return [match.figure.amount.low for match in found[0].matches if match.figure] if found else []


@pytest.mark.parametrize(
    ("alert", "expected"),
    [
        pytest.param(AlertSettings(name="a", kind="capex"), [5_000_000_000], id="a kind"),
        pytest.param(
            AlertSettings(name="a", min_usd=Decimal(4_000_000_000)),
            [5_000_000_000, 7_000_000_000],
            id="a least amount",
        ),
        pytest.param(
            AlertSettings(name="a", company="amazon", min_usd=Decimal(1)),
            [3_000_000, 5_000_000_000],
            id="a company with its subsidiaries",
        ),
        pytest.param(
            AlertSettings(name="a", company="google", min_usd=Decimal(1)), [], id="a company without figures"
        ),
    ],
)
def test_figures_match(filled: Engine, alert: AlertSettings, expected: list[int]) -> None:
    assert sorted(amounts(filled, alert)) == expected


def test_without_kind_and_amount_items_match(filled: Engine) -> None:
    [found] = due(filled, KNOWLEDGE, AlertSettings(name="a", company="nvidia"), since=WEEK_AGO)
    assert [match.item.title for match in found.matches if match.item] == ["Nvidia earns $7 billion"]


def test_what_was_sent_is_never_due_again(filled: Engine) -> None:
    alert = AlertSettings(name="a", kind="capex")
    [found] = due(filled, KNOWLEDGE, alert, since=WEEK_AGO)
    note_sent(filled, found, NOW)
    assert due(filled, KNOWLEDGE, alert, since=WEEK_AGO) == ()


def test_a_figure_that_is_told_again_by_another_outlet_is_not_sent_again(filled: Engine) -> None:
    alert = AlertSettings(name="a", kind="capex")
    [found] = due(filled, KNOWLEDGE, alert, since=WEEK_AGO)
    note_sent(filled, found, NOW)
    again = money("$5 billion", 5_000_000_000, kind="capex", company="aws")
    add_item(filled, "AWS to spend $5 billion", companies={"aws": "AWS"}, figures=[again], outlet="Other")
    update_ledger(filled)
    assert due(filled, KNOWLEDGE, alert, since=WEEK_AGO) == ()


def test_what_one_target_has_got_is_still_due_for_another(filled: Engine) -> None:
    alert = AlertSettings(name="a", kind="capex", targets=["json://one", "json://two"])
    one, two = due(filled, KNOWLEDGE, alert, since=WEEK_AGO)
    note_sent(filled, one, NOW)
    assert due(filled, KNOWLEDGE, alert, since=WEEK_AGO) == (two,)


def test_two_alerts_send_the_same_figure_each(filled: Engine) -> None:
    [found] = due(filled, KNOWLEDGE, AlertSettings(name="a", kind="capex"), since=WEEK_AGO)
    note_sent(filled, found, NOW)
    assert len(amounts(filled, AlertSettings(name="b", kind="capex"))) == 1


@pytest.mark.parametrize(
    ("alert", "told"),
    [
        pytest.param(AlertSettings(name="a", kind="capx"), "known are revenue", id="kind"),
        pytest.param(AlertSettings(name="a", company="nvidea"), "Did you mean nvidia", id="company"),
    ],
)
def test_a_query_of_what_is_not_known_names_the_alert(
    engine: Engine, alert: AlertSettings, told: str
) -> None:
    with pytest.raises(SettingsError, match=f"alert 'a' .*{told}"):
        due(engine, KNOWLEDGE, alert, since=WEEK_AGO)


def test_alerts_are_chosen_by_name_in_any_case() -> None:
    saved = [AlertSettings(name="Big"), AlertSettings(name="Small")]
    assert [alert.name for alert in chosen_alerts(saved, ["big"])] == ["Big"]
    assert chosen_alerts(saved, []) == tuple(saved)


def test_an_unknown_alert_answers_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean big"):
        chosen_alerts([AlertSettings(name="Big")], ["bigg"])
