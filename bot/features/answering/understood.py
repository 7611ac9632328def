"""A question as it was understood: the words that ask, and the entries that they may mean."""

from dataclasses import dataclass

from bot.features.answering.weighing import entries_of
from bot.knowledge.shapes import Language
from bot.search.rank import Match, Ranking


@dataclass(frozen=True)
class Understood:
    """A question as it was understood. `also`: the entries of the message's other questions.

    `goes_on`: it was read with what came before, and one of the entries may be meant there.
    """

    text: str
    ranking: Ranking
    language: Language
    also: tuple[str, ...] = ()
    goes_on: bool = False

    @property
    def entries(self) -> tuple[Match, ...]:
        return entries_of(self.ranking)
