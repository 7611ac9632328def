"""Inbound: what somebody wants, as a transport or a page took it in: who, where, and which intent."""

from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, SerializeAsAny, ValidationInfo

from bot.features.answering.decision import Access
from bot.features.answering.intents import Question
from bot.features.answering.thread import ThreadMessage
from bot.features.intents import Intent
from bot.features.recipients import SlackPlace
from bot.features.table import FEATURES

MAIL = "mail:"
"""How the name begins under which an external mentor acts who answers by the link in an e-mail."""


class EmailLink(BaseModel):
    """An external mentor who answers by the link in an e-mail; the page tells them what became of the answer."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    kind: Literal["link"] = "link"
    team: str
    introduction: str

    @property
    def user(self) -> str:
        """Like nobody's Slack id."""
        return MAIL + self.introduction


def _as_0_1_wrote_it(value: Any) -> Any:
    """Version 0.1 wrote a link's answer down as a message of Slack's. To be removed with version 0.3."""
    if isinstance(value, dict) and str(value.get("user", "")).startswith(MAIL):
        return EmailLink(team=value["team"], introduction=value["user"].removeprefix(MAIL))
    return value


def _intent(value: object, info: ValidationInfo) -> object:
    """As it was stored; the table is given as context where it isn't Passeur's own."""
    features = (info.context or {}).get("features", FEATURES)
    return value if isinstance(value, Intent) else features.adapter.validate_python(value)


class Inbound(BaseModel):
    """`key` is the same for everything Slack sends about one message or click.

    `conversation`: what the memory is kept under, within the team. `known_only`: not a word to the bot unless it
    speaks in this conversation already. `overheard`: it does not name the bot, which hears it only where the policy of
    the channel says so. `share`: the place is private, in a channel to which an answer can be shown.
    `keep`: the words are the person's own, and may be kept for the maintainers. `begun_in`: the conversation that this
    one goes on from. `outside`: people of another organisation read the channel.
    `command`: the words were typed after /passeur.
    `above`: the timestamp of a mention in a thread, above which the question may stand. `bot`: who was mentioned.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    key: str
    # Rows from before version 0.2 hold it as "ask". To be removed with version 0.3.
    intent: Annotated[
        SerializeAsAny[Intent], BeforeValidator(_intent), Field(validation_alias=AliasChoices("intent", "ask"))
    ]
    address: Annotated[SlackPlace | EmailLink, BeforeValidator(_as_0_1_wrote_it)]
    conversation: str
    known_only: bool = False
    overheard: bool = False
    outside: bool = False
    share: bool = False
    keep: bool = True
    begun_in: str | None = None
    above: str | None = None
    bot: str = ""
    command: bool = False

    def within(self, team: str) -> "Inbound":
        """The same, in this workspace."""
        return self.model_copy(update={"address": self.address.model_copy(update={"team": team})})

    @property
    def team(self) -> str:
        return self.address.team

    @property
    def user(self) -> str:
        return self.address.user

    @property
    def place(self) -> SlackPlace | None:
        """Where the reply goes; None when nobody waits for one there."""
        return self.address if isinstance(self.address, SlackPlace) else None

    @property
    def channel(self) -> str:
        return self.place.channel if self.place else ""

    @property
    def starts_thread(self) -> bool:
        """Whether the person names the bot in a channel's thread, where more may follow without its name."""
        return (
            self.place is not None
            and self.place.surface == "message"
            and isinstance(self.intent, Question)
            and not (self.known_only or self.overheard or self.channel.startswith("D"))
        )


class Context(NamedTuple):
    """What a transport knows of who asks, now.

    `locale`: such as fr-FR. `access`: what they may have. `above`: what stands above in the thread into which the bot
    was called, if it was. `maintainer`: they are in the maintainers' channel, wherever they ask.
    """

    locale: str | None = None
    access: Access = "all"
    above: tuple[ThreadMessage, ...] | None = None
    maintainer: bool = False
