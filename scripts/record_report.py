"""Draws the report that `chipnews demo` prints as docs/report.svg, the picture in the README.

chipnews --db demo.db demo && python scripts/record_report.py demo.db
"""

import re
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from chipnews.knowledge.loader import load_knowledge
from chipnews.rendering.company_terminal import company_terminal
from chipnews.rendering.files import write_whole
from chipnews.reports.company import company_report
from chipnews.storage.database import open_database

PICTURE = Path(__file__).parent.parent / "docs" / "report.svg"
WIDTH = 110
MOST_LINES = 46
# The picture must not fetch a font from elsewhere.
FONT_FACE = re.compile(r"@font-face \{.*?\}", re.DOTALL)


def main(database: str) -> None:
    """Write the picture."""
    everything = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, emoji=False)
    everything.print(company_terminal(company_report(open_database(database), load_knowledge(), "amazon")))
    first_lines = "\n".join(everything.export_text(styles=True).splitlines()[:MOST_LINES])
    shown = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, emoji=False)
    shown.print(Text.from_ansi(first_lines))
    write_whole(PICTURE, FONT_FACE.sub("", shown.export_svg(title="chipnews report --company amazon")))


if __name__ == "__main__":
    main(sys.argv[1])
