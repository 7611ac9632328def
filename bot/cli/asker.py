"""Who asks in a terminal: nobody whom Slack knows, to whom the YAML's mentors can be shown."""

from datetime import UTC, datetime

from bot.features.answering import mentors
from bot.features.answering.decision import Asker
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language


def asker_of(knowledge: Knowledge, forced: Language | None, user: str | None = None) -> Asker:
    """Their words are not kept for anybody."""
    return Asker(
        user=user,
        forced=forced,
        keep=False,
        mentors=mentors.listed(knowledge, datetime.now(UTC).astimezone().date()),
        registered=mentors.registered(mentors.directory(knowledge.mentors).values()),
    )
