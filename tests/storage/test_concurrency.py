"""Several processes and loops at one database: each piece of work has one taker."""

import asyncio
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.storage import NewWork, Store, migrate
from bot.storage.address import parse
from bot.storage.engine import start

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROOT = Path(__file__).parents[2]

# Each waits until all are there, so that they really meet.
TOGETHER = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from bot.storage import NewWork, Store, migrate
NOW, HOUR, url = datetime(2026, 3, 2, 9, 30, tzinfo=UTC), timedelta(hours=1), sys.argv[1]
def meet():
    print("here", flush=True)
    sys.stdin.readline()
"""
ADD = """
async def main():
    store = await Store.open(url)
    meet()
    for number in range(40):
        async with store.transaction() as t:
            if await t.add(NewWork("event", f"Ev{number}", {}, NOW), NOW):
                print(f"Ev{number}")
    await store.close()
asyncio.run(main())
"""
CLAIM = """
async def main():
    store = await Store.open(url)
    meet()
    while True:
        async with store.transaction() as t:
            taken = await t.claim(NOW, HOUR, limit=3)
        if not taken:
            break
        for work in taken:
            print(work.key)
    await store.close()
asyncio.run(main())
"""
SECRET = """
async def main():
    store = await Store.open(url)
    meet()
    async with store.transaction() as t:
        print((await t.secret()).hex())
    await store.close()
asyncio.run(main())
"""
UPGRADE = """
meet()
print(asyncio.run(migrate.upgrade(url)))
"""
OPEN = """
async def main():
    meet()
    store = await Store.open(url)
    await store.ping()
    await store.close()
    print("open")
asyncio.run(main())
"""


def together(code: str, url: str, count: int = 3) -> list[list[str]]:
    """Run the code in several processes at once; the lines that each printed."""
    command, pipe = [sys.executable, "-c", TOGETHER + code, url], subprocess.PIPE
    running = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) for _ in range(count)]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    printed = [process.communicate(timeout=60)[0].split("\n")[:-1] for process in running]
    assert [process.returncode for process in running] == [0] * count
    return printed


async def test_a_key_added_by_several_processes_at_once_is_added_by_one(store: Store, database_url: str) -> None:
    printed = together(ADD, database_url)
    assert Counter(key for keys in printed for key in keys) == Counter(f"Ev{number}" for number in range(40))


async def test_several_processes_never_claim_the_same_work(store: Store, database_url: str) -> None:
    async with store.transaction() as t:
        for number in range(150):
            await t.add(NewWork("event", f"Ev{number}", {}, NOW), NOW)
    printed = together(CLAIM, database_url)
    assert Counter(key for keys in printed for key in keys) == Counter(f"Ev{number}" for number in range(150))


async def test_two_stores_never_claim_the_same_work(store: Store, database_url: str) -> None:
    other = await Store.open(database_url)
    async with store.transaction() as t:
        for number in range(200):
            await t.add(NewWork("event", f"Ev{number}", {"number": number}, NOW), NOW)
    taken: list[str] = []

    async def claimer(mine: Store) -> None:
        while True:
            async with mine.transaction() as t:
                batch = await t.claim(NOW, HOUR, limit=7)
                taken.extend(work.key for work in batch)
                assert all(work.attempts == 1 for work in batch)
            if not batch:
                return

    await asyncio.gather(*(claimer(mine) for mine in (store, other) * 3))
    await other.close()
    assert Counter(taken) == Counter(f"Ev{number}" for number in range(200))


async def test_claimers_of_postgresql_pass_by_rows_that_another_holds(postgresql: Callable[[bool], str]) -> None:
    store = await Store.open(postgresql(True))
    async with store.transaction() as t:
        for key in ("a", "b"):
            await t.add(NewWork("event", key, {}, NOW), NOW)
    async with store.transaction() as one:
        assert [work.key for work in await one.claim(NOW, HOUR, limit=1)] == ["a"]
        async with asyncio.timeout(20), store.transaction() as two:  # while the first isn't over
            assert [work.key for work in await two.claim(NOW, HOUR)] == ["b"]
    await store.close()


async def test_tasks_of_one_process_queue_for_transactions(store: Store) -> None:
    async def count(person: str) -> None:
        async with store.transaction() as t:
            await t.add(NewWork("event", person, {}, NOW), NOW)
            await asyncio.sleep(0)
            await t.save_profile(person, {"language": "fr"})

    await asyncio.gather(*(count(str(number)) for number in range(50)))
    async with store.transaction() as t:
        assert await t.pending(NOW) == (50, NOW)


async def test_while_another_process_writes_to_sqlite_the_loop_goes_on(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/passeur.sqlite3")
    with closing(sqlite3.connect(tmp_path / "passeur.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(store.ping())
        for _ in range(10):
            await asyncio.sleep(0)
        other.execute("COMMIT")
        await waiting
    await store.close()


async def test_processes_that_start_at_once_share_one_secret(store: Store, database_url: str) -> None:
    printed = together(SECRET, database_url)
    assert len({secret for [secret] in printed}) == 1


def test_upgrades_at_once_are_done_by_one(empty_url: str) -> None:
    newest = migrate.needed()
    printed = together(UPGRADE, empty_url)
    assert sorted(line for [line] in printed) == sorted(
        [f"Upgrade(before=None, after='{newest}')"] + 2 * [f"Upgrade(before='{newest}', after='{newest}')"]
    )


def test_processes_that_open_a_new_sqlite_file_at_once_all_open_it(tmp_path: Path) -> None:
    assert together(OPEN, f"sqlite:///{tmp_path}/new.sqlite3", count=4) == [["open"]] * 4


async def test_engines_that_start_on_a_new_sqlite_file_at_once_all_start(tmp_path: Path) -> None:
    for number in range(30):  # SQLite refuses one in some twenty the switch to WAL, without waiting
        address = parse(f"sqlite:///{tmp_path}/{number}.sqlite3")
        engines = await asyncio.gather(*(start(address) for _ in range(8)))
        await asyncio.gather(*(engine.dispose() for engine in engines))
