"""What falls due of introductions, as a row of work holds it: what kind it is shows in its keys."""

from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

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


DueEvent = TimerRang | CardPlaced | PersonLeft
DUE_EVENT: TypeAdapter[DueEvent] = TypeAdapter(DueEvent)
"""Reads a payload; pydantic's ValidationError for what no version wrote."""
