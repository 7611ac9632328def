"""A rule on vocabulary.yaml: what it says leads to an entry."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from bot.knowledge.near import same
from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language

SHORTEST = 3
"""Letters of a word that tell it from another whatever its ending."""
ENDING = 3
"""Letters at the end of a word that its other forms may write otherwise."""
HINT = "add a word that an entry uses, or remove the line"


def idle_vocabulary(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A group of synonyms has a word that an entry uses, and so has what an abbreviation stands for: a warning.

    Passes: `[licence, license]` where an entry says licence. Fails: a group of words that no entry says.
    """
    if "entries" in places.partly_unknown or "vocabulary" in places.partly_unknown:
        return
    for language in knowledge.organisation.languages:
        words = knowledge.vocabulary.words(language)
        if not (words.synonyms or words.abbreviations):
            continue
        said = _said(knowledge, language)
        for number, group in enumerate(words.synonyms):
            if not any(_known(phrase, said) for phrase in group):
                message = "none of these words stands in an entry, so the line never helps"
                yield _problem(places, message, language, "synonyms", number)
        for short, long in words.abbreviations.items():
            if not _known(long, said) and not _known(short, said):
                message = f'no entry speaks of "{long}", so the line never helps'
                yield _problem(places, message, language, "abbreviations", short)


def _problem(places: Places, message: str, *at: str | int) -> Problem:
    return places.problem("idle-vocabulary", message, "vocabulary", "", *at, hint=HINT).as_warning()


def _known(phrase: str, said: Sequence[str]) -> bool:
    """Whether the entries say all its words, in whatever form."""
    return all(_begins(word[: max(SHORTEST, len(word) - ENDING)], said) for word in same(phrase).split())


def _begins(stem: str, said: Sequence[str]) -> bool:
    at = bisect_left(said, stem)
    return at < len(said) and said[at].startswith(stem)


def _said(knowledge: Knowledge, language: Language) -> Sequence[str]:
    """The words of the entries and of what must stay without an answer, in the order of the alphabet."""
    texts = list(knowledge.out_of_scope.get(language))
    for entry in knowledge.entries.values():
        wording = entry.wording(language)
        texts += [wording.title, wording.answer, *wording.questions, *wording.asked]
    for talk in knowledge.small_talk.values():
        texts += talk.wording(language).questions
    return sorted({word for text in texts for word in same(text).split()})
