"""Words without the bot's name: a direct message, or a reply in a thread in which the bot already speaks."""

import re

from bot.app.inbound import Inbound
from bot.features.answering.intents import Question
from bot.features.recipients import SlackPlace
from bot.transports.slack.inbound import Payload, team_of, unescaped, without_mention, written_by_person
from bot.transports.slack.wording import wording

_SOMEBODY = re.compile(r"<@[UW][A-Z0-9]+")


def read(body: Payload, bot: str) -> Inbound | None:
    event = body.get("event") or {}
    if event.get("type") != "message" or not written_by_person(event):
        return None
    if event.get("channel_type") == "im":
        return _direct(body, event, bot)
    return _thread(body, event, bot)


def _direct(body: Payload, event: Payload, bot: str) -> Inbound:
    channel, thread, team = event["channel"], event.get("thread_ts"), team_of(body)
    said = wording(event)
    return Inbound(
        key=f"message:{team}:{channel}:{event['ts']}",
        ask=Question(text=unescaped(without_mention(said.text, bot))),
        keep=said.own,
        address=SlackPlace(surface="message", team=team, user=event["user"], channel=channel, thread=thread),
        conversation=f"{channel}:{thread}" if thread else channel,
        begun_in=channel if thread else None,
    )


def _thread(body: Payload, event: Payload, bot: str) -> Inbound | None:
    """A mention of the bot comes as app_mention too, and words to somebody else are not for the bot."""
    said, thread, channel = wording(event), event.get("thread_ts"), event["channel"]
    if not thread or thread == event["ts"] or f"<@{bot}" in said.text or _SOMEBODY.search(said.text):
        return None
    team = team_of(body)
    return Inbound(
        key=f"message:{team}:{channel}:{event['ts']}",
        ask=Question(text=unescaped(said.text)),
        keep=said.own,
        address=SlackPlace(surface="message", team=team, user=event["user"], channel=channel, thread=thread),
        conversation=f"{channel}:{thread}",
        known_only=True,
        outside=bool(body.get("is_ext_shared_channel")),
    )
