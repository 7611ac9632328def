"""Makes parts Markdown for a terminal, with numbered buttons."""

import re
from collections.abc import Iterable

from bot.features.intents import Intent
from bot.messages.markdown import escaped
from bot.messages.parts import Buttons, Divider, Footnote, Paragraph, Part, Quote, Title

_SHOWN_NUMBER = re.compile(r"(?<=^- )\*\*\[\d+\]\*\* ", re.MULTILINE)


def text(parts: Iterable[Part]) -> str:
    """The words alone, without small print and buttons."""
    return "\n\n".join(
        p.text if isinstance(p, Title | Quote) else p.markdown
        for p in parts
        if isinstance(p, Title | Paragraph | Quote)
    )


def listed(parts: Iterable[Part]) -> str:
    """Markdown in which the labels of buttons that nobody can press are a list."""
    return _SHOWN_NUMBER.sub("", numbered(parts)[0])


def numbered(parts: Iterable[Part], first: int = 1) -> tuple[str, tuple[Intent, ...]]:
    """Markdown in which each button is a number in brackets, and what the numbers ask, in order from `first`."""
    lines: list[str] = []
    asks: list[Intent] = []
    for part in parts:
        match part:
            case Title(text=words):
                lines.append(f"# {escaped(words)}")
            case Paragraph(markdown=markdown):
                lines.append(markdown)
            case Footnote(markdown=markdown):
                lines.append(f"*{markdown}*" if "*" not in markdown else markdown)
            case Quote(text=words):
                lines.append(f"> {escaped(words)}")
            case Divider():
                lines.append("---")
            case Buttons(buttons=buttons):
                lines.append(
                    "\n".join(f"- **[{first + len(asks) + i}]** {escaped(b.label)}" for i, b in enumerate(buttons))
                )
                asks += [button.ask for button in buttons]
    return "\n\n".join(lines), tuple(asks)
