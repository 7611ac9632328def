"""A reply with the question that it answers, when that stands above in a thread."""

from dataclasses import replace

from bot.features.answering.replies import Answer, Choices, HandOff, Quoted, Reply
from bot.features.answering.thread import ThreadMessage


def quoting(reply: Reply, found: ThreadMessage, *, own: bool) -> Reply:
    """With the question that is answered, so that everybody sees which one was understood."""
    if own or not isinstance(reply, Answer | Choices | HandOff):
        return reply
    return replace(reply, quoted=Quoted(reply.language, found.text, found.user))
