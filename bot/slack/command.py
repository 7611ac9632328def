"""`/passeur` and its words: a private answer, which can be shared."""

from collections.abc import Mapping

from bot.conversation.asks import Ask, Question, ShowHelp
from bot.conversation.introductions.asks import ForgetMe, OfferHelp, ShowMyData, ShowStatus
from bot.search.text import folded
from bot.slack.asked import Address, Asked, Payload, team_of, unescaped

COMMAND = "/passeur"
WORDS: Mapping[str, Ask] = {
    "": ShowHelp(),
    "help": ShowHelp(),
    "aide": ShowHelp(language="fr"),
    "oublie moi": ForgetMe(language="fr"),
    "oubliez moi": ForgetMe(language="fr"),
    "forget me": ForgetMe(language="en"),
    "mes donnees": ShowMyData(language="fr"),
    "my data": ShowMyData(language="en"),
    "mentors": ShowStatus(),
    "devenir mentor": OfferHelp(language="fr"),
    "become a mentor": OfferHelp(language="en"),
}
"""What isn't a question, as `folded` reads it."""


def read(body: Payload, bot: str) -> Asked | None:
    if "command" not in body:
        return None
    words = unescaped(body.get("text") or "").strip()
    team, user, channel = team_of(body), body["user_id"], body.get("channel_id", "")
    return Asked(
        key=f"command:{team}:{body['trigger_id']}",
        ask=WORDS.get(folded(words), Question(text=words)),
        address=Address(
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
