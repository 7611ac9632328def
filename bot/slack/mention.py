"""The bot's name in a channel: the answer goes into the thread."""

from bot.conversation.asks import Question
from bot.slack.asked import Address, Asked, Payload, team_of, unescaped, without_mention, written_by_person


def read(body: Payload, bot: str) -> Asked | None:
    event = body.get("event") or {}
    if event.get("type") != "app_mention" or not written_by_person(event):
        return None
    channel, ts = event["channel"], event["ts"]
    thread = event.get("thread_ts") or ts
    team = team_of(body)
    return Asked(
        key=f"message:{team}:{channel}:{ts}",
        ask=Question(text=unescaped(without_mention(event.get("text") or "", bot))),
        address=Address(surface="message", team=team, user=event["user"], channel=channel, thread=thread),
        conversation=f"{channel}:{thread}",
    )
