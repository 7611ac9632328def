"""Outgoing: a reply and its recipient, which are stored until they are sent. Words are chosen only when it is sent."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import PlainSerializer, PlainValidator, TypeAdapter, ValidationInfo

from bot.features.answering.replies import ForMaintainers, Note, Prompts, Reply
from bot.features.feature import FeatureTable
from bot.features.forms import FormStep
from bot.features.gaps.replies import GapReply
from bot.features.introductions.card import Card, Settled
from bot.features.introductions.replies import Draft, Request
from bot.features.introductions.transition import Notification
from bot.features.previews.replies import LinkPreview, LinkPreviews
from bot.features.recipients import Addressee, Mailbox, Maintainers, PeopleGroup, Person, Recipient, SlackPlace
from bot.features.steps.replies import StepOutcome, StepRefused
from bot.features.table import FEATURES
from bot.features.welcome.replies import Welcome
from bot.features.working.replies import Stopped, Working


@dataclass(frozen=True)
class StoredCall:
    """What version 0.1 stored instead of a reply: the finished call, which its transport sends as it is.

    `lost`: given up, the introduction goes on without its mentor. To be removed with version 0.3.
    """

    call: dict[str, Any]
    lost: bool = False


AnyReply = (
    Reply | GapReply | FormStep | Welcome | Working | Stopped | LinkPreviews | LinkPreview | StepOutcome | StepRefused
)
"""Whatever a feature says; the table of features knows those of the other families."""
_CLASSES: dict[str, type] = {one.__name__: one for one in (*get_args(Reply), FormStep, StoredCall)}
"""Beside those that a table of features declares."""


@cache
def _adapter(reply: type) -> TypeAdapter[Any]:
    return TypeAdapter(reply)


def _dumped(reply: Any) -> dict[str, Any]:
    kind: type = type(reply)
    return {"class": kind.__name__, "fields": _adapter(kind).dump_python(reply, mode="json")}


def _loaded(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, dict):
        return value
    known = {**_CLASSES, **(info.context or {})["features"].replies}
    if value.get("class") not in known:
        raise ValueError(f'no reply is called "{value.get("class")}"')
    return _adapter(known[value["class"]]).validate_python(value["fields"], context=info.context)


@dataclass(frozen=True)
class Outgoing:
    """`then` is said after it, and `otherwise` in its place if it can't be said.

    `lane`: what has the same one is said in order. `introduction`: the one that ends if a person can't be reached.
    `card`: to be known again once it stands in Slack. `replaces`: a card that stands there.
    """

    reply: Annotated[AnyReply | StoredCall, PlainSerializer(_dumped), PlainValidator(_loaded)]
    to: Recipient
    lane: str | None = None
    introduction: str | None = None
    card: Card | None = None
    replaces: Card | None = None
    then: "Outgoing | None" = None
    otherwise: "Outgoing | None" = None

    @property
    def missed_by_nobody(self) -> bool:
        """Whether nothing is lost where Slack refuses it: a card of before, an extra that not every plan has."""
        return self.replaces is not None or isinstance(self.reply, Prompts | Welcome | LinkPreviews)

    @property
    def vital(self) -> bool:
        """Whether the introduction goes on without its mentor when this can't be said."""
        if isinstance(self.reply, StoredCall):
            return self.reply.lost
        return self.introduction is not None and isinstance(self.reply, Request | Draft)


@cache
def _outgoing() -> TypeAdapter[Outgoing]:
    return TypeAdapter(Outgoing)


def stored(outgoing: Outgoing) -> dict[str, Any]:
    """As JSON, for a row."""
    kept: dict[str, Any] = _outgoing().dump_python(outgoing, mode="json", exclude_none=True)
    return kept


def restored(payload: dict[str, Any], features: FeatureTable = FEATURES) -> Outgoing:
    """Raises ValidationError for what this version has no word for."""
    return _outgoing().validate_python(_as_stored_now(payload), context={"features": features})


def _as_stored_now(payload: dict[str, Any]) -> dict[str, Any]:
    """A form of an introduction, as it was stored before it had steps: too late to open, but not to offer again.

    To be removed with version 0.3.
    """
    reply = payload["reply"]
    if not isinstance(reply, dict) or reply.get("class") != "Form":
        return payload
    form = reply["fields"]
    opener = {"kind": "offer", "language": form["language"]} if form["of"] in ("offer", "profile") else None
    template = f"{form['of']}_form"
    fields = {"language": form["language"], "template": template, "intent": form["ask"], "fields": (), "opener": opener}
    place = {name: value for name, value in payload["to"].items() if name not in ("trigger", "view")}
    return {**payload, "reply": {"class": FormStep.__name__, "fields": fields}, "to": place}


def addressed(
    replies: tuple[AnyReply | Notification | Outgoing, ...], place: SlackPlace | None, *, maintainers: bool
) -> tuple[Outgoing, ...]:
    """Each reply with whom it goes to. `place`: where it was asked; None when nobody waits there for a reply.

    `maintainers`: they have a channel; what is for them is left out otherwise.
    """
    made: list[Outgoing] = []
    for reply in replies:
        if isinstance(reply, Outgoing):
            made += [reply] if maintainers or not isinstance(reply.to, Maintainers) else []
        elif isinstance(reply, Notification):
            made += _notified(reply, maintainers=maintainers)
        elif place is not None:
            made.append(_replied(reply, place, maintainers=maintainers))
    return tuple(made)


def _replied(reply: AnyReply, place: SlackPlace, *, maintainers: bool) -> Outgoing:
    """Who hands a question on is told whether the maintainers' channel took it."""
    if not isinstance(reply, ForMaintainers):
        return Outgoing(reply, place)
    taken, refused = (Outgoing(Note(reply.language, of), place) for of in ("forwarded", "not_forwarded"))
    return Outgoing(reply, Maintainers(), then=taken, otherwise=refused) if maintainers else refused


def _notified(note: Notification, *, maintainers: bool) -> tuple[Outgoing, ...]:
    if isinstance(note.to, Maintainers) and not maintainers:
        return ()
    lane = lane_of(note.need, note.to) if note.need else None
    made = Outgoing(note.reply, note.to, lane, note.introduction, note.card, note.replaces)
    if note.draft is not None:
        # A request that no server takes becomes the maintainers' draft; without them the next mentor is asked.
        card = Card(kind="request", need=note.need, to=Maintainers(), introduction=note.introduction or "")
        draft = Notification(Maintainers(), note.draft, note.introduction, need=note.need, card=card)
        return (replace(made, otherwise=next(iter(_notified(draft, maintainers=maintainers)), None)),)
    if (
        note.replaces is not None
        and isinstance(note.reply, Settled)
        and note.reply.asker
        and note.reply.of == "accepted"
    ):
        # The asker, who waits for a yes, is told of it also where the message was deleted.
        return (replace(made, otherwise=Outgoing(note.reply, note.to)),)
    return (made,)


def lane_of(need: str, to: Addressee) -> str:
    """What one reader is sent about one need is sent in order. Version 0.1 gave its lanes the same names."""
    match to:
        case Person(user=name) | Mailbox(address=name):
            return f"{need}:{name}"
        case PeopleGroup(users=users):
            return f"{need}:{','.join(users)}"
        case Maintainers():
            return f"{need}:maintainers"
