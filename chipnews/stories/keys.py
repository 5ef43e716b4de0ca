"""The keys by which an item finds those that may tell of the same event. Pure.

Two items that share no key are never compared, so each event should give its items one in common; the number
of keys of an item is bounded, and with it the cost.
"""

from itertools import combinations

import xxhash

from chipnews.stories.values import Amount, StoryItem

MOST_KEYS = 32
BANDS = 8
MOST_COMPANIES, MOST_CHIPS, MOST_WORDS, MOST_AMOUNTS = 3, 3, 6, 3


def band_keys(item: StoryItem) -> tuple[str, ...]:
    """Return the keys of the item, the most telling first, at most MOST_KEYS."""
    leading = (item.title_companies or tuple(sorted(item.companies)))[:MOST_COMPANIES]
    chips = sorted(item.title_chips or item.chips)[:MOST_CHIPS]
    amounts = [amount_key(each) for each in item.amounts[:MOST_AMOUNTS]]
    # Long words are rare words, nearly always.
    words = sorted(item.title_words, key=lambda word: (-len(word), word))[:MOST_WORDS]
    names = sorted(item.names, key=lambda word: (-len(word), word))[:MOST_WORDS]
    rows = len(item.signature) // BANDS
    keys = [f"m{at}:{item.signature[at * rows : (at + 1) * rows]}" for at in range(BANDS)]
    keys += [f"c:{company}" for company in leading[:2]]
    keys += [f"a:{company}:{amount}" for company in leading for amount in amounts]
    keys += [f"p:{one}:{other}" for one, other in combinations(sorted(leading), 2)]
    keys += [f"c:{company}:{chip}" for company in leading[:2] for chip in chips]
    if leading:
        keys += [f"w:{leading[0]}:{word}" for word in words]
        keys += [f"n:{leading[0]}:{name}" for name in names[:3]]
    else:
        keys += [f"w:{one}:{other}" for one, other in combinations(sorted(words[:4]), 2)]
    keys += [f"n:{name}" for name in names[:3]]
    return tuple(xxhash.xxh64_hexdigest(key.encode()) for key in dict.fromkeys(keys))[:MOST_KEYS]


def amount_key(amount: Amount) -> str:
    """Return the amount to two digits, so that "$5.98 billion" meets "$6 billion"."""
    return f"{amount.currency}{amount.value:.1e}"
