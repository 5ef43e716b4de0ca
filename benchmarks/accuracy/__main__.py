"""`python -m benchmarks.accuracy`: tag the labelled texts and print how right the tags are.

Prints to standard output and changes nothing. Exit code 0 whatever the numbers are; 2 for wrong usage.
"""

import argparse
import sys
from collections.abc import Sequence

from benchmarks.accuracy import report
from benchmarks.accuracy.corpus import SPLITS, LabelledText, load_corpus
from benchmarks.accuracy.scoring import LAYERS, Totals, score_text


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark with command-line arguments and return the exit code."""
    options = _parser().parse_args(arguments)
    splits = SPLITS if options.split == "all" else (options.split,)
    texts = load_corpus(splits)
    layers: Sequence[str] = options.layer or LAYERS
    print(_describe(texts, splits))
    totals = measure(texts)
    print("\n" + report.render(totals, layers))
    if options.peers:
        from benchmarks.accuracy.peers import measure_peers

        print("\n" + report.render_peers({"chipnews": totals.money, **measure_peers(texts)}))
    if options.errors:
        print("\n" + report.render_problems(totals.problems, texts, layers))
    return 0


def measure(texts: Sequence[LabelledText]) -> Totals:
    """Tag every text through the public function of the product and return the sum of the comparisons."""
    from chipnews.tagging.pipeline import load_tagger

    tagger = load_tagger()
    totals = Totals()
    for text in texts:
        totals.add(score_text(text, tagger.tag(text.text, published=text.published, outlet=text.outlet)))
    return totals


def _describe(texts: Sequence[LabelledText], splits: Sequence[str]) -> str:
    traps = sum(text.trap for text in texts)
    figures = sum(len(text.figures) for text in texts)
    mentions = sum(len(text.mentions) for text in texts)
    return (
        f"{' + '.join(splits)}: {len(texts)} texts ({traps} of them traps), "
        f"{mentions} labelled mentions, {figures} labelled figures"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--split", choices=(*SPLITS, "all"), default="dev", help="which texts (default: dev)")
    parser.add_argument("--errors", action="store_true", help="list every error with the text around it")
    parser.add_argument(
        "--peers", action="store_true", help="measure other libraries on money in the same run"
    )
    parser.add_argument(
        "--layer", action="append", choices=LAYERS, help="print this layer only; may be given more than once"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
