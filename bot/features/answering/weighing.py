"""What a ranking is worth: an answer that is sure, choices one of which may be right, or small talk."""

from dataclasses import dataclass

from bot.features.answering.compose import CHOICES
from bot.features.answering.corpus import SMALL_TALK
from bot.search.matcher import Matcher
from bot.search.rank import Match, Ranking

FEW_WORDS, KEPT = 3, 5
FAIR_SHARE, LIKELY_ANYWAY = 0.34, 0.6
"""Of the development questions, .7 % of the right choices are lost to these; they spare a sixth of the near misses."""

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

    def may_be_right(self, entries: tuple[Match, ...], text: str) -> bool:
        """One of the choices: the first, or for a few words the first together when they are about as likely."""
        if not entries:
            return False
        least = self.matcher.choices_at
        near = [match.probability for match in entries[:CHOICES] if match.probability >= least / 2]
        together = len(text.split()) <= FEW_WORDS and sum(near) >= 2 * least
        return entries[0].probability >= least or together

    def can_be_meant(self, entries: tuple[Match, ...], text: str, language: str, share: float = FAIR_SHARE) -> bool:
        """Whether one of the entries has a fair share of what the words tell, or is likely anyway."""
        told = self.matcher.shares(text, language)
        whole = sum(idf for idf, _ in told.values())
        most = max((sum(idf for idf, having in told.values() if m.id in having) for m in entries), default=0.0)
        return not whole or most >= share * whole or entries[0].probability >= LIKELY_ANYWAY

    def is_small_talk(self, ranking: Ranking, *, surely: bool = False) -> bool:
        """Among many words a question may hide, so that it must be sure; few need be likely only."""
        top = ranking.matches[0]
        few = len(ranking.question.split()) <= FEW_WORDS and not surely
        return (
            top.id.startswith(SMALL_TALK)
            and not ranking.unread
            and top.probability >= (self.matcher.choices_at if few else self.matcher.answer_at)
        )
