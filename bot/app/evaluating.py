"""Asks the decider the questions of an evaluation."""

from collections.abc import Callable
from dataclasses import replace

from bot.features.answering.decide import Decider
from bot.features.answering.decision import Asker
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import REPLY_KINDS, AboutAnswer, Answer, Choices, Help, Reply
from bot.knowledge.schema import Knowledge
from bot.search.evaluation.outcomes import RANKS_KEPT, Answered, Ranked


def answering(decider: Decider, locale: str | None = None) -> Callable[[str], Answered]:
    """Each question is the first of its conversation; the language is not forced. The entries alone are asked."""
    decider = replace(decider, knowledge=with_everybody(decider.knowledge), reads=None)

    def answer(text: str) -> Answered:
        decision = decider.decide(Question(text=text), Memory(), Asker(locale=locale))
        reply = decision.replies[0]
        probabilities = {match.id: match.probability for match in decision.matches}
        entries = tuple(
            Ranked(match.id, decider.knowledge.entries[match.id].sections, match.probability, match.matched)
            for match in decision.matches[:RANKS_KEPT]
        )
        shown = tuple(
            Ranked(entry, decider.knowledge.entries[entry].sections, probabilities.get(entry, 0.0))
            for entry in shown_in(reply)
        )
        return Answered(REPLY_KINDS[type(reply)], entries, shown)

    return answer


def with_everybody(knowledge: Knowledge) -> Knowledge:
    """As if everybody were there whom an answer needs: it is the finding that is measured."""
    entries = {name: entry.model_copy(update={"needs": None}) for name, entry in knowledge.entries.items()}
    organisation = knowledge.organisation.model_copy(update={"mentoring": ()})
    return replace(knowledge, entries=entries, organisation=organisation)


def shown_in(reply: Reply) -> tuple[str, ...]:
    match reply:
        case Answer(entry=entry) | AboutAnswer(entry=entry) | Help(entry=entry):
            return (entry,)
        case Choices(entries=entries):
            return entries
    return ()
