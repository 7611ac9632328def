"""Each statement of the way of a message finds its rows by an index: EXPLAIN of it, on both databases."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.features.gaps.values import NewDecision, NewKept
from bot.storage import NewWork, Store
from bot.storage.transaction import Transaction
from bot.storage.usage import UsageKey

NOW, HOUR = datetime(2026, 3, 2, 9, 30, tzinfo=UTC), timedelta(hours=1)
GROWING = {"introductions", "kept", "memories", "needs", "questions", "usage", "votes", "work"}
"""Tables that hold a row a person, a message or a request."""
Statement = Callable[[Transaction], Awaitable[Any]]
KEPT = NewKept("p", "quelle licence ?", "fr", "error", "licence-data", "", place="U0EXAMPLE")

READ_BY_INDEX: dict[str, Statement] = {
    "what a conversation remembers": lambda t: t.memory("c", NOW),
    "remember a conversation": lambda t: t.remember("c", "{}", NOW),
    "a person's profile": lambda t: t.profile("p"),
    "save a profile": lambda t: t.save_profile("p", {}),
    "vote": lambda t: t.vote("licence-data", "fr", "p", NOW, helpful=True),
    "add work": lambda t: t.add(NewWork("ask", "k", {}, NOW), NOW),
    "the first of a lane": lambda t: t.first_of("need:U0EXAMPLE"),
    "claim work": lambda t: t.claim(NOW, HOUR),
    "claim one piece": lambda t: t.claim(NOW, HOUR, only=1),
    "claim a kind": lambda t: t.claim(NOW, HOUR, kind="ask"),
    "work by its key": lambda t: t.work("k"),
    "finish work": lambda t: t.finish(1, NOW),
    "drop a thread's work": lambda t: t.drop("C0EXAMPLE", "1.1", NOW),
    "try work again": lambda t: t.retry(1, NOW, "later"),
    "give work up": lambda t: t.fail(1, NOW, "refused"),
    "work that waits": lambda t: t.pending(NOW),
    "the next of a kind": lambda t: t.next_due("ask"),
    "the queue's figures": lambda t: t.figures.queue(NOW),
    "purge": lambda t: t.purge(NOW, HOUR),
    "what a feature keeps": lambda t: t.kept.of("welcome", "p", NOW),
    "keep a value": lambda t: t.kept.keep("welcome", "p", {"welcomed": "x"}, NOW),
    "take a value away": lambda t: t.kept.keep("welcome", "p", {"welcomed": None}, NOW),
    "forget what a feature keeps": lambda t: t.kept.forget("welcome", "p"),
    "keep a question": lambda t: t.gaps.keep(KEPT, NOW, NOW + HOUR),
    "why an answer was wrong": lambda t: t.gaps.because("p", "licence-data", "faux", error=True),
    "questions not expired": lambda t: t.gaps.questions(NOW),
    "who asked has heard": lambda t: t.gaps.told([1], NOW),
    "tell somebody no more": lambda t: t.gaps.tell_no_more("p"),
    "a need": lambda t: t.registry.need("n"),
    "a person's needs": lambda t: t.registry.needs_of("p"),
    "an introduction": lambda t: t.registry.introduction("i"),
    "a need's introductions": lambda t: t.registry.of_need("n"),
    "a mentor's introductions": lambda t: t.registry.of_mentor("m"),
    "whom not to propose": lambda t: t.registry.barred("p", NOW),
    "count an outcome": lambda t: t.usage.add({UsageKey(NOW.date(), "answer", "licence-data"): 1}),
    "outcomes by day": lambda t: t.usage.per_day(NOW.date()),
    "answers since a day": lambda t: t.usage.per_entry(NOW.date()),
    "erase old counts": lambda t: t.usage.purge(NOW.date()),
    "erase old words": lambda t: t.registry.erase_words(NOW, HOUR),
}
WHOLE: dict[str, Statement] = {
    # A person asks for it, seldom; the hash stands within what conversations remember.
    "all that is kept of a person": lambda t: t.kept_of("p"),
    "forget a person": lambda t: t.forget("p"),
    # A command of the maintainers', or their digest: it is about all rows.
    "the votes": lambda t: t.votes(),
    "how introductions go": lambda t: t.figures.introductions(),
    "every introduction": lambda t: t.registry.everything(),
    "every need": lambda t: t.registry.needs(),
    "how busy each mentor is": lambda t: t.registry.loads(),
    "decide on questions": lambda t: t.gaps.decide(NewDecision("out", "fr"), [1], NOW, NOW + HOUR),
}
"""What may read a whole table, and why."""


async def scanned(store: Store, statement: Statement) -> set[str]:
    """The growing tables that its statements read from the first row to the last."""
    ran: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, *_: Any) -> None:
        ran.append((sql, parameters))

    async with store.transaction() as transaction:
        engine = transaction._connection.sync_connection
        event.listen(engine, "before_cursor_execute", note)
        await statement(transaction)
        event.remove(engine, "before_cursor_execute", note)
        return {table for sql, parameters in ran for table in await _scans(transaction, sql, parameters)}


async def _scans(transaction: Transaction, sql: str, parameters: Any) -> set[str]:
    connection = transaction._connection
    if connection.dialect.name == "sqlite":
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)
        told = [str(row[-1]) for row in rows]
        return {line.split()[1] for line in told if re.match(r"SCAN \w+(?!.*USING)", line)} & GROWING
    await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # of an empty table it would read all
    rows = await connection.exec_driver_sql(f"EXPLAIN {sql}", parameters)
    return {name for row in rows for name in re.findall(r"Seq Scan on (\w+)", str(row[0]))} & GROWING


@pytest.mark.parametrize("name", READ_BY_INDEX)
async def test_it_reads_no_growing_table_whole(name: str, store: Store) -> None:
    assert await scanned(store, READ_BY_INDEX[name]) == set()


@pytest.mark.parametrize("name", WHOLE)
async def test_what_may_read_a_table_whole_can_be_explained(name: str, store: Store) -> None:
    """Who mends one moves it to the others."""
    assert await scanned(store, WHOLE[name]) <= GROWING


async def test_a_statement_without_an_index_is_seen(store: Store) -> None:
    assert "memories" in await scanned(store, WHOLE["forget a person"])
