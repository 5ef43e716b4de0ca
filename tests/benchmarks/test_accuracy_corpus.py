"""The labelled texts are well formed and name what the lists hold; the scorer counts as its rules say."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.accuracy.corpus import (
    Accepted,
    CorpusError,
    LabelledFigure,
    LabelledMention,
    LabelledText,
    Region,
    load_corpus,
    parse_markup,
    parse_texts,
)
from benchmarks.accuracy.scoring import Counts, compare, count_money, score_text
from chipnews.tagging.values import Candidate, Figure, Mention, TaggedText

TEXTS = load_corpus()

TINY = """\
=== tiny-001
style: wire
date: 2024-08-29
trap: no
relevant: yes

[[Nvidia|company nvidia]] ([[$NVDA|company nvidia optional]]) sold [[H100s|chip nvidia-h100]] for \
[[$26.3 billion|money 26.3e9 USD kind=revenue company=nvidia period=2024-05..2024-07 direction=up]], up from \
[[$10-11 billion|money 10e9..11e9 USD kind=revenue/guidance company=nvidia period=? qualifier=about]]. \
[[Nimbus|candidate]] watched, [[Bernstein|skip]] too.
"""


@pytest.fixture
def tiny() -> LabelledText:
    """A text with one of each label."""
    (text,) = parse_texts(TINY, source="tiny.txt")
    return text


def mention(text: LabelledText, surface: str, slug: str, kind: str = "company") -> Mention:
    start = text.text.index(surface)
    assert kind in ("company", "chip")
    return Mention(
        kind="company" if kind == "company" else "chip",
        slug=slug,
        name=surface,
        start=start,
        end=start + len(surface),
        surface=surface,
    )


def figure(text: LabelledText, surface: str, low: str, high: str | None = None, **given: object) -> Figure:
    start = text.text.index(surface)
    values: dict[str, object] = {
        "start": start,
        "end": start + len(surface),
        "surface": surface,
        "low": Decimal(low),
        "high": Decimal(high or low),
        "currency": "USD",
        "qualifier": "exact",
        "unit": "total",
        "sentence": text.text,
    }
    return Figure(**(values | given))  # type: ignore[arg-type]


# --- the texts ---

WHOLE_ARTICLES = ("dev-news-", "test-news-")  # of several paragraphs, whatever their style
WITHOUT_TRAPS = ("dev-more-", *WHOLE_ARTICLES)  # everyday wording, for attribution


def test_there_are_as_many_texts_traps_and_figures_as_promised() -> None:
    balanced = [text for text in TEXTS if not text.id.startswith(WITHOUT_TRAPS)]
    assert len(balanced) >= 170
    assert sum(text.trap for text in balanced) >= len(balanced) / 3
    assert sum(len(text.figures) for text in balanced) >= 330


def test_hundreds_of_figures_are_kept_for_testing_only() -> None:
    kept = load_corpus(["test"])
    assert len(kept) >= 100
    assert sum(len(text.figures) for text in kept) >= 700
    assert sum(text.trap for text in kept) >= len(kept) / 5


def test_every_offset_gives_back_its_surface() -> None:
    for text in TEXTS:
        labels: tuple[LabelledMention | Region | LabelledFigure, ...] = (
            *text.mentions,
            *text.regions,
            *text.figures,
        )
        for span in labels:
            assert text.text[span.start : span.end] == span.surface, text.id


def test_every_text_but_a_headline_or_an_article_is_a_paragraph() -> None:
    lengths = {
        text.id: len(text.text.split())
        for text in TEXTS
        if text.style not in ("headline", "article") and not text.id.startswith(WHOLE_ARTICLES)
    }
    assert {text_id: words for text_id, words in lengths.items() if not 30 <= words <= 140} == {}


def test_every_split_holds_full_articles_and_all_kinds_of_figure() -> None:
    for split in ("dev", "test"):
        texts = load_corpus([split])
        kinds = {value for text in texts for figure in text.figures for value in figure.kind.values}
        assert any(text.style == "article" for text in texts)
        assert len(kinds - {None}) >= 18


def test_most_companies_and_chips_of_the_labels_are_in_the_lists() -> None:
    knowledge = Path("chipnews/knowledge")
    listed = {
        kind: set(
            re.findall(r'^slug = "(.+)"$', (knowledge / name).read_text(encoding="utf-8"), re.MULTILINE)
        )
        for kind, name in (("company", "companies.toml"), ("chip", "chips.toml"))
    }
    unlisted = {m.slug for text in TEXTS for m in text.mentions if m.slug not in listed[m.kind]}
    assert len(unlisted) <= 3, unlisted


# --- the parser ---


def test_a_label_is_taken_out_and_its_values_are_read(tiny: LabelledText) -> None:
    assert tiny.text.startswith("Nvidia ($NVDA) sold H100s for $26.3 billion, up from $10-11 billion. Nimbus")
    assert (tiny.published, tiny.relevant, tiny.trap) == (date(2024, 8, 29), True, False)
    assert [(m.kind, m.slug, m.optional) for m in tiny.mentions] == [
        ("company", "nvidia", False),
        ("company", "nvidia", True),
        ("chip", "nvidia-h100", False),
    ]
    assert [(region.kind, region.surface) for region in tiny.regions] == [
        ("candidate", "Nimbus"),
        ("skip", "Bernstein"),
    ]
    first, second = tiny.figures
    assert (first.low, first.high, first.currency) == (Decimal("26.3e9"), Decimal("26.3e9"), "USD")
    assert first.period == Accepted(("2024-05-01..2024-07-31",))
    assert first.counterparty == Accepted((None,))
    assert (second.low, second.high) == (Decimal("10e9"), Decimal("11e9"))
    assert second.kind == Accepted(("revenue", "guidance"))
    assert not second.period.scored


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("2024", "2024-01-01..2024-12-31", id="a year"),
        pytest.param("2024Q3", "2024-07-01..2024-09-30", id="a quarter"),
        pytest.param("2023H2", "2023-07-01..2023-12-31", id="a half"),
        pytest.param("2024-02", "2024-02-01..2024-02-29", id="a month"),
        pytest.param("2024-02-03", "2024-02-03..2024-02-03", id="a day"),
        pytest.param("2024-11..2025-01", "2024-11-01..2025-01-31", id="from month to month"),
        pytest.param("2025-01-22..2029", "2025-01-22..2029-12-31", id="from a day to a year"),
    ],
)
def test_a_period_is_written_in_short(written: str, expected: str) -> None:
    label = f"[[$1|money 1 USD kind=other company=- period={written}]]"
    assert parse_markup(label, "here")[3][0].period == Accepted((expected,))


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("[[Nvidia|firm nvidia]]", id="an unknown label"),
        pytest.param("[[Nvidia|company Nvidia Corp]]", id="a slug that is none"),
        pytest.param("[[Nvidia |company nvidia]]", id="white space in the span"),
        pytest.param("[[Nvidia]] rose", id="brackets without a label"),
        pytest.param("[[$1|money 1 USD kind=other company=-]]", id="no period"),
        pytest.param("[[$1|money 1 USD kind=income company=- period=-]]", id="an unknown kind"),
        pytest.param("[[$1|money one USD kind=other company=- period=-]]", id="an amount in words"),
        pytest.param("[[$1|money 2..1 USD kind=other company=- period=-]]", id="a range that runs backwards"),
        pytest.param("[[$1|money 1 USD kind=other company=- period=2024-13]]", id="a month that is none"),
        pytest.param("[[$1|money 1 dollars kind=other company=- period=-]]", id="a currency that is no code"),
    ],
)
def test_markup_that_breaks_the_rules_is_refused(markup: str) -> None:
    with pytest.raises(CorpusError, match="here"):
        parse_markup(markup, "here")


def test_a_header_that_breaks_the_rules_is_refused() -> None:
    with pytest.raises(CorpusError, match=r"tiny\.txt:1"):
        list(parse_texts(TINY.replace("style: wire", "mood: good"), source="tiny.txt"))


# --- the scorer ---


def test_perfect_tags_score_perfectly(tiny: LabelledText) -> None:
    tags = TaggedText(
        relevant=True,
        companies=(mention(tiny, "Nvidia", "nvidia"),),
        chips=(mention(tiny, "H100s", "nvidia-h100", "chip"),),
        figures=(
            figure(
                tiny,
                "$26.3 billion",
                "26300000000",
                kind="revenue",
                company="nvidia",
                direction="up",
                period_start=date(2024, 5, 1),
                period_end=date(2024, 7, 31),
            ),
            figure(
                tiny, "$10-11 billion", "1e10", "1.1e10", qualifier="about", kind="guidance", company="nvidia"
            ),
        ),
        candidates=(Candidate("Nimbus", tiny.text.index("Nimbus"), tiny.text.index("Nimbus") + 6, "", ""),),
    )
    score = score_text(tiny, tags)
    assert score.problems == ()
    assert score.mentions["companies"] == Counts(right=1)
    assert score.mentions["chips"] == Counts(right=1)
    assert score.money == Counts(right=2)
    assert score.relevance == Counts(right=1)
    assert score.discovery == Counts(right=1)
    assert {answer.outcome for answer in score.answers} == {"right", "null right"}


def test_a_wrong_slug_is_spurious_and_missed_but_right_by_span(tiny: LabelledText) -> None:
    score = score_text(tiny, TaggedText(relevant=True, companies=(mention(tiny, "Nvidia", "intel"),)))
    assert score.mentions["companies"] == Counts(spurious=1, missed=1)
    assert score.mentions["companies, span only"] == Counts(right=1)


@pytest.mark.parametrize(
    ("tail", "right"),
    [
        pytest.param(" Corporation", 1, id="a legal form"),
        pytest.param(" Inc.", 1, id="a legal form with its full stop"),
        pytest.param(" Group", 1, id="a group"),
        pytest.param(" Capital", 0, id="another name"),
    ],
)
def test_a_legal_form_may_be_in_the_span_or_not(tail: str, right: int) -> None:
    (text,) = parse_texts(TINY.replace("nvidia]] (", f"nvidia]]{tail} ("), source="tiny.txt")
    tags = TaggedText(relevant=True, companies=(mention(text, f"Nvidia{tail}", "nvidia"),))
    assert score_text(text, tags).mentions["companies"].right == right


def test_a_wider_span_is_right_only_in_the_row_for_overlap(tiny: LabelledText) -> None:
    score = score_text(tiny, TaggedText(relevant=True, companies=(mention(tiny, "Nvidia (", "nvidia"),)))
    assert score.mentions["companies"] == Counts(spurious=1, missed=1)
    assert score.mentions["companies, overlap"] == Counts(right=1)


@pytest.mark.parametrize(
    ("surface", "slug", "spurious"),
    [
        pytest.param("$NVDA", "nvidia", 0, id="an optional mention with its slug"),
        pytest.param("NVDA", "nvidia", 0, id="a part of an optional mention"),
        pytest.param("$NVDA", "amd", 1, id="an optional mention with another slug"),
        pytest.param("Nimbus", "nimbus", 0, id="a candidate"),
        pytest.param("Bernstein", "bernstein", 0, id="a skipped name"),
        pytest.param("watched", "watched", 1, id="a word that is no name"),
    ],
)
def test_what_is_not_scored_is_neither_right_nor_wrong(
    tiny: LabelledText, surface: str, slug: str, spurious: int
) -> None:
    score = score_text(tiny, TaggedText(relevant=True, companies=(mention(tiny, surface, slug),)))
    assert score.mentions["companies"] == Counts(spurious=spurious, missed=1)


@pytest.mark.parametrize(
    ("low", "high", "currency", "right"),
    [
        pytest.param("26300000000", "26300000000", "USD", 1, id="equal"),
        pytest.param("26.3", "26.3", "USD", 0, id="the scale forgotten"),
        pytest.param("26300000000", "26300000000", "EUR", 0, id="another currency"),
        pytest.param("26000000000", "26300000000", "USD", 0, id="another lower bound"),
    ],
)
def test_an_amount_is_found_only_with_its_value_and_currency(
    tiny: LabelledText, low: str, high: str, currency: str, right: int
) -> None:
    found = figure(tiny, "26.3 billion", low, high, currency=currency)
    assert count_money(tiny, [found]) == Counts(right, 1 - right, 2 - right)


def test_an_amount_elsewhere_in_the_text_is_not_found(tiny: LabelledText) -> None:
    assert count_money(tiny, [figure(tiny, "H100", "26300000000")]) == Counts(0, 1, 2)


@pytest.mark.parametrize(
    ("accepted", "given", "outcome"),
    [
        pytest.param(("capex",), "capex", "right", id="the labelled value"),
        pytest.param(("capex", "investment"), "investment", "right", id="either of two"),
        pytest.param(("capex",), "revenue", "wrong", id="another value"),
        pytest.param(("capex",), None, "null wrong", id="silence where there is a value"),
        pytest.param((None,), None, "null right", id="silence where there is none"),
        pytest.param((None,), "capex", "wrong", id="a guess where there is none"),
        pytest.param((), "capex", None, id="not scored"),
    ],
)
def test_an_answer_is_right_wrong_or_honestly_silent(
    accepted: tuple[str | None, ...], given: str | None, outcome: str | None
) -> None:
    assert compare(Accepted(accepted), given) == outcome


def test_precision_recall_and_f1_are_those_of_the_textbook() -> None:
    counts = Counts(right=6, spurious=2, missed=4) + Counts(right=2)
    assert counts.precision == pytest.approx(0.8)
    assert counts.recall == pytest.approx(8 / 12)
    assert counts.f1 == pytest.approx(16 / 22)
