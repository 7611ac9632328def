"""A question that another feature reads: its intent is answered in the place of an entry."""

from collections.abc import Callable

from bot.features.answering.decision import Asker, Decision
from bot.features.answering.memory import Memory
from bot.features.feature import Heard, Turn
from bot.features.intents import Intent
from bot.search.rank import Match

ReadsQuestions = Callable[[Heard], Intent | None]
Continues = Callable[[Turn], str | None]


def elsewhere(
    reads: ReadsQuestions, heard: Heard, memory: Memory, asker: Asker, entries: tuple[Match, ...]
) -> Decision | None:
    """What another feature answers, when the words are for the bot and no entry answers them better."""
    for_others = asker.addressed == "hardly" or (asker.addressed in ("perhaps", "overheard") and "?" not in heard.text)
    intent = None if for_others else reads(heard)
    if intent is None:
        return None
    after = memory.model_copy(
        update={"language": heard.language, "offers": (), "question": "", "elsewhere": heard.text}
    )
    return Decision((), after, ask=intent, matches=entries)
