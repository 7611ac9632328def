"""Answers a workflow's step by the same decision as a person's question: an entry that is sure, or nothing."""

from typing import Any

from bot.app.introducing import Introducing
from bot.features.answering.decision import Asker
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import Answer
from bot.features.steps.intents import AskInStep
from bot.features.steps.replies import StepOutcome, StepRefused


async def step(asked: Introducing, intent: AskInStep) -> tuple[Any, ...]:
    """Nobody is there to choose, to be introduced, or to be told later; nothing of the question is kept."""
    spoken = asked.directories.knowledge.organisation.languages
    chosen = intent.language if intent.language in spoken else None
    if not intent.text.strip():
        return (StepRefused(chosen or spoken[0]),)
    assert asked.decider is not None
    asker = Asker(language=chosen, access="answers", keep=False)
    decision = asked.decider.decide(Question(text=intent.text), Memory(language=chosen), asker)
    sure = next((reply for reply in decision.replies if isinstance(reply, Answer)), None)
    if sure is None:
        return (StepOutcome(chosen or decision.memory.language or spoken[0]),)
    return (StepOutcome(chosen or sure.language, sure.entry),)
