"""Tries a question without Slack and without a database: who asks there, and all that would be said to them."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.features.answering import mentors
from bot.features.answering.decision import Asker, Decision
from bot.features.feature import FeatureContext, FeatureTable
from bot.features.table import FEATURES
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language


def asker_of(knowledge: Knowledge, forced: Language | None, user: str | None = None) -> Asker:
    """Nobody whom Slack knows, to whom the YAML's mentors can be shown. Their words are not kept for anybody."""
    return Asker(
        user=user,
        forced=forced,
        keep=False,
        mentors=mentors.listed(knowledge, datetime.now(UTC).astimezone().date()),
        registered=mentors.registered(mentors.directory(knowledge.mentors).values()),
    )


def whole(decision: Decision, knowledge: Knowledge, features: FeatureTable = FEATURES) -> Decision:
    """With the replies of the feature that the words ask for."""
    handle = features.rule(decision.ask).handle if decision.ask is not None else None
    if handle is None:
        return decision
    context = FeatureContext("", datetime.now(UTC), knowledge=knowledge)
    return replace(decision, replies=handle(decision.ask, context).replies)
