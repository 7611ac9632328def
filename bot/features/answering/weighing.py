"""What a ranking is worth: an answer that is sure, choices one of which may be right, or small talk."""

from dataclasses import dataclass

from bot.features.answering.corpus import SMALL_TALK
from bot.search.matcher import Matcher
from bot.search.rank import LIKELY, Match, Ranking

FEW_WORDS, KEPT = 3, 5
HALF = 0.5
"""Of what the words tell: the nearest entry holds less when the words are about something else."""


def entries_of(ranking: Ranking) -> tuple[Match, ...]:
    """The likeliest entries, small talk left out."""
    return tuple(match for match in ranking.matches if not match.id.startswith(SMALL_TALK))[:KEPT]


def likelihood(ranking: Ranking) -> float:
    """The probability of its likeliest entry; 0 without one."""
    return max((match.probability for match in entries_of(ranking)), default=0.0)


@dataclass(frozen=True)
class Weighing:
    """By the thresholds of the fitted matcher."""

    matcher: Matcher

    def is_sure(self, entries: tuple[Match, ...]) -> bool:
        return bool(entries) and entries[0].probability >= self.matcher.answer_at

    def is_likely(self, entries: tuple[Match, ...]) -> bool:
        return bool(entries) and entries[0].probability >= LIKELY

    def may_be_right(self, ranking: Ranking) -> bool:
        """One of the choices."""
        return bool(entries_of(ranking)) and ranking.first_three >= self.matcher.choices_at

    def names_subject(self, ranking: Ranking) -> bool:
        """Whether a few words name one of our subjects, not one that an example happens to name."""
        return ranking.subject and ranking.first_three >= LIKELY / 4

    def can_be_meant(self, entries: tuple[Match, ...], text: str, language: str) -> bool:
        """Whether one of the entries has half of what the words tell."""
        told = self.matcher.shares(text, language)
        whole = sum(idf for idf, _ in told.values())
        most = max((sum(idf for idf, having in told.values() if m.id in having) for m in entries), default=0.0)
        return not whole or most >= HALF * whole

    def is_small_talk(self, ranking: Ranking, *, surely: bool = False) -> bool:
        """Among many words a question may hide, so that it must be sure; few need be likely only."""
        top = ranking.matches[0]
        few = len(ranking.question.split()) <= FEW_WORDS and not surely
        return (
            top.id.startswith(SMALL_TALK)
            and not ranking.unread
            and top.probability >= (LIKELY if few else self.matcher.answer_at)
        )
