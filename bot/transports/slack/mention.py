"""The bot's name in a channel: the answer goes into the thread."""

import logging
from contextlib import suppress

from bot.app.inbound import Inbound
from bot.features.answering.intents import Question
from bot.features.recipients import SlackPlace
from bot.transports.slack.inbound import Payload, team_of, unescaped, without_mention, written_by_person
from bot.transports.slack.wording import wording

log = logging.getLogger(__name__)
LATE = 24 * 3600.0


def read(body: Payload, bot: str) -> Inbound | None:
    event = body.get("event") or {}
    if event.get("type") != "app_mention":
        return None
    if not written_by_person(event) or _edited_late(event):
        log.info("A mention by an app or a workflow, or by a late edit, is left without an answer.")
        return None
    channel, ts = event["channel"], event["ts"]
    thread = event.get("thread_ts") or ts
    team, said = team_of(body), wording(event)
    return Inbound(
        key=f"message:{team}:{channel}:{ts}",
        intent=Question(text=unescaped(without_mention(said.text, bot))),
        keep=said.own,
        address=SlackPlace(
            surface="message",
            team=team,
            user=event["user"],
            channel=channel,
            thread=thread,
            opens_thread=thread == ts,
        ),
        conversation=f"{channel}:{thread}",
        outside=bool(body.get("is_ext_shared_channel")),
        above=ts if thread != ts else None,
        bot=bot,
    )


def _edited_late(event: Payload) -> bool:
    """Slack mentions the bot anew with each edit of the message; its key is forgotten some days after the answer.

    Sooner, the key tells an answered message from one into which the bot's name came by the edit.
    """
    with suppress(KeyError, TypeError, ValueError):
        return float(event["edited"]["ts"]) - float(event["ts"]) > LATE
    return False
