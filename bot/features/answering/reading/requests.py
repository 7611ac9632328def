"""Whether somebody asks for help without a question: « je cherche de l'aide pour … », "looking for …"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, product
from typing import NamedTuple

from bot.features.slots import slots_of
from bot.languages import known, phrasebook
from bot.search.text import folded

_CLAUSE = re.compile(r"[.!?…;:,()\n]+|\s[–—-]+\s")


class _RequestWords(NamedTuple):
    """Each as words. `begins`: how a request begins; `unlike`: after which it is thanks, news or an offer.

    `around`: what may stand before it.
    """

    begins: frozenset[tuple[str, ...]]
    unlike: frozenset[str]
    around: frozenset[str]
    longest: int


@lru_cache(maxsize=1)
def _words(languages: tuple[str, ...]) -> _RequestWords:
    books = [phrasebook(code).requests for code in languages]
    lines = (words for book in books for line in book.begins for words in product(*slots_of(line)))
    begins = frozenset(tuple(chain.from_iterable(line)) for line in lines)
    unlike = frozenset(word for book in books for word in book.unlike)
    around = frozenset(word for book in books for word in book.around)
    return _RequestWords(begins, unlike, around, max(map(len, begins), default=0))


def requests(text: str) -> bool:
    """Whether a clause begins as a request does, and goes on with what is wanted."""
    known_words = _words(known())
    return any(_requests(clause, known_words) for clause in _clauses(text))


def _clauses(text: str) -> Iterator[tuple[str, ...]]:
    for clause in _CLAUSE.split(text):
        yield tuple(folded(clause).split())


def _requests(words: tuple[str, ...], known_words: _RequestWords) -> bool:
    first = next((place for place, word in enumerate(words) if word not in known_words.around), len(words))
    rest = words[first:]
    longest = min(known_words.longest, len(rest) - 1)
    lengths = [length for length in range(1, longest + 1) if rest[:length] in known_words.begins]
    if not lengths:
        return False
    return not known_words.unlike & set(rest[lengths[-1] : lengths[-1] + 2])
