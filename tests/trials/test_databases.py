"""Commands that read or erase say which database they read, make none, and change none that is not the bot's."""

import asyncio
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.storage import Store
from tests.conftest import execute

CASES = yaml.safe_load((Path(__file__).parent / "databases.yaml").read_text(encoding="utf-8"))
COMMANDS = [pytest.param(command, id=" ".join(command)) for command in CASES["commands"]]


def run(arguments: list[str], url: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setenv("DATABASE_URL", url)
    return CliRunner().invoke(app, arguments)


def made(case: dict[str, Any], folder: Path) -> None:
    if "link" in case:
        (folder / case["link"]).symlink_to("gone.sqlite3")
    if "holds" in case:
        (folder / "passeur.sqlite3").write_text(case["holds"])
    if "tables" in case:
        with closing(sqlite3.connect(folder / "passeur.sqlite3")) as connection:
            connection.executescript(case["tables"])


@pytest.mark.parametrize("arguments", COMMANDS)
@pytest.mark.parametrize("found", CASES["refused"])
def test_what_is_not_the_bots_database_is_refused_and_stays_as_it_was(
    arguments: list[str], found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES["refused"][found]
    made(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    done = run(arguments, case["url"].format(folder=tmp_path), monkeypatch)
    told = f"{done.stderr}{done.exception}"
    assert done.exit_code == 1
    assert done.stdout == ""
    assert [words for words in case["says"] if words.format(folder=tmp_path) not in told] == []
    assert "hunter2" not in told
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    if "version" not in found:  # the bot's own, of another day, may be opened
        assert after == before


@pytest.mark.parametrize("arguments", COMMANDS)
def test_the_database_is_named_beside_what_is_read(
    arguments: list[str], database_url: str, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ready() -> None:
        await (await Store.open(database_url)).close()

    asyncio.run(ready())
    done = run(arguments, database_url, monkeypatch)
    assert done.exit_code == 0, done.stderr
    named = database_url.removeprefix("sqlite:///") if backend == "sqlite" else re.split(r"[/?]", database_url)[3]
    assert f"Database: '{named}'" in done.stderr
    assert named not in done.stdout
    if "--json" in arguments:
        json.loads(done.stdout)


@pytest.mark.parametrize("arguments", COMMANDS)
def test_an_empty_or_old_postgresql_is_refused_with_the_command(
    arguments: list[str], postgresql: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgresql(False)
    empty = run(arguments, url, monkeypatch)
    assert (empty.exit_code, "has no tables yet" in str(empty.exception)) == (1, True)
    made = "CREATE TABLE alembic_version (version_num varchar)", "INSERT INTO alembic_version VALUES ('0001')"
    asyncio.run(execute(url, *made))
    old = run(arguments, url, monkeypatch)
    for words in ("at 0001", "passeur database upgrade"):
        assert words in str(old.exception)
