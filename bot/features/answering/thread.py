"""A call without a question of its own, such as « une idée ? », and the question above it in the thread."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.languages import known, phrasebook
from bot.search.text import folded


class ThreadMessage(NamedTuple):
    """What stands above in a thread. `user`: the Slack id of who wrote it; None for another bot, such as a workflow."""

    user: str | None
    text: str


_OWN_NAMES = frozenset({"bot", "passeur"})
_MARKS = re.compile(r"<[^>]*>|:[a-z0-9_+-]+:", re.IGNORECASE)
"""Mentions, links and emojis, which say nothing of their own in a call."""


def is_call(text: str) -> bool:
    """Whether the words only call the bot in and ask nothing of their own; no words at all are a call too.

    A greeting alone is no call: it wants a greeting back.
    """
    words = folded(_MARKS.sub(" ", text)).split()
    if not words:
        return True
    books = [phrasebook(language).calls for language in known()]
    anywhere = _OWN_NAMES.union(*(book.greetings for book in books))
    for book in books:
        if not book.calling.isdisjoint(words) and anywhere.union(book.calling, book.around).issuperset(words):
            return True
    return False


def question_above(
    above: Sequence[ThreadMessage], *, certain: Callable[[str], bool], small_talk: Callable[[str], bool]
) -> ThreadMessage | None:
    """The message that is most likely the question on which the bot is called in; None when nothing asks anything.

    `above` is in order, the oldest first. A question mark and an entry that matches for certain speak for a message;
    among equals the newest wins, since a thread drifts.
    """
    asking = [said for said in above if not is_call(said.text) and not small_talk(said.text)]
    sure = [said for said in asking if certain(said.text)]
    marked = [said for said in asking if "?" in said.text]
    both = [said for said in sure if said in marked]
    for found in (both, sure, marked):
        if found:
            return found[-1]
    return asking[0] if asking else None
