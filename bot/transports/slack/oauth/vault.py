"""Seals what Slack gave for a workspace: whoever reads the database, or a copy of it, reads no token."""

import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from bot.errors import SettingsError
from bot.settings import Settings

MAKE = "`passeur workspaces key` makes one"


class Grant(BaseModel):
    """What Slack gives when a workspace installs the app. `scopes`: what it allowed, separated by commas."""

    model_config = ConfigDict(frozen=True)

    token: SecretStr
    scopes: str = ""


class Vault:
    """`keys`: the first seals; all of them open, so that a key can be replaced while the bot runs."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise SettingsError(
                f"PASSEUR_ENCRYPTION_KEYS must be keys of 32 bytes in base64, separated by commas; {MAKE}."
            ) from None

    @classmethod
    def of(cls, settings: Settings) -> "Vault":
        """Raises SettingsError when there is no key, or one that is none."""
        given = settings.passeur_encryption_keys
        keys = [key.strip() for key in given.get_secret_value().split(",") if key.strip()] if given else []
        if not keys:
            raise SettingsError(f"PASSEUR_ENCRYPTION_KEYS is missing: tokens are kept encrypted only; {MAKE}.")
        return cls(keys)

    def seal(self, grant: Grant) -> bytes:
        content = {"token": grant.token.get_secret_value(), "scopes": grant.scopes}
        return self._fernet.encrypt(json.dumps(content).encode())

    def open(self, sealed: bytes) -> Grant:
        """Raises SettingsError when none of the keys opens it."""
        try:
            return Grant.model_validate_json(self._fernet.decrypt(sealed))
        except (InvalidToken, ValidationError):
            raise SettingsError(
                "None of PASSEUR_ENCRYPTION_KEYS opens a workspace's token. Add the key that was used before, after "
                "the new one; or let the workspace install the app again."
            ) from None

    def sealed_anew(self, sealed: bytes) -> bytes:
        """The same under the first key; raises SettingsError when none opens it."""
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken:
            self.open(sealed)
            raise
