"""What the money grammar knows by heart: currencies, scales and number words. Data only.

Keys are lower case unless case tells ("Rs", "S$", ISO codes). A currency written as "$" stands for whatever
a bare dollar means in the text at hand; the caller of the grammar decides that.
"""

from decimal import Decimal

BARE_DOLLAR = "$"
"""Placeholder for "the dollar of this text"."""

YEN_OR_YUAN = "¥"
"""Placeholder for the sign that Japan and China share; the rest of the text decides."""

KRONE = "kr"
"""Placeholder for the crown of Sweden, Norway or Denmark; the rest of the text decides."""

SYMBOLS: dict[str, str] = {
    "$": BARE_DOLLAR,
    "€": "EUR",
    "£": "GBP",
    "¥": YEN_OR_YUAN,
    "₩": "KRW",
    "₹": "INR",
    "₨": "INR",
    "₪": "ILS",
    "₽": "RUB",
    "₺": "TRY",
    "₫": "VND",
    "₱": "PHP",
    "฿": "THB",
    "₦": "NGN",
}

SYMBOL_PREFIXES: dict[str, dict[str, str]] = {
    "$": {
        "US": "USD",
        "U.S.": "USD",
        "USD": "USD",
        "C": "CAD",
        "CA": "CAD",
        "CAD": "CAD",
        "CDN": "CAD",
        "Cdn": "CAD",
        "Can": "CAD",
        "A": "AUD",
        "AU": "AUD",
        "AUD": "AUD",
        "HK": "HKD",
        "HKD": "HKD",
        "NT": "TWD",
        "NTD": "TWD",
        "TW": "TWD",
        "T": "TWD",
        "S": "SGD",
        "SG": "SGD",
        "SGD": "SGD",
        "NZ": "NZD",
        "R": "BRL",
        "MX": "MXN",
        "Mex": "MXN",
    },
    "¥": {"CN": "CNY", "RMB": "CNY", "CNY": "CNY", "JP": "JPY", "JPY": "JPY"},
    "€": {"EUR": "EUR"},
    "£": {"GBP": "GBP", "UK": "GBP"},
    "₩": {"KRW": "KRW"},
    "₹": {"INR": "INR"},
}
"""Letters that may stand right before a symbol and say whose it is."""

SPACED_SYMBOL_PREFIXES = frozenset({"HK", "NT", "NZ"})
"""Those that are read as part of the amount even with a space ("NT $5 billion")."""

CODES: dict[str, str] = {
    **{
        code: code
        for code in (
            "USD EUR GBP JPY CNY KRW TWD INR HKD SGD CAD AUD NZD CHF SEK NOK DKK ILS SAR AED PLN BRL "
            "MXN THB MYR "
            "IDR VND PHP TRY RUB HUF CZK QAR KWD ZAR"
        ).split()
    },
    "RMB": "CNY",
    "CNH": "CNY",
    "NTD": "TWD",
    "NIS": "ILS",
}
"""Codes before or after a number, upper case."""

AMBIGUOUS_CODES = frozenset("CAD SAR AED NIS ILS NOK TRY PHP THB".split())
"""Codes that also mean other things (computer-aided design, radar, a ticker ...); they need a money-like
number.
"""

LOWER_CASE_CODES = frozenset("usd eur gbp inr rmb cny".split())
"""Codes that are taken in lower case too."""

PREFIX_WORDS: dict[str, str] = {
    "Rs": "INR",
    "Rs.": "INR",
    "Re": "INR",
    "kr": KRONE,
    "kr.": KRONE,
    "RM": "MYR",
    "W": "KRW",
    "Euro": "EUR",
}
"""Case-sensitive words that stand before a number."""

SCALED_PREFIX_WORDS = frozenset({"Re", "RM", "W", "Euro"})
"""Those of them that are taken only with a scale or a grouped number ("RM5 billion", never "Euro 2024")."""

_DOLLARS: dict[str, str] = {
    "u.s.": "USD",
    "u.s": "USD",
    "us": "USD",
    "american": "USD",
    "canadian": "CAD",
    "australian": "AUD",
    "aussie": "AUD",
    "hong kong": "HKD",
    "hk": "HKD",
    "singapore": "SGD",
    "singaporean": "SGD",
    "s'pore": "SGD",
    "new zealand": "NZD",
    "taiwan": "TWD",
    "taiwanese": "TWD",
    "new taiwan": "TWD",
    "nt": "TWD",
}

DOLLAR_ADJECTIVES = _DOLLARS
"""Whose dollar an adjective before the word "dollars" means."""

CURRENCY_WORDS: dict[str, str] = {
    "dollar": BARE_DOLLAR,
    "dollars": BARE_DOLLAR,
    "bucks": BARE_DOLLAR,
    **{f"{adjective} dollar{s}": code for adjective, code in _DOLLARS.items() for s in ("", "s")},
    "euro": "EUR",
    "euros": "EUR",
    "pound": "GBP",
    "pounds": "GBP",
    "british pounds": "GBP",
    "pounds sterling": "GBP",
    "british pounds sterling": "GBP",
    "pound sterling": "GBP",
    "sterling": "GBP",
    "quid": "GBP",
    "yuan": "CNY",
    "chinese yuan": "CNY",
    "yuan renminbi": "CNY",
    "renminbi": "CNY",
    "chinese renminbi": "CNY",
    "won": "KRW",
    "korean won": "KRW",
    "south korean won": "KRW",
    "yen": "JPY",
    "japanese yen": "JPY",
    "rupee": "INR",
    "rupees": "INR",
    "indian rupees": "INR",
    "franc": "CHF",
    "francs": "CHF",
    "swiss franc": "CHF",
    "swiss francs": "CHF",
    "krona": "SEK",
    "kronor": "SEK",
    "swedish krona": "SEK",
    "swedish kronor": "SEK",
    "swedish crowns": "SEK",
    "kroner": KRONE,
    "norwegian kroner": "NOK",
    "norwegian krone": "NOK",
    "norwegian crowns": "NOK",
    "danish kroner": "DKK",
    "danish krone": "DKK",
    "danish crowns": "DKK",
    "kr": KRONE,
    "shekel": "ILS",
    "shekels": "ILS",
    "israeli shekels": "ILS",
    "new shekels": "ILS",
    "new israeli shekels": "ILS",
    "riyal": "SAR",
    "riyals": "SAR",
    "saudi riyal": "SAR",
    "saudi riyals": "SAR",
    "qatari riyals": "QAR",
    "dirham": "AED",
    "dirhams": "AED",
    "uae dirhams": "AED",
    "emirati dirhams": "AED",
    "zloty": "PLN",
    "zlotys": "PLN",
    "zloties": "PLN",
    "zlotych": "PLN",
    "polish zloty": "PLN",
    "polish zlotys": "PLN",
    "złoty": "PLN",
    "reais": "BRL",
    "brazilian reais": "BRL",
    "brazilian real": "BRL",
    "mexican pesos": "MXN",
    "philippine pesos": "PHP",
    "baht": "THB",
    "thai baht": "THB",
    "ringgit": "MYR",
    "malaysian ringgit": "MYR",
    "rupiah": "IDR",
    "vietnamese dong": "VND",
    "turkish lira": "TRY",
    "rubles": "RUB",
    "roubles": "RUB",
    "forints": "HUF",
    "czech koruna": "CZK",
    "czech crowns": "CZK",
    "rs": "INR",
    "rs.": "INR",
}
"""Words after a number, lower case, single spaces."""

MINOR_UNITS: dict[str, str] = {
    "cent": BARE_DOLLAR,
    "cents": BARE_DOLLAR,
    "us cents": "USD",
    "u.s. cents": "USD",
    "¢": BARE_DOLLAR,
    "euro cent": "EUR",
    "euro cents": "EUR",
    "eurocents": "EUR",
    "pence": "GBP",
    "p": "GBP",
}
"""Hundredths, after a number."""

WORD_STEMS = (
    "dollar",
    "euro",
    "pound",
    "yuan",
    "renminbi",
    "won",
    "yen",
    "rupee",
    "franc",
    "kron",
    "crown",
    "shekel",
    "riyal",
    "dirham",
    "zlot",
    "reais",
    "ringgit",
    "cent",
    "pence",
    "usd",
    "rmb",
)
"""One of these is in every text that holds an amount with a number word; a cheap test before the costly
one.
"""

_THOUSAND, _MILLION, _BILLION, _TRILLION = (Decimal(10) ** n for n in (3, 6, 9, 12))
LAKH, CRORE = Decimal(10) ** 5, Decimal(10) ** 7

SCALE_WORDS: dict[str, Decimal] = {
    "hundred": Decimal(100),
    "thousand": _THOUSAND,
    "million": _MILLION,
    "millions": _MILLION,
    "billion": _BILLION,
    "billions": _BILLION,
    "trillion": _TRILLION,
    "trillions": _TRILLION,
    "quadrillion": Decimal(10) ** 15,
    "lakh": LAKH,
    "lakhs": LAKH,
    "lac": LAKH,
    "lacs": LAKH,
    "crore": CRORE,
    "crores": CRORE,
}
"""Scales in full; a hyphen may stand before them."""

SCALE_LETTERS: dict[str, Decimal] = {
    "k": _THOUSAND,
    "m": _MILLION,
    "mm": _MILLION,
    "mn": _MILLION,
    "mln": _MILLION,
    "mio": _MILLION,
    "mil": _MILLION,
    "b": _BILLION,
    "bn": _BILLION,
    "bln": _BILLION,
    "bil": _BILLION,
    "t": _TRILLION,
    "tn": _TRILLION,
    "tr": _TRILLION,
    "trn": _TRILLION,
    "trln": _TRILLION,
    "cr": CRORE,
}
"""Short scales, glued to the number or after one space."""

DECIMAL_COMMA = frozenset("EUR SEK NOK DKK CHF PLN BRL CZK HUF TRY IDR RUB VND kr".split())
"""Currencies whose home countries write 1.200.000,50."""

DIGIT_WORDS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS_WORDS: dict[str, int] = {
    word: value
    for value, word in zip(
        range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True
    )
}
NUMBER_GLUE = frozenset("a an and half quarter quarters of point".split())
"""Words that occur inside a number in words without being numbers."""

NUMBER_WORDS = frozenset(
    {*DIGIT_WORDS, *TENS_WORDS, *NUMBER_GLUE, *(w for w in SCALE_WORDS if not w.endswith("s"))}
)
