"""The parts of a message that ask: without its code, its politeness and its story, and each question apart."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from bot.features.slots import Around, slots_of
from bot.languages import known, phrasebook
from bot.languages.shapes import Edges
from bot.search.text import folded

MOST = 8
"""Parts of a message that are read; beyond them, somebody pastes rather than asks."""
_CODE = re.compile(r"```.*?(?:```|$)", re.DOTALL)
_QUOTE = re.compile(r"^[ \t]*>+[ \t]?", re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_BULLET = re.compile(r"^\s*(?:[-*•–+]|(?:q(?:uestion)?\s*)?\d{1,2}\s*[.):]|[a-d]\))\s+", re.IGNORECASE)
_INLINE = re.compile(r"\s(?=(?:q(?:uestion)?\s*)?[1-4]\s*[.):]\s+\S)", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?…])\s+(?=\S)|\n+")


class Piece(NamedTuple):
    """`marked`: its sentence has a question mark; `listed`: it stands in a list; `opens`: it begins as questions do."""

    text: str
    marked: bool
    listed: bool
    opens: bool

    @property
    def asks(self) -> bool:
        return self.listed or self.opens


class ReadMessage(NamedTuple):
    """`text`: all that is said, in one; `asking`: the questions in it, in their order, or all its sentences."""

    text: str
    asking: tuple[str, ...]


class _AskingWords(NamedTuple):
    around: Around
    openers: tuple[tuple[str, ...], ...]
    joins: tuple[tuple[str, ...], ...]
    prepositions: frozenset[str]


@lru_cache(maxsize=1)
def _words(languages: tuple[str, ...]) -> _AskingWords:
    books = [phrasebook(code) for code in languages]
    asking = [book.asking for book in books]
    return _AskingWords(
        Around(Edges(before=tuple(_spelt(b.before)), after=tuple(_spelt(b.after))) for b in asking),
        tuple(tuple(phrase.split()) for book in asking for phrase in book.openers),
        tuple(tuple(phrase.split()) for book in asking for phrase in book.joins),
        frozenset(word for book in books for word in book.follow_ups.about.prepositions),
    )


def _spelt(lines: Iterable[str]) -> Iterator[str]:
    """Each phrase that a line with slots stands for."""
    for line in lines:
        for words in product(*slots_of(line)):
            yield " ".join(word for alternative in words for word in alternative)


def read(text: str) -> ReadMessage:
    """What of a message asks; a message that says nothing besides politeness is left as it is."""
    spoken = _CODE.sub("\n", text)
    own = _QUOTED.sub("", spoken)
    parts = tuple(_parts(own)) or tuple(_parts(_QUOTE.sub("", spoken)))
    if not parts:
        return ReadMessage(text, ())
    marked = any(part.marked for part in parts)
    asking = [part for part in parts if (part.marked or part.listed if marked else part.asks)]
    kept = tuple(dict.fromkeys(part.text for part in asking or parts))
    return ReadMessage(" ".join(part.text for part in parts), _completed(kept)[:MOST])


def asks(text: str) -> bool:
    """Whether any of it is a question: by its mark, its place in a list, or how it begins."""
    return any(part.marked or part.asks for part in _parts(_QUOTED.sub("", _CODE.sub("\n", text))))


def _parts(text: str) -> Iterator[Piece]:
    for line in _END.split(_INLINE.sub("\n", text)):
        bare = _BULLET.sub("", line)
        for piece in _apart(bare):
            if said := _bare(piece):
                yield Piece(said, "?" in line, listed=bare != line, opens=_opens(_folded(said.split())))


def _bare(text: str) -> str:
    """Without politeness at either end, as it was typed; nothing when there is nothing else."""
    pieces = [piece for piece in text.split() if folded(piece)]
    spread = [(word, place) for place, piece in enumerate(pieces) for word in folded(piece).split()]
    words = tuple(word for word, _ in spread)
    within = _words(known()).around.within(words)
    if not within:
        return ""
    first = next(i for i in range(len(words)) if words[i : i + len(within)] == within)
    inside = pieces[spread[first][1] : spread[first + len(within) - 1][1] + 1]
    # Half of a piece such as « l'équipe » is kept whole; its mark of a question too.
    return " ".join(inside) + (" ?" if text.rstrip().endswith("?") and not inside[-1].endswith("?") else "")


def unlike(text: str, questions: Iterable[str]) -> bool:
    """Whether a text asks for what none of these questions does: how many, who invented it, to write it."""
    said = f"{folded(text)} "
    begun = [
        f"{words} " for code in known() for words in phrasebook(code).asking.unlike if said.startswith(f"{words} ")
    ]
    return bool(begun) and not any(f"{folded(asked)} ".startswith(opener) for asked in questions for opener in begun)


def _folded(pieces: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for piece in pieces for word in folded(piece).split())


def _opens(words: tuple[str, ...]) -> bool:
    return any(words[: len(opener)] == opener for opener in _words(known()).openers)


def _apart(text: str) -> Iterator[str]:
    """Questions that « et » or a comma joins."""
    pieces, begun = text.split(), 0
    for place in range(1, len(pieces)):
        if place > begun and (length := _joined(pieces, place)) is not None:
            yield " ".join(pieces[begun:place])
            begun = place + length
    yield " ".join(pieces[begun:])


def _joined(pieces: list[str], place: int) -> int | None:
    """How many pieces join a new question to the words before; None when none begins here."""
    rest = _folded(pieces[place : place + 8])
    found = [
        length
        for join in _words(known()).joins
        if rest[: (length := len(join))] == join and (_opens(rest[length:]) or _prepositional(rest[length:]))
    ]
    if found:
        return max(found)
    return 0 if pieces[place - 1].endswith((",", ";")) and _opens(rest) else None


def _prepositional(words: tuple[str, ...]) -> bool:
    return bool(words) and words[0] in _words(known()).prepositions


def _completed(asking: tuple[str, ...]) -> tuple[str, ...]:
    """« pour les plans » after « quelle licence pour nos données » is « quelle licence pour les plans »."""
    made: list[str] = []
    for part in asking:
        words, first = _folded(part.split()), made[-1].split() if made else []
        places = [i for i, piece in enumerate(first) if words and folded(piece) == words[0]]
        made.append(" ".join((*first[: places[-1]], part)) if _prepositional(words) and places else part)
    return tuple(made)
