"""`/passeur` and its words: a private answer, which can be shared."""

from bot.app.inbound import Inbound
from bot.features.answering.intents import Question, ShowHelp
from bot.features.feature import FeatureTable
from bot.features.intents import Intent
from bot.features.recipients import SlackPlace
from bot.transports.slack.inbound import Payload, team_of, unescaped

COMMAND = "/passeur"


def read(body: Payload, features: FeatureTable) -> Inbound | None:
    if "command" not in body:
        return None
    words = unescaped(body.get("text") or "").strip()
    team, user, channel = team_of(body), body["user_id"], body.get("channel_id", "")
    return Inbound(
        key=f"command:{team}:{body['trigger_id']}",
        intent=_ask(words, features),
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
        command=True,
    )


def _ask(words: str, features: FeatureTable) -> Intent:
    return features.commands.read(words) or (Question(text=words) if words else ShowHelp())
