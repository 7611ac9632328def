"""Looks at the workspace with the bot's token: its name, scopes, clock, channel, mentors and owners."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.doctor.findings import Finding, ok, some, untried, wrong
from bot.doctor.slack import SlackAnswer, WebApi
from bot.knowledge.addresses import MEMBER
from bot.knowledge.schema import Knowledge
from bot.transports.slack.granted import APART, clock_ahead, missing_scopes
from bot.transports.slack.limits import GONE

UNKNOWN = frozenset({"user_not_found", "user_not_visible", "users_not_found"})


def identity(who: SlackAnswer) -> Finding:
    """Whether Slack takes the bot's token, and for what."""
    if who.trouble in ("unreachable", "elsewhere"):
        return who.wrong("identity")
    if who.trouble:
        return who.untried("identity")
    if who.error in GONE:
        return wrong("identity", "revoked", error=who.error)
    if who.error:
        return wrong("identity", "refused", error=who.error)
    name, team = str(who.data.get("user") or "?"), str(who.data.get("team") or "?")
    if not who.data.get("bot_id"):
        return wrong("identity", "user", name=name)
    return ok("identity", name=name, team=team)


def scopes(who: SlackAnswer) -> Finding:
    if who.trouble:
        return who.untried("scopes")
    missing = missing_scopes(who.headers)
    if who.error or missing is None:
        return untried("scopes", "untold")
    return wrong("scopes", "missing", count=len(missing), scopes=", ".join(missing)) if missing else ok("scopes")


def clock(who: SlackAnswer, now: datetime | None = None) -> Finding:
    """Also what is no answer of Slack's has come at a time."""
    ahead = clock_ahead(who.headers, now or datetime.now(UTC)) if who.trouble != "elsewhere" else None
    if ahead is None:
        return untried("clock", "untold")
    seconds = round(ahead.total_seconds())
    if abs(ahead) <= APART:
        return ok("clock", seconds=abs(seconds))
    return wrong("clock", "ahead" if seconds > 0 else "behind", seconds=abs(seconds))


async def mentors(api: WebApi, token: str, knowledge: Knowledge | None) -> Finding:
    """Whether each mentor's member id is somebody who is still there."""
    if knowledge is None:
        return untried("mentors", "knowledge")
    return await _still_there(
        "mentors", api, token, {mentor.id: mentor.slack for mentor in knowledge.mentors if mentor.slack}
    )


async def owners(api: WebApi, token: str, knowledge: Knowledge | None) -> Finding:
    """Whether who is to read answers again is still there, where an owner is a person: a member id."""
    if knowledge is None:
        return untried("owners", "knowledge")
    named = [entry.owner for entry in knowledge.own.values() if entry.owner] + [knowledge.organisation.owner or ""]
    return await _still_there("owners", api, token, {name: name for name in named if MEMBER.fullmatch(name)})


async def _still_there(check: str, api: WebApi, token: str, people: Mapping[str, str]) -> Finding:
    """`people`: the member id of each, by the name under which the finding tells of them."""
    if not people:
        return untried(check, "none")
    answers = await api.ask_each("users.info", token, ({"user": user} for user in people.values()))
    found = dict(zip(people, answers, strict=False))  # those that were asked about
    unknown = [name for name, answer in found.items() if answer.error in UNKNOWN]
    gone = [name for name, answer in found.items() if (answer.data.get("user") or {}).get("deleted")]
    if unknown:
        return wrong(check, "unknown", count=len(unknown), names=some(unknown))
    if gone:
        return wrong(check, "gone", count=len(gone), names=some(gone))
    refused = next((answer for answer in answers if answer.trouble or answer.error), None)
    if refused is not None:
        return refused.untried(check) if refused.trouble else wrong(check, "refused", error=refused.error)
    return ok(check, count=len(found))
