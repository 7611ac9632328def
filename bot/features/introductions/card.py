"""A card: a message in Slack whose buttons are about a request, where it stands, and what it says afterwards."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.features.recipients import Addressee
from bot.knowledge.shapes import Language

CardKind = Literal["request", "news", "asked", "progress", "group"]
Word = Literal[
    "again",
    "accepted",
    "questioned",
    "deferred",
    "declined",
    "expired",
    "withdrawn",
    "overtaken",
    "closed",
    "nobody",
]
"""What became of a card; "again": the request goes on in a later message."""


class Card(BaseModel):
    """`kind`: to a mentor ("request", then "news" after their question or day), to the asker ("asked" by a mentor, and
    "progress"), or to both in their "group". `to`: whom it was sent to. `introduction`: none when
    it is about the whole need. `channel`, `ts`: empty until it stands there, and for good when it can't be sent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    kind: CardKind
    need: str
    to: Addressee
    introduction: str = ""
    channel: str = ""
    ts: str = ""


@dataclass(frozen=True)
class Settled:
    """In place of a message whose buttons mean nothing any more: what became of the request.

    `of`: "again" when it goes on in a later message. `asker`: it is theirs. `note`: as it was; none when it is no
    longer for the reader. `group`: the conversation of both, in the workspace `team`.
    """

    language: Language
    of: Word
    asker: bool
    note: str = ""
    mentor: str = ""
    day: date | None = None
    group: str = ""
    team: str = ""
    contact: bool = False
