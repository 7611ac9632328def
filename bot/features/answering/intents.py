"""Ask: what a person wants, typed or clicked. Every button is one of these written down."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from bot.features.introductions.intents import IntentModel, IntroductionIntent
from bot.knowledge.shapes import Language


class Question(IntentModel):
    """Words that somebody typed."""

    kind: Literal["question"] = "question"
    text: str


class Pick(IntentModel):
    """An entry chosen by name: a choice, a next question, a line of the Home tab."""

    kind: Literal["pick"] = "pick"
    entry: str
    language: Language


class NoneOfThese(IntentModel):
    """None of the choices was meant; `text` is the question, cut to what a button holds.

    `keep`: they are the person's own words.
    """

    kind: Literal["none"] = "none"
    language: Language
    text: str = ""
    keep: bool = True


class Vote(IntentModel):
    kind: Literal["vote"] = "vote"
    entry: str
    language: Language
    helpful: bool


class SeekMentor(IntentModel):
    """Somebody to talk to, about an entry or a topic."""

    kind: Literal["mentor"] = "mentor"
    language: Language
    entry: str | None = None
    topic: str | None = None


class Forward(IntentModel):
    """Hand this question to the maintainers, in my name."""

    kind: Literal["forward"] = "forward"
    language: Language
    text: str = ""


class Share(IntentModel):
    """Show a private answer to the channel."""

    kind: Literal["share"] = "share"
    entry: str
    language: Language


class ShowHelp(IntentModel):
    kind: Literal["help"] = "help"
    language: Language | None = None


class OpenHome(IntentModel):
    """The Home tab: its first page, a path to browse, or an entry; a language chosen there is remembered."""

    kind: Literal["home"] = "home"
    language: Language | None = None
    path: str | None = None
    entry: str | None = None
    remember: bool = False


class OpenConversation(IntentModel):
    """The person opened the bot's Messages tab."""

    kind: Literal["open"] = "open"


_Talk = Question | Pick | NoneOfThese | Vote | SeekMentor | Forward | Share | ShowHelp | OpenHome | OpenConversation
AnsweringIntent = Annotated[_Talk, Field(discriminator="kind")]
"""What the knowledge answers."""
Intent = Annotated[_Talk | IntroductionIntent, Field(discriminator="kind")]
INTENT: TypeAdapter[Intent] = TypeAdapter(Intent, config=ConfigDict(defer_build=True))
