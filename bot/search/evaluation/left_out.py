"""Which entries are never found by their own questions, once these are left out of what is learned."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.search.corpus import Corpus, Document, Example
from bot.search.fitted import FitProgress
from bot.search.matcher import Matcher

FOLDS = 3
"""Each question is left out once, with a third of its entry's."""
LEAST = 2
"""Questions of an entry; a lone one leaves nothing behind by which it could be found."""
WORDS = 3


@dataclass
class WithoutItsQuestions:
    """`asked`: questions that were left out; `found`: of these, those that came first; `instead`: what else did.

    `words`: those that the first question shares with what came in the place of its entry.
    """

    asked: int = 0
    found: int = 0
    instead: Counter[str] = field(default_factory=Counter)
    words: tuple[str, ...] = ()


QuestionsOf = Mapping[tuple[str, str], Sequence[Example]]
"""The questions of an entry in a language."""


def left_out(corpus: Corpus, own: QuestionsOf, tell: FitProgress) -> dict[tuple[str, str], WithoutItsQuestions]:
    """By entry and language. `own`: the entries' own questions; others, made of their titles, are always learned."""
    results: dict[tuple[str, str], WithoutItsQuestions] = {}
    for fold in range(FOLDS):
        away = {key: set(_fold(examples, fold)) for key, examples in own.items() if len(examples) >= LEAST}
        gone: dict[str, set[Example]] = {}
        for (name, _), examples in away.items():
            gone.setdefault(name, set()).update(examples)
        learned = replace(corpus, documents=tuple(_without(document, gone) for document in corpus.documents))
        matcher = Matcher.fit(learned, progress=_part(tell, fold))
        for key, examples in away.items():
            _ask(matcher, key[0], sorted(examples), results.setdefault(key, WithoutItsQuestions()))
    return results


def _part(tell: FitProgress, fold: int) -> FitProgress:
    return lambda stage, share: tell(stage, (fold + share) / FOLDS)


def _fold(examples: Sequence[Example], fold: int) -> Iterator[Example]:
    return (example for number, example in enumerate(examples) if number % FOLDS == fold)


def _without(document: Document, away: Mapping[str, set[Example]]) -> Document:
    gone = away.get(document.id, set())
    kept = tuple(example for example in document.examples if example not in gone)
    return document._replace(examples=kept or document.title)


def _ask(matcher: Matcher, name: str, examples: Sequence[Example], result: WithoutItsQuestions) -> None:
    for example in examples:
        matches = matcher.rank(example.text, language=example.language, limit=1).matches
        result.asked += 1
        if matches and matches[0].id == name:
            result.found += 1
        elif matches:
            result.instead[matches[0].id] += 1
            if not result.words:
                explained = matcher.explain(example.text, language=example.language)
                result.words = tuple(shared.word for shared in explained.shared[:WORDS])
