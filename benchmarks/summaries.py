"""`python -m benchmarks.summaries`: summaries against the first three sentences and sumy's LexRank.

The texts and their reference summaries are written for the purpose (`summaries_data/texts.txt`); nothing in
them is a source for any fact. Every method gives three sentences. Measured are ROUGE F1 against the reference
and the share of the reference's figures and names that the summary keeps. The weights were tuned on every
second text; the others are the figure to quote. Exit code 1 where another method is better in anything.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rouge_score.rouge_scorer import RougeScorer
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.lex_rank import LexRankSummarizer

from chipnews.reports.summaries import amount_key, sentences_of
from chipnews.stories.summary import Sentence, summarise
from chipnews.tagging.pipeline import Tagger, load_tagger

DATA = Path(__file__).parent / "summaries_data" / "texts.txt"
SENTENCES = 3
MEASURES = ("rouge1", "rouge2", "rougeL")
Method = Callable[["Text", Sequence[Sentence]], str]


@dataclass(frozen=True, slots=True)
class Text:
    """A text to summarise, and the summary that a person wrote."""

    name: str
    title: str
    body: str
    reference: str


def load() -> list[Text]:
    """Return the texts of the benchmark."""
    texts = []
    for part in DATA.read_text(encoding="utf-8").split("=== ")[1:]:
        name, title, body, reference = part.strip().split("\n")
        texts.append(Text(name, title, body, reference.removeprefix("--- ")))
    return texts


def chipnews(text: Text, sentences: Sequence[Sentence]) -> str:
    """Return the summary that a user gets."""
    return " ".join(sentence.text for sentence in summarise(sentences, text.title, SENTENCES))


def first_three(text: Text, sentences: Sequence[Sentence]) -> str:
    """Return the beginning of the text."""
    return " ".join(sentence.text for sentence in sentences[:SENTENCES])


class _Words:
    """What sumy asks of a tokenizer, without the data that its own one downloads."""

    def to_words(self, sentence: str) -> list[str]:
        return [word.strip(".,\"'“”()") for word in sentence.split()]


def lex_rank(text: Text, sentences: Sequence[Sentence]) -> str:
    """Return sumy's LexRank summary of the same sentences."""
    document = ObjectDocumentModel(
        [Paragraph([SumySentence(sentence.text, _Words()) for sentence in sentences])]
    )
    return " ".join(str(each) for each in LexRankSummarizer(Stemmer("english"))(document, SENTENCES))


METHODS: dict[str, Method] = {"chipnews": chipnews, "first three": first_three, "sumy LexRank": lex_rank}


def tagged_sentences(tagger: Tagger, text: Text) -> list[Sentence]:
    """Return the sentences of the text with their figures and names, as for a stored item."""
    whole = f"{text.title}\n\n{text.body}"
    tags = tagger.tag(whole)
    figures = [(figure.start, amount_key(figure.high, figure.currency)) for figure in tags.figures]
    names = [(mention.start, mention.slug) for mention in (*tags.companies, *tags.chips)]
    return sentences_of(1, text.title, whole, figures, names)


def facts(tagger: Tagger, text: str) -> set[str]:
    """Return the figures, companies and chips of a text."""
    tags = tagger.tag(text)
    amounts = {amount_key(figure.high, figure.currency) for figure in tags.figures}
    return amounts | {mention.slug for mention in (*tags.companies, *tags.chips)}


def measure(tagger: Tagger, texts: Sequence[Text], method: Method) -> list[float]:
    """Return the mean of each measure, and last of the share of facts kept."""
    scorer = RougeScorer(list(MEASURES), use_stemmer=True)
    sums = [0.0] * (len(MEASURES) + 1)
    for text in texts:
        sentences = tagged_sentences(tagger, text)
        summary = method(text, sentences)
        scores = scorer.score(text.reference, summary)
        for place, name in enumerate(MEASURES):
            sums[place] += scores[name].fmeasure
        wanted = facts(tagger, text.reference)
        sums[-1] += len(wanted & facts(tagger, summary)) / len(wanted)
    return [total / len(texts) for total in sums]


def main(arguments: Sequence[str]) -> int:
    """Print the measures of both halves; with --show, print the summaries of the tuning half."""
    texts = load()
    tagger = load_tagger()
    halves = {"tuning": texts[::2], "reporting": texts[1::2]}
    results: dict[str, list[float]] = {}
    for half, chosen in halves.items():
        print(f"{half}: {len(chosen)} texts      {'  '.join(MEASURES)}  facts kept")
        for name, method in METHODS.items():
            results[name] = measure(tagger, chosen, method)
            print(f"  {name:20} " + "   ".join(f"{value:.3f}" for value in results[name]))
    if "--show" in arguments:
        for text in halves["tuning"]:
            summary = chipnews(text, tagged_sentences(tagger, text))
            print(f"\n{text.name}\n  {text.reference}\n  > {summary}")
    own = results["chipnews"]
    others = [values for name, values in results.items() if name != "chipnews"]
    return int(any(mine <= other for values in others for mine, other in zip(own, values, strict=True)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
