"""The words that tell what an amount is about: nouns and verbs of money. Data only, but for the inflections.

Nouns are phrases in the singular or as they are always written, hyphens as spaces. The number is how much a
phrase tells on its own: 1.0 leaves no doubt ("net income"), 0.5 needs a better word to agree ("deal").
"""

from chipnews.tagging.values import FigureKind


def phrases(listed: str) -> tuple[str, ...]:
    """Return the phrases of a list written with commas over several lines."""
    return tuple(" ".join(phrase.split()) for phrase in listed.split(","))


NounTable = dict[str, tuple[FigureKind, float]]

_NOUNS_BY_KIND: dict[FigureKind, dict[float, str]] = {
    "revenue": {
        1.0: "revenue|net revenue|net sales|sales|turnover|top line|run rate|annualised revenue|annual"
        "ized revenue"
        "|recurring revenue|arr|run rate revenue|billings|royalties|takings",
        0.8: "receipts|subscription revenue|licence revenue|license revenue|shipment|royalty income|"
        "gross sales|"
        "annual revenue|like for like sales|retail sales|net turnover|revenue stream",
    },
    "profit": {
        1.0: "net income|net profit|profit|operating income|operating profit|gross profit|ebitda|ebit|"
        "eps|net earnings|profit before tax|pre tax profit|trading profit|adjusted profit|"
        "attributable profit|"
        "underlying profit|quarterly profit|annual profit|adjusted ebitda|core profit|recurring profit"
        "|earnings per share|pretax profit|earnings|operating earnings|bottom line",
        0.6: "income|gain",
    },
    "loss": {
        1.0: "net loss|operating loss|loss|deficit|pretax loss|pre tax loss|loss before tax|ebitda loss|"
        "gross loss|paper loss|trading loss|shortfall"
    },
    "capex": {
        1.0: "capital expenditure|capex|capital spending|capital investment|capital outlay|cap ex|capi"
        "tal expense"
        "|capital budget|capital expenditures budget|infrastructure spending|ai spending|ai capex"
        "|data center capex|capital programme|capital program|capital works|capital plan|build programme|"
        "infrastructure budget|construction programme|data center spending|data centre spending|"
        "infrastructure investment|infrastructure spend"
        "|infrastructure outlay|outlay|ai infrastructure spending|property and equipment|capital spend"
        "|ai infrastructure investment|infrastructure buildout|infrastructure build out|"
        "ai buildout|ai build out",
        0.6: "buildout|build out|spending plan|expansion plan|spending spree|investment plan|spending|spend",
    },
    "investment": {
        0.7: "lifeline|backing",
        1.0: "equity investment|bet|wager|stake|equity stake|strategic investment|infusion|"
        "capital injection|cash injection"
        "|minority stake|equity injection|capital infusion|cash infusion",
        0.85: "investment|commitment to invest|holding|shareholding|stakeholding",
        0.5: "injection|factory|fab|plant|facility|campus|data center|data centre|complex|"
        "supercomputer|project"
        "|venture|joint venture|initiative|fund|complex|gigafactory|expansion|hub|cluster",
    },
    "funding": {
        1.0: "funding round|funding|fundraise|fundraising|fund raising|series a|series b|series c|"
        "series d|series e|series a round|series b round|series c round|series d round|series e round|"
        "series f round"
        "|series f|series g|series h|seed round|financing round|investment round|equity round|"
        "venture funding"
        "|funding commitment|financing commitment|funding package|financing package|equity financing|"
        "venture capital|seed funding|equity funding|initial public offering|"
        "ipo|private placement"
        "|round|share sale|stock offering|share offering|raise|tender offer|secondary sale|"
        "primary funding|new capital"
        "|series i|series j|bridge round|growth round|pre seed round|seed extension|early stage round|"
        "late stage round|equity raise|rights issue|share placement|share issue|follow on offering|"
        "secondary offering|private round|venture round|venture money|angel round|crowdfunding"
        "|fresh capital|fresh funding|new funding|megaround|mega round|venture capital funding|"
        "capital raise|extension",
        0.8: "financing|equity|capital|venture backing|proceeds",
        0.6: "money|fresh money|seed money|placement",
    },
    "valuation": {
        1.0: "valuation|post money valuation|pre money valuation|post money|pre money|"
        "enterprise value|price tag valuation"
    },
    "market_cap": {
        1.0: "club|market capitalization|market capitalisation|market cap|market value|"
        "stock market value|market valuation"
        "|stock market valuation|market worth|capitalization",
        0.6: "value",
    },
    "acquisition": {
        0.55: "sale",
        1.0: "acquisition|takeover|buyout|merger|takeover bid|takeover offer|acquisition offer|buyout offer"
        "|acquisition price|purchase price|acquisition deal|takeover deal|acquihire|acqui hire|buy out"
        "|cash and stock deal|stock and cash deal|all stock deal|all cash deal|unsolicited offer|"
        "swoop|hostile bid|merger deal|all share deal|all share merger|reverse merger|spac merger|"
        "leveraged buyout|"
        "management buyout|acquisition bid|rival bid|rescue bid|takeover approach|purchase consideration",
        0.7: "bid|all stock transaction|all cash transaction|all stock|all cash|tie up",
        0.5: "purchase|offer",
    },
    "deal": {
        1.0: "contract|order|purchase order|commitment|purchase commitment|backlog|order backlog|order book"
        "|remaining performance obligation|performance obligation|rpo|purchase obligation|"
        "supply deal|supply agreement"
        "|cloud deal|computing deal|compute deal|cloud contract|supply contract|chip deal|"
        "purchase agreement"
        "|letter of intent|lease|prepayment|booking|licensing deal|licensing agreement|"
        "services deal|procurement"
        "|memorandum of understanding|offtake agreement|power purchase agreement|pre order|"
        "preorder|licence deal"
        "|cloud computing deal|framework agreement|purchasing commitment|supply commitment|"
        "supply obligation"
        "|order intake|net order|leasing deal|lease agreement|leasing agreement|hosting agreement|"
        "hosting deal|"
        "hosting contract|colocation agreement|service agreement|services agreement|"
        "master services agreement|"
        "statement of work|service contract|procurement contract|defence contract|defense contract|"
        "government contract|infrastructure deal|capacity deal|gpu deal|gpu order|chip order|server order|"
        "take or pay|power deal|licensing pact|supply pact|capacity agreement|work order|task order|"
        "lease commitment|contracted revenue|unfilled order|advance payment|cross licence|offtake deal|"
        "rental deal|rental agreement|supercomputer contract|infrastructure contract",
        0.75: "agreement|deal|pact|arrangement|obligation|partnership|collaboration|tender|pipeline|"
        "alliance"
        "|accord|transaction",
    },
    "price": {
        1.0: "price|price tag|list price|retail price|selling price|msrp|starting price|hourly rate|re"
        "ntal rate"
        "|average selling price|asp|sticker price|asking price|rental price|hourly price|"
        "subscription|rrp|spot price|contract price|street price|unit price|entry price|sticker|"
        "launch price|"
        "wholesale price|monthly fee|subscription fee|hourly fee|day rate|hire price|resale price|"
        "going rate|"
        "price per hour|price per token|per token price|usage fee|on demand price|spot rate|on demand rate",
        0.7: "pricing|rate|rent|tier",
    },
    "cost": {
        1.0: "capital cost|upfront cost|running cost|operating expense|opex|restructuring charge|charge|"
        "write down|writedown|write off|"
        "writeoff|impairment"
        "|impairment charge|inventory charge|research and development|r&d|r&d expense|"
        "r&d spending|r&d budget|r&d cost|r&d investment"
        "|expense|training cost|training run|operating cost|total cost|cost of revenue|"
        "cost of sales|severance|bill"
        "|inventory write down|depreciation|compute cost|electricity bill|expenditure|"
        "cash burn|overrun|interest expense|interest cost|interest payment|operating expenditure|overhead|"
        "labour cost|labor cost|construction cost|development cost|production cost|manufacturing cost|"
        "energy cost|energy bill|power bill|build cost|running expense|total expense|goodwill impairment|"
        "asset impairment|non cash charge|one time charge|one off charge|restructuring cost|pretax charge|"
        "write downs|exceptional charge|provision|legal bill|legal cost|wage bill|startup cost|"
        "start up cost|"
        "sunk cost|cost overrun|price tag of building|tax bill|tariff bill|tariff cost|tariff hit|"
        "hidden cost|cost of ownership|replacement cost|amortization|amortisation|cost of goods"
        "|research and development expense|research and development spending|"
        "stock based compensation|tariff|hit",
        0.9: "cost",
        0.6: "budget|burn",
    },
    "market_size": {
        1.0: "addressable market|total addressable market|tam|market size|market opportunity|serviceab"
        "le market"
        "|global market|world market|accelerator market|chip market|semiconductor market|"
        "gpu market|server market"
        "|memory market|global spending|worldwide spending|global sales|worldwide sales|worldwide revenue"
        "|global revenue|global semiconductor sales|global semiconductor revenue|"
        "global chip sales|industry sales"
        "|worldwide semiconductor revenue|global semiconductor market|industry revenue|global it spending"
        "|worldwide ai spending|global ai spending|worldwide it spending|market revenue|global economy|"
        "trade",
        0.9: "market|industry|total market",
        0.95: "world sales|industry wide sales|annual market|end market|market for chips|spending worldwide",
        0.6: "opportunity|sector|segment|economy|business opportunity",
    },
    "debt": {
        1.0: "debt|indebtedness|net debt|loan|bond|senior note|convertible note|credit facility|"
        "credit line|line of credit|term loan"
        "|debt financing|debt facility|borrowing|bond sale|bond offering|bond issue|bond deal|"
        "debt sale|debt offering"
        "|debt deal|revolving credit facility|revolver|mortgage|convertible senior note|"
        "junk bond|private credit"
        "|convertible bond|borrowing facility|loan package|syndicated loan|term loan b|commercial paper|"
        "corporate debt|senior debt|"
        "overdraft|bridge facility|bridge financing|project finance|project financing|"
        "asset backed security|"
        "mezzanine debt|mezzanine loan|promissory note|notes sale|note sale|note offering|vendor financing|"
        "private credit loan|venture debt|equipment financing|gpu backed loan|delayed draw facility|"
        "sukuk|debenture|convertible|convertible bond sale|refinancing|gilt|samurai bond|green bond|"
        "investment grade bond|debt package|loan facility|financing facility|de"
        "layed draw term loan"
        "|debt raise|leverage|secured note|notes offering|debt funding|construction loan|"
        "bridge loan|loan guarantee"
        "|debt round|lease financing|debt fund raising|high yield bond|senior secured note|"
        "corporate bond|credit",
        0.7: "note|liability",
    },
    "subsidy": {
        1.0: "grant|subsidy|tax credit|tax break|tax incentive|state aid|direct funding|"
        "chips act funding|tax abatement"
        "|government support|government funding|chips act award|chips act grant|chips act|"
        "government grant|public money"
        "|tax exemption|tax holiday|tax waiver|tax rebate|tax concession|sales tax exemption|exemption|"
        "property tax abatement|state grant|federal award|federal support|federal subsidy|state support|"
        "state subsidy|state funding|state incentive|public subsidy|incentive package|aid package|"
        "support package|research grant|cash grant|export credit|r&d credit|production credit|bailout|"
        "investment tax credit|federal grant|federal funding|tax relief|government subsidy|"
        "public funding|rebate",
        0.75: "incentive|award|aid|support|assistance|relief|abatement",
    },
    "fine": {
        1.0: "fine|penalty|settlement|damages|antitrust fine|civil penalty|compensation claim|lawsuit|"
        "verdict|forfeiture|jury award|class action settlement|class action|antitrust settlement|"
        "punitive damages|"
        "criminal penalty|monetary penalty|restitution|disgorgement|arbitration award|patent award|"
        "damages claim|compensatory damages|infringement award|consent decree|out of court settlement",
    },
    "share_price": {
        1.0: "share price|issue price|strike price|exercise price|conversion price|listing price|"
        "price objective|stock price|price target|target price|closing price|offer price|ipo price"
    },
    "other": {
        1.0: "dividend|buyback|share buyback|share repurchase|stock repurchase|repurchase|"
        "repurchase program|salary"
        "|compensation|pay package|bonus|donation|free cash flow|cash flow|operating cash flow|"
        "net worth|fortune"
        "|cash and cash equivalent|cash equivalent|cash pile|cash reserve|cash|buyback program|"
        "inventory|asset"
        "|share repurchase program|repurchase authorization|stock award|wealth|prize|reward|"
        "endowment|marketable security|wage|wages|stipend|capital return|shareholder return|"
        "special dividend|"
        "annual salary|base salary|sign on bonus|relocation package|pension|scholarship|severance package|"
        "pocket money|trade deficit|trade surplus|bounty|jackpot|gift|bequest|raise in pay|stock grant|"
        "retention award|remuneration|pay deal|pay packet|cash balance|liquidity|total asset|budget deficit"
        "|break up fee|breakup fee|termination fee|reverse termination fee|signing bonus|pay|philanthropy"
        "|share buyback program|retention bonus|cash on hand|stockpile|saving|gdp",
        0.6: "exports|imports|tax|fee|ransom|warrant",
    },
}

NOUNS: NounTable = {
    phrase: (kind, weight)
    for kind, rows in _NOUNS_BY_KIND.items()
    for weight, phrases in rows.items()
    for phrase in phrases.split("|")
}
# Phrases that hold a noun of money and mean none: dead phrases, that hide it from the search.
for _phrase in (
    "market share|market leader|market researcher|market research|stock market|open market|"
    "sales chief|sales force"
    "|bond market|capital market|stock market rally|order of magnitude|in charge of|market regulator|"
    "market watchdog|market reaction|market open|market rout|grey market|"
    "gray market|black market|spot market|secondary market|"
    "resale market|rental market|housing market|labour market|labor market|job market|money in|"
    "market close|"
    "market watcher"
    "|contract chip|contract chipmaker|contract electronics|contract manufacturer|contract manufacturing"
    "|interest rate|growth rate|debt market|industry analyst|industry group|market analyst|"
    "deal maker|order to"
    "|at any price|trade war|trade group|trade body|trade press|trade secret|trade restriction|trade show|"
    "trade deal|trade talks|trade ministry|cash in|fine tuning|fine print|pay attention|"
    "bill gates|capital city|capital letters|bond yield|bond trader|price war|price target hike|"
    "interest rate cut|"
    "in exchange|at a loss|profit margin|gross margin|sales team|sales pitch|money manager|money market|"
    "rate of return|tax rate|utilization rate|industry leader|industry veteran|market cap club"
).split("|"):
    NOUNS[_phrase] = ("other", 0.0)
LONGEST_NOUN = max(phrase.count(" ") + 1 for phrase in NOUNS)

OUTLOOK = frozenset(
    """
    guidance forecast forecasts outlook projection projections target targets estimate estimates expectations
    expectation prediction guide goal
    """.split()
)
"""Nouns that make a figure one to come; for a company's own result they make it its guidance."""

_IRREGULAR = {
    verb: " ".join(past)
    for verb, *past in (
        row.split()
        for row in phrases("""
        buy bought, spend spent, sell sold, pay paid, lose lost, lend lent, build built, rise rose
        risen, fall fell fallen, grow grew grown, hit hit, cost cost, make made, win won, take took
        taken, get got gotten, give gave given, see saw seen, say said, tell told, bring brought, sink
        sank sunk, come came, stand stood, lead led, shrink shrank shrunk, put put, seek sought, set
        set, swing swung, beat beat beaten, slide slid, bet bet, hold held, burn burned burnt, think
        thought, mean meant, leave left, go went gone, begin began begun, cut cut, sue sued, draw drew
        drawn, leap leapt leaped, run ran, plough ploughed, plow plowed, shell shelled, split split,
        become became, know knew known, write wrote written, forecast forecast forecasted, show showed
        shown, bid bid, strike struck, ink inked, find found, keep kept, meet met, send sent, undergo
        underwent, hand handed
        """)
    )
}
_DOUBLED = frozenset(
    "plan commit drop top slip ship bar hit put set cut get run win bet bid split begin".split()
)


def _forms(lemma: str) -> list[tuple[str, str]]:
    """Return (form, shape) of a verb; shapes: base, s, past, ing."""
    past = _IRREGULAR.get(lemma)
    stem = lemma + lemma[-1] if lemma in _DOUBLED else lemma
    if past is None:
        past = stem + "d" if stem.endswith("e") else stem[:-1] + "ied" if _consonant_y(stem) else stem + "ed"
    third = (
        lemma[:-1] + "ies"
        if _consonant_y(lemma)
        else lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "o")) else "s")
    )
    ing = stem[:-1] + "ing" if stem.endswith("e") and not stem.endswith("ee") else stem + "ing"
    return [(lemma, "base"), (third, "s"), *((form, "past") for form in past.split()), (ing, "ing")]


def _consonant_y(word: str) -> bool:
    return word.endswith("y") and word[-2:-1] not in "aeiou"


FRAMES: dict[str, str] = {
    "raise": "line raise scoop score secure garner obtain attract",
    "invest": "put invest inject pour pump plow plough funnel sink infuse reinvest shovel",
    "acquire": "acquire",
    "buy": "buy purchase snap",
    "sell": "sell offload divest resell",
    "pay": "pay shell fork splash cough",
    "spend": "spend splurge lavish",
    "commit": "commit pledge earmark allocate budget dedicate devote channel contribute stump",
    "earn": "earn",
    "lose": "lose",
    "cost": "cost",
    "price": "price retail list",
    "charge": "charge",
    "fine": "fine penalise penalize",
    "settle": "settle",
    "value": "value revalue",
    "borrow": "borrow",
    "lend": "lend",
    "issue": "issue float",
    "repurchase": "repurchase redeem",
    "repay": "repay refinance retire",
    "incur": "incur absorb shoulder burn",
    "pocket": "pocket fetch gross amass",
    "penalty": "levy slap impose",
    "owe": "owe",
    "award": "award grant",
    "receive": "receive get win land bag clinch take",
    "train": "train develop design make",
    "order": "order rent lease book procure contract prepay",
    "sign": "sign ink strike",
    "build": "build construct erect",
    "measure": "pass break eclipse reach hit total top exceed surpass stand average approach cross number "
    "equal near amount",
    "up": "widen rise grow climb jump surge soar increase leap swell rocket double triple quadruple "
    "expand balloon gain accelerate advance skyrocket",
    "down": "narrow fall drop decline slide shrink tumble plunge slip decrease sink dip halve plummet "
    "contract ease",
    "report": "report post record generate deliver log book register notch produce see bring pull rake",
    "back": "back lead join finance fund bankroll co-lead participate",
    "expect": "expect forecast project anticipate guide predict estimate foresee see",
    "start": "start begin",
    "say": "say tell announce disclose reveal unveil note add state confirm warn claim argue write deny "
    "report cite",
    "plan": "plan intend aim agree want hope vow promise propose offer seek consider weigh explore "
    "decide mull "
    "prepare look set discuss negotiate continue try choose opt need help",
    "cut": "cut lower trim slash reduce lift boost hike bump",
    "lay": "lay",
    "other": "repeat reiterate maintain reaffirm use have do be give hold keep come go become "
    "remain show find face become know "
    "believe think "
    "mean help allow let enable include represent underscore require need work run lie lead push send"
    " drive bring "
    "ship launch introduce supply provide deliver compete dominate own found employ hire file "
    "close trade end finish open beat miss follow turn create add compare support power serve accuse "
    "sue wipe erase "
    "shed return emerge license hire debut defy bolster nab grab inspire eye slump soar host "
    "deploy operate tap pick choose change "
    "arrange extend underwrite backstop sweeten approve reject complete finalise finalize mark cover leave"
    " stop",
}

SAME_PAST = frozenset("forecast cut hit set put bid bet cost".split())
"""Verbs whose past is their base."""

# Forms that are nouns far more often, unless what stands before them says otherwise.
NOUN_FIRST = frozenset(
    """
    order orders cost costs price prices charge charges fine fines lease leases contract contracts
    purchase purchases budget rent rate grant grants award awards bid offer offers loss raise report
    reports record forecast forecasts estimate estimates project projects deal deals value total number
    numbers gain gains increase increases decline drop fall rise jump surge plan plans aim aims target
    book books note notes claim claims state states sales building buildings spending funding financing
    pricing net top up ease near back backs average volume advance set right work works power supply end
    close trade trades open mark cover run use uses need needs help support show hike boost lift cut
    line lines cuts
    dip slide leap host hosts file files double issue issues sink design designs lead leads start
    triple land bag bet snap equal standing contracting build
    """.split()
)

VERBS: dict[str, tuple[str, str, str]] = {}
"""Each form of a verb with its lemma, its frame and its shape."""
for _frame, _lemmas in FRAMES.items():
    for _lemma in _lemmas.split():
        for _form, _shape in _forms(_lemma):
            VERBS.setdefault(_form, (_lemma, _frame, _shape))
VERBS |= {
    "valued": ("value", "value", "past"),
    "spending": ("spend", "spend", "ing"),
    "led": ("lead", "back", "past"),
}

BE = frozenset("is are was were be been being 's 're".split())
AUX = BE | frozenset(
    "will would shall should can could may might must has have had having does did do wouldn doesn "
    "didn isn wasn "
    "don hasn haven hadn aren weren couldn 'll 've 'd not never n't t".split()
)
MODAL_FUTURE = frozenset("will would shall 'll wouldn".split())
ADVERBS = frozenset(
    """
    also now still then just only already soon currently recently reportedly previously later first ever
    even again alone together collectively jointly separately initially subsequently eventually finally
    meanwhile allegedly apparently effectively likely unlikely roughly nearly almost about around
    approximately once so far today yesterday tomorrow earlier more less further additionally both each
    respectively up out down back in over last most publicly formally
    """.split()
)
PREPOSITIONS = frozenset(
    """
    in on at of for from to with by into under over through during against among between after before
    since until within without including like as than via per across toward towards about around despite
    behind besides beyond alongside amid near versus vs upon following excluding plus worth regarding
    concerning
    """.split()
)
SUBORDINATORS = frozenset(
    """
    while whereas although though because when if since unless but after before as whether once and or
    where
    """.split()
)
RELATIVES = frozenset("which who that whose whom".split())
DETERMINERS = frozenset(
    """
    a an the this that these those its their his her our my your some any each every another such no all
    several both many more most few
    """.split()
)
POSSESSIVES = frozenset("its their our".split())
QUALIFIERS = frozenset(
    """
    about nearly almost roughly around approximately some over under more less than least most much as
    at up to just only an additional another extra further a estimated record total whopping staggering
    the combined close of upwards above below north initial aggregate fresh cool hefty massive huge us
    u.s. american even well first reported planned potential maximum minimum cumulative annual yearly
    us$ modest mere something like
    that same eye watering between whole collective separate new latest its their his
    our previously original
    """.split()
)
AGENT_NOUNS = frozenset(
    """
    analysts analyst investors investor government officials official regulators regulator lawmakers
    economists researchers startups companies hyperscalers firms providers giants vendors banks lenders
    creditors customers consumers users administration commission court jury judge agency department
    ministry president minister senate congress founders founder billionaire estimates consensus experts
    rivals peers countries states nations people sources executives clients buyers shareholders
    suppliers chipmakers carmakers developers enterprises organisations organizations businesses
    institutions funds parent council union parliament exporters groups traders lender owner owners
    integrator integrators reseller resellers broker distributor distributors landlord landlords tenants
    insurer insurers builder builders contractors county city utility utilities province town university
    universities school schools students staff employees workers engineers scientists authorities
    policymakers bureaucrats buyer shareholder brussels beijing washington tokyo seoul taipei delhi
    ohio texas arizona oregon idaho utah virginia indiana louisiana wisconsin
    """.split()
)
ROLE_NOUNS = frozenset(
    """ceo cfo cto coo chief chairman chairwoman executive executives president founder co-founder cofounder
    spokesperson spokesman spokeswoman head boss director vice officer finance officials leader
    management chair
    representatives""".split()
)
MODIFIED_BY = frozenset(
    """
    backed owned led based designed rival competitor supplier partner backer investor customer spinoff
    spinout veteran alumnus alumni ally challenger-backed supported funded trained powered made built
    linked affiliated reseller contractor parent subsidiary invested controlled supplied spun compatible
    like sized style tenant shareholder landlord
    """.split()
)
ANALYST_WORDS = frozenset(
    """analysts analyst consensus estimates lseg factset refinitiv bloomberg street economists expectations
    brokerage brokers""".split()
)
