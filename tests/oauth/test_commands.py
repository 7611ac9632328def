"""What an operator of many workspaces types: `passeur workspaces`, `passeur --workspace`, `passeur serve`."""

import os
import subprocess
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.settings import Settings
from bot.storage.store import Store
from bot.transports.slack.oauth.vault import Vault
from tests import processes
from tests.double import SlackDouble
from tests.oauth.shared import KEY, install, shared_settings
from tests.processes import BARE, ROOT
from tests.trials.served import Served

OURS = "T0OURS"


def passeur(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`passeur` in this folder, with these variables alone."""
    variables = {**BARE, "DATABASE_URL": "sqlite:///passeur.sqlite3", "LANG": "en_GB.UTF-8"}
    return processes.run(*words, folder=folder, environment=variables | environment)


@pytest.fixture
def settings(slack: SlackDouble, tmp_path: Path) -> Settings:
    return shared_settings(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")


async def test_who_installed_it_is_listed_with_where_their_rows_lie(
    settings: Settings, slack: SlackDouble, tmp_path: Path
) -> None:
    await install(settings, slack, OURS)
    told = passeur(tmp_path, "workspaces", "list")
    assert told.returncode == 0, told.stderr
    assert told.stdout == f"{OURS}  Espace {OURS}, since 2026-09-01; 'passeur-{OURS}.sqlite3'\n"


async def test_nobody_yet(settings: Settings, tmp_path: Path) -> None:
    await (await Store.open(settings.database_url.get_secret_value())).close()
    assert "Open /slack/install" in passeur(tmp_path, "workspaces", "list").stdout


async def test_a_command_is_about_the_workspace_that_is_named(
    settings: Settings, slack: SlackDouble, tmp_path: Path
) -> None:
    await install(settings, slack, OURS)
    await (await Store.open(f"sqlite:///{tmp_path}/passeur-{OURS}.sqlite3")).close()
    status = passeur(tmp_path, "--workspace", OURS, "database", "status")
    assert (status.returncode, f"passeur-{OURS}.sqlite3" in status.stdout) == (0, True), status.stderr
    refused = passeur(tmp_path, "--workspace", "T0NOBODY", "database", "status")
    assert refused.returncode == 1
    assert refused.stderr.endswith(
        f"'T0NOBODY' has not installed the app; who has: {OURS}. See: passeur workspaces list\n"
    )


async def test_a_key_can_be_replaced(settings: Settings, slack: SlackDouble, tmp_path: Path) -> None:
    token = await install(settings, slack, OURS)
    made = passeur(tmp_path, "workspaces", "key").stdout.strip()
    done = passeur(tmp_path, "workspaces", "rotate", PASSEUR_ENCRYPTION_KEYS=f"{made},{KEY}")
    assert done.stdout.startswith("Tokens kept under the first key now: 1."), done.stderr
    assert token.encode() not in (tmp_path / "passeur.sqlite3").read_bytes()
    store = await Store.open(f"sqlite:///{tmp_path}/passeur.sqlite3")
    async with store.transaction() as transaction:
        row = await transaction.installations.of(OURS)
    await store.close()
    assert row is not None
    assert Vault([made]).open(row.sealed).token.get_secret_value() == token


WRONG = {
    "no key": ({"PASSEUR_ENCRYPTION_KEYS": ""}, "PASSEUR_ENCRYPTION_KEYS is missing"),
    "no key at all": ({"PASSEUR_ENCRYPTION_KEYS": "x"}, "must be keys of 32 bytes in base64"),
    "another key": ({"PASSEUR_ENCRYPTION_KEYS": Fernet.generate_key().decode()}, "None of PASSEUR_ENCRYPTION_KEYS"),
    "a token besides": ({"SLACK_BOT_TOKEN": "xoxb-1"}, "leave out either"),
    "no client secret": ({"SLACK_CLIENT_SECRET": ""}, "one is missing"),
    "no signing secret": ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is missing"),
    "no address": ({"PASSEUR_PUBLIC_URL": ""}, "PASSEUR_PUBLIC_URL is missing"),
}


def environment(slack: SlackDouble) -> dict[str, str]:
    return {
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "client-secret",
        "SLACK_SIGNING_SECRET": "signing-secret",
        "SLACK_API_BASE_URL": slack.url,
        "PASSEUR_PUBLIC_URL": "https://passeur.example.org",
        "PASSEUR_ENCRYPTION_KEYS": KEY,
        "PASSEUR_CACHE": os.environ.get("PASSEUR_CACHE", str(ROOT / ".cache/passeur")),
        "HOST": "127.0.0.1",
        "PORT": "0",
    }


@pytest.mark.parametrize("case", WRONG)
async def test_a_start_that_can_t_be_is_told_in_a_sentence(
    case: str, settings: Settings, slack: SlackDouble, tmp_path: Path
) -> None:
    await install(settings, slack, OURS)
    changes, says = WRONG[case]
    refused = passeur(tmp_path, "serve", **{**environment(slack), **changes})
    assert refused.returncode == 1
    assert says in refused.stderr
    assert "Traceback" not in refused.stderr


async def test_the_start_says_where_another_workspace_installs_it(
    settings: Settings, slack: SlackDouble, tmp_path: Path
) -> None:
    await install(settings, slack, OURS)
    ours = {**BARE, "DATABASE_URL": "sqlite:///passeur.sqlite3", **environment(slack)}
    served = Served(await processes.start("serve", folder=tmp_path, environment=ours))
    try:
        await served.says(
            "Workspaces that installed Passeur: 1. Another installs it at https://passeur.example.org/slack/install",
            120,
        )
        await served.says("Ctrl-C stops it")
        await slack.until(lambda: bool(slack.called("auth.test")), 30)
    finally:
        assert await served.stop() == 0
