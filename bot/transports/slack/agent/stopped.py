"""Slack's own stop button, under what the bot shows while it works."""

from bot.app.inbound import Inbound
from bot.features.recipients import SlackPlace
from bot.features.working.intents import StopWork
from bot.transports.slack.inbound import Payload, team_of


def read(body: Payload, _bot: str) -> Inbound | None:
    event = body.get("event") or {}
    if event.get("type") != "agent_session_stopped" or not event.get("thread_ts"):
        return None
    team, channel, thread = team_of(body), event["channel"], event["thread_ts"]
    return Inbound(
        key=f"stopped:{team}:{body.get('event_id') or event.get('event_ts')}",
        intent=StopWork(channel=channel, thread=thread),
        address=SlackPlace(surface="message", team=team, user=event["user"], channel=channel, thread=thread),
        conversation=f"stopped:{channel}:{thread}",
    )
