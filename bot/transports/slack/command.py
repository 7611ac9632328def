"""`/passeur` and its words: a private answer, which can be shared."""

from bot.app.inbound import Inbound
from bot.features.answering import commands
from bot.features.answering.intents import Question, ShowHelp
from bot.features.intents import Intent
from bot.features.recipients import SlackPlace
from bot.transports.slack.inbound import Payload, team_of, unescaped

COMMAND = "/passeur"


def read(body: Payload, _bot: str) -> Inbound | None:
    if "command" not in body:
        return None
    words = unescaped(body.get("text") or "").strip()
    team, user, channel = team_of(body), body["user_id"], body.get("channel_id", "")
    return Inbound(
        key=f"command:{team}:{body['trigger_id']}",
        ask=_ask(words),
        address=SlackPlace(
            surface="response",
            team=team,
            user=user,
            channel=channel,
            response_url=body["response_url"],
            trigger=body["trigger_id"],
        ),
        conversation=f"{channel}:{user}",
        share=not channel.startswith("D"),
    )


def _ask(words: str) -> Intent:
    return commands.read(words) or (Question(text=words) if words else ShowHelp())
