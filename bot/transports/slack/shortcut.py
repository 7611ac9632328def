"""« Répondre avec Passeur » on somebody's message: a private answer to its words, which can be shared."""

from bot.app.inbound import Inbound
from bot.features.answering.intents import Question
from bot.features.recipients import SlackPlace
from bot.transports.slack.inbound import Payload, team_of, unescaped
from bot.transports.slack.wording import wording

CALLBACK = "answer_with_passeur"


def read(body: Payload, _bot: str) -> Inbound | None:
    if body.get("type") != "message_action" or body.get("callback_id") != CALLBACK:
        return None
    team, user, channel = team_of(body), body["user"]["id"], body["channel"]["id"]
    message = body.get("message") or {}
    return Inbound(
        key=f"shortcut:{team}:{body['trigger_id']}",
        ask=Question(text=unescaped(wording(message).text)),
        address=SlackPlace(
            surface="response",
            team=team,
            user=user,
            channel=channel,
            thread=message.get("thread_ts"),
            response_url=body["response_url"],
        ),
        conversation=f"{channel}:{user}",
        share=not channel.startswith("D"),
        keep=False,
    )
