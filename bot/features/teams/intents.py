"""What a person does to show where their project stands, and a teammate to see it no more."""

from typing import Annotated, Literal

from pydantic import Field

from bot.features.intents import Intent
from bot.knowledge.shapes import Language

MOST_TEAMMATES = 20


class _OfTeam(Intent):
    language: Language
    questionnaire: str


class OpenTeam(_OfTeam):
    """The form in which teammates are chosen."""

    kind: Literal["open_team"] = "open_team"


class ShowTeam(_OfTeam):
    """Show it to these people, by their Slack ids, and to nobody else any more."""

    kind: Literal["show_team"] = "show_team"
    people: Annotated[tuple[str, ...], Field(max_length=MOST_TEAMMATES)] = ()


class LeaveTeam(_OfTeam):
    """See it no more. `key`: under which it is kept that this person may."""

    kind: Literal["leave_team"] = "leave_team"
    key: str
