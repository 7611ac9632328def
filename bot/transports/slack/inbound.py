"""Inbound: what a listener read in a Slack payload: the intent, who and where, and where the reply goes."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, SerializeAsAny, ValidationInfo

from bot.features.answering.intents import Question
from bot.features.intents import Intent
from bot.features.recipients import SlackPlace
from bot.features.table import FEATURES

Payload = Mapping[str, Any]
SPOKEN_SUBTYPES = frozenset({"me_message", "file_share", "thread_broadcast", None})


def _intent(value: object, info: ValidationInfo) -> object:
    """As it was stored; the table is given as context where it isn't Passeur's own."""
    features = (info.context or {}).get("features", FEATURES)
    return value if isinstance(value, Intent) else features.adapter.validate_python(value)


class Inbound(BaseModel):
    """`key` is the same for everything Slack sends about one message or click.

    `known_only`: not a word to the bot unless it speaks in this conversation already. `keep`: the words are the
    person's own, and may be kept for the maintainers. `begun_in`: the conversation that this one goes on from.
    `outside`: people of another organisation read the channel.
    `above`: the timestamp of a mention in a thread, above which the question may stand. `bot`: who was mentioned.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    key: str
    ask: Annotated[SerializeAsAny[Intent], BeforeValidator(_intent)]
    address: SlackPlace
    conversation: str
    known_only: bool = False
    outside: bool = False
    share: bool = False
    keep: bool = True
    begun_in: str | None = None
    above: str | None = None
    bot: str = ""

    def within(self, team: str) -> "Inbound":
        """The same, in this workspace."""
        return self.model_copy(update={"address": self.address.model_copy(update={"team": team})})

    @property
    def starts_thread(self) -> bool:
        """Whether the person names the bot in a channel's thread, where more may follow without its name."""
        return (
            self.address.surface == "message"
            and isinstance(self.ask, Question)
            and not (self.known_only or self.address.channel.startswith("D"))
        )


def written_by_person(event: Payload) -> bool:
    """A message that somebody sent just now: no bot, no edit, no deletion, no notice."""
    return bool(
        event.get("user")
        and event.get("user") != "USLACKBOT"
        and not event.get("bot_id")
        and not event.get("hidden")
        and event.get("subtype") in SPOKEN_SUBTYPES
    )


def team_of(body: Payload) -> str:
    """The workspace in which the bot is installed; an event of a shared channel may name the other one first."""
    authorizations = body.get("authorizations") or [{}]
    authorized = authorizations[0].get("team_id")
    team = body.get("team") or {}
    return str(authorized or body.get("team_id") or (team.get("id") if isinstance(team, Mapping) else team) or "")


def without_mention(text: str, bot: str) -> str:
    """The words without the bot's own name."""
    return re.sub(rf"<@{re.escape(bot)}(\|[^>]*)?>", " ", text).strip()


def unescaped(text: str) -> str:
    """What the person typed: Slack sends & < > as entities, and links as <address|label>."""
    text = re.sub(r"<(?:https?|mailto):[^>|]*\|([^>]*)>", r"\1", text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    # Neither databases nor JSON take a null character or half of a pair.
    return text.replace("\0", " ").encode("utf-8", "replace").decode()
