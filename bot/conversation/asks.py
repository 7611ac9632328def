"""Ask: what a person wants, typed or clicked. Every button is one of these written down."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.knowledge.schema import Language


class _Ask(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Question(_Ask):
    """Words that somebody typed."""

    kind: Literal["question"] = "question"
    text: str


class Pick(_Ask):
    """An entry chosen by name: a choice, a next question, a line of the Home tab."""

    kind: Literal["pick"] = "pick"
    entry: str
    language: Language


class NoneOfThese(_Ask):
    """None of the choices was meant; `text` is the question, cut to what a button holds.

    `keep`: they are the person's own words.
    """

    kind: Literal["none"] = "none"
    language: Language
    text: str = ""
    keep: bool = True


class Vote(_Ask):
    kind: Literal["vote"] = "vote"
    entry: str
    language: Language
    helpful: bool


class SeekMentor(_Ask):
    """Somebody to talk to, about an entry or a topic."""

    kind: Literal["mentor"] = "mentor"
    language: Language
    entry: str | None = None
    topic: str | None = None


class Forward(_Ask):
    """Hand this question to the maintainers, or my wish to be introduced to a mentor, in my name."""

    kind: Literal["forward"] = "forward"
    language: Language
    text: str = ""
    mentor: str | None = None


class Share(_Ask):
    """Show a private answer to the channel."""

    kind: Literal["share"] = "share"
    entry: str
    language: Language


class ShowHelp(_Ask):
    kind: Literal["help"] = "help"
    language: Language | None = None


class OpenHome(_Ask):
    """The Home tab: its first page, a path to browse, or an entry; a language chosen there is remembered."""

    kind: Literal["home"] = "home"
    language: Language | None = None
    path: str | None = None
    entry: str | None = None
    remember: bool = False


class OpenConversation(_Ask):
    """The person opened the bot's Messages tab."""

    kind: Literal["open"] = "open"


Ask = Annotated[
    Question | Pick | NoneOfThese | Vote | SeekMentor | Forward | Share | ShowHelp | OpenHome | OpenConversation,
    Field(discriminator="kind"),
]
ASK: TypeAdapter[Ask] = TypeAdapter(Ask)
