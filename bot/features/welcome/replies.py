"""What is said once: who the bot is, what it can do, and how to stop it."""

from dataclasses import dataclass
from typing import Literal

from bot.knowledge.channels import ChannelPolicy
from bot.knowledge.shapes import Language


@dataclass(frozen=True)
class Welcome:
    """`listens` and `replies`: as the policy of the channel says."""

    language: Language
    to: Literal["person", "channel"]
    listens: Literal["mentions", "questions"] = "mentions"
    replies: Literal["public", "private"] = "public"

    @classmethod
    def to_channel(cls, language: Language, policy: ChannelPolicy | None) -> "Welcome":
        """As its policy says; as usual where there is none."""
        return cls(language, "channel", *((policy.listens, policy.replies) if policy else ()))
