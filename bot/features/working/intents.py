"""What somebody wants of an answer that takes long."""

from typing import Literal

from bot.features.intents import Intent


class StopWork(Intent):
    """What was asked in this thread needs no answer any more."""

    kind: Literal["stop_work"] = "stop_work"
    channel: str
    thread: str
