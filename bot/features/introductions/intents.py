"""What is asked of introductions: buttons and forms. A form is an ask with blanks, which its fields fill in."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.features.intents import Intent
from bot.knowledge.people import Capacity
from bot.knowledge.shapes import Language

LONGEST_NOTE = 1500


def _none_if_blank(value: object) -> object:
    return None if value in ("", []) else value


NoteText = Annotated[str, Field(max_length=3000)]
Worth = Literal["yes", "partly", "no"]
"""Whether a meeting was of use."""
OptionalDay = Annotated[date | None, BeforeValidator(_none_if_blank)]


class _Spoken(Intent):
    language: Language


class Introduce(_Spoken):
    """Begin: a form with the note. `candidates`: who was proposed, the one chosen first; none to let Passeur choose."""

    kind: Literal["introduce"] = "introduce"
    candidates: tuple[str, ...] = ()
    entry: str | None = None
    topics: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    text: str = ""


class Send(_Spoken):
    """The note as it goes to the mentor, with the asker's consent."""

    kind: Literal["send"] = "send"
    candidates: tuple[str, ...]
    entry: str | None = None
    topics: tuple[str, ...] = ()
    note: NoteText = ""


class OfNeed(_Spoken):
    """A click of the asker's about a need."""

    kind: Literal["need"] = "need"
    need: str
    do: Literal["withdraw", "next", "edit"]


class Rewrite(_Spoken):
    kind: Literal["rewrite"] = "rewrite"
    need: str
    note: NoteText = ""


class OfIntroduction(_Spoken):
    """A click of the mentor's or the asker's, or of a maintainer's for an external mentor.

    `no`, `question`, `reply` and `not_before` open a form; `met`, `not_met`, `yes` and `block` are done at once.
    """

    kind: Literal["introduction"] = "introduction"
    introduction: str
    do: Literal["yes", "no", "question", "not_before", "reply", "met", "not_met", "block"]


class Respond(_Spoken):
    """The words, or the day, that a form brought."""

    kind: Literal["say"] = "say"
    introduction: str
    do: Literal["no", "question", "not_before", "reply"]
    words: NoteText = ""
    day: OptionalDay = None


class Rate(_Spoken):
    """One of both says whether their meeting was of use; `words` come from a form, and are for the team."""

    kind: Literal["rate"] = "rate"
    introduction: str
    worth: Worth
    words: NoteText = ""


class SayMore(_Spoken):
    """Open the form that adds words to it."""

    kind: Literal["say_more"] = "say_more"
    introduction: str
    worth: Worth


class OfferHelp(_Spoken):
    """Open the form with which one offers to be a mentor or a champion."""

    kind: Literal["offer"] = "offer"


class SendOffer(_Spoken):
    kind: Literal["send_offer"] = "send_offer"
    role: Literal["mentor", "champion"] = "mentor"
    name: Annotated[str, Field(max_length=80)] = ""
    did: Annotated[str, Field(max_length=300)] = ""
    topics: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    capacity: Capacity = 2


class ReviewOffer(_Spoken):
    """A maintainer's word on an offer."""

    kind: Literal["rule"] = "rule"
    mentor: str
    approve: bool


class EditProfile(_Spoken):
    kind: Literal["edit_profile"] = "edit_profile"


class SaveProfile(_Spoken):
    """What an internal mentor changes: it overrides the YAML. Without `pause_until` they are available."""

    kind: Literal["save_profile"] = "save_profile"
    capacity: Capacity = 2
    topics: tuple[str, ...] = ()
    pause_until: OptionalDay = None


class GoOn(_Spoken):
    """A mentor hidden for not answering goes on, or stops."""

    kind: Literal["go_on"] = "go_on"
    go_on: bool


class ShowMyRequests(_Spoken):
    kind: Literal["my_requests"] = "my_requests"


class ShowStatus(Intent):
    """The figures of introductions, for the maintainers; in their language unless given."""

    kind: Literal["status"] = "status"
    language: Language | None = None


class HelpAlong(_Spoken):
    """A maintainer's word on a request that nobody answers."""

    kind: Literal["help_along"] = "help_along"
    introduction: str
    do: Literal["nudge", "reassign", "close"]


IntroductionIntent = (
    Introduce
    | Send
    | OfNeed
    | Rewrite
    | OfIntroduction
    | Respond
    | Rate
    | SayMore
    | OfferHelp
    | SendOffer
    | ReviewOffer
    | EditProfile
    | SaveProfile
    | GoOn
    | ShowMyRequests
    | ShowStatus
    | HelpAlong
)
