"""Links to a domain of the manifest, in whichever message; whether one leads to an answer, the app says."""

from bot.app.inbound import Inbound
from bot.features.previews.intents import PreviewLinks
from bot.features.recipients import SlackPlace
from bot.transports.slack.inbound import Payload, team_of


def read(body: Payload, bot: str) -> Inbound | None:
    event = body.get("event") or {}
    if event.get("type") != "link_shared" or not event.get("unfurl_id") or event.get("user") == bot:
        return None
    team, channel, unfurl = team_of(body), str(event.get("channel") or ""), str(event["unfurl_id"])
    urls = tuple(str(link["url"]) for link in event.get("links") or ())
    return Inbound(
        key=f"links:{team}:{body.get('event_id') or unfurl}",
        intent=PreviewLinks(unfurl_id=unfurl, source=str(event.get("source") or ""), urls=urls),
        address=SlackPlace(surface="message", team=team, user=str(event.get("user") or ""), channel=channel),
        conversation=f"links:{unfurl}",
    )
