"""Counts of how questions end: added up by two processes, read by the day, erased after a year."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.app.usage import SAVED_EVERY, UsageCounter
from bot.errors import StorageError
from bot.features.answering.replies import AboutAnswer, Answer, Choices, HandOff, Note
from bot.features.outgoing import AnyReply, Outgoing
from bot.features.recipients import Maintainers
from bot.storage import Store
from bot.storage.usage import UsageKey

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ANSWER, NOTHING = Answer("fr", "licence-data"), HandOff("fr", "et la cantine ?")


def said(*replies: AnyReply) -> tuple[Outgoing, ...]:
    return tuple(Outgoing(reply, Maintainers()) for reply in replies)


async def test_counts_of_several_processes_add_up(store: Store) -> None:
    for one in (UsageCounter(), UsageCounter()):
        for replies in (said(ANSWER), said(NOTHING), said(Note("fr", "already"), ANSWER), said(Note("fr", "already"))):
            one.add(replies, NOW)
        one.add(said(Choices("fr", ("start", "licence-data"))), NOW + timedelta(days=1))
        one.add(said(AboutAnswer("fr", "start", "why")), NOW + timedelta(days=1))
        await one.save(store, NOW)
        await one.save(store, NOW)  # nothing is counted twice
    async with store.transaction() as t:
        assert await t.usage.per_day(NOW.date()) == {
            date(2026, 3, 2): {"answer": 4, "hand_off": 2},
            date(2026, 3, 3): {"answer": 2, "choices": 2},
        }
        assert await t.usage.per_entry(date(2026, 3, 3)) == {"start": 2}
        assert await t.usage.purge(date(2026, 3, 3)) == 2
        assert await t.usage.per_entry(NOW.date()) == {"start": 2}


async def test_what_could_not_be_saved_is_saved_the_next_time(store: Store) -> None:
    counter = UsageCounter()
    assert not counter.due(NOW)
    counter.add(said(ANSWER), NOW)
    assert counter.due(NOW)
    async with store.transaction() as t:
        await t.usage.add({UsageKey(NOW.date(), "answer", "licence-data"): 1})
        await t._connection.execute(text("ALTER TABLE usage RENAME TO away"))
    with pytest.raises((StorageError, SQLAlchemyError)):
        await counter.save(store, NOW)
    async with store.transaction() as t:
        await t._connection.execute(text("ALTER TABLE away RENAME TO usage"))
    counter.add(said(ANSWER), NOW)
    await counter.save(store, NOW)
    counter.add(said(ANSWER), NOW)
    assert not counter.due(NOW + SAVED_EVERY / 2)
    assert counter.due(NOW + SAVED_EVERY)
    async with store.transaction() as t:
        assert await t.usage.per_entry(NOW.date()) == {"licence-data": 3}
