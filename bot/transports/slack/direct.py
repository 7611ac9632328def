"""Words without the bot's name: a direct message, or a reply in a thread in which the bot already speaks."""

import re

from bot.app.inbound import Inbound
from bot.features.answering.intents import Question
from bot.features.recipients import SlackPlace
from bot.transports.slack.inbound import Payload, team_of, unescaped, without_mention, written_by_person
from bot.transports.slack.wording import wording

RECENT = 15 * 60.0
"""Seconds in which an edit is read as the same question, put better."""
_SOMEBODY = re.compile(r"<@[UW][A-Z0-9]+")


def read(body: Payload, bot: str) -> Inbound | None:
    event = body.get("event") or {}
    event = _edited(event) or event
    if event.get("type") != "message" or not written_by_person(event):
        return None
    if event.get("channel_type") == "im":
        return _direct(body, event, bot)
    return _thread(body, event, bot)


def _edited(event: Payload) -> Payload | None:
    """A recent direct message in other words, to be answered anew; None for a link that unfolds, or an old one."""
    if event.get("subtype") != "message_changed" or event.get("channel_type") != "im":
        return None
    message, former = event.get("message") or {}, event.get("previous_message") or {}
    edited = message.get("edited")
    if not edited or wording(message) == wording(former) or float(edited["ts"]) - float(message["ts"]) > RECENT:
        return None
    return {**message, "channel": event["channel"], "channel_type": "im"}


def _direct(body: Payload, event: Payload, bot: str) -> Inbound:
    channel, thread, team = event["channel"], event.get("thread_ts"), team_of(body)
    said, edited = wording(event), (event.get("edited") or {}).get("ts")
    return Inbound(
        key=":".join(("message", team, channel, event["ts"], *([edited] if edited else []))),
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
