"""What is said about licences by name. Each reply says that it is information, not legal advice."""

from dataclasses import dataclass
from typing import Literal

from bot.features.intents import StoredIntent
from bot.features.licences.compatible import CompatibilityVerdict
from bot.features.licences.intents import Topic
from bot.knowledge.shapes import Language


@dataclass(frozen=True)
class LicenceCard:
    """What one may, must and can't. `also`: what the name may mean besides, each with what shows it."""

    language: Language
    licence: str
    also: tuple[tuple[str, StoredIntent], ...] = ()
    people: bool = False


@dataclass(frozen=True)
class LicenceAnswer:
    """The answer to one question about one licence."""

    language: Language
    licence: str
    topic: Topic
    also: tuple[tuple[str, StoredIntent], ...] = ()
    people: bool = False


@dataclass(frozen=True)
class LicenceComparison:
    """What each of several licences asks, beside one another; `internal`: of a use that stays inside."""

    language: Language
    licences: tuple[str, ...]
    people: bool = False
    topic: Topic = "versus"


@dataclass(frozen=True)
class LicenceCompatibility:
    """Whether one licence goes into another. `back`: the other direction, or nothing to say of it.

    `topic`: `close` and `link` when what is given out is a closed licence of one's own. `typed`: the names as they were
    written, when the answer holds for all that they may mean.
    """

    language: Language
    take: str
    give: str
    verdicts: tuple[CompatibilityVerdict, ...]
    back: tuple[CompatibilityVerdict, ...] = ()
    topic: Topic = "mix"
    typed: tuple[str, ...] = ()
    people: bool = False


@dataclass(frozen=True)
class LicenceChoices:
    """Which licence is meant. `choices`: each licence with the same question about it."""

    language: Language
    typed: str
    choices: tuple[tuple[str, StoredIntent], ...]


@dataclass(frozen=True)
class LicenceUnknown:
    """Nobody knows this name. `near`: licences that are not meant, but known, each with what shows it."""

    language: Language
    typed: str
    wrong: Literal["version", "exception", "near"] | None = None
    near: tuple[tuple[str, StoredIntent], ...] = ()
    people: bool = False


LicenceReply = LicenceCard | LicenceAnswer | LicenceComparison | LicenceCompatibility | LicenceChoices | LicenceUnknown
