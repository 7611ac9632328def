"""The shapes of what concerns channels: the maintainers' own, and how the bot behaves in others."""

from datetime import datetime, time
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, model_validator

from bot.knowledge.addresses import ChannelId
from bot.knowledge.shapes import Model, refused


def _hour(value: object) -> object:
    if isinstance(value, time):
        return value
    try:
        return datetime.strptime(str(value), "%H:%M").time()  # noqa: DTZ007 - an hour of any day
    except ValueError:
        raise refused(f'"{value}" is not an hour', "write hours and minutes, such as 08:30") from None


Hour = Annotated[time, BeforeValidator(_hour, json_schema_input_type=str)]


class QuietHours(Model):
    """From one hour to another, past midnight where the second comes first; in the organisation's time zone."""

    start: Hour = Field(alias="from")
    until: Hour

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.start == self.until:
            raise refused("these quiet hours begin and end at once", "write two different hours")
        return self

    def hold(self, at: time) -> bool:
        """Whether it is quiet at this hour."""
        if self.start < self.until:
            return self.start <= at < self.until
        return at >= self.start or at < self.until


class ChannelPolicy(Model):
    """How the bot behaves in a channel; where there is none, it answers who names it, in a thread that all can read.

    `listens`: to what names it, or to every question of a help channel; of these it answers what it is sure of, and
    offers choices, and is silent otherwise. `replies`: whether all read them, or who asked alone.
    `cooldown`: minutes after an answer to somebody who didn't name it, in which it gives no other such answer.
    `quiet`: hours in which it gives none.
    """

    channel: ChannelId
    listens: Literal["mentions", "questions"] = "mentions"
    replies: Literal["public", "private"] = "public"
    cooldown: Annotated[int, Field(ge=0, le=1440)] = 0
    quiet: QuietHours | None = None

    def overhears(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether it listens now to words that don't name it."""
        silent = self.quiet is not None and self.quiet.hold(now.astimezone(zone).time())
        return self.listens == "questions" and not silent


class Channels(Model):
    """Slack channel ids, such as C0EXAMPLE."""

    maintainers: ChannelId | None = None
