"""The shapes of what concerns people: mentors who agreed to be proposed, and how introductions are paced."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

import holidays
from pydantic import AfterValidator, Field

from bot.knowledge.shapes import ByLanguage, Day, Id, Language, Model, Text

DAYS = Field(ge=1, le=3650)


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("a time zone is wanted here, such as Europe/Paris")
    return name


def _country(code: str) -> str:
    if code not in holidays.list_supported_countries(include_aliases=False):
        raise ValueError("a country of two capital letters is wanted here, such as FR")
    return code


TimeZone = Annotated[Text, AfterValidator(_zone)]
Country = Annotated[Text, AfterValidator(_country)]


class Consent(Model):
    """When somebody agreed to be proposed, and how they said so."""

    date: Day
    how: Text


class Mentor(Model):
    """Somebody who may be proposed once they agreed; `slack` and `email` are never shown before both sides said yes.

    `role`: a champion carries an opening project now, a mentor has done it. `capacity`: requests open at once, at most.
    `confirmed`: when they last said that they go on, the day of their consent unless given.
    `do_not_introduce`: Slack ids, shown to nobody.
    """

    id: Id
    name: Text
    kind: Literal["internal", "external"]
    role: Literal["mentor", "champion"] = "mentor"
    did: ByLanguage
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    steps: tuple[Id, ...] = ()
    sector: Text | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    slack: Text | None = None
    email: Text | None = None
    time_zone: TimeZone | None = None
    capacity: Annotated[int, Field(ge=1, le=50)] = 2
    pause_until: Day | None = None
    confirmed: Day | None = None
    consent: Consent | None = None
    do_not_introduce: tuple[Text, ...] = ()


class Introductions(Model):
    """How introductions are paced; working days are those of the country, in the time zone of whoever is waited for.

    In working days: a mentor is reminded `remind_after`, and the next one asked `expire_after` the request; both are
    asked whether they met `ask_met_after` the yes, and `close_after` that it ends without an answer.
    In days: a pair doesn't come back within `pair_again_after`; a mentor who last confirmed `confirmed_within` ago or
    longer isn't proposed; an introduction's words are erased `keep_words` after its end.
    `hide_after`: requests left to expire in a row after which a mentor is hidden, and asked whether to go on.
    """

    country: Country = "FR"
    subdivision: Text | None = None
    time_zone: TimeZone = "Europe/Paris"
    remind_after: Annotated[int, DAYS] = 3
    expire_after: Annotated[int, DAYS] = 7
    ask_met_after: Annotated[int, DAYS] = 10
    close_after: Annotated[int, DAYS] = 10
    pair_again_after: Annotated[int, DAYS] = 365
    confirmed_within: Annotated[int, DAYS] = 400
    keep_words: Annotated[int, DAYS] = 90
    hide_after: Annotated[int, Field(ge=1, le=50)] = 3

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
