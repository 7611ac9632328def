"""`passeur database status | backup | restore`, as an operator runs them."""

import json
import os
import sqlite3
import stat
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage import Store, migrate
from bot.storage.work import Workspace
from tests import processes

NOW = datetime.now(UTC)


def run(url: str, *command: str) -> subprocess.CompletedProcess[str]:
    return processes.run("database", *command, environment={**os.environ, "DATABASE_URL": url}, seconds=60)


async def fill(store: Store, name: str = "place") -> None:
    async with store.transaction() as transaction:
        await transaction.claim_for(Workspace("T0EXAMPLE", "Example"), NOW)
        await transaction.remember(name, "{}", NOW + timedelta(days=1))


async def test_status_tells_which_one_and_how_much(store: Store, database_url: str) -> None:
    await fill(store)
    told, lines = run(database_url, "status", "--json"), run(database_url, "status")
    found = json.loads(told.stdout)
    assert (found["version"], found["needed"]) == (migrate.needed(), migrate.needed())
    assert (found["workspace"]["id"], found["rows"]["memories"], found["writable"]) == ("T0EXAMPLE", 1, True)
    assert "Example (T0EXAMPLE)" in lines.stdout
    assert (told.returncode, lines.returncode, told.stderr) == (0, 0, "")


async def test_a_copy_is_made_while_it_is_in_use_and_put_back(tmp_path: Path) -> None:
    url, copy = f"sqlite:///{tmp_path}/bot.sqlite3", tmp_path / "copy.sqlite3"
    store = await Store.open(url)
    await fill(store)
    async with store.transaction() as open_transaction:
        await open_transaction.remember("not committed", "{}", NOW + timedelta(days=1))
        made = run(url, "backup", str(copy))
    assert (made.returncode, made.stderr) == (0, "")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    await store.close()
    refused = run(url, "restore", str(copy))
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
    put_back = run(url, "restore", str(copy), "--replace")
    assert put_back.returncode == 0, put_back.stderr
    elsewhere = run(f"sqlite:///{tmp_path}/other.sqlite3", "restore", str(copy))
    assert elsewhere.returncode == 0, elsewhere.stderr
    for name in ("bot", "other"):
        with closing(sqlite3.connect(tmp_path / f"{name}.sqlite3")) as opened:
            assert opened.execute("SELECT conversation FROM memories").fetchall() == [("place",)]


@pytest.mark.parametrize("use", ["idle", "reading", "writing", "locked"])
async def test_what_is_in_use_is_not_overwritten(use: str, tmp_path: Path) -> None:
    url, copy = f"sqlite:///{tmp_path}/bot.sqlite3", tmp_path / "copy.sqlite3"
    store = await Store.open(url)
    assert run(url, "backup", str(copy)).returncode == 0
    await fill(store)
    if use != "idle":
        await store.close()
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None)) as other:
        if use != "idle":
            begin = {"reading": "BEGIN", "writing": "BEGIN IMMEDIATE", "locked": "BEGIN EXCLUSIVE"}[use]
            other.execute(begin)
            other.execute("SELECT count(*) FROM memories").fetchall()
        else:
            other.close()
        refused = run(url, "restore", str(copy), "--replace")
    await store.close()
    assert (refused.returncode, "stop the bot" in " ".join(refused.stderr.split())) == (1, True), refused.stderr
    assert "Traceback" not in refused.stderr
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as opened:
        assert opened.execute("SELECT conversation FROM memories").fetchall() == [("place",)]
    assert run(url, "restore", str(copy), "--replace").returncode == 0


async def test_a_lock_that_is_never_given_back_ends_a_copy(tmp_path: Path) -> None:
    url, copy = f"sqlite:///{tmp_path}/bot.sqlite3", tmp_path / "copy.sqlite3"
    await (await Store.open(url)).close()
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        refused = run(url, "backup", str(copy))
    assert (refused.returncode, "locked" in refused.stderr, "Traceback" in refused.stderr) == (1, True, False)
    assert not copy.exists()


@pytest.mark.parametrize("what", ["absent", "text", "cut", "other program", "newer"])
async def test_what_is_no_copy_overwrites_nothing(what: str, tmp_path: Path) -> None:
    url, source = f"sqlite:///{tmp_path}/bot.sqlite3", tmp_path / "source"
    store = await Store.open(url)
    await fill(store)
    await store.close()
    if what in ("cut", "newer"):
        assert run(url, "backup", str(source)).returncode == 0
    if what == "cut":
        source.write_bytes(source.read_bytes()[:9000])
    elif what == "newer":
        with closing(sqlite3.connect(source)) as opened:
            opened.execute("UPDATE alembic_version SET version_num = '9999'")
            opened.commit()
    elif what == "text":
        source.write_text("no database")
    elif what == "other program":
        with closing(sqlite3.connect(source)) as opened:
            opened.execute("CREATE TABLE recipes (id INTEGER)")
    before = (tmp_path / "bot.sqlite3").read_bytes()
    refused = run(url, "restore", str(source), "--replace")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert str(source) in refused.stderr
    assert (tmp_path / "bot.sqlite3").read_bytes() == before


async def test_a_copy_overwrites_no_file(tmp_path: Path) -> None:
    url, there = f"sqlite:///{tmp_path}/bot.sqlite3", tmp_path / "there"
    await (await Store.open(url)).close()
    there.write_text("mine")
    refused = run(url, "backup", str(there))
    assert (refused.returncode, there.read_text()) == (1, "mine")


def test_postgresql_s_own_programs_are_named_without_the_password() -> None:
    url = "postgresql://passeur:s3cr3t@db.example.org/passeur"
    for command, program in (("backup", "pg_dump"), ("restore", "pg_restore")):
        told = run(url, command, "copy")
        assert (told.returncode, program in told.stderr, "s3cr3t" in told.stderr) == (1, True, False)
