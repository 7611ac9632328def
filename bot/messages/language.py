"""Typography, dates, counts and lists, as a careful writer of each language sets them."""

import re
from collections.abc import Iterable
from datetime import date

from babel import Locale
from babel.dates import format_date

from bot.knowledge.shapes import Language
from bot.languages import manners
from bot.languages.shapes import Replacement

_HELD = "\U00010428"
"""A letter of no language in use: it stands for what is left alone, so that the marks behind it are still set."""
_UNTOUCHED = re.compile(rf"`[^`]*`|\]\([^)\s]*\)|<[^>\s]*>|https?://\S+|{_HELD}")


def typographic(markdown: str, language: Language) -> str:
    """Put in the apostrophes and, in French, the non-breaking spaces; code and addresses are left alone."""
    held = iter(_UNTOUCHED.findall(markdown))
    text = _replaced(_UNTOUCHED.sub(_HELD, markdown), manners(language).typography)
    return re.sub(_HELD, lambda _: next(held), text)


def _replaced(text: str, rules: Iterable[Replacement]) -> str:
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text


def long_date(day: date, language: Language) -> str:
    """23 novembre 2026, 1er mars 2026; 23 November 2026."""
    how = manners(language)
    return _replaced(format_date(day, "long", locale=how.locale), how.dates)


def percent(share: float, language: Language, digits: int = 0) -> str:
    """12,3 %; 12.3%."""
    locale = Locale.parse(manners(language).locale)
    return str(locale.percent_formats[None].apply(share, locale, force_frac=(digits, digits)))


def days(count: int, language: Language) -> str:
    """1 jour, 3 jours; 1 day, 3 days."""
    return manners(language).days[count > 1].format(count)


def working_days(count: int, language: Language) -> str:
    """1 jour ouvré, 3 jours ouvrés; 1 working day, 3 working days."""
    return manners(language).working_days[count > 1].format(count)


def language_name(code: Language, language: Language) -> str:
    """What a language is called in another: anglais; French. Its own name where the Unicode data lack it."""
    return Locale.parse(manners(language).locale).languages.get(code) or manners(code).name


def capitalised(words: str) -> str:
    """With a capital at the beginning, and the rest as it is."""
    return words[:1].upper() + words[1:]


def joined(words: tuple[str, ...] | list[str], language: Language) -> str:
    """a, b et c; a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {manners(language).and_} {words[-1]}"
