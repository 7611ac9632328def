"""Upgrades: from nothing, twice, and what is refused until they are done."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.errors import StorageError
from bot.features.gaps.values import NewDecision
from bot.storage import Store, migrate
from bot.storage.address import parse
from bot.storage.engine import opened
from bot.storage.tables import metadata


async def change(url: str, *statements: str) -> None:
    async with opened(parse(url)) as engine, engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))


async def test_an_empty_database_gets_the_newest_tables_once(empty_url: str) -> None:
    newest = migrate.needed()
    assert await migrate.current(empty_url) is None
    assert await migrate.upgrade(empty_url) == migrate.Upgrade(None, newest)
    assert await migrate.upgrade(empty_url) == migrate.Upgrade(newest, newest)
    assert await migrate.current(empty_url) == newest
    store = await Store.open(empty_url)
    await store.ping()
    await store.close()


async def test_an_upgrade_keeps_what_is_stored(store: Store, database_url: str) -> None:
    async with store.transaction() as t:
        await t.save_profile("p", {"language": "fr"})
    await migrate.upgrade(database_url)
    async with store.transaction() as t:
        assert await t.profile("p") == {"language": "fr"}


async def test_a_question_kept_before_is_one_without_an_answer(empty_url: str) -> None:
    def to_0004(connection: Connection) -> None:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")

    async with opened(parse(empty_url)) as engine, engine.begin() as connection:
        await connection.run_sync(to_0004)
        asked, expires = "2026-03-02 09:30:00.000000", "2026-06-02 09:30:00.000000"
        row = f"'p', 'et les brevets ?', 'fr', NULL, '{asked}', '{expires}'"
        columns = "person, text, language, place, asked, expires"
        await connection.execute(text(f"INSERT INTO questions ({columns}) VALUES ({row})"))
    await migrate.upgrade(empty_url)
    store = await Store.open(empty_url)
    now = datetime(2026, 3, 3, tzinfo=UTC)
    async with store.transaction() as t:
        (kept,) = await t.gaps.questions(now)
        assert (kept.text, kept.kind, kept.entry, kept.told, kept.decision) == (
            "et les brevets ?", "hand_off", None, None, None,
        )  # fmt: skip
        await t.gaps.decide(NewDecision("entry", "fr", "licence-data", "les brevets ?"), [kept.id], now, kept.expires)
        assert [(q.decision, (await t.gaps.decisions(now))[q.decision or 0].entry) for q in await t.gaps.questions(now)
                ] == [(1, "licence-data")]  # fmt: skip
    await store.close()


REASONS = [
    ("outdated: Fermé : voir l'autre", ("outdated", "Fermé : voir l'autre")),
    ("other", ("other", "")),
    ("error: ", ("error", "")),
    ("au •••: rien", ("other", "au •••: rien")),
    (None, None),
]


async def test_a_reason_kept_as_one_text_becomes_two(empty_url: str) -> None:
    def to_0007(connection: Connection) -> None:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")

    asked, expires = "2026-03-02 09:30:00.000000", "2026-06-02 09:30:00.000000"
    columns = "person, text, language, asked, expires, kind, entry, reason"
    values = f":person, '', 'fr', '{asked}', '{expires}', 'error', 'rooms', :reason"
    added = text(f"INSERT INTO questions ({columns}) VALUES ({values})")
    async with opened(parse(empty_url)) as engine, engine.begin() as connection:
        await connection.run_sync(to_0007)
        for number, (reason, _) in enumerate(REASONS):
            await connection.execute(added, {"person": str(number), "reason": reason})
    await migrate.upgrade(empty_url)
    store = await Store.open(empty_url)
    async with store.transaction() as t:
        kept = {one.person: one.told_reason for one in await t.gaps.questions(datetime(2026, 3, 3, tzinfo=UTC))}
    assert [kept[str(number)] for number in range(len(REASONS))] == [told for _, told in REASONS]
    await store.close()


async def test_the_migrations_make_the_tables_that_the_code_describes(store: Store, database_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))

    async with opened(parse(database_url)) as engine, engine.begin() as connection:
        assert await connection.run_sync(differences) == []
        await connection.execute(text("DROP TABLE votes"))
        assert await connection.run_sync(differences) != []


async def test_an_older_database_is_refused_with_the_command_to_run(store: Store, database_url: str) -> None:
    await change(database_url, "UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(StorageError, match="The database is at 0000"):
        await Store.open(database_url)


async def test_a_new_postgresql_database_is_refused_with_the_command_to_run(postgresql: Callable[[bool], str]) -> None:
    with pytest.raises(StorageError, match=r"has no tables yet.*Run: passeur database upgrade\.$"):
        await Store.open(postgresql(False))


async def test_an_sqlite_file_of_others_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/theirs.sqlite3"
    await change(url, "CREATE TABLE theirs (id INTEGER)")
    with pytest.raises(StorageError, match=r"has no tables yet.*Run: passeur database upgrade\.$"):
        await Store.open(url)
    with closing(sqlite3.connect(tmp_path / "theirs.sqlite3")) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


async def test_a_step_that_fails_leaves_the_database_as_it_was(empty_url: str) -> None:
    await change(empty_url, "CREATE TABLE work (id INTEGER)")  # in the way of the first step's last tables
    with pytest.raises(Exception, match="work"):
        await migrate.upgrade(empty_url)
    assert await migrate.current(empty_url) is None
    await change(empty_url, "DROP TABLE work")
    assert await migrate.upgrade(empty_url) == migrate.Upgrade(None, migrate.needed())


def test_the_version_of_a_file_that_is_not_there_is_none_and_makes_no_file(tmp_path: Path) -> None:
    assert asyncio.run(migrate.current(f"sqlite:///{tmp_path}/absent.sqlite3")) is None
    assert list(tmp_path.iterdir()) == []
