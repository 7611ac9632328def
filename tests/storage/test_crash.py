"""A process that dies: nothing half-written, nothing lost, its work taken up by another."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage import NewWork, Store

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ROOT = Path(__file__).parents[2]

DIES = """
import asyncio, os, sys
from datetime import UTC, datetime, timedelta
from bot.storage import NewWork, Store
NOW, MINUTE = datetime(2026, 3, 2, 9, 30, tzinfo=UTC), timedelta(minutes=1)
async def main():
    store = await Store.open(sys.argv[1])
    async with store.transaction() as t:
        await t.add(NewWork("event", "before", {"text": "kept"}, NOW), NOW, lease=MINUTE)
    async with store.transaction() as t:
        before = await t.work("before")
        await t.add(NewWork("event", "during", {"text": "lost"}, NOW), NOW)
        await t.save_profile("p", {"language": "fr"})
        await t.finish(before.id, NOW)
        os._exit(9)
asyncio.run(main())
"""


async def test_a_process_killed_within_a_transaction_leaves_nothing_of_it(database_url: str) -> None:
    died = await asyncio.create_subprocess_exec(sys.executable, "-c", DIES, database_url, cwd=ROOT)
    assert await died.wait() == 9
    store = await Store.open(database_url)
    async with store.transaction() as t:
        assert await t.work("during") is None
        assert await t.profile("p") == {}
        assert await t.add(NewWork("event", "before", {}, NOW), NOW) is None
        assert await t.claim(NOW, MINUTE) == []
        again = await t.claim(NOW + MINUTE, MINUTE)
        assert [(work.key, work.attempts, work.payload) for work in again] == [("before", 2, {"text": "kept"})]
    await store.close()


@pytest.mark.parametrize("moment", ["within", "waiting"])
async def test_a_cancelled_task_leaves_nothing_and_the_store_goes_on(store: Store, moment: str) -> None:
    started = asyncio.Event()

    async def cancelled() -> None:
        async with store.transaction() as t:
            await t.save_profile("p", {"language": "fr"})
            started.set()
            if moment == "waiting":
                await asyncio.Event().wait()
            for number in range(10_000):
                await t.add(NewWork("event", str(number), {}, NOW), NOW)

    task = asyncio.create_task(cancelled())
    await started.wait()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.transaction() as t:
        assert await t.profile("p") == {}
        assert await t.pending(NOW) == (0, None)


async def test_a_database_in_memory_outlives_a_cancelled_task() -> None:
    store = await Store.open("sqlite://")
    async with store.transaction() as t:
        await t.save_profile("p", {"language": "fr"})

    async def cancelled() -> None:
        async with store.transaction() as t:
            while True:
                await t.profile("p")

    task = asyncio.create_task(cancelled())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.transaction() as t:
        assert await t.profile("p") == {"language": "fr"}
    await store.close()
