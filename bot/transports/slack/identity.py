"""Who the bot is: asked of Slack until it answers, and held against whose the database is."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.clock import Clock, utc_now
from bot.errors import SettingsError, StorageError
from bot.storage.store import Store
from bot.storage.work import Workspace
from bot.transports.slack.granted import APART, clock_ahead, missing_scopes
from bot.transports.slack.inbound import Payload
from bot.transports.slack.people import Us
from bot.transports.slack.tokens import LaterError, answered

log = logging.getLogger(__name__)


class Identity:
    """`result`: who the bot is, for Bolt; without ids while Slack has not said it."""

    def __init__(self, client: AsyncWebClient, store: Store, now: Clock, owner: Workspace | None) -> None:
        self._client, self._store, self._now = client, store, now
        self._owner = owner
        self.known = False
        self.result = AuthorizeResult(enterprise_id=None, team_id=None, bot_token=client.token)

    async def ask(self, admit: Callable[[Us], None]) -> None:
        """Ask once, and `admit` the bot when the database is this workspace's, or nobody's until now.

        Raises LaterError while Slack or the database has no answer, SlackError when Slack refuses the token,
        SettingsError when the database is another workspace's.
        """
        who = await answered(self._client.auth_test(), self._client, "the bot's token", "SLACK_BOT_TOKEN")
        ours = _workspace(who)
        try:
            async with self._store.transaction() as transaction:
                owner = await transaction.claim_for(ours, self._now()) if ours.id else ours
        except StorageError as error:
            raise LaterError(str(error)) from None
        if owner.id != ours.id:
            raise SettingsError(
                f"The database {self._store.name} belongs to the Slack workspace '{owner.name}' ({owner.id}), and "
                f"SLACK_BOT_TOKEN to '{ours.name}' ({ours.id}). Give this bot a database of its own in DATABASE_URL, "
                "or the token of the other workspace."
            )
        _warn(who.headers)
        log.info("In Slack as %s, in %s.", who.get("user"), who.get("team"))
        self.result = AuthorizeResult.from_auth_test_response(bot_token=self._client.token, auth_test_response=who)
        self.known = True
        admit(Us(self.result.team_id or "", self.result.enterprise_id or ""))

    def team(self, body: Payload) -> str:
        """The workspace that the bot is in; before Slack has said it, the one for which it got this payload."""
        return str((self.result.team_id if self.known else _authorization(body).get("team_id")) or "")

    def bot(self, body: Payload) -> str:
        return str((self.result.bot_user_id if self.known else _authorization(body).get("user_id")) or "")

    def may_record(self, body: Payload) -> bool:
        """Whether what is written down can be this database's: before Slack has said who we are, the payload tells."""
        return self.known or self._owner is None or self._owner.id in set(_named(body))


def _warn(headers: Mapping[str, str]) -> None:
    """What the answer tells besides, and what would otherwise show as silence."""
    if missing := missing_scopes(headers):
        log.warning("The bot's token lacks scopes: %s. Paste the manifest again, and reinstall.", ", ".join(missing))
    ahead = clock_ahead(headers, utc_now())
    if ahead is not None and abs(ahead) > APART:
        log.warning(
            "This machine's clock is %d s from Slack's: set it, or requests are refused.", ahead.total_seconds()
        )


def _workspace(who: Any) -> Workspace:
    if who.get("is_enterprise_install") and who.get("enterprise_id"):
        return Workspace(str(who["enterprise_id"]), str(who.get("enterprise_name") or who.get("team") or ""))
    return Workspace(str(who.get("team_id") or ""), str(who.get("team") or ""))


def _authorization(body: Payload) -> Payload:
    """For whom Slack sent an event: with Slack Connect its other names can be another organisation's."""
    first: Payload = (body.get("authorizations") or [{}])[0]
    return first


def _named(body: Payload) -> list[str]:
    """Every workspace and organisation that the payload names as the one it is sent to."""
    authorized, team, enterprise = _authorization(body), body.get("team"), body.get("enterprise")
    names = [one.get(key) for one in (authorized, body) for key in ("team_id", "enterprise_id", "context_team_id")]
    names += [(team or {}).get("id") if isinstance(team, dict) else team, (enterprise or {}).get("id")]
    return [str(name) for name in names if name]
