"""In a help channel: whether the bot says anything to words that do not name it."""

from bot.features.answering.decision import Decision
from bot.features.answering.reading import parts
from bot.features.answering.reading.requests import requests
from bot.features.answering.replies import Answer, Choices
from bot.features.answering.weighing import Weighing


def worth_saying(decision: Decision, text: str, weigh: Weighing) -> bool:
    """Only to a question or a request, and only an answer, or choices of which one may be right."""
    if not (parts.asks(text) or requests(text)):
        return False
    likely = weigh.is_likely(decision.matches)
    found = all(isinstance(reply, Answer) or (isinstance(reply, Choices) and likely) for reply in decision.replies)
    return decision.ask is not None or (bool(decision.replies) and found)
