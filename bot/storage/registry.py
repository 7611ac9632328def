"""Needs, introductions and mentors' own changes in and out of one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, delete, func, or_, select, update

from bot.features.introductions.states import OPEN
from bot.features.introductions.values import Introduction, Need
from bot.storage.rows import TableAccess
from bot.storage.tables import introductions, mentors, needs, pairs

MENTORS = select(mentors).order_by(mentors.c.id)
LOADS = select(
    introductions.c.mentor,
    func.sum(case((introductions.c.state.in_(OPEN), 1), else_=0)),
    func.max(introductions.c.begun),
).group_by(introductions.c.mentor)
BARRED = select(pairs.c.mentor).where(
    pairs.c.person == bindparam("person"), or_(pairs.c.until.is_(None), pairs.c.until > bindparam("now"))
)


@dataclass(frozen=True)
class MentorRow:
    """What Slack knows of a mentor over the YAML; one who isn't approved has offered, and waits."""

    id: str
    approved: bool = True
    expired: int = 0
    hidden: bool = False
    change: Mapping[str, Any] = field(default_factory=dict)


class Load(NamedTuple):
    """How many introductions of a mentor are open, and when the last one began."""

    open: int
    last_asked: datetime | None


class Registry(TableAccess):
    """What introductions need of the tables."""

    async def need(self, name: str, *, erased: bool = False) -> Need | None:
        """`erased`: also when its asker is."""
        found = select(needs.c.value).where(needs.c.id == name)
        value = (await self._connection.execute(found)).scalar_one_or_none()
        return Need.model_validate(value) if value and (erased or value.get("asker")) else None

    async def needs_of(self, person: str) -> list[Need]:
        """The newest first."""
        found = select(needs.c.value).where(needs.c.person == person).order_by(needs.c.opened.desc(), needs.c.id)
        return [Need.model_validate(value) for value in (await self._connection.execute(found)).scalars()]

    async def save_need(self, need: Need, person: str) -> None:
        values = {"person": person, "opened": need.opened, "closed": need.closed, "value": need.model_dump(mode="json")}
        await self._put(needs, {"id": need.id}, values)

    async def introduction(self, name: str) -> Introduction | None:
        found = select(introductions.c.value).where(introductions.c.id == name)
        value = (await self._connection.execute(found)).scalar_one_or_none()
        return Introduction.model_validate(value) if value else None

    async def of_need(self, need: str) -> dict[str, Introduction]:
        """All introductions of a need, in the order in which they were begun."""
        found = select(introductions.c.value).where(introductions.c.need == need)
        made = [Introduction.model_validate(value) for value in (await self._connection.execute(found)).scalars()]
        return {one.id: one for one in sorted(made, key=lambda one: (one.begun, len(one.id), one.id))}

    async def of_mentor(self, mentor: str) -> list[Introduction]:
        found = select(introductions.c.value).where(introductions.c.mentor == mentor)
        return [Introduction.model_validate(value) for value in (await self._connection.execute(found)).scalars()]

    async def save(self, one: Introduction) -> None:
        values = {"need": one.need, "mentor": one.mentor, "state": one.state, "begun": one.begun}
        await self._put(introductions, {"id": one.id}, {**values, "value": one.model_dump(mode="json")})

    async def everything(self) -> list[tuple[Introduction, Need]]:
        """Every introduction with its need, the ended ones without words or people; for the figures."""
        found = select(introductions.c.value, needs.c.value).join(needs, needs.c.id == introductions.c.need)
        rows = (await self._connection.execute(found.order_by(needs.c.opened, introductions.c.id))).all()
        return [(Introduction.model_validate(one), Need.model_validate(need)) for one, need in rows]

    async def needs(self) -> list[Need]:
        found = select(needs.c.value).order_by(needs.c.opened, needs.c.id)
        return [Need.model_validate(value) for value in (await self._connection.execute(found)).scalars()]

    async def loads(self) -> dict[str, Load]:
        """By mentor."""
        return {mentor: Load(int(count), last) for mentor, count, last in await self._connection.execute(LOADS)}

    async def mentor_rows(self) -> dict[str, MentorRow]:
        found = (await self._connection.execute(MENTORS)).mappings()
        return {row["id"]: MentorRow(**row) for row in found}

    async def save_mentor(self, row: MentorRow) -> None:
        values = {"approved": row.approved, "expired": row.expired, "hidden": row.hidden, "change": dict(row.change)}
        await self._put(mentors, {"id": row.id}, values)

    async def drop_mentor(self, name: str) -> int:
        return await self._count(delete(mentors).where(mentors.c.id == name))

    async def barred(self, person: str, now: datetime) -> set[str]:
        """The mentors to whom this person is not introduced now."""
        return set((await self._connection.execute(BARRED, {"person": person, "now": now})).scalars())

    async def bar(self, person: str, mentor: str, until: datetime | None) -> None:
        """Until a moment; for good when None, which nothing shortens."""
        blocked = select(pairs.c.mentor).where(
            pairs.c.person == person, pairs.c.mentor == mentor, pairs.c.until.is_(None)
        )
        if until is None or (await self._connection.execute(blocked)).first() is None:
            await self._put(pairs, {"person": person, "mentor": mentor}, {"until": until})

    async def erase_words(self, now: datetime, after: timedelta) -> int:
        """Take names and words out of needs that closed so long ago; what is left counts, and names nobody."""
        old = select(needs.c.value).where(needs.c.closed <= now - after, needs.c.person != "")
        found = [Need.model_validate(value) for value in (await self._connection.execute(old)).scalars()]
        for need in found:
            await self.anonymise(need)
        await self._count(delete(pairs).where(pairs.c.until <= now))
        return len(found)

    async def anonymise(self, need: Need) -> None:
        await self.save_need(
            need.model_copy(update={"asker": "", "note": "", "team": "", "cards": (), "group": None}), ""
        )
        for one in (await self.of_need(need.id)).values():
            await self.save(one.changed(question="", reply="", reason="", words_of_asker="", words_of_mentor=""))

    async def pairs_of(self, person: str) -> list[dict[str, Any]]:
        """The mentors whom this person isn't proposed again, until when; None for good."""
        found = select(pairs.c.mentor, pairs.c.until).where(pairs.c.person == person).order_by(pairs.c.mentor)
        return [dict(row) for row in (await self._connection.execute(found)).mappings()]

    async def forget_pairs(self, person: str) -> int:
        return await self._count(delete(pairs).where(pairs.c.person == person))

    async def unname_mentor(self, mentor: str) -> int:
        """Neither introductions nor lists of whom to ask next keep the name of a mentor who is forgotten."""
        found = await self.of_mentor(mentor)
        for one in found:
            await self.save(one.changed(mentor="", reason="", question="", reply="", words_of_mentor=""))
        await self._count(delete(pairs).where(pairs.c.mentor == mentor))
        for need in await self.needs():
            if mentor in need.candidates:
                left = tuple(name for name in need.candidates if name != mentor)
                value = need.model_copy(update={"candidates": left}).model_dump(mode="json")
                await self._count(update(needs).where(needs.c.id == need.id).values(value=value))
        return len(found)
