"""The bot's database for a command that reads or erases: which one it is stands on stderr, and none is made."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import typer

from bot.settings import Settings
from bot.storage.existing import existing
from bot.storage.store import Store


@asynccontextmanager
async def kept_store(settings: Settings) -> AsyncIterator[Store]:
    """Raises StorageError when it isn't there, or isn't at this version."""
    url = settings.database_url.get_secret_value()
    typer.echo(f"Database: {existing(url).name}", err=True)
    store = await Store.open(url)
    try:
        yield store
    finally:
        await store.close()
