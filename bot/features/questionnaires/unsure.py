"""Reads « je ne sais pas », typed where a question of a questionnaire is answered. Pure."""

from functools import lru_cache

from bot.languages import known, phrasebook
from bot.search.text import folded


def is_unsure(text: str) -> bool:
    """Whether the whole text says that one does not know, in any language; a question mark alone does."""
    return text.strip() in ("?", "??", "???") or folded(text) in _phrases(known())


@lru_cache(maxsize=1)
def _phrases(languages: tuple[str, ...]) -> frozenset[str]:
    return frozenset(said for language in languages for said in phrasebook(language).asking.unsure)
