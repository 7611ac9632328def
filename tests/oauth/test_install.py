"""A workspace installs the app in a browser, over real HTTP: what the page says, and who is served from then on."""

import asyncio
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from bot.features.answering.decide import Decider
from bot.languages import known
from bot.transports.slack.manifest import scopes
from tests.cases import cases
from tests.double import SlackDouble
from tests.oauth.shared import SharedBot, install, shared_bot, shared_settings
from tests.signed import payload
from tests.trials.served import mention
from tests.workspace import Workspace

CASES = cases(Path(__file__).parent / "install.yaml")
BACK = "/slack/oauth_redirect"
QUESTION = {"event.text": "<@U0PASSEUR> c'est quoi un commun ?"}


async def begun(bot: SharedBot) -> tuple[str, SimpleCookie]:
    """The state that Slack is to bring back, and the cookie of the browser."""
    status, _, answer = await bot.get("/slack/install")
    assert status == 302
    there = urlsplit(answer.headers["Location"])
    assert (there.scheme, there.netloc, there.path) == ("https", "slack.com", "/oauth/v2/authorize")
    asked = parse_qs(there.query)
    assert set(asked["scope"][0].split(",")) == scopes()
    assert asked["redirect_uri"] == ["https://passeur.example.org" + BACK]
    cookie: SimpleCookie = SimpleCookie(answer.headers["Set-Cookie"])
    assert all(part[key] for part in cookie.values() for key in ("secure", "httponly", "samesite", "max-age"))
    return asked["state"][0], cookie


def held(cookie: SimpleCookie, case: dict[str, Any]) -> str:
    values = {name: case.get("cookie", part.value) for name, part in cookie.items()}
    return "; ".join(f"{name}={value}" for name, value in values.items() if value)


@pytest.mark.parametrize("language", known())
@pytest.mark.parametrize("case", CASES)
async def test_what_slack_brings_back(
    case: dict[str, Any],
    language: str,
    slack: SlackDouble,
    decider: Decider,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [timedelta()]
    settings = shared_settings(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    if "grant" in case:
        slack.grants["code"] = case["grant"]
        slack.tenants[case["grant"]["access_token"]] = Workspace("T0NEW")
    async with shared_bot(settings, decider, lambda: datetime.now(UTC) + clock[0]) as bot:
        state, cookie = await begun(bot)
        clock[0] = timedelta(minutes=case.get("minutes", 0))
        query = {"state": state, "code": "code", **case.get("query", {})}
        headers = {"Accept-Language": language, "Cookie": held(cookie, case)}
        status, page, _ = await bot.get(f"{BACK}?{urlencode(query)}", **headers)
        assert (status, bot.workspaces.count) == (case["status"], int("installed" in case))
        assert case["says"][language] in page
        assert "xoxb" not in page
        again, _, _ = await bot.get(f"{BACK}?{urlencode(query)}", **headers)
        assert again == 400, "a state is good once"


async def test_who_has_just_installed_it_is_answered(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    settings = shared_settings(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    slack.grants["code"] = {"access_token": "xoxb-new", "token_type": "bot", "team": {"id": "T0NEW", "name": "N"}}
    slack.tenants["xoxb-new"] = Workspace("T0NEW")
    asked = payload("app_mention", {"team_id": "T0NEW", "authorizations.0.team_id": "T0NEW", **QUESTION})
    async with shared_bot(settings, decider) as bot:
        assert await bot.take(asked) == 200
        assert slack.called("chat.postMessage") == []
        state, cookie = await begun(bot)
        query = urlencode({"state": state, "code": "code"})
        assert (await bot.get(f"{BACK}?{query}", Cookie=held(cookie, {})))[0] == 200
        assert await bot.take({**asked, "event_id": "Ev0SECOND"}) == 200
        await slack.until(lambda: len(slack.tenants["xoxb-new"].posts) == 1)
    assert slack.workspace.posts == {}


async def test_another_process_serves_whoever_installed_it_here(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    settings = shared_settings(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    asked = payload("app_mention", {"team_id": "T0NEW", "authorizations.0.team_id": "T0NEW", **QUESTION})
    async with shared_bot(settings, decider) as bot:
        token = await install(settings, slack, "T0NEW")
        assert await bot.take(asked) == 200
        await slack.until(lambda: len(slack.tenants[token].posts) == 1)


@pytest.mark.parametrize("way", ["event", "refused"])
async def test_who_takes_the_app_away_is_erased_and_the_others_stay(
    way: str, slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    settings = shared_settings(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    tokens = {team: await install(settings, slack, team) for team in ("T0LEAVES", "T0STAYS")}
    async with shared_bot(settings, decider) as bot:
        for team in tokens:
            named = {"team_id": team, "authorizations.0.team_id": team, "event_id": f"Ev0{team}", **QUESTION}
            await bot.take(payload("app_mention", named))
        await slack.until(lambda: all(slack.tenants[token].posts for token in tokens.values()))
        left = await bot.workspaces.bot("T0LEAVES")
        assert left is not None
        slack.gone[tokens["T0LEAVES"]] = "token_revoked"
        goodbye = payload("tokens_revoked") if way == "event" else mention(1)
        body = {**goodbye, "team_id": "T0LEAVES", "event_id": "Ev0GOODBYE"}
        body["authorizations"] = [{"team_id": "T0LEAVES"}]
        await bot.take(body)
        async with asyncio.timeout(20):
            while bot.workspaces.count == 2:
                await asyncio.sleep(0.05)
        async with bot.workspaces.store.transaction() as transaction:
            assert [row.workspace for row in await transaction.installations.all()] == ["T0STAYS"]
        assert (await bot.get("/health/ready"))[0] == 200
        stays = {**mention(2), "team_id": "T0STAYS", "authorizations": [{"team_id": "T0STAYS"}]}
        before = sum(map(len, slack.tenants[tokens["T0STAYS"]].posts.values()))
        await bot.take(stays)
        await slack.until(lambda: sum(map(len, slack.tenants[tokens["T0STAYS"]].posts.values())) > before)
