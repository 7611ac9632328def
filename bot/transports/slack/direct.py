"""Words without the bot's name: a direct message, a reply in a thread in which it speaks, a question to a channel."""

import re

from bot.app.inbound import Inbound
from bot.features.answering.intents import Question
from bot.features.recipients import SlackPlace
from bot.transports.slack.inbound import Payload, team_of, unescaped, without_mention, written_by_person
from bot.transports.slack.wording import wording

RECENT = 15 * 60.0
"""Seconds in which an edit is read as the same question, put better."""
_SOMEBODY = re.compile(r"<@[UW][A-Z0-9]+|<!subteam\^")


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
        intent=Question(text=unescaped(without_mention(said.text, bot))),
        keep=said.own,
        address=SlackPlace(
            surface="message", team=team, user=event["user"], channel=channel, thread=thread, message=event["ts"]
        ),
        conversation=f"{channel}:{thread}" if thread else channel,
        begun_in=channel if thread else None,
    )


def _thread(body: Payload, event: Payload, bot: str) -> Inbound | None:
    """A mention of the bot comes as app_mention too, and words to somebody else are not for the bot.

    What begins a thread is heard where the policy of the channel says so.
    """
    said, channel, ts = wording(event), event["channel"], event["ts"]
    thread = event.get("thread_ts") or ts
    if f"<@{bot}" in said.text or _SOMEBODY.search(said.text):
        return None
    team, begins = team_of(body), thread == ts
    return Inbound(
        key=f"message:{team}:{channel}:{ts}",
        intent=Question(text=unescaped(said.text)),
        keep=said.own,
        address=SlackPlace(
            surface="message", team=team, user=event["user"], channel=channel, thread=thread, opens_thread=begins
        ),
        conversation=f"{channel}:{thread}",
        known_only=not begins,
        overheard=begins,
        outside=bool(body.get("is_ext_shared_channel")),
    )
