"""Installs the app in a workspace: Slack is asked who agreed, and gives the token."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.clock import Clock
from bot.errors import PasseurError, SettingsError, SlackError
from bot.settings import Settings
from bot.storage.installations import InstallationRow
from bot.storage.store import Store
from bot.transports.slack.manifest import scopes
from bot.transports.slack.oauth.vault import Grant, Vault
from bot.transports.slack.tokens import LaterError, answered

AUTHORIZE = "https://slack.com/oauth/v2/authorize"
PATH, BACK = "/slack/install", "/slack/oauth_redirect"
VALID = timedelta(minutes=10)


class InstallError(PasseurError):
    """An installation that can't be ended; the page says `why` in the reader's language.

    `why`: state (not begun here, too old, or ended already), denied, rotation, or refused.
    """

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


class Installing:
    """`settings`: with the app's client id and secret, and the address under which Slack comes back."""

    def __init__(self, settings: Settings, store: Store, client: AsyncWebClient, now: Clock) -> None:
        if settings.slack_client_id is None or settings.slack_client_secret is None:
            raise SettingsError("SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together: one is missing.")
        if settings.passeur_public_url is None:
            raise SettingsError("PASSEUR_PUBLIC_URL is missing: Slack comes back to it when a workspace has agreed.")
        self._id, self._secret = settings.slack_client_id, settings.slack_client_secret
        self._back = settings.passeur_public_url + BACK
        self._vault = Vault.of(settings)
        self._store, self._client, self._now = store, client, now

    async def begin(self) -> tuple[str, str]:
        """What Slack must bring back, and the page of Slack on which somebody agrees."""
        state = secrets.token_urlsafe(32)
        async with self._store.transaction() as transaction:
            await transaction.installations.begin(state, self._now() + VALID)
        asked = {"client_id": self._id, "scope": ",".join(sorted(scopes())), "state": state, "redirect_uri": self._back}
        return state, f"{AUTHORIZE}?{urlencode(asked)}"

    async def end(self, query: Mapping[str, str], begun: str) -> InstallationRow:
        """`query`: what Slack brought back; `begun`: the state that the same browser holds. Raises InstallError."""
        state = query.get("state", "")
        async with self._store.transaction() as transaction:
            known = bool(state) and await transaction.installations.took(state, self._now())
        if not known or not secrets.compare_digest(state.encode(), begun.encode()):
            raise InstallError("state", "The installation was not begun in this browser, or is too old.")
        if "error" in query or not query.get("code"):
            raise InstallError("denied", "Whoever was asked did not agree.")
        given = await self._given(query["code"])
        if given.get("refresh_token"):
            raise InstallError("rotation", "Tokens of this app expire: token rotation is on, which Passeur has not.")
        row = self._row(given)
        async with self._store.transaction() as transaction:
            await transaction.installations.save(row)
        return row

    async def _given(self, code: str) -> Any:
        """What Slack gives for the code. The SDK's own method sends the secret in a header, in a deprecated way."""
        asked = {"client_id": self._id, "client_secret": self._secret.get_secret_value(), "code": code}
        call = self._client.api_call("oauth.v2.access", data={**asked, "redirect_uri": self._back})
        try:
            return await answered(call, self._client, "the code of the installation", "SLACK_CLIENT_SECRET")
        except (LaterError, SlackError) as error:
            raise InstallError("refused", str(error)) from None

    def _row(self, given: Any) -> InstallationRow:
        whole = bool(given.get("is_enterprise_install"))
        where = given.get("enterprise" if whole else "team") or {}
        if not where.get("id") or not given.get("access_token") or given.get("token_type") != "bot":
            raise InstallError("refused", "Slack gave no bot's token.")
        grant = Grant(token=SecretStr(given["access_token"]), scopes=given.get("scope") or "")
        return InstallationRow(where["id"], where.get("name") or "", self._vault.seal(grant), self._now())
