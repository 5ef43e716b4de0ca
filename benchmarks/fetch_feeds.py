"""Feeds to measure fetching with: made up, always the same, and of the shape of those that news sites serve.

Two thirds are what WordPress serves when told to give excerpts: some 55 words and its "The post ...
appeared first on ..." in a CDATA section, four categories, an author, a GUID that is no link. The other third
holds whole articles of some 450 words, half of them as `content:encoded` beside the excerpt, half as Atom: a
picture with its caption, seven paragraphs, a heading, and in every second paragraph a link, a quotation and
bold words. That is about the mix among the feeds that chipnews follows by itself. The words are 6,000, spread
by Zipf's law, as an index of ten words would be too easy to write. feedparser alone takes 25 to 30 ms of CPU
for one of 30 entries.
"""

from functools import lru_cache
from html import escape
from itertools import accumulate
from random import Random

KINDS = ("excerpts", "excerpts", "articles", "excerpts", "excerpts", "atom")
_SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi xo zu har len tor min kal".split()
_WORDS = 6000
_EXCERPT = 55
_PARAGRAPHS, _PARAGRAPH = 7, 60


def feed(number: int, entries: int) -> bytes:
    """Return feed `number`, of so many entries, unlike all other feeds."""
    chance = Random(number)
    kind = KINDS[number % len(KINDS)]
    site = f"https://outlet{number}.example"
    made = "".join(_entry(kind, site, number * 1000 + place, place, chance) for place in range(entries))
    if kind == "atom":
        text = (
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-US"><title>Outlet {number}</title>'
            f'<link rel="alternate" type="text/html" href="{site}"/><id>{site}/feed</id>'
            f"<updated>2026-11-02T23:00:00+00:00</updated>{made}</feed>"
        )
    else:
        text = (
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
            f"><channel><title>Outlet {number}</title>"
            f'<atom:link href="{site}/feed/" rel="self" type="application/rss+xml" /><link>{site}</link>'
            "<description>News</description><language>en-US</language>"
            f"{made}</channel></rss>"
        )
    return f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()


def _entry(kind: str, site: str, key: int, place: int, chance: Random) -> str:
    title = _phrase(chance, 9).capitalize()
    link = f"{site}/2026/11/{place % 28 + 1:02d}/{title.lower().replace(' ', '-')}/"
    guid = f"{site}/?p={key}"
    if kind == "atom":
        at = f"2026-11-{place % 28 + 1:02d}T{place % 24:02d}:00:00+00:00"
        return (
            f'<entry><author><name>An Author</name></author><title type="html">{escape(title)}</title>'
            f'<link rel="alternate" type="text/html" href="{link}"/><id>{guid}</id>'
            f"<published>{at}</published><updated>{at}</updated>"
            f'<content type="html">{escape(_article(chance))}</content></entry>\n'
        )
    post = (
        f'<p>The post <a href="{link}">{title}</a> appeared first on <a href="{site}">{site[8:]}</a>.</p>\n'
    )
    categories = "".join(f"<category><![CDATA[{word}]]></category>\n" for word in _words(chance, 4))
    encoded = (
        f"<content:encoded><![CDATA[{_article(chance)}{post}]]></content:encoded>\n"
        if kind == "articles"
        else ""
    )
    return (
        f"<item>\n<title>{title}</title>\n<link>{link}</link>\n"
        "<dc:creator><![CDATA[An Author]]></dc:creator>\n"
        f"<pubDate>Mon, 02 Nov 2026 {place % 24:02d}:00:00 +0000</pubDate>\n{categories}"
        f'<guid isPermaLink="false">{guid}</guid>\n'
        f"<description><![CDATA[<p>{_prose(chance, _EXCERPT)} [&#8230;]</p>\n{post}]]></description>\n"
        f"{encoded}</item>\n"
    )


def _article(chance: Random) -> str:
    picture = chance.randrange(10**6)
    parts = [
        f'<figure class="wp-block-image size-large"><img loading="lazy" decoding="async" width="1024" '
        f'height="576" src="https://outlet.example/uploads/2026/11/{picture}-1024x576.jpg" '
        f'alt="{_phrase(chance, 6)}" class="wp-image-{picture}" /><figcaption class="wp-element-caption">'
        f"{_prose(chance, 12)}</figcaption></figure>\n\n\n"
    ]
    for place in range(_PARAGRAPHS):
        text = _prose(chance, _PARAGRAPH)
        if place % 2 == 0:
            target = "-".join(_words(chance, 4))
            text += (
                f' <a href="https://other.example/{target}/" target="_blank" rel="noreferrer noopener">'
                f"{_phrase(chance, 4)}</a>, <strong>{_phrase(chance, 2)}</strong> said "
                f"&#8220;{_phrase(chance, 8)}&#8221;."
            )
        parts.append(f"<p>{text}</p>\n\n\n\n")
        if place == _PARAGRAPHS // 2:
            parts.append(f'<h2 class="wp-block-heading">{_phrase(chance, 5)}</h2>\n\n\n\n')
    return "".join(parts)


def _prose(chance: Random, words: int) -> str:
    sentences = []
    while words > 0:
        length = min(words, chance.randint(12, 28))
        words -= length
        sentences.append(f"{_phrase(chance, length).capitalize()}.")
    return " ".join(sentences)


def _phrase(chance: Random, words: int) -> str:
    return " ".join(_words(chance, words))


def _words(chance: Random, words: int) -> list[str]:
    known, weights = _vocabulary()
    return chance.choices(known, cum_weights=weights, k=words)


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[list[str], list[float]]:
    """Return made-up words, the most frequent first, and their weights, summed up."""
    chance = Random(7)
    words: dict[str, None] = {}
    while len(words) < _WORDS:
        words["".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4))))] = None
    return list(words), list(accumulate(1 / (rank + 3) for rank in range(_WORDS)))
