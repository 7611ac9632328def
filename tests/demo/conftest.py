"""A real local-slack with the shim before it; where it can't be had the tests are skipped, and in CI they fail."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pytest
import pytest_asyncio

from bot.demo.peer import DemoUnavailable, install, local_slack
from bot.demo.shim import shim
from bot.demo.workspace import config
from tests.conftest import absent

LOCAL = Path(__file__).parents[2] / ".local"


class Places(NamedTuple):
    """Where local-slack and the shim answer."""

    page: str
    shim: str


@pytest.fixture(scope="session")
def program() -> Path:
    try:
        return asyncio.run(install(LOCAL))
    except DemoUnavailable as error:
        absent(str(error))


@pytest_asyncio.fixture
async def places(program: Path) -> AsyncIterator[Places]:
    async with local_slack(program, config()) as page, shim(page) as address:
        yield Places(page, address)


@pytest_asyncio.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session:
        yield session


async def refuses(address: str) -> bool:
    """Whether nobody listens there any more; asked until so, for a few seconds: a killed process takes a moment."""
    host, port = address.removeprefix("http://").split(":")
    for _ in range(100):
        try:
            _, writer = await asyncio.open_connection(host, int(port))
        except OSError:
            return True
        writer.close()
        await asyncio.sleep(0.05)
    return False
