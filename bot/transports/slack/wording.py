"""The words of a message, wherever Slack keeps them: its text, its blocks, its attachments, a message forwarded."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from bot.transports.slack.inbound import Payload

FORWARDED = ("is_share", "is_msg_unfurl")
"""What Slack writes on an attachment that is somebody's message."""


class MessageWords(NamedTuple):
    """`own`: no words of it are forwarded."""

    text: str
    own: bool = True


def wording(message: Payload) -> MessageWords:
    """Its own words, and those of the messages that are forwarded with it."""
    attached = [one for one in message.get("attachments") or () if isinstance(one, dict)]
    others = [one for one in attached if any(one.get(mark) for mark in FORWARDED)]
    own = message.get("text") or _joined(message.get("blocks"))
    own = own or "\n".join(filter(None, (_attached(one) for one in attached if one not in others)))
    forwarded = [said for one in others if (said := _attached(one))]
    return MessageWords("\n".join(filter(None, (own, *forwarded))), own=not forwarded)


def _attached(attachment: Payload) -> str:
    own = "\n".join(str(attachment[name]) for name in ("pretext", "title", "text") if attachment.get(name))
    within = attachment.get("blocks") or [one.get("message") for one in attachment.get("message_blocks") or ()]
    return own or _joined(within) or str(attachment.get("fallback") or "")


def _joined(blocks: Any) -> str:
    return "".join(_texts(blocks)).strip()


def _texts(part: Any) -> Iterator[str]:
    """The words of blocks in their order, each block on a line of its own; what can be clicked has none to read."""
    if isinstance(part, list):
        for one in part:
            yield from _texts(one)
        return
    if not isinstance(part, dict) or part.get("type") in ("actions", "context_actions", "button"):
        return
    if isinstance(part.get("text"), str):
        yield part["text"]
    elif part.get("type") == "user":
        yield f"<@{part.get('user_id')}>"
    for name in ("text", "fields", "elements", "blocks"):
        if isinstance(part.get(name), list | dict):
            yield from _texts(part[name])
    if part.get("type") in ("section", "header", "rich_text_section", "rich_text_quote", "rich_text_preformatted"):
        yield "\n"
