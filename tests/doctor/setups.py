"""A case of cases.yaml made real: files, a database and a Slack of its own, and the settings that name them."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.storage import migrate
from bot.storage.store import Store
from bot.storage.work import Workspace
from bot.transports.slack.manifest import manifest
from tests.double import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackDouble
from tests.socket_double import SocketDouble

Case = dict[str, Any]
ENTRY = """- id: a
  fr: { title: "Quelle licence ?", questions: ["quelle licence pour nos données ?"], answer: "Prenez la licence." }
  en: { title: "Which licence?", questions: ["which licence for our data?"], answer: "Take the licence." }
  source: { document: guide, part: p }
  owner: us
  reviewed: REVIEWED
"""
TRANSPORTS = {"socket": {"SLACK_APP_TOKEN": APP_TOKEN}, "http": {"SLACK_SIGNING_SECRET": SIGNING_SECRET}}
SPARE = "65531"
OTHER_NAMES = ("DATABASE_URL", "PORT", "HOST", "LANG", "LC_ALL", "LC_MESSAGES")


def environment(case: Case, slack: SlackDouble, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own settings is left."""
    for name in tuple(os.environ):
        if name.startswith(("SLACK_", "PASSEUR_", "SMTP_")) or name in OTHER_NAMES:
            patch.delenv(name)
    wanted = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_BASE_URL": slack.url,
        "PASSEUR_KNOWLEDGE": "knowledge",
        "PASSEUR_CACHE": "cache",
        "PORT": SPARE,
        **TRANSPORTS[case.get("transport", "socket")],
        **case.get("set", {}),
    }
    patch.chdir(folder)
    for name, value in wanted.items():
        if value is not None:
            patch.setenv(name, value)


def files(case: Case, folder: Path) -> None:
    knowledge = folder / "knowledge"
    (knowledge / "entries").mkdir(parents=True)
    organisation = {"name": "Example", **case.get("organisation", {"channels": {"maintainers": "C0MAINTAIN"}})}
    (knowledge / "organisation.yaml").write_text(yaml.safe_dump(organisation), encoding="utf-8")
    entries = case.get("entries") or ENTRY.replace("REVIEWED", str(case.get("reviewed", "2026-01-01")))
    (knowledge / "entries/a.yaml").write_text(entries, encoding="utf-8")
    mentors = case.get("mentors", {"mentor-one": "U0MENTOR"})
    (knowledge / "mentors.yaml").write_text(
        yaml.safe_dump([_mentor(*one) for one in mentors.items()]), encoding="utf-8"
    )
    if "file" in case:
        (folder / ".env").write_bytes(case["file"].encode(case.get("encoding", "utf-8")))


def _mentor(name: str, user: str) -> dict[str, Any]:
    return {
        "id": name,
        "name": "Example Person",
        "kind": "internal",
        "did": {"fr": "A ouvert un jeu de données.", "en": "Opened a data set."},
        "languages": ["fr"],
        "slack": user,
        "consent": {"date": "2026-01-01", "how": "e-mail"},
    }


async def database(case: Case, folder: Path) -> None:
    kind, file = case.get("database"), folder / "passeur.sqlite3"
    if kind is None:
        return
    if kind == "other":
        with closing(sqlite3.connect(file)) as opened:
            opened.execute("CREATE TABLE recipes (id INTEGER)")
        return
    await migrate.upgrade(f"sqlite:///{file}")
    if kind.startswith("T0"):
        store = await Store.open(f"sqlite:///{file}")
        async with store.transaction() as transaction:
            await transaction.claim_for(Workspace(kind, kind), datetime.now(UTC))
        await store.close()
        return
    version = "9999_newest" if kind == "newer" else "0001"
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("UPDATE alembic_version SET version_num = ?", (version,))
        opened.commit()


def workspace(case: Case, slack: SlackDouble, socket: SocketDouble) -> None:
    told = case.get("slack", {})
    for method, kind in told.get("faults", {}).items():
        slack.fault(method, kind, times=20, retry_after="30")
    if "scopes" in told:
        slack.headers = {} if told["scopes"] is None else {"x-oauth-scopes": told["scopes"]}
    if "date" in told:
        slack.headers |= {"Date": format_datetime(datetime.now(UTC) + timedelta(seconds=told["date"]))}
    if "socket" in told:
        socket.fault(told["socket"])
    slack.workspace.enterprise = told.get("who", {})
    slack.workspace.departed |= set(told.get("departed", ()))
    settings = json.loads(json.dumps(manifest()["settings"]))
    events = settings["event_subscriptions"]["bot_events"]
    settings["event_subscriptions"]["bot_events"] = [one for one in events if one != told.get("without_event")]
    settings["socket_mode_enabled"] = told.get("socket_mode", True)
    slack.workspace.manifest = {"settings": settings}
