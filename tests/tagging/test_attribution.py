"""What an amount of money is about: one sentence a row, in the ways that the press says it.

In the texts "[Name](slug)" is a mention of a company, "[Name](chip:slug)" of a chip.
"""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipnews.knowledge.entries import Company
from chipnews.knowledge.loader import Knowledge
from chipnews.tagging.attribution import attribute
from chipnews.tagging.attribution.context import Context
from chipnews.tagging.attribution.scorer import load_scorer
from chipnews.tagging.money.grammar import find_money
from chipnews.tagging.sentences import split_sentences
from chipnews.tagging.values import Figure, Mention

PUBLISHED = date(2025, 8, 28)


def company(slug: str, kind: str, listed: bool = True, year_end: int = 12) -> Company:
    tickers = ("NASDAQ:X",) if listed else ()
    return Company.model_validate(
        {"slug": slug, "name": slug, "kind": kind, "tickers": tickers, "fiscal_year_end": year_end}
    )


KNOWN = {
    each.slug: each
    for each in (
        company("nvidia", "chip-designer", year_end=1),
        company("amd", "chip-designer"),
        company("intel", "chip-designer"),
        company("microsoft", "hyperscaler", year_end=6),
        company("amazon", "hyperscaler"),
        company("alphabet", "hyperscaler"),
        company("meta", "hyperscaler"),
        company("oracle", "hyperscaler", year_end=5),
        company("openai", "ai-lab", listed=False),
        company("anthropic", "ai-lab", listed=False),
        company("cerebras", "startup", listed=False),
        company("groq", "startup", listed=False),
        company("coreweave", "neocloud"),
        company("tsmc", "foundry"),
        company("samsung", "memory"),
        company("mellanox", "interconnect", listed=False),
        company("softbank", "investor"),
        company("goldman-sachs", "investor"),
        company("fidelity", "investor", listed=False),
        company("gartner", "research"),
        company("commerce-department", "state", listed=False),
        company("european-commission", "state", listed=False),
    )
}
KNOWLEDGE = Knowledge(KNOWN, {}, (), "test")
_LINK = re.compile(r"\[([^]]+)\]\((chip:)?([a-z0-9-]+)\)")


def tell(marked: str, published: date | None = PUBLISHED) -> tuple[Figure, ...]:
    """Return the figures of a text whose mentions are marked."""
    text = ""
    companies: list[Mention] = []
    chips: list[Mention] = []
    at = 0
    for match in _LINK.finditer(marked):
        text += marked[at : match.start()]
        start = len(text)
        text += match[1]
        at = match.end()
        if match[2]:
            vendor = match[3].partition("-")[0]
            chips.append(Mention("chip", match[3], match[1], start, len(text), match[1], vendor))
        else:
            companies.append(Mention("company", match[3], match[1], start, len(text), match[1]))
    text += marked[at:]
    context = Context(text, split_sentences(text), find_money(text), companies, chips, published, KNOWLEDGE)
    figures = attribute(context, load_scorer())
    assert all(text[figure.start : figure.end] == figure.surface for figure in figures)
    return figures


def told(figure: Figure) -> tuple[str | None, str | None, str | None]:
    return figure.kind, figure.company, figure.counterparty


NVIDIA, AMD, INTEL = "[Nvidia](nvidia)", "[AMD](amd)", "[Intel](intel)"
MICROSOFT, AMAZON, META = "[Microsoft](microsoft)", "[Amazon](amazon)", "[Meta](meta)"
OPENAI, ANTHROPIC, ORACLE = "[OpenAI](openai)", "[Anthropic](anthropic)", "[Oracle](oracle)"
CEREBRAS, GROQ, COREWEAVE, TSMC = (
    "[Cerebras](cerebras)", "[Groq](groq)", "[CoreWeave](coreweave)", "[TSMC](tsmc)",
)  # fmt: skip
SOFTBANK, MELLANOX = "[SoftBank](softbank)", "[Mellanox](mellanox)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{NVIDIA} posted revenue of $35.1 billion.", ("revenue", "nvidia", None)),
        (f"{AMD}'s data center revenue reached $3.5 billion.", ("revenue", "amd", None)),
        (f"{NVIDIA} said sales of its AI chips hit $10 billion.", ("revenue", "nvidia", None)),
        (f"Analysts at [Goldman](goldman-sachs) expect {NVIDIA} to report revenue of $46 billion.",
         ("revenue", "nvidia", None)),
        (f"{NVIDIA} expects revenue of $37.5 billion, plus or minus 2%.", ("guidance", "nvidia", None)),
        (f"{AMD} guided to revenue of $7.5 billion.", ("guidance", "amd", None)),
        (f"{INTEL} reported a net loss of $16.6 billion.", ("loss", "intel", None)),
        (f"{TSMC} posted a net profit of T$398 billion.", ("profit", "tsmc", None)),
        (f"{NVIDIA} earned $1.05 per share.", ("profit", "nvidia", None)),
        (f"{MICROSOFT} said it would spend $80 billion on data centers.", ("capex", "microsoft", None)),
        (f"{META} raised its capex forecast to $72 billion.", ("capex", "meta", None)),
        (f"{MICROSOFT} plans to invest $80 billion in AI infrastructure.", ("capex", "microsoft", None)),
        (f"{TSMC} will invest $40 billion in a plant in Arizona.", ("capex", "tsmc", None)),
        (f"{AMAZON} has invested $8 billion in {ANTHROPIC}.", ("investment", "amazon", "anthropic")),
        (f"{ANTHROPIC}, in which {AMAZON} has invested $8 billion, is growing.",
         ("investment", "amazon", "anthropic")),
        (f"{NVIDIA}'s $5bn {INTEL} stake", ("investment", "nvidia", "intel")),
        (f"{CEREBRAS}, backed by {AMD}, raised $1.1 billion in a round led by [Fidelity](fidelity).",
         ("funding", "cerebras", "fidelity")),
        (f"{GROQ} raises $750M", ("funding", "groq", None)),
        (f"{SOFTBANK} led a $40 billion round in {OPENAI}.", ("funding", "openai", "softbank")),
        (f"The round values {OPENAI} at $300 billion.", ("valuation", "openai", None)),
        (f"{NVIDIA}, with a market value of $3.5 trillion, leads.", ("market_cap", "nvidia", None)),
        (f"{NVIDIA} is worth $4 trillion.", ("market_cap", "nvidia", None)),
        (f"{MELLANOX} was acquired by {NVIDIA} for $6.9 billion.", ("acquisition", "nvidia", "mellanox")),
        (f"{MELLANOX}, which {NVIDIA} bought for $6.9 billion, makes switches.",
         ("acquisition", "nvidia", "mellanox")),
        (f"{NVIDIA}'s $6.9 billion acquisition of {MELLANOX} closed.", ("acquisition", "nvidia", "mellanox")),
        (f"{NVIDIA} said it will acquire {MELLANOX} in an all-stock transaction valued at $6.9 billion.",
         ("acquisition", "nvidia", "mellanox")),
        (f"{OPENAI} signed a $300 billion contract with {ORACLE}.", ("deal", "openai", "oracle")),
        (f"{META} agreed to rent $10 billion of compute from {ORACLE}.", ("deal", "meta", "oracle")),
        (f"{COREWEAVE} has a backlog of $30 billion.", ("deal", "coreweave", None)),
        (f"{COREWEAVE} closed a $7.5 billion debt facility.", ("debt", "coreweave", None)),
        (f"{META} sold $30 billion of bonds.", ("debt", "meta", None)),
        (f"The [Commerce Department](commerce-department) awarded {INTEL} $7.86 billion under the CHIPS Act.",
         ("subsidy", "intel", "commerce-department")),
        (f"{TSMC} won $6.6 billion in grants.", ("subsidy", "tsmc", None)),
        (f"The [European Commission](european-commission) fined {INTEL} €376 million.",
         ("fine", "intel", "european-commission")),
        (f"{NVIDIA} was fined $5.5 million.", ("fine", "nvidia", None)),
        (f"A jury ordered {INTEL} to pay $949 million for patent infringement.", ("fine", "intel", None)),
        (f"{INTEL} took a restructuring charge of $2.8 billion.", ("cost", "intel", None)),
        (f"{NVIDIA} spent $12.9 billion on research and development.", ("cost", "nvidia", None)),
        (f"Shares of {NVIDIA} rose 5% to $150.", ("share_price", "nvidia", None)),
        (f"{NVIDIA}'s board approved a $60 billion share buyback.", ("other", "nvidia", None)),
        ("The $100 billion AI chip market keeps growing.", ("market_size", None, None)),
        ("According to [Gartner](gartner), worldwide semiconductor revenue totaled $626 billion.",
         ("market_size", None, None)),
    ],
)  # fmt: skip
def test_a_sentence_tells_kind_company_and_counterparty(
    text: str, expected: tuple[str | None, str | None, str | None]
) -> None:
    assert told(tell(text)[0]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Foobar Systems raised $50 million from investors including [Nvidia](nvidia).",
        "[Nvidia](nvidia)-backed Foobar raised $50 million.",
        "[OpenAI](openai) rival Foobar raised $50 million.",
        "Former [Intel](intel) engineers raised $50 million.",
        "Small brokers rent them out for $2 an hour, according to [Goldman](goldman-sachs).",
    ],
)
def test_a_company_beside_the_subject_is_not_taken_for_it(text: str) -> None:
    assert tell(text)[0].company is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{NVIDIA}'s [H100s](chip:nvidia-h100) cost about $30,000 each.", ("nvidia", "nvidia-h100")),
        (
            f"{COREWEAVE} rents an [H100](chip:nvidia-h100) at $2.99 per GPU hour.",
            ("coreweave", "nvidia-h100"),
        ),
        ("The [B200](chip:nvidia-b200) costs $40,000.", ("nvidia", "nvidia-b200")),
        ("I rent [H100s](chip:nvidia-h100) at $2.99 an hour.", (None, "nvidia-h100")),
    ],
)
def test_a_price_has_its_seller_and_its_chip(text: str, expected: tuple[str | None, str | None]) -> None:
    figure = tell(text)[0]
    assert (figure.kind, figure.company, figure.chip) == ("price", *expected)


def test_a_compared_figure_is_of_the_same_kind_and_company_one_year_earlier() -> None:
    new, old = tell(
        f"{NVIDIA} reported revenue of $35.1 billion for the quarter ended October 27, 2024, up 94% from "
        "$18.1 billion a year earlier."
    )
    assert (new.kind, new.company, new.direction, new.compared_to) == ("revenue", "nvidia", "up", 1)
    assert (old.kind, old.company, old.direction, old.compared_to) == ("revenue", "nvidia", None, None)
    assert (new.period, new.period_start, new.period_end) == (
        "Q3 FY2025",
        date(2024, 8, 1),
        date(2024, 10, 31),
    )
    assert (old.period, old.period_start, old.period_end) == (
        "Q3 FY2024",
        date(2023, 8, 1),
        date(2023, 10, 31),
    )


def test_a_fall_from_one_amount_to_another_compares_the_second_with_the_first() -> None:
    old, new = tell(f"{INTEL}'s capital spending fell from $25 billion in 2023 to $18 billion in 2025.")
    assert (new.compared_to, new.direction, new.period) == (0, "down", "2025")
    assert (old.compared_to, old.kind, old.period) == (None, "capex", "2023")


def test_a_profit_compared_with_a_loss_keeps_both_kinds() -> None:
    new, old = tell(f"{INTEL} reported a net loss of $16 billion, compared with a profit of $300 million.")
    assert (new.kind, old.kind, new.compared_to) == ("loss", "profit", 1)


def test_analysts_estimates_are_expected_revenue_and_no_comparison() -> None:
    own, estimate = tell(
        f"{NVIDIA} forecast third-quarter revenue of $54 billion, plus or minus 2%, compared with analysts' "
        "average estimate of $53 billion."
    )
    assert (own.kind, own.status, own.compared_to) == ("guidance", "planned", None)
    assert (estimate.kind, estimate.company, estimate.period) == ("revenue", "nvidia", own.period)


def test_a_conversion_in_brackets_is_the_same_fact() -> None:
    ours, theirs = tell(
        f"{TSMC} posted a profit of T$398 billion ($13.5 billion) for the second quarter of 2025."
    )
    assert told(ours) == told(theirs) == ("profit", "tsmc", None)
    assert ours.period == theirs.period == "Q2 2025"


def test_a_part_points_to_the_whole() -> None:
    whole, part = tell(
        f"{AMAZON}'s $8 billion total investment in {ANTHROPIC}, with an additional $4 billion infusion in "
        "2024, matters."
    )
    assert told(whole) == told(part) == ("investment", "amazon", "anthropic")
    assert (whole.part_of, part.part_of) == (None, 0)
    assert (whole.period, part.period) == (None, "2024")


def test_companies_and_amounts_are_aligned_by_order() -> None:
    figures = tell(
        f"{MICROSOFT}, {AMAZON} and {META} will spend $80 billion, $75 billion and $65 billion respectively."
    )
    assert [figure.company for figure in figures] == ["microsoft", "amazon", "meta"]


def test_a_verb_left_out_is_read_again() -> None:
    figures = tell(
        f"{MICROSOFT} spent $55 billion, {AMAZON} $52 billion and {META} $39 billion on capex in 2024."
    )
    assert [(f.kind, f.company, f.period) for f in figures] == [
        ("capex", "microsoft", "2024"),
        ("capex", "amazon", "2024"),
        ("capex", "meta", "2024"),
    ]


def test_each_amount_of_a_list_keeps_its_own_year() -> None:
    figures = tell(f"{AMAZON} spent $83 billion in 2024 and $48.4 billion in 2023 on capital expenditures.")
    assert [(f.kind, f.company, f.period) for f in figures] == [
        ("capex", "amazon", "2024"),
        ("capex", "amazon", "2023"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{NVIDIA} grew. It earned $73 billion in 2024.", "nvidia"),
        (f"{NVIDIA} grew. The chipmaker posted revenue of $35 billion.", "nvidia"),
        (f"{NVIDIA} grew. Revenue rose to $35 billion.", "nvidia"),
        (f"{MICROSOFT} sued {NVIDIA}. The chipmaker posted revenue of $35 billion.", "nvidia"),
        (f"{NVIDIA} reports.\n\nWe expect capital expenditures of $3 billion. Our plans stand.", "nvidia"),
    ],
)
def test_a_pronoun_is_resolved_only_where_one_company_is_spoken_of(text: str, expected: str | None) -> None:
    figure = tell(text)[0]
    if expected is None:
        assert figure.company is None or figure.confidence < 0.8
    else:
        assert figure.company == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{NVIDIA} posted revenue of $35 billion.", "actual"),
        (f"{AMAZON} allocated $75 billion in capital spending in 2024.", "actual"),
        (f"{NVIDIA} will buy {MELLANOX} for $6.9 billion.", "planned"),
        (f"{AMD} to buy {MELLANOX} for $4.9 billion", "planned"),
        (f"{SOFTBANK} is in talks to invest $25 billion in {OPENAI}.", "rumoured"),
        (f"{NVIDIA} reportedly offered $6 billion for {MELLANOX}.", "rumoured"),
        (f"{NVIDIA} denied that it would invest $100 billion in {OPENAI}.", "denied"),
        (f"{TSMC} won $6.6 billion in grants.", "actual"),
    ],
)
def test_status_tells_what_happened_from_what_may(text: str, expected: str) -> None:
    assert tell(text)[0].status == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{SOFTBANK} will invest $25 billion in {OPENAI}, the Financial Times reported.", "Financial Times"),
        (f"{OPENAI} raised $6 billion, according to The Information.", "The Information"),
        (f"{OPENAI} raised $6 billion, people told Bloomberg.", "Bloomberg"),
        (f"{NVIDIA} reported revenue of $35 billion.", None),
    ],
)
def test_a_sentence_names_the_outlet_it_relies_on(text: str, expected: str | None) -> None:
    assert tell(text)[0].cites == expected


def test_the_period_of_a_report_goes_on_into_its_next_sentence() -> None:
    first, second = tell(
        f"{AMD} posted revenue of $7 billion for the second quarter of 2025. Net income was $900 million."
    )
    assert (second.kind, second.company, second.period) == ("profit", "amd", first.period)


def test_a_report_that_names_its_quarter_first_gives_it_to_its_results() -> None:
    figure = tell(
        f"{NVIDIA} announces results for the second quarter of fiscal 2026\n\nThe year began well for "
        f"{NVIDIA}. Net income was $26 billion."
    )[0]
    assert (figure.kind, figure.company, figure.period) == ("profit", "nvidia", "Q2 FY2026")


def test_a_sum_told_twice_is_told_alike() -> None:
    found = tell(f"{INTEL} wins $7.9 billion\n\nThe state granted {INTEL} $7.9 billion for its plants.")
    assert [(f.kind, f.company) for f in found] == [("subsidy", "intel"), ("subsidy", "intel")]


def test_the_current_quarter_of_a_report_is_the_one_after() -> None:
    figures = tell(
        f"{NVIDIA}'s revenue rose to $46.7 billion in the second quarter. For the current quarter, it expects"
        " $54 billion."
    )
    assert [figure.period for figure in figures] == ["Q2 FY2026", "Q3 FY2026"]


def test_results_that_name_no_quarter_are_of_the_one_told_before() -> None:
    figures = tell(
        f"{AMD} reported revenue of $7.7 billion for the second quarter of 2025. Net income was $872 million."
        " Operating expenses came to $2.9 billion."
    )
    assert [figure.period for figure in figures] == ["Q2 2025"] * 3


def test_the_date_of_an_announcement_is_no_period_of_the_figure() -> None:
    assert tell(f"{TSMC} announced in March it would invest $100 billion in Arizona.")[0].period is None


def test_a_figure_in_no_sentence_is_given_bare() -> None:
    text = "revenue of $5 billion"
    context = Context(text, [], find_money(text), [], [], None, KNOWLEDGE)
    (figure,) = attribute(context, load_scorer())
    assert (figure.low, figure.kind, figure.confidence) == (Decimal(5_000_000_000), None, 0.0)


def test_a_text_without_money_has_no_figures() -> None:
    assert tell(f"{NVIDIA} grew.") == ()


pieces = st.sampled_from(
    [
        NVIDIA,
        OPENAI,
        "[H100](chip:nvidia-h100)",
        "$5 billion",
        "$3-4 bn",
        "€2",
        "revenue",
        "of",
        "from",
        "to",
        "up",
        ",",
        ".",
        "(",
        ")",
        "“",
        "”",
        "it",
        "its",
        "the company",
        "said",
        "raised",
        "acquired",
        "was",
        "by",
        "in",
        "2024",
        "Q3",
        "a year earlier",
        "which",
        "valued at",
        "round",
        "led",
        "and",
        "including",
        "respectively",
        "worth",
        "deal",
        "with",
        "will",
        "invest",
        "'s",
        "—",
        "\n\n",
        "per",
        "hour",
        "each",
        "We",
        "shares",
        "at",
        "Revenue",
        "Foo Bar",
        "between",
        "than",
        "estimates",
        "fiscal",
        "that",
        "put",
        "the chipmaker",
        "-",
        ";",
        ":",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces, max_size=30))
def test_no_text_raises_and_what_is_given_points_inside(parts: list[str]) -> None:
    figures = tell(" ".join(parts))
    for index, figure in enumerate(figures):
        assert 0.0 <= figure.confidence <= 1.0
        for other in (figure.compared_to, figure.part_of):
            assert other is None or (0 <= other < len(figures) and other != index)
        assert figure.company is None or figure.company in KNOWN
        assert figure.counterparty is None or figure.counterparty != figure.company


@settings(max_examples=50, deadline=None)
@given(st.lists(pieces, max_size=30))
def test_the_same_text_gives_the_same_figures(parts: list[str]) -> None:
    assert tell(" ".join(parts)) == tell(" ".join(parts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{GROQ} raised $750 million at $6.9 billion.", ["funding groq", "valuation groq"]),
        (f"{CEREBRAS}, valued at $8 billion in its last round, is hiring.", ["valuation cerebras"]),
        (f"{INTEL} raised $2 billion through convertible notes.", ["debt intel"]),
        (f"{COREWEAVE}'s deal brings the total value of contracts to $22.4 billion.", ["deal coreweave"]),
        (f"{NVIDIA} warned of $5.5 billion in charges.", ["cost nvidia"]),
        (f"{META} has set aside $450 million to expand in Texas.", ["capex meta"]),
        (f"{NVIDIA}'s takeover of {MELLANOX} cost $7 billion.", ["acquisition nvidia"]),
        (f"{NVIDIA} lists the card at $749; at {AMAZON} it costs $820.", ["price nvidia", "price amazon"]),
        (f"{META} spends another $2.7 billion on {ANTHROPIC}.", ["investment meta"]),
        (f"{COREWEAVE} owes lenders $8 billion.", ["debt coreweave"]),
        (f"{NVIDIA} agreed to purchase $5 billion of {INTEL}'s common stock.", ["investment nvidia"]),
        (f"Grants so far: {INTEL} $7.8bn, {TSMC} $6.6bn.", ["subsidy intel", "subsidy tsmc"]),
        (f"{META} is to double capex to $70 billion.", ["capex meta"]),
        ("The average engineer there gets $1.5 million in stock.", ["other None"]),
        (f"{MICROSOFT} and {NVIDIA} will invest $5 billion and $10 billion respectively in {ANTHROPIC}.",
         ["investment microsoft", "investment nvidia"]),
    ],
)  # fmt: skip
def test_ordinary_words_of_the_press_tell_the_kind(text: str, expected: list[str]) -> None:
    assert [f"{figure.kind} {figure.company}" for figure in tell(text)] == expected


def test_what_analysts_looked_for_is_of_the_result_before() -> None:
    found = tell(
        f"{AMD} posted revenue of $7.4 billion in the second quarter of 2025. "
        "Analysts had looked for $7.1 billion."
    )
    assert [(f.kind, f.company, f.period, f.status) for f in found] == [
        ("revenue", "amd", "Q2 2025", "actual"),
        ("revenue", "amd", "Q2 2025", "planned"),
    ]


def test_a_first_instalment_is_of_the_dealing_before() -> None:
    found = tell(
        f"{NVIDIA} will invest $100 billion in {OPENAI}. The first $10 billion will be paid at once."
    )
    assert told(found[1]) == ("investment", "nvidia", "openai")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{INTEL} issued $450 million of notes due 2030.", None),
        (f"{INTEL} signed a $5 billion contract over ten years.", None),
        (f"{AMD} said third-quarter revenue rose to $8 billion.", "Q3 2024"),
        (f"{AMD} had sales of $8 billion for April-June.", "Q2 2025"),
    ],
)
def test_only_the_time_of_the_figure_is_its_period(text: str, expected: str | None) -> None:
    assert tell(text)[0].period == expected


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        (f"{META} is building. Spending next year will be $60 billion to $65 billion.", "meta"),
        (f"{META} is building. The first phase in Louisiana will cost $10 billion.", "meta"),
        (f"{META} keeps building. The gaming unit made $12.1 billion.", "meta"),
        (f"{COREWEAVE} is listed now. The offering brought $1.5 billion.", "coreweave"),
    ],
)
def test_a_sentence_without_a_party_goes_on_about_the_company_in_focus(text: str, slug: str) -> None:
    assert tell(text)[-1].company == slug


def test_what_is_said_of_everybody_is_not_the_company_in_focus() -> None:
    assert tell(f"{META} is building. A gigawatt needs $50 billion.")[-1].company is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{META} snapped up [OpenAI](openai) for $2.4 billion.", "acquisition"),
        (f"{META} was promised $300 million.", "subsidy"),
        (f"Washington gives {META} $7.86 billion.", "subsidy"),
        (f"{META} trimmed its forecast to $22 billion.", "guidance"),
        (f"{META} is burning through $1 billion a month.", "cost"),
        (f"{META} hits $4 trillion.", "market_cap"),
        (f"{META} grew. Advertising accounts for $10 billion.", "revenue"),
        (f"{META} was seeking a buyer at between $750 million and $1 billion.", "acquisition"),
        ("Investors now put [OpenAI](openai) at $113 billion.", "valuation"),
        ("[OpenAI](openai) lands $640m.", "funding"),
        ("Training the model took $90 million.", "cost"),
        (f"{META} sees $6.65 billion this quarter.", "guidance"),
        (f"{META} was ordered to pay $445 million.", "fine"),
        (f"Total sales of {META} were $167 billion, and net income $18 billion.", "profit"),
        (f"{META} grew. Operating profit was $4 billion. A year ago it was $6 billion.", "profit"),
        (f"{META} is big. Its losses run to $1 billion a month.", "loss"),
        (f"{META} grew. Embedded sales were $927 million; gaming, $462 million.", "revenue"),
        (f"Revenue of {META} was $3 billion. The cloud alone accounted for $1 billion.", "revenue"),
        (f"{META} grew. For the year the target is now $5 billion.", "guidance"),
        (f"{META} is paying $32 billion in cash for [OpenAI](openai).", "acquisition"),
        (f"In November a jury added $118 million to what {META} owes.", "fine"),
        (f"{META} soared, adding $244 billion to its value.", "market_cap"),
        (f"{META} rose, closing at $600.50.", "share_price"),
    ],
)
def test_an_everyday_turn_tells_the_kind(text: str, kind: str) -> None:
    assert tell(text)[-1].kind == kind


def test_a_valuation_told_after_the_investor_is_still_that_of_the_one_that_raised() -> None:
    text = (
        "[Groq](groq) has raised $120 million. [Fidelity](fidelity) led the round. Valuation: $750 million."
    )
    assert tell(text)[-1].company == "groq"


def test_a_market_that_buys_leaves_the_sales_with_the_company_in_focus() -> None:
    assert tell(f"{META} grew. China made up 27% of sales, or $1.5 billion.")[-1].company == "meta"


@pytest.mark.parametrize(
    "aside",
    [f"{META} declined to comment.", f"{META} also took part.", f"{META} did not respond to questions."],
)
def test_one_named_in_passing_does_not_come_into_focus(aside: str) -> None:
    text = f"[Groq](groq) is growing. {aside} Revenue was $90 million."
    assert tell(text)[-1].company == "groq"
