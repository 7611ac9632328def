"""Words and dates in, the same as a careful typographer writes them in each language out."""

import re
from datetime import date

from babel.dates import format_date

from bot.knowledge.shapes import Language

NARROW, WIDE = "\u202f", "\u00a0"
_UNTOUCHED = re.compile(r"(`[^`]*`|\]\([^)\s]*\)|<[^>\s]*>|https?://\S+)")


def typographic(markdown: str, language: Language) -> str:
    """Put in the apostrophes and, in French, the non-breaking spaces; code and addresses are left alone."""
    pieces = _UNTOUCHED.split(markdown)
    return "".join(piece if i % 2 else _words(piece, language) for i, piece in enumerate(pieces))


def _words(text: str, language: Language) -> str:
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    if language == "fr":
        text = re.sub(r"(?<=[\w»)\]*_%€…’])[ \u00a0\u202f]*([;!?]+)(?=\s|$|[*_)»])", NARROW + r"\1", text)
        text = re.sub(r"(?<=[\w»)\]*_%])[ \u00a0\u202f]+:(?=\s|$)", WIDE + ":", text)
        text = re.sub(r"«[ \u00a0\u202f]*", "«" + WIDE, text)
        text = re.sub(r"[ \u00a0\u202f]*»", WIDE + "»", text)
        text = re.sub(r"(?<=\d) (?=\d{3}\b|[%€])", NARROW, text)
    else:
        text = re.sub(r'(?<!\w)"([^"\n]+)"(?!\w)', "“\\1”", text)
    return text


def long_date(day: date, language: Language) -> str:
    """23 novembre 2026, 1er mars 2026; 23 November 2026."""
    if language == "fr":
        return re.sub(r"^1 ", "1er ", format_date(day, "long", locale="fr"))
    return format_date(day, "long", locale="en_GB")


def days(count: int, language: Language) -> str:
    """1 jour, 3 jours; 1 day, 3 days."""
    return f"{count} {'jour' if language == 'fr' else 'day'}{'s' if count > 1 else ''}"


def working_days(count: int, language: Language) -> str:
    """1 jour ouvré, 3 jours ouvrés; 1 working day, 3 working days."""
    s = "s" if count > 1 else ""
    return f"{count} jour{s} ouvré{s}" if language == "fr" else f"{count} working day{s}"


def joined(words: tuple[str, ...] | list[str], language: Language) -> str:
    """a, b et c; a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'et' if language == 'fr' else 'and'} {words[-1]}"
