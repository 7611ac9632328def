"""A reply and an address in, the call of Slack's Web API that says it out."""

import json
from typing import Any

from bot.features.answering.replies import Apology, ForMaintainers, Home, Note, Prompts, Reply
from bot.features.forms import FormStep
from bot.features.introductions.card import Card, Settled
from bot.features.introductions.notifications import MAINTAINERS
from bot.features.introductions.replies import Draft, Form, Notification, Request
from bot.features.privacy.replies import MyData
from bot.features.recipients import Addressee, Mailbox, Maintainers, PeopleGroup, Person, SlackPlace
from bot.messages import blocks
from bot.messages.parts import Buttons
from bot.messages.render import Renderer
from bot.transports.slack.buttons import PRIVATE

Call = dict[str, Any]
"""`method` (of the Web API, or "response_url" with its `url`, "files.upload", "smtp") and `arguments`; then what to
call `after` it was taken, and `otherwise`, when Slack refuses it. `people`: who must be there to read it, or the
introduction `of` which it is ends. `lost`: given up, the introduction goes on without its mentor. `lane`: calls of the
same one are made one after the other. `card`: what is told to introductions, with its place, once it stands there."""
EVENT_TYPE = "passeur_message"
SUGGESTIONS = 4
FILE = "passeur.json"


def call_for(reply: Reply | Notification, address: SlackPlace, renderer: Renderer) -> Call | None:
    """None when there is nothing to show, such as suggested questions of an organisation that has none."""
    if isinstance(reply, Notification):
        return letter(reply, address, renderer)
    address = _private_place(reply, address, renderer)
    if isinstance(reply, Form | FormStep) and address.trigger:
        return _form(reply, address, renderer)
    if isinstance(reply, MyData):
        return _file(reply, address, renderer)
    if isinstance(reply, ForMaintainers):
        return _for_maintainers(reply, address, renderer)
    parts = renderer.invitation(reply) if isinstance(reply, Form) else renderer.parts(reply)
    if isinstance(reply, Home):
        view = {"user_id": address.user, "view": blocks.home(parts)}
        otherwise = call_for(Note(reply.language, "no_home"), address, renderer)
        return {"method": "views.publish", "arguments": view, "otherwise": otherwise}
    if isinstance(reply, Prompts):
        return _prompts(reply, address, renderer)
    message = blocks.message(parts)
    content = {"text": message.text, "blocks": message.blocks}
    directly = post(address.user, None, content)
    if address.surface in ("home", "prompts"):
        return directly
    if address.surface == "message":
        return post(address.channel, address.thread, content) | {"otherwise": directly}
    public = address.in_channel and not isinstance(reply, Note | Apology)
    content = content if public else {"text": message.text, "blocks": _private(message.blocks)}
    thread = {"thread_ts": address.thread} if address.thread else {}
    if address.surface == "response":
        kind = "in_channel" if public else "ephemeral"
        arguments = {**content, **thread, "response_type": kind, "replace_original": False, "delete_original": False}
        otherwise = _not_shared(reply, address, renderer) if public else directly
        return {"method": "response_url", "url": address.response_url, "arguments": arguments, "otherwise": otherwise}
    arguments = {"channel": address.channel, "user": address.user, **thread, **content}
    return {"method": "chat.postEphemeral", "arguments": arguments, "otherwise": directly}


def _private_place(reply: Reply, address: SlackPlace, renderer: Renderer) -> SlackPlace:
    """What is somebody's own is for their eyes, also when they asked for it before everybody."""
    if (
        not renderer.features.personal(reply)
        or address.surface != "message"
        or not address.channel.startswith(("C", "G"))
    ):
        return address
    # Slack shows nobody a private note in a thread that isn't there yet.
    thread = None if address.opens_thread else address.thread
    return address.model_copy(update={"surface": "ephemeral", "thread": thread})


def letter(letter: Notification, address: SlackPlace, renderer: Renderer) -> Call | None:
    """To somebody else than who asks, or to them but in private; None when nobody takes it."""
    to = letter.to
    if isinstance(to, Mailbox):
        subject, text = renderer.mail(letter.reply)
        mail = {"method": "smtp", "arguments": {"to": to.address, "subject": subject, "text": text}}
        return mail | _kept(letter) | _unless_mailed(letter, address, renderer)
    channel, people = _channel(to, renderer)
    if channel is None:
        return None
    message = blocks.message(renderer.parts(letter.reply))
    content = {"text": message.text, "blocks": message.blocks}
    if letter.replaces is not None:
        return _instead(letter, letter.replaces, content, channel)
    call = post(channel, None, content)
    lost = isinstance(letter.reply, Request | Draft)
    return call | {"people": people, "of": letter.introduction, "lost": lost} | _kept(letter)


def _channel(to: Person | PeopleGroup | Maintainers, renderer: Renderer) -> tuple[str | None, list[str]]:
    """Where it goes, and who must be there to read it; several ids stand for their conversation."""
    match to:
        case Person(user=user):
            return user, [user]
        case PeopleGroup(users=users):
            return ",".join(users), [*users]
        case Maintainers():
            return renderer.knowledge.organisation.channels.maintainers, []


def lane_of(need: str, to: Addressee) -> str:
    """What one reader is sent about one need is sent in order. Version 0.1 gave its lanes the same names."""
    match to:
        case Person(user=name) | Mailbox(address=name):
            return f"{need}:{name}"
        case PeopleGroup(users=users):
            return f"{need}:{','.join(users)}"
        case Maintainers():
            return f"{need}:maintainers"


def _kept(letter: Notification) -> Call:
    """What keeps its order, and where it will stand."""
    lane = lane_of(letter.need, letter.to) if letter.need else None
    return {"lane": lane, "card": letter.card.model_dump(mode="json") if letter.card else None}


def _instead(letter: Notification, card: Card, content: Call, channel: str) -> Call:
    """The message as it is now; the asker, who waits for a yes, is told of it also where the message was deleted."""
    reply = letter.reply
    tell = isinstance(reply, Settled) and reply.asker and reply.of == "accepted"
    arguments = {"channel": card.channel, "ts": card.ts, **content}
    return {
        "method": "chat.update",
        "arguments": arguments,
        "otherwise": post(channel, None, content) if tell else None,
    }


def _unless_mailed(letter: Notification, address: SlackPlace, renderer: Renderer) -> Call:
    """A request that no server takes becomes the maintainers' draft; where nobody takes that, the next one is asked."""
    if letter.draft is None:
        return {}
    card = Card(kind="request", need=letter.need, to=MAINTAINERS, introduction=letter.introduction or "")
    draft = Notification(MAINTAINERS, letter.draft, letter.introduction, need=letter.need, card=card)
    otherwise = call_for(draft, address, renderer)
    return {"of": letter.introduction, "otherwise": otherwise, "lost": otherwise is None}


def _form(reply: Form | FormStep, address: SlackPlace, renderer: Renderer) -> Call:
    """A form that opens too late is said so in the direct message."""
    late = blocks.message(renderer.parts(Note(reply.language, "form_late")))
    otherwise = post(address.user, None, {"text": late.text, "blocks": late.blocks})
    arguments = {"trigger_id": address.trigger or "", "view": renderer.form(reply)}
    return {"method": "views.open", "arguments": arguments, "otherwise": otherwise}


def _file(reply: MyData, address: SlackPlace, renderer: Renderer) -> Call:
    """A file in the direct message, whoever else is where it was asked."""
    message = blocks.message(renderer.parts(reply))
    content = json.dumps(reply.data, ensure_ascii=False, indent=2, default=str)
    arguments = {"user": address.user, "content": content, "filename": FILE, "initial_comment": message.text}
    return {"method": "files.upload", "arguments": arguments}


def _not_shared(reply: Reply, address: SlackPlace, renderer: Renderer) -> Call | None:
    """Said in the channel all the same, but to the person: they would take the answer itself for shared."""
    private = address.model_copy(update={"surface": "ephemeral", "in_channel": False})
    return call_for(Note(reply.language, "not_shared"), private, renderer)


def post(channel: str, thread: str | None, content: Call) -> Call:
    arguments = {"channel": channel, **content, "unfurl_links": False, "unfurl_media": False}
    return {"method": "chat.postMessage", "arguments": arguments | ({"thread_ts": thread} if thread else {})}


def _for_maintainers(reply: ForMaintainers, address: SlackPlace, renderer: Renderer) -> Call | None:
    """The person is told whether the maintainers' channel took it."""
    channel = renderer.knowledge.organisation.channels.maintainers
    if channel is None:
        return call_for(Note(reply.language, "not_forwarded"), address, renderer)
    message = blocks.message(renderer.parts(reply))
    return post(channel, None, {"text": message.text, "blocks": message.blocks}) | {
        "after": call_for(Note(reply.language, "forwarded"), address, renderer),
        "otherwise": call_for(Note(reply.language, "not_forwarded"), address, renderer),
    }


def _private(made: list[blocks.Block]) -> list[blocks.Block]:
    """Mark the buttons of a private message, so that a click on one is answered in private."""
    return [
        block | {"block_id": f"{PRIVATE}-{place}"} if block["type"] == "actions" else block
        for place, block in enumerate(made)
    ]


def _prompts(reply: Prompts, address: SlackPlace, renderer: Renderer) -> Call | None:
    parts = renderer.parts(reply)
    labels = [button.label for part in parts if isinstance(part, Buttons) for button in part.buttons]
    if not labels:
        return None
    # Without thread_ts: an app with the Messages tab of 2026 ignores the prompts of a thread without a word.
    arguments = {
        "channel_id": address.channel,
        "title": getattr(parts[0], "text", ""),
        "prompts": [{"title": label, "message": label} for label in labels[:SUGGESTIONS]],
    }
    return {"method": "assistant.threads.setSuggestedPrompts", "arguments": arguments}
