"""One workspace never sees another's data: whatever is asked in one, the other's rows, token and messages stay."""

import json
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import func, select

from bot.features.answering.decide import Decider
from bot.features.intents import Intent
from bot.features.table import FEATURES
from bot.languages import known
from bot.messages.buttons import encode
from bot.storage.places import place_of
from bot.storage.store import Store
from bot.storage.tables import metadata
from tests.double import SlackDouble
from tests.oauth.shared import SharedBot, install, shared_bot, shared_settings
from tests.signed import FOLDER, payload

OURS, OTHERS = "T0OURS", "T0OTHERS"
LISTENERS = sorted(file.stem for file in FOLDER.glob("*.json"))
QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


class Two:
    """Two workspaces on one bot, and what each has."""

    def __init__(self, bot: SharedBot, slack: SlackDouble, url: str, tokens: dict[str, str]) -> None:
        self.bot, self.slack, self.url, self.tokens = bot, slack, url, tokens

    async def rows(self, team: str) -> dict[str, int]:
        """How many rows each of its tables has."""
        store = await Store.open(place_of(self.url, team))
        async with store.transaction() as transaction:
            counts = {
                table.name: (await transaction._connection.execute(select(func.count()).select_from(table))).scalar()
                for table in metadata.sorted_tables
            }
        await store.close()
        return {name: int(count or 0) for name, count in counts.items()}

    async def ask(self, body: dict[str, Any], team: str) -> None:
        """Deliver it, and wait until what follows from it is done."""
        await self.bot.take(_of(body, team))
        for bot in self.bot.workspaces.bots:
            await bot.delivery.idle()


def _of(body: dict[str, Any], team: str) -> dict[str, Any]:
    """The same payload, as Slack would send it for another workspace."""
    return dict(json.loads(json.dumps(body).replace("T0EXAMPLE", team)))


@pytest_asyncio.fixture
async def two(database_url: str, slack: SlackDouble, decider: Decider) -> AsyncIterator[Two]:
    ours = shared_settings(slack, database_url)
    tokens = {team: await install(ours, slack, team) for team in (OURS, OTHERS)}
    async with shared_bot(ours, decider) as bot:
        for team in tokens:
            assert await bot.workspaces.bot(team) is not None
        for one in bot.workspaces.bots:  # what the start itself leaves to do changes nothing after this
            await one.delivery.work_off()
            await one.delivery.idle()
        yield Two(bot, slack, database_url, tokens)


async def test_whatever_slack_sends_for_one_is_its_own(two: Two) -> None:
    before = await two.rows(OTHERS)
    two.slack.calls.clear()
    for listener in LISTENERS:
        if listener != "tokens_revoked":
            await two.ask(payload(listener), OURS)
    assert {call.token for call in two.slack.calls if call.token} == {two.tokens[OURS]}
    assert await two.rows(OTHERS) == before
    assert two.slack.tenants[two.tokens[OTHERS]].posts == {}
    assert sum((await two.rows(OURS)).values()) > sum(before.values())


async def test_whatever_is_clicked_in_one_is_its_own(two: Two) -> None:
    before = await two.rows(OTHERS)
    two.slack.calls.clear()
    made = 0
    for number, intent in enumerate(rule.intent for feature in FEATURES.features for rule in feature.intents):
        examples = _examples(intent)
        made += bool(examples)
        for click in examples:
            action, value = encode(click)
            button = {"type": "button", "action_id": action, "value": value, "action_ts": f"179.{number}"}
            answered = two.slack.response_url("C0GENERAL", "U0CHAMPION")
            changes = {"message.ts": f"1790000101.{number:06}", "response_url": answered}
            clicked = payload("block_actions_message", changes)
            clicked["actions"] = [{**clicked["actions"][0], **button}]
            await two.ask(clicked, OURS)
    two.slack.violations.clear()  # no button of ours holds values that are made up, such as empty names
    assert made > 30, "most intents have examples"
    assert {call.token for call in two.slack.calls if call.token} == {two.tokens[OURS]}
    assert await two.rows(OTHERS) == before


def _examples(intent: type[Intent]) -> list[Intent]:
    """Some of its buttons, made up from its fields; those that no button can hold are left out."""
    fields = {
        name: st.sampled_from(known()) if name == "language" else st.from_type(field.annotation or str)
        for name, field in intent.model_fields.items()
    }
    found: list[Intent] = []

    @settings(max_examples=5, derandomize=True, database=None, **QUIET)  # type: ignore[arg-type]
    @given(st.fixed_dictionaries(fields))
    def collect(values: dict[str, Any]) -> None:
        with suppress(ValidationError):
            found.append(intent.model_validate(values))

    with suppress(ValidationError):  # an intent of an event, whose own parts can't be made up
        collect()
    return found


@pytest.mark.parametrize("team", [OURS, OTHERS])
async def test_a_link_of_one_is_none_of_the_other_s(two: Two, team: str) -> None:
    status, page, _ = await two.bot.get(f"/{team}/introductions/forged", **{"Accept-Language": "fr"})
    assert (status, "Ce lien ne sert plus" in page) == (410, True)


def test_a_place_is_an_address_of_its_own(tmp_path: Path) -> None:
    assert place_of(f"sqlite:///{tmp_path}/p.sqlite3", OURS) == f"sqlite:///{tmp_path}/p-T0OURS.sqlite3"
    assert "search_path%3Dt0ours" in place_of("postgresql://u:p@host/db", OURS)
