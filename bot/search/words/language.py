"""Language identification: a question's language, and whether that is certain."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.languages import DEFAULT, known, search_words
from bot.search.text import MAX_CHARACTERS
from bot.search.words.lexicon import STEPS_PER_LOG, Lexicon

CLEARLY = 2.0
_LOCALE_WEIGHT, _FIRST_LANGUAGE_WEIGHT = 1.2, 0.3
_WORD_LIMIT, _SHAPE_LIMIT = 3.0, 1.0
_MARK_WEIGHT, _MARKS_COUNTED = 1.5, 2
"""Evidence (nats) of a mark, and how many count at most. Chosen by hand at first; not measured."""
_FEW = 3
"""Words of a text that may tell no language at all."""
_OFTEN, _SHARE, _EVEN = 2, 0.2, 0.75
"""A word is shared when each language says it this often in the knowledge, and this much of the other, or when its
evidence is no more than this (both seen on the words of small talk)."""


@dataclass(frozen=True)
class Identifier:
    """Frequencies in general language and in the knowledge, the shape of words, marks, and the person's locale."""

    languages: tuple[str, ...]
    lexicon: Lexicon
    used: Mapping[str, Sequence[int]]

    @cached_property
    def _evidence(self) -> Callable[[str], tuple[float, ...]]:
        return lru_cache(maxsize=20_000)(self._word_evidence)

    def identify(self, question: str, tokens: Sequence[str], locale: str | None) -> tuple[str, bool]:
        if len(self.languages) < 2:
            return self.languages[0] if self.languages else DEFAULT, True
        marks = self._marks(question[:MAX_CHARACTERS])
        if 0 < len(tokens) <= _FEW and not any(marks) and all(self._is_shared(token) for token in tokens):
            return self._expected(locale), False
        evidence = [sum(values) for values in zip(*map(self._evidence, tokens), strict=True)]
        evidence = evidence or [0.0] * len(self.languages)
        for place, count in enumerate(marks):
            evidence[place] += _MARK_WEIGHT * min(_MARKS_COUNTED, count)
        prior = self._prior(locale)
        ranked = sorted(range(len(evidence)), key=lambda i: -(evidence[i] + prior[i]))
        best, second = ranked[0], ranked[1]
        lead = evidence[best] + prior[best] - evidence[second] - prior[second]
        return self.languages[best], lead >= CLEARLY

    @cached_property
    def _loans(self) -> frozenset[str]:
        return frozenset().union(*(search_words(language).loans for language in known()))

    def _marks(self, question: str) -> list[int]:
        """How often the question has what only one of the languages writes, by language."""
        if question.isascii() and "'" not in question:
            return [0] * len(self.languages)
        patterns = [search_words(language).marks for language in self.languages]
        return [len(pattern.findall(question)) if pattern else 0 for pattern in patterns]

    def _expected(self, locale: str | None) -> str:
        spoken = (locale or "")[:2].lower()
        return spoken if spoken in self.languages else self.languages[0]

    def _is_shared(self, token: str) -> bool:
        """Whether the word tells no language: both say it about as much, here or in general, or it is a loan."""
        if token in self._loans or token.isdigit():
            return True
        own = self.used.get(token, (0,) * len(self.languages))
        general = self.lexicon.frequency(token)
        if min(own) >= _OFTEN and min(own) >= _SHARE * max(own):
            return True
        if not any(own) and not any(general):
            return False
        return max(self._evidence(token)) <= _EVEN and (min(general) > 0 or not any(general))

    def _prior(self, locale: str | None) -> list[float]:
        spoken = (locale or "")[:2].lower()
        prior = [_LOCALE_WEIGHT if language == spoken else 0.0 for language in self.languages]
        prior[0] += _FIRST_LANGUAGE_WEIGHT
        return prior

    def _word_evidence(self, token: str) -> tuple[float, ...]:
        if token.isdigit():
            return (0.0,) * len(self.languages)
        general = [f / STEPS_PER_LOG for f in self.lexicon.frequency(token)]
        own = self.used.get(token, (0,) * len(self.languages))
        if any(general) or any(own):
            values = [g * 0.5 + 1.5 * math.log1p(o) for g, o in zip(general, own, strict=True)]
            return _centred(values, _WORD_LIMIT)
        return _centred(list(self.lexicon.looks_like(token)), _SHAPE_LIMIT)


def _centred(values: list[float], limit: float) -> tuple[float, ...]:
    mean = sum(values) / len(values)
    return tuple(max(-limit, min(limit, value - mean)) for value in values)
