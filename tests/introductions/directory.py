"""A directory of fictional mentors, and needs of fictional champions, for the tests of introductions."""

from datetime import UTC, date, datetime
from typing import Any

from bot.features.answering.decide import Decider
from bot.knowledge.people import Consent, Introductions, Mentor
from bot.knowledge.schema import Channels, Knowledge, Organisation
from bot.knowledge.shapes import ByLanguage

MAINTAINERS = "C0MAINTAINERS"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
TOPICS = {"data": ByLanguage(fr="données", en="data"), "licences": ByLanguage(fr="licences", en="licences")}


def mentor(name: str, **changes: Any) -> Mentor:
    facts: dict[str, Any] = {
        "id": name,
        "name": f"Mentor {name} (example)",
        "kind": "internal",
        "did": ByLanguage(fr="A ouvert quelque chose d'imaginaire", en="Opened something imaginary"),
        "topics": ("data",),
        "languages": ("fr", "en"),
        "slack": f"U0{name.upper()}",
        "consent": Consent(date=date(2026, 9, 1), how="example"),
    }
    return Mentor.model_validate({**facts, **changes})


MENTORS = (
    mentor("ada"),
    mentor("bob", capacity=1),
    mentor("cyd", time_zone="Asia/Tokyo", languages=("en",)),
    mentor("out", kind="external", slack=None, email="out@example.org"),
)


def decider(mentors: tuple[Mentor, ...] = MENTORS, **rules: Any) -> Decider:
    """Enough to introduce people: nothing is searched, so there is no matcher."""
    organisation = Organisation(
        name="Example", channels=Channels(maintainers=MAINTAINERS), introductions=Introductions(**rules)
    )
    knowledge = Knowledge(entries={}, organisation=organisation, mentors=mentors, topics=TOPICS)
    return Decider(knowledge, None)  # type: ignore[arg-type]
