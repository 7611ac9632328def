"""The bot's database, where there is one on this machine: what is kept of questions, votes and introductions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.settings import Settings
from bot.storage.existing import existing
from bot.storage.store import Store


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[Store]:
    """Raises StorageError when it isn't there, or isn't at this version; none is made."""
    url = settings.database_url.get_secret_value()
    existing(url)
    store = await Store.open(url)
    try:
        yield store
    finally:
        await store.close()
