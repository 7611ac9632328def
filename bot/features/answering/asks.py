"""Ask: what a person wants, typed or clicked. Every button is one of these written down."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from bot.features.introductions.asks import AskModel, IntroductionAsk
from bot.knowledge.shapes import Language


class Question(AskModel):
    """Words that somebody typed."""

    kind: Literal["question"] = "question"
    text: str


class Pick(AskModel):
    """An entry chosen by name: a choice, a next question, a line of the Home tab."""

    kind: Literal["pick"] = "pick"
    entry: str
    language: Language


class NoneOfThese(AskModel):
    """None of the choices was meant; `text` is the question, cut to what a button holds.

    `keep`: they are the person's own words.
    """

    kind: Literal["none"] = "none"
    language: Language
    text: str = ""
    keep: bool = True


class Vote(AskModel):
    kind: Literal["vote"] = "vote"
    entry: str
    language: Language
    helpful: bool


class SeekMentor(AskModel):
    """Somebody to talk to, about an entry or a topic."""

    kind: Literal["mentor"] = "mentor"
    language: Language
    entry: str | None = None
    topic: str | None = None


class Forward(AskModel):
    """Hand this question to the maintainers, in my name."""

    kind: Literal["forward"] = "forward"
    language: Language
    text: str = ""


class Share(AskModel):
    """Show a private answer to the channel."""

    kind: Literal["share"] = "share"
    entry: str
    language: Language


class ShowHelp(AskModel):
    kind: Literal["help"] = "help"
    language: Language | None = None


class OpenHome(AskModel):
    """The Home tab: its first page, a path to browse, or an entry; a language chosen there is remembered."""

    kind: Literal["home"] = "home"
    language: Language | None = None
    path: str | None = None
    entry: str | None = None
    remember: bool = False


class OpenConversation(AskModel):
    """The person opened the bot's Messages tab."""

    kind: Literal["open"] = "open"


_Talk = Question | Pick | NoneOfThese | Vote | SeekMentor | Forward | Share | ShowHelp | OpenHome | OpenConversation
Talk = Annotated[_Talk, Field(discriminator="kind")]
"""What the knowledge answers."""
Ask = Annotated[_Talk | IntroductionAsk, Field(discriminator="kind")]
ASK: TypeAdapter[Ask] = TypeAdapter(Ask, config=ConfigDict(defer_build=True))
