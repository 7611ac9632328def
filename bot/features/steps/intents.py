"""What a workflow asks for."""

from typing import Literal

from bot.features.intents import Intent


class AskInStep(Intent):
    """A workflow's question; `language`: to answer in, the question's own where it isn't one that is spoken."""

    kind: Literal["ask_in_step"] = "ask_in_step"
    text: str
    language: str = ""
