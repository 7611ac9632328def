"""A click on one of the bot's buttons, which holds the intent itself; the table says where its answer is shown."""

from bot.app.inbound import Inbound
from bot.features.answering.intents import OpenHome, ShowHelp
from bot.features.feature import FeatureTable, IntentRule
from bot.features.intents import Intent
from bot.features.recipients import SlackPlace, Surface
from bot.messages.buttons import decode
from bot.transports.slack import opened
from bot.transports.slack.inbound import Payload, team_of

PRIVATE = "private"
"""How the block ids of private messages begin, so that a click there is known to be private."""


def read(body: Payload, features: FeatureTable) -> Inbound | None:
    if body.get("type") != "block_actions" or not body.get("actions"):
        return None
    action = body["actions"][0]
    # A button of an older version, whose intent can't be read any more, gets help rather than silence.
    intent = decode(action.get("action_id", ""), action.get("value", ""), features) or ShowHelp()
    rule = features.rule(intent)
    if (body.get("view") or {}).get("type") == "modal":
        return _in_form(body, intent, action)
    if rule.shown == "home" or (body.get("container") or {}).get("type") == "view":
        return _home(body, intent, rule, action)
    return _message(body, intent, rule, action)


def _in_form(body: Payload, intent: Intent, action: Payload) -> Inbound:
    """A click on a button of a form; what it answers takes the form's place."""
    view, team, user = body["view"], team_of(body), body["user"]["id"]
    place = opened.place_of(view, team, user)
    return Inbound(
        key=f"form:{team}:{user}:{view.get('id')}:{action.get('action_ts')}",
        intent=intent,
        address=place.model_copy(update={"view": view.get("id")}),
        conversation=f"form:{user}",
    )


def _home(body: Payload, intent: Intent, rule: IntentRule, action: Payload) -> Inbound:
    """A click on the Home tab; what isn't for there, of an older version, opens its first page."""
    team, user = team_of(body), body["user"]["id"]
    # Answered in the direct message, unless it opens a form.
    directly = rule.at_home and rule.shown != "home"
    return Inbound(
        key=f"home:{team}:{user}:{action.get('action_ts') or body.get('trigger_id')}",
        intent=intent if rule.at_home else OpenHome(),
        address=SlackPlace(
            surface="message" if directly else "home",
            team=team,
            user=user,
            channel=user if directly else "",
            trigger=body.get("trigger_id"),
        ),
        conversation=f"home:{user}",
    )


def _message(body: Payload, intent: Intent, rule: IntentRule, action: Payload) -> Inbound:
    container, message = body.get("container") or {}, body.get("message") or {}
    team, user = team_of(body), body["user"]["id"]
    channel = container.get("channel_id") or (body.get("channel") or {}).get("id", "")
    ts = container.get("message_ts") or message.get("ts", "")
    private = bool(container.get("is_ephemeral")) or str(action.get("block_id", "")).startswith(PRIVATE)
    direct = channel.startswith("D")
    within = message.get("thread_ts") or container.get("thread_ts")
    # No thread can begin under a private message: Slack shows it nowhere.
    thread = within or (None if direct or private else ts)
    surface = _surface(rule, private=private, direct=direct)
    address = SlackPlace(
        surface=surface,
        team=team,
        user=user,
        channel=channel,
        # Only what everybody sees opens a thread; Slack shows nobody a private note in a thread that isn't there.
        thread=thread if surface == "message" else within,
        response_url=body.get("response_url"),
        in_channel=rule.shown == "channel",
        trigger=body.get("trigger_id"),
    )
    conversation = f"{channel}:{user}" if private else f"{channel}:{thread}" if thread else channel
    return Inbound(
        key=f"click:{team}:{channel}:{ts}:{action['action_id']}{_once(rule, user, action, private=private)}",
        intent=intent,
        address=address,
        conversation=conversation,
        share=private and not direct,
        begun_in=channel if direct and thread else None,
    )


def _once(rule: IntentRule, user: str, action: Payload, *, private: bool) -> str:
    """What makes a further click another one."""
    if rule.repeat == "always" or (private and rule.repeat == "in_private"):
        return f":{user}:{action.get('action_ts')}"
    return f":{user}" if rule.repeat == "once_each" else ""


def _surface(rule: IntentRule, *, private: bool, direct: bool) -> Surface:
    if private or rule.shown == "channel":
        return "response"
    if rule.shown == "beside" or (rule.shown == "alone" and not direct):
        return "ephemeral"
    return "message"
