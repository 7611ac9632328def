"""Puts what is to be said into the words of Slack: the call that says it, made when it is sent."""

import json
from dataclasses import dataclass
from typing import Any

from bot.features.answering.replies import Apology, Home, Note, Prompts
from bot.features.forms import FormStep
from bot.features.outgoing import AnyReply, Outgoing, StoredCall
from bot.features.previews.replies import LinkPreview, LinkPreviews
from bot.features.privacy.replies import MyData
from bot.features.questionnaires.replies import ResultFile, ResultPicture
from bot.features.recipients import Mailbox, Maintainers, PeopleGroup, Person, SlackPlace
from bot.features.welcome.replies import Welcome
from bot.messages import blocks
from bot.messages.parts import Buttons
from bot.messages.questionnaire_picture import picture
from bot.messages.render import Renderer
from bot.transports.slack import opened, workflow
from bot.transports.slack.buttons import PRIVATE

Arguments = dict[str, Any]
SUGGESTIONS = 4
FILE = "passeur.json"
SAID_THERE_OR_NOWHERE = (StoredCall, MyData, ResultFile, ResultPicture, Prompts, Welcome, LinkPreviews)


@dataclass(frozen=True)
class ApiCall:
    """A method of the Web API."""

    method: str
    arguments: Arguments


@dataclass(frozen=True)
class GroupMessage:
    """A message in the conversation of several people, which is opened for it."""

    users: tuple[str, ...]
    arguments: Arguments


@dataclass(frozen=True)
class ResponseCall:
    """An answer to the address that Slack gave with a click or a command."""

    url: str
    arguments: Arguments


@dataclass(frozen=True)
class FileUpload:
    """A file in somebody's direct messages."""

    user: str
    arguments: Arguments


@dataclass(frozen=True)
class PictureUpload:
    """A picture in somebody's direct messages, drawn when it is sent."""

    user: str
    svg: str
    arguments: Arguments


Call = ApiCall | GroupMessage | ResponseCall | FileUpload | PictureUpload


def call_for(outgoing: Outgoing, renderer: Renderer, *, thumbs: bool = False) -> Call | None:
    """None when there is nothing to show, such as suggested questions of an organisation that has none.

    `thumbs`: with Slack's own feedback buttons, where everybody sees the message.
    """
    reply, to = outgoing.reply, outgoing.to
    if isinstance(reply, StoredCall) or isinstance(to, Mailbox):
        raise TypeError(f"{type(reply).__name__} to {type(to).__name__} is not for this renderer")
    if isinstance(to, SlackPlace) and to.execution:
        return ApiCall(*workflow.completed(reply, to.execution, renderer))
    if isinstance(to, SlackPlace):
        return _at(reply, _private_place(reply, to, renderer), renderer, thumbs=thumbs)
    if isinstance(reply, MyData) and isinstance(to, Person):
        return _file(reply, to.user, renderer)
    content = _content(reply, renderer)
    if outgoing.replaces is not None:
        card = outgoing.replaces
        return ApiCall("chat.update", {"channel": card.channel, "ts": card.ts, **content})
    match to:
        case Person(user=user):
            return post(user, None, content)
        case PeopleGroup(users=users):
            return GroupMessage(users, _without_previews(content))
        case Maintainers():
            channel = renderer.knowledge.organisation.channels.maintainers
            return post(channel, None, content) if channel else None


def _at(reply: AnyReply, place: SlackPlace, renderer: Renderer, *, thumbs: bool = False) -> Call | None:
    if isinstance(reply, FormStep) and place.view:
        return ApiCall("views.update", {"view_id": place.view, "view": opened.at(renderer.form(reply), place)})
    if isinstance(reply, FormStep) and place.trigger:
        return ApiCall("views.open", {"trigger_id": place.trigger, "view": opened.at(renderer.form(reply), place)})
    if isinstance(reply, MyData | ResultFile):
        return _file(reply, place.user, renderer)
    if isinstance(reply, ResultPicture):
        return _picture(reply, place.user, renderer)
    if isinstance(reply, Home):
        return ApiCall("views.publish", {"user_id": place.user, "view": blocks.home(renderer.parts(reply))})
    if isinstance(reply, LinkPreviews):
        return _previews(reply, renderer)
    if isinstance(reply, Prompts):
        return _prompts(reply, place, renderer)
    content = _content(reply, renderer, thumbs=thumbs and place.surface == "message")
    if place.surface in ("home", "prompts"):
        return post(place.user, None, content)
    if place.surface == "message":
        return post(place.channel, place.thread, content)
    public = is_public(reply, place)
    content = content if public else content | {"blocks": _private(content["blocks"])}
    thread = {"thread_ts": place.thread} if place.thread else {}
    if place.surface == "ephemeral":
        return ApiCall("chat.postEphemeral", {"channel": place.channel, "user": place.user, **thread, **content})
    kind = "in_channel" if public else "ephemeral"
    answer = {**content, **thread, "response_type": kind, "replace_original": False, "delete_original": False}
    return ResponseCall(place.response_url or "", answer)


def fallback(outgoing: Outgoing, renderer: Renderer) -> Outgoing | None:
    """What is said instead, where Slack refuses it at a place; mostly the same in the direct message."""
    reply, place = outgoing.reply, outgoing.to
    if isinstance(reply, SAID_THERE_OR_NOWHERE) or not isinstance(place, SlackPlace):
        return None
    if place.execution:
        return None
    if isinstance(reply, Home):
        return Outgoing(Note(reply.language, "no_home"), place)
    place = _private_place(reply, place, renderer)
    directly = Person(user=place.user)
    if isinstance(reply, FormStep) and (place.trigger or place.view):
        return Outgoing(Note(reply.language, "form_late"), directly)
    if place.surface in ("home", "prompts"):
        return None
    if place.surface == "response" and is_public(reply, place):
        # Said in the channel all the same, but to the person: they would take the answer itself for shared.
        private = place.model_copy(update={"surface": "ephemeral", "in_channel": False})
        return Outgoing(Note(reply.language, "not_shared"), private)
    return Outgoing(reply, directly)


def is_public(reply: AnyReply, place: SlackPlace) -> bool:
    return place.in_channel and not isinstance(reply, Note | Apology)


def _private_place(reply: AnyReply, place: SlackPlace, renderer: Renderer) -> SlackPlace:
    """What is somebody's own is for their eyes, also when they asked for it before everybody."""
    if not renderer.features.personal(reply) or place.surface != "message" or not place.channel.startswith(("C", "G")):
        return place
    # Slack shows nobody a private note in a thread that isn't there yet.
    thread = None if place.opens_thread else place.thread
    return place.model_copy(update={"surface": "ephemeral", "thread": thread})


def _content(reply: AnyReply, renderer: Renderer, *, thumbs: bool = False) -> Arguments:
    # A message has no button that sends the fields of a form.
    parts = renderer.invitation(reply) if isinstance(reply, FormStep) else renderer.parts(reply)
    message = blocks.message(parts, thumbs=thumbs)
    return {"text": message.text, "blocks": message.blocks}


def _file(reply: Any, user: str, renderer: Renderer) -> Call:
    """A file in the direct message, whoever else is where it was asked."""
    parts = renderer.parts(reply)
    if isinstance(reply, MyData):
        name, content = FILE, json.dumps(reply.data, ensure_ascii=False, indent=2, default=str)
    else:
        (name, content), parts = renderer.file(reply), parts[:1]
    comment = blocks.message(parts).text
    return FileUpload(user, {"content": content, "filename": name, "initial_comment": comment})


def _picture(reply: Any, user: str, renderer: Renderer) -> Call:
    made, comment = picture(renderer, reply), blocks.message(renderer.parts(reply)).text
    return PictureUpload(user, made.svg, {"filename": made.name, "alt_txt": made.alt, "initial_comment": comment})


def post(channel: str, thread: str | None, content: Arguments) -> ApiCall:
    arguments = {"channel": channel, **_without_previews(content)}
    return ApiCall("chat.postMessage", arguments | ({"thread_ts": thread} if thread else {}))


def _without_previews(content: Arguments) -> Arguments:
    return {**content, "unfurl_links": False, "unfurl_media": False}


def _private(made: list[blocks.Block]) -> list[blocks.Block]:
    """Mark the buttons of a private message, so that a click on one is answered in private."""
    return [
        block | {"block_id": f"{PRIVATE}-{place}"} if block["type"] == "actions" else block
        for place, block in enumerate(made)
    ]


def _previews(reply: LinkPreviews, renderer: Renderer) -> Call | None:
    """Nothing for an entry that was taken away meanwhile."""
    entries = renderer.knowledge.entries
    shown = {
        link.url: {"blocks": blocks.blocks(renderer.parts(LinkPreview(link.language, link.entry)))}
        for link in reply.links
        if link.entry in entries
    }
    arguments = {"unfurl_id": reply.unfurl_id, "source": reply.source, "unfurls": shown}
    return ApiCall("chat.unfurl", arguments) if shown else None


def _prompts(reply: Prompts, place: SlackPlace, renderer: Renderer) -> Call | None:
    parts = renderer.parts(reply)
    labels = [button.label for part in parts if isinstance(part, Buttons) for button in part.buttons]
    if not labels:
        return None
    # Without thread_ts: an app with the Messages tab of 2026 ignores the prompts of a thread without a word.
    arguments = {
        "channel_id": place.channel,
        "title": getattr(parts[0], "text", ""),
        "prompts": [{"title": label, "message": label} for label in labels[:SUGGESTIONS]],
    }
    return ApiCall("assistant.threads.setSuggestedPrompts", arguments)
