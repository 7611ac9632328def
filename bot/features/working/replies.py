"""What is said of an answer that takes long."""

from dataclasses import dataclass

from bot.knowledge.shapes import Language


@dataclass(frozen=True)
class Working:
    """Beside the bot's name, until the answer is there."""

    language: Language


@dataclass(frozen=True)
class Stopped:
    """The answer that somebody stopped will not come."""

    language: Language
