"""What the box of ideas says."""

from dataclasses import dataclass

from bot.features.intents import Intent
from bot.knowledge.shapes import Language
from tests.features.small.intents import NewIdea


@dataclass(frozen=True)
class IdeaBox:
    """How many ideas the person has left, and the button to leave another one."""

    language: Language
    count: int

    @property
    def buttons(self) -> tuple[tuple[str, Intent], ...]:
        return (("new", NewIdea(language=self.language)),)


@dataclass(frozen=True)
class IdeaKept:
    language: Language
    idea: str
    audience: str
