"""`/passeur` and its words: a private answer, which can be shared."""

from bot.conversation.asks import Ask, Question, ShowHelp
from bot.slack.asked import Address, Asked, Payload, team_of, unescaped

COMMAND = "/passeur"
HELP = {"": None, "help": None, "aide": "fr", "?": None}


def read(body: Payload, bot: str) -> Asked | None:
    if "command" not in body:
        return None
    words = unescaped(body.get("text") or "").strip()
    team, user, channel = team_of(body), body["user_id"], body.get("channel_id", "")
    asked: Ask = Question(text=words)
    if words.lower() in HELP:
        asked = ShowHelp.model_validate({"language": HELP[words.lower()]})
    return Asked(
        key=f"command:{team}:{body['trigger_id']}",
        ask=asked,
        address=Address(surface="response", team=team, user=user, channel=channel, response_url=body["response_url"]),
        conversation=f"{channel}:{user}",
        share=not channel.startswith("D"),
    )
