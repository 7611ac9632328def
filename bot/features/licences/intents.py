"""What a person asks about licences by name."""

from typing import Literal

from bot.features.intents import Intent
from bot.knowledge.licences.schema import LicenceUse
from bot.knowledge.shapes import Language

Topic = Literal[
    "what", "sell", "serve", "internal", "close", "link", "duties", "version", "open", "list", "versus", "mix"
]


class AskLicence(Intent):
    """`licences`: one name or two, each with the licences that it may mean, the likeliest first; or an expression.

    `first`: the likeliest of a name is meant, as the others differ little. `typed`: each name as it was written.
    `topic`: what is asked of them; for `mix` the first one is taken in and the second one is given out, unless `both`
    directions are meant. `people`: whether there is somebody to talk to.
    """

    kind: Literal["licence"] = "licence"
    language: Language
    licences: tuple[tuple[str, ...], ...]
    first: tuple[bool, ...] = ()
    typed: tuple[str, ...] = ()
    topic: Topic = "what"
    use: LicenceUse | None = None
    both: bool = False
    people: bool = False


class AskUnknownLicence(Intent):
    """A name that nobody knows. `near`: licences of which it may be a wrong version, or a slip."""

    kind: Literal["unknown_licence"] = "unknown_licence"
    language: Language
    typed: str
    wrong: Literal["version", "exception", "near"] | None = None
    near: tuple[str, ...] = ()
    people: bool = False
