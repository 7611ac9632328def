"""What a person does with the box of ideas."""

from typing import Literal

from bot.features.intents import Intent
from bot.knowledge.shapes import Language


class OpenIdeas(Intent):
    kind: Literal["ideas"] = "ideas"
    language: Language = "fr"


class NewIdea(Intent):
    kind: Literal["new_idea"] = "new_idea"
    language: Language


class SendIdea(Intent):
    """A form of two steps: what the idea is, then for whom."""

    kind: Literal["send_idea"] = "send_idea"
    language: Language
    idea: str = ""
    audience: Literal["team", "everybody"] | None = None
