"""What makes the bot introduce itself to a channel."""

from typing import Literal

from bot.features.intents import Intent


class JoinChannel(Intent):
    """Somebody added the bot to a channel."""

    kind: Literal["join_channel"] = "join_channel"
    channel: str
