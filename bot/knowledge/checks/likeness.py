"""Rules on entries that say nearly the same: between them the bot can't choose, and asks. Warnings."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

from bot.knowledge.checks.questions import WrittenQuestion, questions
from bot.knowledge.near import same
from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Entry, Knowledge
from bot.knowledge.shapes import Language
from bot.languages import check_words

LEAST = 3
"""Words that weigh; two questions of fewer are alike by chance."""
SHINGLE = 4
SHARE = 0.7
COMMON = 20
"""A row of words that so many answers have tells nothing of two of them."""


def near_question(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A question that stands in one entry does not stand in another with other small words, or in another order.

    Fails: « Quelle licence pour nos données publiques ? » in one entry and « Pour des données publiques, quelle
    licence ? » in another.
    """
    first: dict[tuple[str, ...], WrittenQuestion] = {}
    told: set[tuple[str, str]] = set()
    for question in questions(knowledge):
        words = _weighing(question.text)
        if len(words) < LEAST:
            continue
        other = first.setdefault((question.language, *words), question)
        pair = (other.id, question.id)
        if (other.kind, other.id) == (question.kind, question.id) or same(other.text) == same(question.text):
            continue
        if pair in told:
            continue
        told.add(pair)
        where = places.shown(other.kind, other.id, *other.at)
        message = f'nearly the same as "{other.text}" of {other.id or other.kind} at {where}'
        hint = "leave it where it fits best, or say what differs"
        yield places.problem("near-question", message, question.kind, question.id, *question.at, hint=hint).as_warning()


def near_answer(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """Two entries don't say the same: one of them would do, or `next` leads from one to the other.

    Fails: an entry that was copied, and of which a few words were changed.
    """
    for language in knowledge.organisation.languages:
        rows = {entry.id: _rows(entry, language) for entry in knowledge.entries.values()}
        having: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, shingles in rows.items():
            if len(shingles) >= SHINGLE:
                shared = Counter(
                    other for shingle in shingles if len(having[shingle]) < COMMON for other in having[shingle]
                )
                other, count = next(iter(shared.most_common(1)), ("", 0))
                if count >= SHARE * max(len(shingles), len(rows.get(other, ()))):
                    where = places.shown("entries", other, language, "answer")
                    message = f'says nearly the same as "{other}" at {where}'
                    at = (language, "answer")
                    hint = "keep one of the two, or say what differs"
                    yield places.problem("near-answer", message, "entries", name, *at, key=True, hint=hint).as_warning()
            for shingle in shingles:
                having[shingle].append(name)


def _weighing(text: str) -> tuple[str, ...]:
    """The words that weigh, in the order of the alphabet and without the s of the plural."""
    words = [word for word in same(text).split() if word not in _light()]
    return tuple(sorted({word[:-1] if word[-1] in "sx" and len(word) > 3 else word for word in words}))


@cache
def _light() -> frozenset[str]:
    return frozenset[str]().union(*(words.light for words in check_words()))


def _rows(entry: Entry, language: Language) -> set[tuple[str, ...]]:
    words = same(entry.wording(language).answer).split()
    return {tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1)}
