"""What a person wants of the knowledge."""

from typing import Annotated, Literal

from pydantic import Field

from bot.features.intents import Intent
from bot.knowledge.shapes import Language


class Question(Intent):
    """Words that somebody typed."""

    kind: Literal["question"] = "question"
    text: str


class Pick(Intent):
    """An entry chosen by name: a choice, a next question, a line of the Home tab."""

    kind: Literal["pick"] = "pick"
    entry: str
    language: Language


class NoneOfThese(Intent):
    """None of the choices was meant; `text` is the question, cut to what a button holds.

    `keep`: they are the person's own words.
    """

    kind: Literal["none"] = "none"
    language: Language
    text: str = ""
    keep: bool = True


class Vote(Intent):
    kind: Literal["vote"] = "vote"
    entry: str
    language: Language
    helpful: bool


class SeekMentor(Intent):
    """Somebody to talk to, about an entry or a topic."""

    kind: Literal["mentor"] = "mentor"
    language: Language
    entry: str | None = None
    topic: str | None = None


class Forward(Intent):
    """Hand this question to the maintainers, in my name."""

    kind: Literal["forward"] = "forward"
    language: Language
    text: str = ""


class Share(Intent):
    """Show a private answer to the channel."""

    kind: Literal["share"] = "share"
    entry: str
    language: Language


class ShowHelp(Intent):
    kind: Literal["help"] = "help"
    language: Language | None = None


class OpenHome(Intent):
    """The Home tab: its first page, a path to browse, or an entry; a language chosen there is remembered."""

    kind: Literal["home"] = "home"
    language: Language | None = None
    path: str | None = None
    entry: str | None = None
    remember: bool = False


class OpenConversation(Intent):
    """The person opened the bot's Messages tab."""

    kind: Literal["open"] = "open"


AnsweringIntent = Annotated[
    Question | Pick | NoneOfThese | Vote | SeekMentor | Forward | Share | ShowHelp | OpenHome | OpenConversation,
    Field(discriminator="kind"),
]
"""What the knowledge answers."""
