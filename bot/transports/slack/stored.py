"""Messages as version 0.1 stored them: finished calls of Slack's Web API, or e-mails, with what follows from them.

Whoever updates with messages waiting loses none. To be removed with version 0.3: none waits for longer than a day.
"""

from typing import Any

from bot.features.introductions.card import Card
from bot.features.outgoing import Outgoing, StoredCall
from bot.features.recipients import Mailbox, PeopleGroup, Person, Recipient, SlackPlace
from bot.transports.slack.calls import ApiCall, Call, FileUpload, GroupMessage, ResponseCall

_Stored = dict[str, Any]


def outgoing_of(payload: _Stored) -> Outgoing:
    """The stored call as what is to be sent."""
    then, otherwise, card = payload.get("after"), payload.get("otherwise"), payload.get("card")
    call: _Stored = {name: payload[name] for name in ("method", "arguments", "url") if name in payload}
    return Outgoing(
        StoredCall(call, lost=bool(payload.get("lost"))),
        _recipient(payload),
        lane=payload.get("lane"),
        introduction=payload.get("of"),
        card=Card.model_validate(card) if card else None,
        then=outgoing_of(then) if then else None,
        otherwise=outgoing_of(otherwise) if otherwise else None,
    )


def call_of(stored: StoredCall) -> Call:
    """The call, as this version makes it."""
    method, arguments = stored.call["method"], dict(stored.call["arguments"])
    if method == "response_url":
        return ResponseCall(stored.call["url"], arguments)
    if method == "files.upload":
        return FileUpload(arguments.pop("user"), arguments)
    if "," in str(arguments.get("channel", "")):
        users = str(arguments.pop("channel")).split(",")
        return GroupMessage(tuple(users), arguments)
    return ApiCall(method, arguments)


def _recipient(payload: _Stored) -> Recipient:
    arguments: _Stored = payload["arguments"]
    people: list[str] = payload.get("people") or []
    if payload["method"] == "smtp":
        return Mailbox(address=arguments["to"])
    if len(people) == 1:
        return Person(user=people[0])
    if people:
        return PeopleGroup(users=tuple(people))
    return SlackPlace(surface="message", team="", user="", channel=str(arguments.get("channel", "")))
