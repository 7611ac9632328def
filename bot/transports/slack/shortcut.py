"""What one does with somebody's message: « Répondre avec Passeur », « En faire une réponse »."""

from bot.app.inbound import Inbound
from bot.features.answering.intents import Question
from bot.features.gaps.intents import MakeAnswer
from bot.features.recipients import SlackPlace
from bot.transports.slack.inbound import Payload, team_of, unescaped
from bot.transports.slack.wording import wording

ANSWER, MAKE_ANSWER = CALLBACKS = "answer_with_passeur", "make_answer"
"""A private answer to its words, which can be shared; and the beginning of a new answer, for maintainers."""


def read(body: Payload, bot: str) -> Inbound | None:
    if body.get("type") != "message_action" or body.get("callback_id") not in CALLBACKS:
        return None
    team, user, channel = team_of(body), body["user"]["id"], body["channel"]["id"]
    message = body.get("message") or {}
    text, making = unescaped(wording(message).text), body["callback_id"] == MAKE_ANSWER
    return Inbound(
        key=f"shortcut:{team}:{body['trigger_id']}",
        intent=MakeAnswer(answer=text) if making else Question(text=text),
        address=SlackPlace(
            surface="response",
            team=team,
            user=user,
            channel=channel,
            thread=message.get("thread_ts"),
            response_url=body["response_url"],
            trigger=body["trigger_id"] if making else None,
        ),
        conversation=f"{channel}:{user}",
        share=not channel.startswith("D"),
        keep=False,
        above=str(message.get("ts", "")) if making and message.get("thread_ts") else None,
        bot=bot,
    )
