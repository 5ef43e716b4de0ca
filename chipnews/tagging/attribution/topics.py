"""What a stretch of text is about, by its words: results, a round, a court case, a study of a market.

Each list holds the words that reporters use for one subject and hardly for another. They stand for each
other: "the jury awarded" and "the regulator fined" tell the same of an amount beside them.
"""

import re
from functools import cache

_WORDS: dict[str, str] = {
    "results": """
        quarter, quarterly, fiscal, earnings, revenue, revenues, sales, turnover, analysts,
        consensus, lseg, factset, visible alpha, net income, operating income, operating profit,
        year on year, segment, guidance
    """,
    "outlook": """
        outlook, guidance, forecast, forecasts, expects, expected, expect, projects, projected,
        midpoint, plus or minus, give or take, current quarter, next quarter, guided
    """,
    "round": """
        series a, series b, series c, series d, series e, series f, seed, round, funding,
        financing, backers, investors, raised, raises, raise, raising, led by, co led, venture,
        startup, start up, startups
    """,
    "stock": """
        shares, share, stock, stocks, nasdaq, nyse, traded, trading, closed, close, rallied,
        investors, premarket, after hours, market value, market capitalization, market
        capitalisation, market cap, price target, bourse, wall street, points, index, adrs,
        depositary receipts
    """,
    "listing": """
        ipo, initial public offering, listing, prospectus, offering, debut, go public, goes
        public, listed
    """,
    "court": """
        court, lawsuit, sued, sues, suing, judge, jury, damages, settle, settled, settlement,
        fine, fined, penalty, antitrust, infringed, infringement, infringing, patent, patents,
        verdict, regulator, regulators, watchdog, ordered to pay, appeal, plaintiffs, accused,
        violated, violation, probe, pleaded, smuggling, damage
    """,
    "state aid": """
        grant, grants, subsidy, subsidies, chips act, chips and science act, incentive,
        incentives, government, ministry, taxpayer, taxpayers, tax credit, tax credits, state
        aid, commerce department, european commission, award, awarded, public money, budget,
        scheme, programme, program, administration, cabinet
    """,
    "debt": """
        bond, bonds, notes, loan, loans, debt, lenders, lender, coupon, borrow, borrowed,
        borrowing, borrowings, credit facility, credit line, maturity, maturing, senior,
        convertible, convertibles, private credit, refinancing, refinance, banks, term loan,
        leverage, junk, yield, investment grade, tranche
    """,
    "takeover": """
        acquire, acquired, acquires, acquiring, acquisition, takeover, buyout, bid, merger,
        purchase, deal to buy, to buy, buys, bought, stake, all cash, per share in cash,
        shareholders, termination fee, divest, divestiture
    """,
    "contract": """
        contract, contracts, order, orders, agreement, supply, commitment, commitments, backlog,
        signed, sign, signs, purchase commitments, remaining performance obligations, multiyear,
        customers, customer, lease, leases, worth
    """,
    "building": """
        data center, data centers, data centre, data centres, campus, plant, fab, fabs, factory,
        facility, build, building, construction, gigawatt, gigawatts, megawatt, megawatts, site,
        capital expenditure, capex, capital expenditures, capital spending, infrastructure,
        expand, expansion, hectares, acres
    """,
    "market study": """
        market, worldwide, global, globally, industry, gartner, idc, trendforce, counterpoint,
        omdia, dell'oro, researcher, researchers, study, shipments, spending on, segment, cagr,
        compound annual, market research, semi, wsts, sia, synergy, forecasts, according to,
        precedence, yole, techinsights, mercury research
    """,
    "prices": """
        price, priced, prices, pricing, costs, cost, list price, msrp, retail, retails, per
        hour, an hour, apiece, each, a month, per month, token, tokens, rent, rental, on demand,
        instance, instances, discount, cheaper, street price, asking, sells for, starts at, ebay
    """,
    "charges": """
        charge, charges, write down, writedown, impairment, restructuring, inventory, expense,
        expenses, layoffs, depreciation, severance, costs, budget
    """,
    "pay": """
        salary, salaries, bonus, dividend, dividends, buyback, buybacks, repurchase,
        repurchases, pay package
    """,
}  # fmt: skip


@cache
def _lists() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], re.Pattern[str]]:
    """Return the topics of single words, those of phrases, and a pattern of all phrases."""
    words: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, tuple[str, ...]] = {}
    for topic, listed in _WORDS.items():
        for each in {" ".join(each.split()) for each in listed.split(",")}:
            found = phrases if " " in each else words
            found[each] = (*found.get(each, ()), topic)
    longest_first = sorted(phrases, key=len, reverse=True)
    return words, phrases, re.compile(" (" + "|".join(map(re.escape, longest_first)) + ")(?= )")


def topics_of(words: tuple[str, ...]) -> dict[str, int]:
    """Return the topics that the words speak of, each with how often."""
    single, several, pattern = _lists()
    counts: dict[str, int] = {}
    told = [topic for word in words if word in single for topic in single[word]]
    told += [topic for phrase in pattern.findall(f" {' '.join(words)} ") for topic in several[phrase]]
    for topic in told:
        counts[topic] = counts.get(topic, 0) + 1
    return counts
