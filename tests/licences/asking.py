"""Asks a question as somebody would, and says what came of it."""

from datetime import UTC, datetime
from typing import Any

from bot.features.answering.decide import Decider
from bot.features.answering.decision import Asker
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import Answer
from bot.features.feature import FeatureContext
from bot.features.intents import Intent
from bot.features.licences.replies import (
    LicenceAnswer,
    LicenceCard,
    LicenceChoices,
    LicenceComparison,
    LicenceCompatibility,
    LicenceUnknown,
)
from bot.features.table import FEATURES
from bot.knowledge.licences.schema import CLOSED
from bot.knowledge.schema import Knowledge


def said_to(decider: Decider, text: str, locale: str | None = None) -> Any:
    """The one reply to a first question."""
    decision = decider.decide(Question(text=text), Memory(), Asker(locale=locale))
    return replied(decision.ask, decider.knowledge) if decision.ask is not None else decision.replies[0]


def replied(intent: Intent, knowledge: Knowledge) -> Any:
    handle = FEATURES.rule(intent).handle
    assert handle is not None
    context = FeatureContext("U0EXAMPLE", datetime(2026, 11, 28, tzinfo=UTC), knowledge=knowledge)
    result = handle(intent, context)
    assert result.keep == {}
    (reply,) = result.replies
    return reply


def outcome(reply: Any) -> tuple[str, ...]:
    """What was understood, and the licences in the order in which they are spoken of."""
    match reply:
        case LicenceCard(licence=licence):
            return ("what", licence)
        case LicenceAnswer(licence=licence, topic=topic):
            return (topic, licence)
        case LicenceComparison(licences=licences, topic=topic):
            return ("internal" if topic == "internal" else "versus", *licences)
        case LicenceCompatibility(take=take, give=give, back=back, topic=topic):
            return (topic, take) if give == CLOSED else ("both" if back else "mix", take, give)
        case LicenceChoices():
            return ("ask",)
        case LicenceUnknown():
            return ("unknown",)
        case Answer():
            return ("entry",)
    return ("none",)
