"""What falls due of introductions and gaps, as a row of work holds it: what kind it is shows in its keys."""

from datetime import UTC, date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, field_validator

from bot.features.introductions.card import Card
from bot.features.introductions.states import Event


class _Due(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @property
    def payload(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


class TimerRang(_Due):
    """`turn`: the introduction's when the timer was set; it has moved since when it has another."""

    introduction: str
    turn: int
    event: Event


class CardPlaced(_Due):
    """A card stands in Slack, or never will: see Card."""

    card: Card


class PersonLeft(_Due):
    """Nobody can write to `left` any more; empty for an external mentor."""

    introduction: str | None
    left: str


class DigestDue(_Due):
    """The maintainers' digest of gaps, of that day."""

    digest: date


class KnowledgeLive(_Due):
    """This version of the knowledge answers from `since` on, perhaps not for the first time.

    `after`: the newest question of the last person who was looked after. Earlier versions wrote no `since`, and their
    `after` was a Slack id: such a row begins with the first person.
    """

    version: str
    since: datetime = datetime.fromtimestamp(0, UTC)
    after: int = 0

    @field_validator("after", mode="before")
    @classmethod
    def _question(cls, after: Any) -> Any:
        return 0 if isinstance(after, str) else after

    @property
    def work(self) -> tuple[str, dict[str, Any]]:
        """Its key and payload."""
        return f"live:{self.version}:{self.since.isoformat()}:{self.after}", self.payload


DueEvent = TimerRang | CardPlaced | PersonLeft | DigestDue | KnowledgeLive
DUE_EVENT: TypeAdapter[DueEvent] = TypeAdapter(DueEvent)
"""Reads a payload; pydantic's ValidationError for what no version wrote."""
