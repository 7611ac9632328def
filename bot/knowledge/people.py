"""The shapes of what concerns people: mentors who agreed to be proposed, and how introductions are paced."""

from contextlib import suppress
from functools import cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, ValidationInfo

from bot.knowledge.addresses import Email, Member
from bot.knowledge.near import did_you_mean
from bot.knowledge.shapes import ByLanguage, Day, Id, Language, Model, Text, refused

DAYS = Field(ge=1, le=3650)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)  # far quicker than reading the names of all
    except (KeyError, ValueError, OSError):
        hint = did_you_mean(name, _zones())
        raise refused(f'"{name}" is not a time zone: one is wanted here, such as Europe/Paris', hint) from None
    return name


def _country(code: str) -> str:
    import holidays  # slow to load, and only an organisation that names its country needs it

    with suppress(NotImplementedError):  # loads that one country, where the list loads all
        if holidays.country_holidays(code).country == code:
            return code
    known = holidays.list_supported_countries(include_aliases=False)
    if code not in known:
        hint = f'did you mean "{code.upper()}"?' if code.upper() in known else ""
        raise refused(f'"{code}" is not a country: two capital letters are wanted here, such as FR', hint)
    return code


def _subdivision(name: str, info: ValidationInfo) -> str:
    country = info.data.get("country")
    if country is None:  # told already
        return name
    import holidays

    calendar = holidays.country_holidays(country)
    if name in calendar.subdivisions or name in calendar.subdivisions_aliases:
        return name
    aliases: dict[str, str] = {code: alias for alias, code in calendar.subdivisions_aliases.items()}
    known = [f"{code} ({aliases[code]})" if code in aliases else code for code in calendar.subdivisions]
    listed = f"those of {country} are {', '.join(known)}" if known else "none is known of it: leave the line out"
    message = f'"{name}" is not a part of {country} that has holidays of its own'
    near = did_you_mean(name, (*calendar.subdivisions, *aliases.values()))
    raise refused(message, f"{near} {listed}".strip())


TimeZone = Annotated[Text, AfterValidator(_zone)]
Country = Annotated[Text, AfterValidator(_country)]
Subdivision = Annotated[Text, AfterValidator(_subdivision)]

Capacity = Annotated[int, Field(ge=1, le=50)]
"""How many requests a mentor takes at once."""


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
    topics: tuple[Id, ...] = ()
    steps: tuple[Id, ...] = ()
    sector: Text | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    slack: Member | None = None
    email: Email | None = None
    time_zone: TimeZone | None = None
    capacity: Capacity = 2
    pause_until: Day | None = None
    confirmed: Day | None = None
    consent: Consent | None = None
    do_not_introduce: tuple[Member, ...] = ()


class Introductions(Model):
    """How introductions are paced; working days are those of the country, in the time zone of whoever is waited for.

    In working days: a mentor is reminded `remind_after`, and the next one asked `expire_after` the request; both are
    asked whether they met `ask_met_after` the yes, and `close_after` that it ends without an answer.
    In days: a pair doesn't come back within `pair_again_after`; a mentor who last confirmed `confirmed_within` ago or
    longer isn't proposed; an introduction's words are erased `keep_words` after its end.
    `hide_after`: requests left to expire in a row after which a mentor is hidden, and asked whether to go on.
    """

    country: Country = "FR"
    subdivision: Subdivision | None = None
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
