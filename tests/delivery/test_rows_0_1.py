"""Work that version 0.1 left in the database is finished by this version: the rows are those that its code wrote.

"0.1" is the commit b3758f0; "just before" is the last one that stored finished calls, and "before 0.2" the last one
that stored what somebody wants as "ask".
"""

import copy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import insert

from bot.app.inbound import Inbound
from bot.features.answering.decide import Decider
from bot.storage import NewWork, Store
from bot.storage.tables import metadata
from tests.double import SlackDouble
from tests.introductions.mailing import MENTOR, Mailbox, Scene, decider_with, listening, mentor, scene, text_of

FILE = yaml.safe_load((Path(__file__).parent / "rows-0.1.yaml").read_text(encoding="utf-8"))
ROWS = [(version, row) for version, rows in FILE["rows"].items() for row in rows]
SAYS = [(version, row) for version, row in ROWS if row["kind"] == "say"]
URL = "response_url"
INTERNAL = ("jurist", "U0JURIST"), ("dev", "U0DEVELOPER")


def mentors() -> tuple[dict[str, Any], ...]:
    """Those to whom the rows were written."""
    inside = [
        mentor(name, "", ["fr", "en"]) | {"name": f"Mentor {name} (exemple)", "kind": "internal", "slack": user}
        for name, user in INTERNAL
    ]
    return mentor("outside", MENTOR, ["fr", "en"]), *({k: v for k, v in one.items() if k != "email"} for one in inside)


@asynccontextmanager
async def updated(
    slack: SlackDouble, decider: Decider, folder: Path, version: str, row: dict[str, Any]
) -> AsyncIterator[Scene]:
    """The bot of this version, on a database in which the row waits."""
    store = await Store.open(f"sqlite:///{folder}/passeur.sqlite3")
    async with store.transaction() as transaction:
        for table, rows in FILE["state"][version].items():
            for kept in rows:
                moments = {name: datetime.fromisoformat(kept[name]) for name in ("opened", "begun", "closed", "until")
                           if kept.get(name)}  # fmt: skip
                await transaction._connection.execute(insert(metadata.tables[table]).values({**kept, **moments}))
        now = datetime.now(UTC) - timedelta(minutes=1)
        await transaction.add(NewWork(row["kind"], row["key"], row["payload"], now), now)
    await store.close()
    mailbox = Mailbox()
    known = decider_with(decider, folder / "knowledge", mentors=mentors())
    async with listening(mailbox) as port, scene(slack, known, folder, f"smtp://127.0.0.1:{port}", mailbox) as opened:
        slack.workspace.channels["C0MAINTAIN"] = True
        await opened.settled()
        await opened.settled()
        yield opened


def pointed(row: dict[str, Any], slack: SlackDouble) -> dict[str, Any]:
    """The row, with the address that this double gives for a click."""
    row = copy.deepcopy(row)
    if "url" in row["payload"]:
        row["payload"]["url"] = slack.response_url("C0GENERAL", "U0CHAMPION")
    return row


@pytest.mark.parametrize(("version", "row"), SAYS, ids=[f"{version}: {row['row']}" for version, row in SAYS])
async def test_a_stored_message_is_sent_as_it_is(
    slack: SlackDouble, decider: Decider, tmp_path: Path, version: str, row: dict[str, Any]
) -> None:
    row = pointed(row, slack)
    call = row["payload"]
    async with updated(slack, decider, tmp_path, version, row) as bot:
        arguments = call["arguments"]
        match call["method"]:
            case "smtp":
                [mail] = bot.mailbox.received
                assert (mail["To"], mail["Subject"]) == (arguments["to"], arguments["subject"])
                before, after = arguments["text"].split("{passeur:link}")
                assert text_of(mail).strip().startswith(before.strip())
                assert after.strip() in text_of(mail)
                return
            case "response_url":
                [said] = slack.responses(call["url"])
            case "files.upload":
                [said] = slack.files
                assert next(iter(slack.uploads.values())).decode() == arguments["content"]
                return
            case method:
                said = slack.called(method)[0]
        if "," in arguments.get("channel", ""):
            assert slack.workspace.groups
            arguments = {**arguments, "channel": said["channel"]}
        assert arguments.items() <= said.items()


@pytest.mark.parametrize(
    ("version", "row"),
    [(v, row) for v, row in SAYS if row["payload"].get("otherwise") and row["payload"]["method"] not in (URL, "smtp")],
    ids=lambda value: value["row"] if isinstance(value, dict) else value,
)
async def test_what_slack_refuses_is_said_as_the_row_says(
    slack: SlackDouble, decider: Decider, tmp_path: Path, version: str, row: dict[str, Any]
) -> None:
    row = pointed(row, slack)
    call, otherwise = row["payload"], row["payload"]["otherwise"]
    slack.fault(call["method"], "error:is_archived")
    async with updated(slack, decider, tmp_path, version, row):
        said = [one["text"] for one in slack.called(otherwise["method"])]
        assert otherwise["arguments"]["text"] in said


async def test_whoever_handed_a_question_on_hears_that_it_was_taken(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    [row] = [row for _, row in SAYS if row["payload"].get("after")]
    async with updated(slack, decider, tmp_path, "0.1", row):
        [said] = slack.called("chat.postEphemeral")
        assert said["text"] == row["payload"]["after"]["arguments"]["text"]


OTHERS = [(version, row) for version, row in ROWS if row["kind"] != "say"]


@pytest.mark.parametrize(("version", "row"), OTHERS, ids=[f"{version}: {row['row']}" for version, row in OTHERS])
async def test_what_was_asked_or_fell_due_is_done(
    slack: SlackDouble, decider: Decider, tmp_path: Path, version: str, row: dict[str, Any]
) -> None:
    async with updated(slack, decider, tmp_path, version, row) as bot:
        expected = row["then"]
        if "state" in expected:
            found = await bot.introductions()
            assert {name: str(one.state) for name, one in found.items()}.items() >= expected["state"].items()
        if "cards" in expected:
            async with bot.bot.running.store.transaction() as transaction:
                kept = [card.model_dump() for need in await transaction.registry.needs() for card in need.cards]
            assert expected["cards"] in [card["to"] for card in kept]
        if "mail" in expected:
            assert expected["mail"] in text_of(bot.mailbox.received[-1])
        for method, words in expected.get("says", {}).items():
            assert any(words in str(one) for one in slack.called(method)), slack.calls
        async with bot.bot.running.store.transaction() as transaction:
            assert (await transaction.pending(datetime.now(UTC)))[0] == 0


@pytest.mark.parametrize("name", ["intent", "ask"])
async def test_a_question_is_stopped_with_its_thread_whichever_version_wrote_it_down(name: str) -> None:
    [row] = FILE["rows"]["before 0.2"]
    written = Inbound.model_validate(row["payload"]).model_dump(mode="json")
    payload = {name: written.pop("intent"), **written}
    store, now = await Store.open("sqlite://"), datetime.now(UTC)
    async with store.transaction() as transaction:
        await transaction.add(NewWork(row["kind"], row["key"], payload, now), now)
        assert await transaction.drop("C0GENERAL", "1790000101.000200", now) == 0
        assert await transaction.drop("C0GENERAL", "1790000101.000100", now) == 1
    await store.close()
