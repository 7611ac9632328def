"""What is said to a person of all that is kept of them."""

from dataclasses import dataclass
from typing import Any, Literal

from bot.knowledge.shapes import Language


@dataclass(frozen=True)
class Privacy:
    """Before and after forgetting."""

    language: Language
    of: Literal["sure", "forgotten"]


@dataclass(frozen=True)
class MyData:
    """All that is kept of a person, as a file."""

    language: Language
    data: dict[str, Any]


PrivacyReply = Privacy | MyData
