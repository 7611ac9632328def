"""What delivery asks of a transport: send something once, and say what came of it."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, Protocol

from bot.app.inbound import Context, Inbound
from bot.features.answering.decision import Access
from bot.features.outgoing import Outgoing


class Attempt(NamedTuple):
    """`key`: the message's own, by which it is recognised. `number`: from the second on it may have gone already.

    `since`: when the message was decided on, before which it can't have gone.
    """

    key: str
    number: int = 1
    since: datetime | None = None


class MessagePlace(NamedTuple):
    """Where a message stands: empty where that can't be told."""

    channel: str = ""
    ts: str = ""


NOWHERE = MessagePlace()


@dataclass(frozen=True)
class Outcome:
    """`unreachable`: nobody can write to `person` any more. `error`: the transport's own word, for the log.

    `wait`: how long the other side asked to be left alone, if it did. `limited`: there was no try, or none that counts.
    `quiet`: nothing to tell anybody about.
    """

    kind: Literal["sent", "again", "refused", "unreachable"]
    error: str = ""
    wait: timedelta | None = None
    limited: bool = False
    quiet: bool = False
    place: MessagePlace = NOWHERE
    person: str = ""


class Transport(Protocol):
    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Put it into words and send it once."""

    def fallback(self, outgoing: Outgoing) -> Outgoing | None:
        """What is said elsewhere when it can't be said there."""


class Platform(Transport, Protocol):
    """The transport on which people ask."""

    async def context(self, inbound: Inbound, *, afresh: bool) -> Context:
        """What the platform knows of who asks; `afresh`: who they are now, whatever was known."""

    def at_work(self, inbound: Inbound) -> AbstractAsyncContextManager[None]:
        """Something is being done about it, for as long as the context lasts: show it where it takes a while."""

    async def access(self, user: str) -> Access:
        """What somebody may have; soon enough for who waits for an acknowledgement."""

    async def locale(self, user: str) -> str | None:
        """Such as fr-FR, when it is known."""

    def of_0_1(self, payload: dict[str, Any]) -> Outgoing:
        """A message as version 0.1 stored it. To be removed with version 0.3."""
