"""Shows Markdown on a terminal, without a line break at a non-breaking space."""

from rich.console import Console
from rich.markdown import Markdown
from rich.segment import Segments

NON_BREAKING, STAND_INS = "\u00a0\u202f", "\ue000\ue001"
"""Rich breaks lines at any Unicode space; these private characters are as wide and no spaces."""


def shown(markdown: str, console: Console) -> Segments:
    page = Markdown(markdown)
    held, freed = str.maketrans(NON_BREAKING, STAND_INS), str.maketrans(STAND_INS, NON_BREAKING)
    for token in page.parsed:
        for part in token.children or ():
            part.content = part.content.translate(held)
    return Segments(segment._replace(text=segment.text.translate(freed)) for segment in console.render(page))
