"""Broken set-ups, each with the right line and none but it, in both languages and without a secret."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientTimeout, web
from aiohttp.test_utils import TestServer

from bot.doctor import words
from bot.doctor.examine import CHECKS, examine
from bot.doctor.findings import Finding
from bot.features.answering.decide import Decider
from bot.languages import known
from tests import processes
from tests.cases import cases
from tests.doctor import setups
from tests.double import APP_TOKEN, BOT_TOKEN, CONFIG_TOKEN, SIGNING_SECRET, SlackDouble
from tests.slack.bots import http_bot, settings_for
from tests.socket_double import SocketDouble

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ASKED = {
    *("auth.test", "apps.connections.open", "apps.manifest.export"),
    *("bots.info", "conversations.history", "users.info"),
}
SECRETS = (BOT_TOKEN, APP_TOKEN, CONFIG_TOKEN, SIGNING_SECRET, "s3cr3t", "ticket-to-the-socket")


async def found(
    case: setups.Case, slack: SlackDouble, socket: SocketDouble, folder: Path, patch: pytest.MonkeyPatch
) -> list[Finding]:
    setups.workspace(case, slack, socket)
    setups.environment(case, slack, folder, patch)
    setups.files(case, folder)
    await setups.database(case, folder)
    if "hang" in case.get("slack", {}).get("faults", {}).values():
        patch.setattr("bot.doctor.slack.PATIENCE", ClientTimeout(total=0.3))
    async with asyncio.timeout(60), TestServer(_stranger()) as stranger:
        if case.get("slack", {}).get("elsewhere"):
            patch.setenv("SLACK_API_BASE_URL", str(stranger.make_url("/api/")))
        return await examine(os.environ)


def _stranger() -> web.Application:
    """A server that answers everything, and is not Slack."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text="<!DOCTYPE html><html><body>Welcome</body></html>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    return app


@pytest.mark.parametrize("case", cases(HERE / "cases.yaml"))
async def test_each_set_up_has_its_line(
    case: setups.Case, slack: SlackDouble, socket: SocketDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = await found(case, slack, socket, tmp_path, monkeypatch)
    lines = {code: "\n".join(words.line(finding, code) for finding in findings) for code in known()}
    wanted = {check: one["is"] for check, one in case.get("wrong", {}).items()}
    assert {one.check: one.outcome for one in findings if one.status == "wrong"} == wanted, lines["en"]
    assert {one.check for one in findings} == set(CHECKS)
    untried = {one.check: one.outcome for one in findings if one.status == "untried"}
    assert case.get("untried", {}).items() <= untried.items()
    for check, one in case.get("wrong", {}).items():
        for code in known():
            told = next(words.line(finding, code) for finding in findings if finding.check == check)
            assert one[code] in told
            assert not (check != "database" and told.endswith(" "))
    told = json.dumps([lines, [words.as_object(finding, "fr") for finding in findings]], ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in told] == []
    assert {call.method for call in slack.calls} <= ASKED, "it asks, and says nothing to anybody"
    assert list(tmp_path.glob("*.sqlite3")) == [] or "database" in case, "it makes no database"


@pytest.mark.parametrize("signing", [(SIGNING_SECRET, "ok"), ("another-s3cr3t", "signature")])
async def test_a_request_signed_as_slack_s_reaches_the_bot(
    signing: tuple[str, str],
    socket_and_slack: tuple[SocketDouble, SlackDouble],
    decider: Decider,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (secret, outcome), (socket, slack) = signing, socket_and_slack
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/bot.sqlite3"), decider) as bot:
        case = {"transport": "http", "set": {"PASSEUR_PUBLIC_URL": bot.origin, "SLACK_SIGNING_SECRET": secret}}
        findings = await found(case, slack, socket, tmp_path, monkeypatch)
    told = {finding.check: finding.outcome for finding in findings}
    assert (told["round-trip"], told["public-address"]) == (outcome, "ok")


async def test_the_command_prints_lines_or_json_and_ends_with_a_code(
    slack: SlackDouble, socket: SocketDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = {"slack": {"scopes": "chat:write"}}
    setups.workspace(case, slack, socket)
    setups.environment(case, slack, tmp_path, monkeypatch)
    setups.files(case, tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    french, english, data = [await _run(*options) for options in ((), ("--language", "en"), ("--json",))]
    assert "1 à corriger" in french
    assert "1 wrong" in english
    told = json.loads(data)
    assert told["ok"] is False
    assert [one["check"] for one in told["findings"] if one["status"] == "wrong"] == ["scopes"]
    assert "réinstallez" in next(one["remedy"] for one in told["findings"] if one["check"] == "scopes")


async def _run(*options: str) -> str:
    done = await asyncio.to_thread(processes.run, "doctor", *options)
    assert done.returncode == 1
    return done.stdout


def test_both_languages_have_the_same_sentences_and_each_is_used() -> None:
    english, french = words._words("en"), words._words("fr")
    facts = {code: _facts(told) for code, told in (("en", english), ("fr", french))}
    assert facts["en"] == facts["fr"]
    assert set(english["titles"]) == set(CHECKS)
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "bot/doctor").glob("*.py"))
    own = {outcome for check, told in english.items() if check not in ("frame", "titles") for outcome in told}
    assert [outcome for outcome in sorted(own) if f'"{outcome}"' not in code] == []


def _facts(told: Any, path: str = "") -> dict[str, list[str]]:
    """What each sentence names, by its path."""
    if isinstance(told, str):
        return {path: sorted(part.split("}")[0] for part in told.replace("{{", "").split("{")[1:])}
    return {name: facts for key, value in told.items() for name, facts in _facts(value, f"{path}.{key}").items()}
