"""Word lists of the grouping: words that say nothing of an event, and words that tell what happens."""

# Words that nearly every item of this field holds, or that say nothing of an event.
COMMON = frozenset(
    """a about above according across after again against ahead all almost already also although always am
    among amount an and another any are around artificial as ask at away back be became because become been
    before began being below best better between beyond big bigger biggest billion both but by call called
    can cannot center centers centre centres chip chips come comes coming companies company compute
    computing could data day days deal detail details did do does doing done down due during each early
    either else end enough even ever every everything executive exclusive expect expected expects far few
    figure find first five for four friday from full fully further gain gave get gets getting give given
    giving go goes going good got group had half hardware has have having he her here high higher him his
    how however hundred if in inc including industry instead intelligence into is it its itself just keep
    key know known large larger largest last late later latest least less let like likely little long longer
    look looks lot made maker makers makes make making many march market may maybe me mean means might
    million monday month months more most much must my near nearly need needs never new news next night no
    nobody not nothing now number of off official officials often old on once one only onto or other others
    our out over own part past people per percent perhaps place plan plans point processor processors
    product products put quarter quite rather reach reached read really recent recently report reported
    reportedly reporters reports reuters right said same saturday saw say saying says second see seen
    semiconductor set seven several shares she should since six small so some someone something soon source
    sources statement still stock such sunday system systems take taken takes taking tech technology tell
    ten than thanks that the their them then there these they thing things think third this those though
    thousand three through thursday time times to today together told tomorrow too took top total toward
    towards tuesday turn two under until up update upon us use used users uses using very via want wants was
    way we wednesday week weeks well went were what when where whether which while who whole whose why will
    with within without word work world worth would year years yes yesterday yet you your january february
    april may june july august september october november december ai gpu gpus""".split()
)
# Classes of what happens, by the words that tell of it; their stems are compared.
EVENT_WORDS = {
    "funding": """raise raises raised raising round series fundraising seed backers investors valuation
    valued secures bags funding pockets""",
    "invest": """invest invests invested investing investment stake stakes injects pours equity""",
    "results": """earnings results profit profits revenue sales beat beats guidance outlook margin
    margins quarterly forecasts tops posts misses estimates""",
    "acquisition": """acquire acquires acquired acquiring acquisition acquisitions buy buys buying bought
    takeover merger merge swallows purchase""",
    "launch": """launch launches launched launching unveils unveil unveiled unveiling introduces
    introduced debut debuts reveals revealed release releases released ships shipping
    arrives availability announces available""",
    "delay": """delay delays delayed postpone postpones postponed slips slipped setback pushed pushes
    redesign respin""",
    "contract": """contract contracts order orders ordered ordering supply supplies agreement commit
    commits committed customer customers rent rents lease leases partner partners
    partnership signs signed""",
    "building": """build builds building built campus plant plants fab fabs factory site sites gigawatt
    gigawatts megawatt megawatts ground construction facility acres megafab""",
    "law": """sue sues lawsuit court judge jury patent patents settle settles settlement
    antitrust probe regulator regulators complaint trial verdict fine fined investigation
    raid""",
    "trade": """export exports tariff tariffs ban bans banned curbs licence license licences licenses
    restriction restrictions embargo smuggling blacklist sanctions washington beijing
    commerce""",
    "people": """ceo cfo appoint appoints appointed resign resigns resigned resignation hires hired
    hiring departs departure successor joins poached steps layoffs jobs cuts
    workforce staff""",
    "price": """price prices pricing hike hikes discount cheaper expensive costs rental spot""",
    "capex": """capex expenditure expenditures spending spend spends budget""",
    "debt": """bond bonds loan loans debt borrow borrows borrowing credit notes lenders""",
    "listing": """ipo listing float prospectus flotation underwriters nasdaq""",
    "test": """mlperf benchmark benchmarks benchmarked tested faster speed tests review measured""",
    "fault": """outage fire flaw overheating recall leak leaks quake earthquake blackout bug
    vulnerability defect cracked""",
    "subsidy": """subsidy subsidies grant grants award awards awarded act government""",
    "supply": """shortage shortages sold capacity allocation inventory glut""",
}
# Words of a title by which something is said to be under way, or awaited.
OPEN_WORDS = """talks negotiates negotiating negotiation discusses discussing seeks seek seeking seeker
    looks wants explores exploring considers considering weighs mulls preview previews awaits rumour
    rumoured rumor rumored reportedly sources draft proposes proposed proposal asks court courts could"""
# Words of a title by which something came to its end, or to its next step.
OUTCOME_WORDS = """closes closed closing completes completed completion concludes concluded finalises
    finalised finalizes finalized final signs signed agrees agreed confirms confirmed ruling rules ruled
    dismisses dismissed rejects rejected reverses reversed overturns overturned throws withdraws withdrew
    withdrawn abandons abandoned drops dropped ends ended calls cancels cancelled canceled collapses
    collapsed fails failed ships shipped shipping leaves arrives arrived available delivers delivered
    deliveries restarts resumes resumed begins began starts started prices priced debuts debut clears
    cleared approves approved settles settled settlement replaces replaced swaps swapped lifts lifted
    narrows narrowed suspends suspended halts halted stops stopped blames gives yes named reveals"""
# Words of the field: that two items share one of them says little. Compared by stem.
ORDINARY = frozenset(
    """cost costs revenue sale sales build built building buy buys run runs spend spending spends
    capital memory cloud invest investing investment investor investors raise raises raised raising
    sell sells sold accelerator accelerators rack racks order orders model models value valued
    values valuation rent rents pay pays paid site sites list close power train training contract
    contracts name names plant plants money server servers design designs designed hour chief lab
    gigawatt gigawatts megawatts share shares shareholder shareholders analyst analysts talk talks
    hold promise promises rose rise rises expenditure expenditures forecast forecasts round state
    states ago ask asks process profit profits network networks networking net show shows fell fall
    falls double doubled announce announced announces record add adds spent test tests wafer wafers
    fund funds funding file files outlet capacity twice open opens demand offer offers supply
    supplier suppliers bring brings finance financing dollar dollars loss losses earn earnings
    engineer engineers generation commit silicon lift lifts develop developer developers operate
    operation lead leads led leader series grow grows grew growth part parts trade line lines stake
    wait card cards start-up startup start begin begins core buyer buyers customer customers change
    foundry machine machines win wins won follow partner partners lost campus board compare include
    business inside agree agreement leave left result results service services project margin
    margins hand sign signs ship ships shipping end receive account stay number charge advanced
    person people save bill bills package budget grant pass cluster government draw cut cuts post
    posts early tenth house rest infrastructure lease limit room current rival rivals link export
    launch launches management loan approve approval move token tokens licence founder founders stop
    claim claims question answer sample exceed exceeds secure secures fab fabs fabrication bank
    banks join joins job jobs remain deploy deployment regulator regulators cash point bond bonds
    backlog climb climbs office interest average decline rumour field purchase reason output
    electricity energy water inference executive conference billions millions technology
    technologies company-wide worldwide global world public private latest boom surge surges soar
    soars jump jumps drop drops estimate estimates expectation expectations guidance outlook beat
    beats fiscal target targets pact release product products platform performance gpu hyperscaler
    hyperscalers workload workloads bandwidth compute computing software hardware semiconductor
    country american chinese china america united national market stock nasdaq street wall bet bets""".split()
)
# Companies that much of the news names: sharing one of them says little.
BUSY_COMPANIES = frozenset(
    """nvidia openai amd intel google alphabet microsoft amazon meta tsmc samsung apple anthropic
    broadcom oracle softbank xai huawei""".split()
)
# Chips and kinds of memory that much of the news names, or that are whole families.
BUSY_CHIPS = frozenset(
    """nvidia-a100 nvidia-h100 nvidia-h200 nvidia-h20 nvidia-b200 nvidia-b300 nvidia-gb200 nvidia-gb300
    nvidia-hopper nvidia-blackwell nvidia-blackwell-ultra nvidia-rubin nvidia-vera-rubin nvidia-vera
    nvidia-grace nvidia-dgx nvidia-hgx nvidia-nvlink nvidia-geforce nvidia-rtx amd-instinct amd-mi300x
    amd-mi325x amd-mi350 amd-mi355x amd-mi450 amd-epyc intel-xeon intel-gaudi google-tpu amazon-trainium
    amazon-trainium2 amazon-inferentia hbm hbm2e hbm3 hbm3e hbm4 nand ddr5 gddr7""".split()
)
