"""The bot was added to a channel."""

from bot.app.inbound import Inbound
from bot.features.recipients import SlackPlace
from bot.features.welcome.intents import JoinChannel
from bot.transports.slack.inbound import Payload, team_of


def read(body: Payload, bot: str) -> Inbound | None:
    event = body.get("event") or {}
    if event.get("type") != "member_joined_channel" or not bot or event.get("user") != bot:
        return None
    team, channel = team_of(body), event["channel"]
    return Inbound(
        key=f"joined:{team}:{body.get('event_id') or event.get('event_ts')}",
        intent=JoinChannel(channel=channel),
        address=SlackPlace(surface="message", team=team, user=event.get("inviter") or bot, channel=channel),
        conversation=f"{channel}:joined",
    )
