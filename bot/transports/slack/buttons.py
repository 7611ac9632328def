"""A click on one of the bot's buttons, which holds the ask itself."""

from bot.features.answering.intents import Forward, Intent, OpenHome, Share, ShowHelp, Vote
from bot.features.introductions.intents import IntroductionIntent, ReviewOffer
from bot.features.recipients import SlackPlace, Surface
from bot.messages.buttons import decode
from bot.transports.slack.inbound import Inbound, Payload, team_of

PRIVATE = "private"
"""How the block ids of private messages begin, so that a click there is known to be private."""


def read(body: Payload, bot: str) -> Inbound | None:
    if body.get("type") != "block_actions" or not body.get("actions"):
        return None
    action = body["actions"][0]
    # A button of an older version, whose ask can't be read any more, gets help rather than silence.
    ask = decode(action.get("action_id", ""), action.get("value", "")) or ShowHelp()
    if isinstance(ask, OpenHome) or (body.get("container") or {}).get("type") == "view":
        return _home(body, ask, action)
    return _message(body, ask, action)


def _home(body: Payload, ask: Intent, action: Payload) -> Inbound:
    """A click on the Home tab; what isn't browsing there, of an older version, opens its first page."""
    team, user = team_of(body), body["user"]["id"]
    known = isinstance(ask, OpenHome | IntroductionIntent)
    own = isinstance(ask, IntroductionIntent)  # answered in the direct message, unless it opens a form
    return Inbound(
        key=f"home:{team}:{user}:{action.get('action_ts') or body.get('trigger_id')}",
        ask=ask if known else OpenHome(),
        address=SlackPlace(
            surface="message" if own else "home",
            team=team,
            user=user,
            channel=user if own else "",
            trigger=body.get("trigger_id"),
        ),
        conversation=f"home:{user}",
    )


def _message(body: Payload, ask: Intent, action: Payload) -> Inbound:
    container, message = body.get("container") or {}, body.get("message") or {}
    team, user = team_of(body), body["user"]["id"]
    channel = container.get("channel_id") or (body.get("channel") or {}).get("id", "")
    ts = container.get("message_ts") or message.get("ts", "")
    private = bool(container.get("is_ephemeral")) or str(action.get("block_id", "")).startswith(PRIVATE)
    direct = channel.startswith("D")
    within = message.get("thread_ts") or container.get("thread_ts")
    # No thread can begin under a private message: Slack shows it nowhere.
    thread = within or (None if direct or private else ts)
    anew = isinstance(ask, Vote | IntroductionIntent) or (private and not isinstance(ask, Share | Forward))
    once = f":{user}:{action.get('action_ts')}" if anew else f":{user}" if isinstance(ask, Forward) else ""
    surface = _surface(ask, private, direct)
    address = SlackPlace(
        surface=surface,
        team=team,
        user=user,
        channel=channel,
        # Only what everybody sees opens a thread; Slack shows nobody a private note in a thread that isn't there.
        thread=thread if surface == "message" else within,
        response_url=body.get("response_url"),
        in_channel=isinstance(ask, Share),
        trigger=body.get("trigger_id"),
    )
    conversation = f"{channel}:{user}" if private else f"{channel}:{thread}" if thread else channel
    return Inbound(
        key=f"click:{team}:{channel}:{ts}:{action['action_id']}{once}",
        ask=ask,
        address=address,
        conversation=conversation,
        share=private and not direct,
        begun_in=channel if direct and thread else None,
    )


def _surface(ask: Intent, private: bool, direct: bool) -> Surface:
    if private or isinstance(ask, Share):
        return "response"
    if isinstance(ask, ReviewOffer) or (direct and isinstance(ask, IntroductionIntent)):
        return "message"
    return "ephemeral" if isinstance(ask, Vote | Forward | IntroductionIntent) else "message"
