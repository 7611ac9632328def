"""What went wrong, and what maintainers decided on it. Words are masked here: nothing else writes them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from bot.features.gaps.values import GapDecision, KeptQuestion, NewDecision, NewKept
from bot.knowledge.private.mask import masked
from bot.storage.rows import TableAccess
from bot.storage.tables import decisions, questions

WITH_REASON = ("not_helpful", "doubt", "error")
"""The kinds to which people say why."""
WAITING = (questions.c.decision.is_(None), questions.c.told.is_(None))


def _reason(wrong: str | None, words: str | None) -> dict[str, Any]:
    return {"wrong": wrong, "reason": masked(words) if words else None}


class KeptGaps(TableAccess):
    async def keep(self, new: NewKept, now: datetime, expires: datetime) -> int:
        """Its id. The same of the same person, kept before and still waiting, is the same row with its reason."""
        reason = _reason(new.wrong, new.reason) if new.wrong or new.reason else {}
        row = new._asdict() | {"text": masked(new.text), "reason": None, "asked": now, "expires": expires} | reason
        same = (questions.c[name].is_not_distinct_from(row[name]) for name in ("person", "text", "entry"))
        kinds = {new.kind, "error"} if new.kind in WITH_REASON else {new.kind}  # a reason may have made it an error
        found = select(func.max(questions.c.id)).where(*same, questions.c.kind.in_(kinds), *WAITING)
        before = (await self._connection.execute(found.where(questions.c.expires > now))).scalar_one()
        if before is not None:
            anew = {name: row[name] for name in ("language", "place", "asked", "expires", "knowledge")} | reason
            await self._count(update(questions).where(questions.c.id == before).values(anew))
            return int(before)
        kept = insert(questions).values(row).returning(questions.c.id)
        return int((await self._connection.execute(kept)).scalar_one())

    async def questions(self, now: datetime) -> list[KeptQuestion]:
        """Those not expired, oldest first."""
        found = select(questions).where(questions.c.expires > now).order_by(questions.c.asked, questions.c.id)
        return [KeptQuestion(**row) for row in (await self._connection.execute(found)).mappings()]

    async def because(self, person: str, entry: str, reason: str, *, error: bool, wrong: str | None = None) -> bool:
        """Add the reason to the last thing that went wrong for this person with this entry and still waits.

        False without one.
        """
        last = (
            select(questions.c.id)
            .where(questions.c.person == person, questions.c.entry == entry)
            .where(questions.c.kind.in_(WITH_REASON), *WAITING)
            .order_by(questions.c.asked.desc(), questions.c.id.desc())
            .limit(1)
        )
        values = _reason(wrong, reason) | ({"kind": "error"} if error else {})
        changed = update(questions).where(questions.c.id == last.scalar_subquery()).values(values)
        return bool(await self._count(changed))

    async def decide(self, new: NewDecision, of: Sequence[int], now: datetime, expires: datetime) -> int:
        """Its id; the questions are decided on from now on, and what was decided on them alone before is erased."""
        before = select(questions.c.decision).where(questions.c.id.in_(of), questions.c.decision.is_not(None))
        former = (await self._connection.execute(before)).scalars().all()
        said = {"words": new.words, "answer": new.answer}
        row = new._asdict() | {name: masked(text) if text else None for name, text in said.items()}
        kept = insert(decisions).values({**row, "decided": now, "expires": expires}).returning(decisions.c.id)
        decision = int((await self._connection.execute(kept)).scalar_one())
        await self._count(update(questions).where(questions.c.id.in_(of)).values(decision=decision))
        still = select(questions.c.decision).where(questions.c.decision.is_not(None))
        await self._count(delete(decisions).where(decisions.c.id.in_(former), decisions.c.id.not_in(still)))
        return decision

    async def decisions(self, now: datetime) -> dict[int, GapDecision]:
        """By id, those not expired, oldest first."""
        found = select(decisions).where(decisions.c.expires > now).order_by(decisions.c.id)
        rows = (await self._connection.execute(found)).mappings()
        return {row["id"]: GapDecision(**row) for row in rows}

    async def told(self, of: Sequence[int], now: datetime) -> None:
        """Who asked these has heard; nobody needs to know any more where to tell them."""
        await self._count(update(questions).where(questions.c.id.in_(of)).values(told=now, place=None))

    async def tell_no_more(self, person: str) -> None:
        await self._count(update(questions).where(questions.c.person == person).values(place=None))

    async def purge(self, now: datetime) -> int:
        """Erase what has expired; how many questions."""
        await self._count(delete(decisions).where(decisions.c.expires <= now))
        return await self._count(delete(questions).where(questions.c.expires <= now))
