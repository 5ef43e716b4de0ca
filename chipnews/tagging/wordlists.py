"""Word lists by which ambiguous names are decided. Data only; all lower case."""

# Given names: the capitalised word behind one is a surname.
FIRST_NAMES = frozenset(
    """ada adam adele adrian aidan al alan albert alejandro alex alexander alexandra alfred alice amanda
    amy ana andre andrea andrew andy angela ann anna anne annie anthony antoni antonio arthur barbara
    barry becky ben benjamin bernard bill billy bob bobby boris brad brenda brian bruce bryan cameron
    carl carla carlos carol caroline catherine cathy charles charlie charlotte chris christian christina
    christine christopher claire clara claudia colin craig cynthia dan daniel danielle danny dario dave
    david dawn deborah debra demis dennis diana diane don donald donna doris dorothy doug douglas duncan
    edgar edith edward eleanor elena elizabeth ella ellen elon emily emma eric erica erik ernest esther
    eugene eva evan evelyn fatima felix fiona florence frances francis frank fred gary gavin gene
    geoffrey george gerald gina gloria grace graham greg gregory gwen hannah hans harold harry heather
    heidi helen henry howard hugh hugo ian ingrid irene isaac isabel ivan jack jackie jacob jake james
    jamie jan jane janet jared jason jay jean jeff jeffrey jennifer jensen jeremy jerry jessica jill jim
    jimmy joan joanna joe joel john johnny jon jonathan jordan jose joseph josh joshua joy joyce juan
    judith judy julia julian julie justin karen karl kate katherine kathleen kathryn katie keith kelly
    ken kenneth kevin kim kurt kyle lara larry laura lauren laurence lawrence lee leo leon leonard
    leslie lewis liam lillian linda lisa liz lois louis louise lucas lucy luis luke lynn madison marc
    marcus margaret maria marie marilyn mario marion mark marsha martha martin mary masayoshi matt
    matthew maurice max megan melissa michael michelle miguel mike miles mohammed monica morris nancy
    naomi natalie nathan neil nicholas nick nicole nigel nina noah nora norman oliver olivia oscar owen
    pamela pat patricia patrick paul paula pedro peter phil philip phyllis rachel ralph randy ray
    raymond rebecca renee richard rick ricky rita rob robert roberta robin rodney roger roland ron
    ronald rosa rose ross roy rudolf russell ruth ryan sally sam samantha samuel sandra sara sarah satya
    scott sean sergey seth shane sharon shaun sheila shirley simon sofia sonia sophia sophie stanley
    stefan stella stephanie stephen steve steven stuart sue sundar susan suzanne sylvia tara ted teresa
    terry theodore theresa thomas tiffany tim timothy tina todd tom tommy tony tracy trevor tyler ursula
    agnes ahmed akira alain alexandre alfonso ali amir amit anders anil anita anton antoine ari arjun
    arnaud arun ashok astrid axel bart beatrice benoit bernardo bjorn blake bo brett bryce caleb camille
    carlo carmen cecilia chad chen chloe claude claudio clement cole connor craig curt damien damon dennis
    derek diego dmitri dominic drew dylan ed edgar eduardo eli elias elliot emil emilio enrico ernesto ethan
    fabio federico fernando florian francesco francisco franz frederic fritz gabriel garrett gavin georg
    gerard gilles giovanni giuseppe glenn gonzalo guido guillaume gustavo hans hao harsh hector heinz helga
    hiroshi hubert igor ilya imran isabella ivy jacques jan jasper javier jeremiah jerome jesse joachim
    jochen joerg jorge josef juergen jurgen kai kamal karim kenji klaus kris krishna kristin lars leila
    lena lenny leonardo li liang lorenzo luca luigi magnus manuel marcel marco mariana mark markus marta
    mathias mateo mauricio maxim maxime mehdi mei mia miles min ming mohamed mona nadia naveen nico nikhil
    nikita niklas nikolai olaf olga omar oskar otto pablo paolo pascal patrice pavel perry pierre pieter
    pranav priya rafael rahul raj rajesh ralf ramon raul ravi reid reinhard rene reza ricardo riccardo
    robbie roberto rodrigo rohan rolf roman ronan ruben rui sander sanjay santiago sebastian sergio shawn
    shin stefano sunil sven tanner tariq thierry tobias tomas travis trent tristan vikram vinod viktor
    vincenzo vivek vladimir volker wei werner wolfgang xavier yan yann yuri yusuf zhang
    valerie vanessa vera vernon veronica victor victoria vincent virginia vivian walter wanda warren
    wayne wendy wesley will william willie yvonne zach zoe""".split()
)

# Ticker symbols that are words: bare, an upper-case headline may mean the word.
WORD_TICKERS = frozenset(
    """atom carr coin dash eric form hive hood keys lite onto pins plug poet pony pump reliance riot shop slab
    snow spot team wolf""".split()
)

# Names that people, places, ships or older firms share: a text about hardware is no evidence for them.
SHARED = frozenset(
    """alaska altair andes apollo arago base big bernstein canaan catalina coolidge delphi elbrus elliott
    emerson empyrean energy eridu esperanto express faraday fermi florence fluence fungible green harvey
    helion jacobs kepler kingston koch komatsu kunlun kyber last linde los luma lumen magna magnetar manus
    maxwell naples needham nitro oak olympus oppenheimer orion pascal pinecone plato quanta raptor regulus
    rosa rosenblatt rubin salina schneider siena silver state susquehanna talen tata taurus third thinking
    titan turing ventana verano vivo volta volvo vulcano zeus""".split()
)

# Who a person is: "Grace Hopper, the admiral", "mathematician David Blackwell".
PROFESSIONS = (
    "actor|actress|admiral|architect|artist|astronomer|astrophysicist|author|biologist|chemist|"
    "codebreaker|composer|computer scientist|countess|engineer|inventor|logician|mathematician|novelist|"
    "painter|philosopher|physicist|pioneer|poet|programmer|scientist|singer|statistician|woman|man"
)

# What stands before a surname.
TITLES = frozenset(
    """admiral captain chancellor dame dr father general gov governor judge justice lady lord miss mr
    mrs ms pastor president prof professor rear-admiral rep representative saint sen senator sir sister
    st""".split()
)

# A person does these, a chip does not.
PERSON_VERBS = frozenset(
    """added argued argues believes born died directed directs joked married painted paints recalled
    recalls said sang says starred tells testified thinks told tweeted writes wrote""".split()
)

# What stands behind the name of a company.
COMPANY_VERBS = frozenset(
    """acquired acquires agreed aims also announced announces are backs bets bought builds built buys
    ceo cfo chief claimed claims closed closes co-founder confirmed corp could cto debuts declined
    engineers executive expected expects filed files founder gets had has holdings hopes inc invested
    invests is joins lands launched launches leads ltd made makes may offered offers partners planned
    plans posted posts raised raises reported reports said says secured secures seeks sells shares
    shipped ships signed sold spokesman spokesperson spokeswoman stock taps targets told unveiled
    unveils wants was were will wins won would asks charges climbed climbs competes contributed dropped
    estimates fell gained hit jumped jumps led lost operates owns plunged plunges predicts puts reckons
    rents rose runs sees slid slipped slumped soared soars supplied supplies surged surges tumbled tumbles
    uses warned warns""".split()
)

# Those of them that any noun may stand before.
WEAK_VERBS = frozenset(
    """also are backs bets chief closed closes could executive expected founder gets had has hit is lands
    led lost made makes may partners plans posts rose runs shares sees ships sold stock targets uses was
    were will wins won would""".split()
)

# What makes the name before it one of a chip, whatever else it may mean.
CHIP_NOUNS = frozenset(
    """accelerator accelerators architecture asic asics chip chips chipset cpu cpus gpu gpus npu npus
    processor processors silicon soc socs superchip superchips tpu tpus""".split()
)

# What speaks for a chip before it, without proving one.
HARDWARE_NOUNS = frozenset(
    """allocation architectures based board boards card cards class cluster clusters core cores devices
    die dies equivalent equivalents era family gen generation hour hours instances line lineup module
    modules nic nics node nodes nvl orders part parts platform pod pods powered products rack racks
    sales semiconductor semiconductors series server servers shipments successor superpod switch
    switches system systems ultra units""".split()
)

# Names that are also words with which a sentence opens.
SENTENCE_OPENERS = frozenset(
    """applied benchmark block box character core drive figure flex framework general grab guide humane
    imagination magic match notion onto orange perceive radiant rain rapid recursion reflection
    replicate runway scale sharp snap spark square switch target together unity vast""".split()
)

# Names that are also words or places of everyday English: they need their context close by.
ORDINARY = frozenset(
    """abridge acacia ada adept advent aim alchemist aligned allegro alphabet altimeter amazon apple arc
    ares argos aria aries arm artemis ascend atlas atom auras aurora azure benchmark block bloom
    bluebird bow box cadence canon canonical cantor carrier cassava catapult caterpillar celestial
    character charter chevron chimera cipher citadel cobalt cognition cognizant coherent colossus comet
    condor confluent constellation continental corning corsair cortex counterpoint coupe credo cypress
    disco discord disruptive doe dominion eclipse edged elastic etched ethos europa ferric fidelity
    figure flex foci ford framework galaxy genoa gigabyte glean grab grace guide helios heron hexagon
    honor humane hummingbird imagination inflection info instinct intel intersect ion iris jericho
    journey juniper lambda lattice lovable lucid magic maia maverick meta metis microchip micron milan
    modal modular moonshot multiverse mythic nighthawk notion nova ocelot onto oracle orange pace
    passage pentagon perceive perplexity poet positron prodigy pulsar quasar quilter radiant rain rapid
    rebel rebellions recursion reflection reliance renegade replicate rhea riot rome runway saint scale
    scorpio semi sequoia sharp sierra slingshot snap snowflake sow speck starboard stingray stripe
    substrate sue sunfish supernova switch sycamore target tel tensor thor thrive ti titan titania
    titanium together tomahawk toucan tower tract trident turin unity ups upstage valve vanguard vantage
    vast venice vera visa weaver willow workday wormhole writer zoom""".split()
)
