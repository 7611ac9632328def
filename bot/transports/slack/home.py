"""The bot's own page: its Home tab, and its Messages tab, where questions are suggested."""

from bot.app.inbound import Inbound
from bot.features.answering.intents import OpenConversation, OpenHome
from bot.features.recipients import SlackPlace
from bot.transports.slack.inbound import Payload, team_of


def read(body: Payload, _bot: str) -> Inbound | None:
    event = body.get("event") or {}
    if event.get("type") != "app_home_opened":
        return None
    team, user, channel = team_of(body), event["user"], event.get("channel", "")
    messages = event.get("tab") == "messages"
    return Inbound(
        key=f"opened:{team}:{body.get('event_id') or event.get('event_ts')}",
        intent=OpenConversation() if messages else OpenHome(),
        address=SlackPlace(surface="prompts" if messages else "home", team=team, user=user, channel=channel),
        conversation=f"home:{user}",
    )
