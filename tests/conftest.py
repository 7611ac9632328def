"""Fixtures of every room: databases, empty or open, the same tests on SQLite and on a real PostgreSQL."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import pytest
import pytest_asyncio
from sqlalchemy import make_url

from bot.app.deciding import decider_of
from bot.features.answering.decide import Decider
from bot.settings import read, shipped
from bot.storage import Store, migrate

# A shell that runs the tests in the background has them ignore Ctrl-C, and every program that they start inherits it.
signal.signal(signal.SIGINT, signal.default_int_handler)


def absent(reason: str) -> NoReturn:
    """Skip what this machine can't run; in CI nothing may be absent."""
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(f"{reason}, and CI is set")
    pytest.skip(reason)


def library(name: str) -> ModuleType:
    """One of an extra."""
    try:
        return import_module(name)
    except ImportError:
        absent(f"{name} isn't installed")


def apart(coroutine: Coroutine[Any, Any, object]) -> None:
    """Run it in an event loop of its own, whatever loop the test has."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, coroutine).result()


def program(name: str) -> str:
    """The path of a PostgreSQL program: Debian keeps some of them out of PATH."""
    apart_from_path = max(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]), default=""
    )
    return shutil.which(name) or str(apart_from_path) or absent(f"PostgreSQL's {name} isn't installed")


@contextmanager
def cluster() -> Iterator[str]:
    """A private PostgreSQL behind a socket in a folder that only its user can enter; its address."""
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    user: list[str] = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = tempfile.mkdtemp(prefix="passeur-", dir="/tmp")  # a socket's path must be short
    data = f"{folder}/data"

    def run(*command: str) -> None:
        done = subprocess.run([*user, *command], cwd="/", capture_output=True, text=True)
        assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"

    try:
        if user:
            shutil.chown(folder, "postgres")
        run(initdb, "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
        run(pg_ctl, "-w", "-D", data, "-l", f"{folder}/log", "-o", f"-F -c listen_addresses='' -k {folder}", "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            run(pg_ctl, "-w", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def execute(url: str, *statements: str) -> None:
    import asyncpg  # type: ignore[import-untyped]

    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[bool], str]]:
    """Makes databases: empty ones, or (True) ones with Passeur's tables."""
    if find_spec("asyncpg") is None:
        absent("asyncpg isn't installed")
    given = os.environ.get("PASSEUR_TEST_DATABASE_URL")
    made: list[str] = []
    with nullcontext(given) if given else cluster() as server:

        def make(tables: bool) -> str:
            name = f"passeur_test_{uuid.uuid4().hex}"
            apart(execute(server, f"CREATE DATABASE {name} TEMPLATE {made[0] if tables else 'template0'}"))
            made.append(name)
            return make_url(server).set(database=name).render_as_string(hide_password=False)

        try:
            apart(migrate.upgrade(make(False)))
            yield make
        finally:
            apart(execute(server, *(f"DROP DATABASE {name} WITH (FORCE)" for name in made)))


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table."""
    if backend == "sqlite":
        return f"sqlite:///{tmp_path}/passeur.sqlite3"
    return str(request.getfixturevalue("postgresql")(False))


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that Store.open() takes."""
    if backend == "sqlite":
        return f"sqlite:///{tmp_path}/passeur.sqlite3"
    return str(request.getfixturevalue("postgresql")(True))


@pytest_asyncio.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    opened = await Store.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def decider() -> Decider:
    """The shipped knowledge with the demo's mentors, fitted once and kept between runs."""
    demo = Path(__file__).parents[1] / "bot" / "demo" / "knowledge"
    return decider_of(read(None, passeur_knowledge=(shipped(), demo)))
