"""The studio as a maintainer runs it: `passeur studio` in a process of its own, on a small knowledge."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pytest_asyncio

from bot.features.gaps.values import NewKept
from bot.storage.store import Store
from tests import processes
from tests.conftest import absent
from tests.processes import BARE
from tests.trials.served import KNOWLEDGE, ROOT, SECONDS, Served


class Studio(NamedTuple):
    """`folder`: in it is the knowledge, and there would be the bot's database."""

    address: str
    folder: Path

    @property
    def entries(self) -> Path:
        return self.folder / "knowledge/entries/a.yaml"

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder}/passeur.sqlite3"


@pytest_asyncio.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    if find_spec("vl_convert") is None:
        absent("vl-convert-python isn't installed")
    for name, text in KNOWLEDGE.items():
        (tmp_path / "knowledge" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "knowledge" / name).write_text(text, encoding="utf-8")
    given = {"PYTHONPATH": str(ROOT), "PASSEUR_KNOWLEDGE": "knowledge", "PASSEUR_CACHE": str(ROOT / ".cache/passeur")}
    words = ("studio", "--port", "0", "--language", "en")
    process = await processes.start(*words, folder=tmp_path, environment=BARE | given)
    served = Served(process)
    try:
        await served.until(lambda: "Ctrl-C stops it" in served.words or served.over, SECONDS)
        address = served.words.split("The studio is open: ")[1].split()[0]
        yield Studio(address.rstrip("/"), tmp_path)
        assert "Traceback" not in served.said, served.said
    finally:
        if process.returncode is None:
            process.kill()
        await served.ends()


@pytest_asyncio.fixture
async def asked(studio: Studio) -> AsyncIterator[Store]:
    """Two people asked in vain; one waits for an answer."""
    store, now = await Store.open(studio.database), datetime.now(UTC)
    async with store.transaction() as transaction:
        for person, place in (("one", "U0EXAMPLE"), ("two", None)):
            new = NewKept(person, "qui paie la <cantine> ?", "fr", place=place)
            await transaction.gaps.keep(new, now, now + timedelta(days=9))
    yield store
    await store.close()


@pytest_asyncio.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session:
        yield session
