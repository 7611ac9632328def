"""The kinds of resource, offered when somebody asks for the licence of a thing whose kind nobody wrote down."""

from bot.knowledge.schema import Knowledge
from bot.languages import known, licence_words
from bot.search.text import folded


def kinds_for(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The entries of the kinds, when the words are « quelle licence pour un… »; else none."""
    said = f" {folded(text)} "
    phrases = (phrase for language in known() for phrase in licence_words(language).which_for)
    if not any(f" {phrase} " in said for phrase in phrases):
        return ()
    return tuple(name for name, entry in knowledge.entries.items() if entry.facet)
