"""The keyed hash under which people and conversations are kept, and its key."""

import hashlib
import hmac

from bot.settings import Settings
from bot.storage.store import Store


async def secret_of(settings: Settings, store: Store) -> bytes:
    """The key of the keyed hash: the operator's, or the one that the database keeps."""
    if settings.passeur_secret is not None:
        return settings.passeur_secret.get_secret_value().encode()
    async with store.transaction() as transaction:
        return await transaction.secret()


def pseudonym(secret: bytes, *parts: str) -> str:
    return hmac.new(secret, ":".join(parts).encode(), hashlib.sha256).hexdigest()
