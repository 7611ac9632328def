"""Counts how questions end, in memory, and writes the counts down now and then: an answer waits for no counter."""

from collections import Counter
from datetime import datetime, timedelta
from typing import get_args

from bot.features.answering.replies import AboutAnswer, Answer, Choices, HandOff, SmallTalk
from bot.features.licences.replies import LicenceReply
from bot.features.outgoing import Outgoing
from bot.storage.store import Store
from bot.storage.usage import UsageKey

OUTCOMES = ("answer", "licence", "choices", "hand_off", "small_talk")
"""How a question can end; "licence": from the licences' facts. A form or a word after a click is none."""
SAVED_EVERY = timedelta(minutes=1)
KEEP = timedelta(days=400)
"""A year can be compared with the one before."""
_LICENCES = get_args(LicenceReply)


class UsageCounter:
    """What is not written down yet is lost when the process is killed, and it is of the last minute."""

    def __init__(self) -> None:
        self._counts: Counter[UsageKey] = Counter()
        self._saved: datetime | None = None

    def add(self, said: tuple[Outgoing, ...], now: datetime) -> None:
        """Of all that is said at once, the first that is an outcome."""
        for outgoing in said:
            if (found := _outcome(outgoing.reply)) is not None:
                self._counts[UsageKey(now.date(), *found)] += 1
                return

    async def save(self, store: Store, now: datetime) -> None:
        """Raises StorageError, and keeps the counts for the next time."""
        counts, self._counts = self._counts, Counter()
        try:
            if counts:
                async with store.transaction() as transaction:
                    await transaction.usage.add(counts)
        except BaseException:
            self._counts.update(counts)
            raise
        self._saved = now

    def due(self, now: datetime) -> bool:
        """Whether there is something that has waited long enough."""
        return bool(self._counts) and (self._saved is None or now - self._saved >= SAVED_EVERY)


def _outcome(reply: object) -> tuple[str, str] | None:
    """With the entry that answered, or ""."""
    match reply:
        case Answer(entry=entry) | AboutAnswer(entry=entry):
            return "answer", entry
        case Choices():
            return "choices", ""
        case HandOff():
            return "hand_off", ""
        case SmallTalk():
            return "small_talk", ""
    return ("licence", "") if isinstance(reply, _LICENCES) else None
