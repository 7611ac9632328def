"""What is said to a person of all that is kept of them."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import PlainSerializer

from bot.knowledge.shapes import Language


def _as_written(data: dict[str, Any]) -> Any:
    """As the file will show it: days and moments as text."""
    return json.loads(json.dumps(data, default=str))


@dataclass(frozen=True)
class Privacy:
    """Before and after forgetting."""

    language: Language
    of: Literal["sure", "forgotten"]


@dataclass(frozen=True)
class MyData:
    """All that is kept of a person, as a file."""

    language: Language
    data: Annotated[dict[str, Any], PlainSerializer(_as_written)]


PrivacyReply = Privacy | MyData
