"""How the bot behaves in a channel of which `channel_policies` says something; each case of channels.yaml."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.features.answering.decide import Decider
from bot.knowledge.channels import ChannelPolicy
from tests.cases import cases
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import HttpBot, http_bot, settings_for
from tests.slack.test_listeners import CHANNEL, click, said

PARIS = ZoneInfo("Europe/Paris")


def with_policy(decider: Decider, policy: dict[str, Any] | None) -> Decider:
    policies = (ChannelPolicy.model_validate({"channel": CHANNEL, **policy}),) if policy else ()
    organisation = decider.knowledge.organisation.model_copy(update={"channel_policies": policies})
    return replace(decider, knowledge=replace(decider.knowledge, organisation=organisation))


def written(number: int, said: dict[str, Any]) -> dict[str, Any]:
    """The payload of one message, at a moment of its own."""
    changes = dict(said)
    kind = next(kind for kind in ("message", "mention", "changed") if kind in changes)
    text, ts = changes.pop(kind), changes.pop("ts", f"17900{number:05d}.000100")
    body = payload({"message": "message_in_thread", "mention": "app_mention", "changed": "message_changed"}[kind])
    if kind == "changed":
        body["event"] |= {"channel": CHANNEL, "channel_type": "channel"}
        body["event"]["message"] |= {"text": text}
        return body
    body["event"].pop("thread_ts", None)
    body["event"] |= {"text": text, "ts": ts, "event_ts": ts, "channel": CHANNEL, **changes}
    return {**body, "event_id": f"Ev{number}"}


@pytest.mark.parametrize("case", cases(Path(__file__).with_name("channels.yaml")))
async def test_a_channel_s_policy_is_kept(
    case: dict[str, Any], slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    hour, minute = map(int, case.get("at", "10:00").split(":"))
    moment = datetime.now(PARIS).replace(hour=hour, minute=minute).astimezone(UTC)
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    async with http_bot(settings, with_policy(decider, case["policy"])) as bot:
        bot.running.delivery.now = lambda: moment
        for number, said in enumerate(case["said"]):
            if "minutes" in said:
                moment += timedelta(minutes=said["minutes"])
                continue
            await bot.take(written(number, said))
            await bot.running.delivery.idle()
    assert len(slack.messages(CHANNEL)) == case.get("public", 0)
    assert len(slack.workspace.ephemeral) == case.get("private", 0)
    assert slack.messages("D0CHAMPION") == []
    assert all("thread_ts" in message for message in slack.messages(CHANNEL))


async def _asked(bot: HttpBot, *said: dict[str, Any]) -> None:
    for number, one in enumerate(said):
        await bot.take(written(number, one))
        await bot.running.delivery.idle()


async def test_what_nobody_asked_it_is_kept_nowhere(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    async with http_bot(settings, with_policy(decider, {"listens": "questions"})) as bot:
        await _asked(bot, {"message": "comment régler la chaudière du bâtiment C ?"})
        async with bot.running.store.transaction() as transaction:
            assert await transaction.gaps.questions(bot.running.delivery.now()) == []
            assert not await bot.running.delivery.passeur.knows(
                transaction, "T0EXAMPLE", f"{CHANNEL}:1790000000.000100", bot.running.delivery.now()
            )


async def test_a_thread_that_a_question_began_goes_on(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    async with http_bot(settings, with_policy(decider, {"listens": "questions"})) as bot:
        await _asked(
            bot,
            {"message": "quelle licence pour nos données ?", "ts": "1790000500.1"},
            {"message": "et pour du code ?", "thread_ts": "1790000500.1"},
        )
    first, second = slack.messages(CHANNEL)
    assert first["thread_ts"] == second["thread_ts"] == "1790000500.1"
    assert second["text"].startswith("*Quelle licence pour un logiciel")


async def test_a_private_answer_can_be_shown_to_all(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    async with http_bot(settings, with_policy(decider, {"replies": "private"})) as bot:
        await _asked(bot, {"mention": "quelle licence pour nos données ?"})
        url = slack.response_url(CHANNEL, "U0CHAMPION")
        await bot.take(click(slack.workspace.ephemeral[0], "Partager", "block_actions_ephemeral", response_url=url))
        await slack.until(lambda: bool(slack.messages(CHANNEL)))
    assert "<@U0CHAMPION>" in said(slack.messages(CHANNEL)[0])


async def test_a_bug_in_answering_a_help_channel_makes_no_noise(
    slack: SlackDouble, decider: Decider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    async with http_bot(settings, with_policy(decider, {"listens": "questions"})) as bot:
        monkeypatch.setattr(Decider, "decide", lambda *_: 1 / 0)
        await _asked(bot, {"message": "quelle licence pour nos données ?"})
    assert slack.called("chat.postMessage") == slack.called("chat.postEphemeral") == []
