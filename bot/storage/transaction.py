"""Values in and out of one database transaction; `now` is always an argument."""

import secrets as randomness
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Executable, and_, bindparam, case, delete, func, or_, select, update

from bot.storage.figures import WorkFigures
from bot.storage.gaps import KeptGaps
from bot.storage.installations import Installations
from bot.storage.kept import KeptValues
from bot.storage.registry import Registry
from bot.storage.rows import TableAccess, insert
from bot.storage.tables import memories, profiles, questions, secrets, votes, work, workspace
from bot.storage.usage import UsageFigures
from bot.storage.work import NewWork, Work, Workspace

ERROR_LENGTH = 300
INTENT = ("intent", "ask")
"""How a row names what somebody wants: as now, and as before version 0.2, to be removed with 0.3."""
WORK = (work.c.id, work.c.kind, work.c.key, work.c.payload, work.c.attempts, work.c.due, work.c.added)
MEMORY = select(memories.c.memory).where(
    memories.c.conversation == bindparam("conversation"), memories.c.expires > bindparam("now")
)
PROFILE = select(profiles.c.profile).where(profiles.c.person == bindparam("person"))
# A late word from somebody whose lease ran out doesn't bring finished work back.
UNFINISHED = update(work).where(work.c.id == bindparam("which"), work.c.finished.is_(None))


@cache
def _adding(dialect: str) -> Executable:
    """A key that is known keeps its row, unless that has failed."""
    new = insert(dialect, work)
    anew = {name: new.excluded[name] for name in (*NewWork._fields, "added", "attempts", "lease_until")}
    failed = and_(work.c.finished.is_not(None), work.c.error.is_not(None))
    replaced = {**anew, "finished": None, "error": None}
    return new.on_conflict_do_update(index_elements=[work.c.key], set_=replaced, where=failed).returning(*WORK)


class Transaction(TableAccess):
    """What can be read and written; nothing lasts until the `with` of Store.transaction() ends well."""

    @property
    def registry(self) -> Registry:
        return Registry(self._connection)

    @property
    def kept(self) -> KeptValues:
        return KeptValues(self._connection)

    @property
    def gaps(self) -> KeptGaps:
        return KeptGaps(self._connection)

    @property
    def installations(self) -> Installations:
        return Installations(self._connection)

    @property
    def figures(self) -> WorkFigures:
        return WorkFigures(self._connection)

    @property
    def usage(self) -> UsageFigures:
        return UsageFigures(self._connection)

    async def alone(self, name: str) -> None:
        """Wait until no other transaction that names the same is open. On SQLite there is but one writer anyway."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))

    # Whose the database is

    async def workspace(self) -> Workspace | None:
        """Whose the database is; None while it is nobody's."""
        found = (await self._connection.execute(select(workspace.c.id, workspace.c.name))).one_or_none()
        return Workspace(*found) if found else None

    async def claim_for(self, one: Workspace, now: datetime) -> Workspace:
        """Make the database this workspace's unless it is somebody's; whose it is from now on."""
        row = {"place": 1, "id": one.id, "name": one.name, "since": now}
        await self._connection.execute(self._insert(workspace).values(row).on_conflict_do_nothing())
        return await self.workspace() or one

    # What a conversation remembers, and what is known of a person

    async def memory(self, conversation: str, now: datetime) -> str | None:
        found = await self._connection.execute(MEMORY, {"conversation": conversation, "now": now})
        return found.scalar_one_or_none()

    async def remember(self, conversation: str, memory: str, expires: datetime) -> None:
        await self._put(memories, {"conversation": conversation}, {"memory": memory, "expires": expires})

    async def profile(self, person: str) -> dict[str, Any]:
        return (await self._connection.execute(PROFILE, {"person": person})).scalar_one_or_none() or {}

    async def save_profile(self, person: str, profile: dict[str, Any]) -> None:
        await self._put(profiles, {"person": person}, {"profile": profile})

    # Votes on answers

    async def vote(self, entry: str, language: str, person: str, now: datetime, *, helpful: bool) -> None:
        """One vote a person and entry: the last one counts."""
        values = {"language": language, "helpful": helpful, "voted": now}
        await self._put(votes, {"entry": entry, "person": person}, values)

    async def votes(self) -> dict[str, tuple[int, int]]:
        """Entry -> helpful, not helpful."""
        helpful = func.sum(case((votes.c.helpful, 1), else_=0))
        found = select(votes.c.entry, helpful, func.count()).group_by(votes.c.entry).order_by(votes.c.entry)
        return {entry: (int(yes), int(all_) - int(yes)) for entry, yes, all_ in await self._connection.execute(found)}

    # The queue of work

    async def add(self, new: NewWork, now: datetime, *, lease: timedelta | None = None) -> Work | None:
        """Queue it; None when its key is known already, unless what was known has failed: then it is tried anew.

        With a lease the caller has claimed it at once.
        """
        until = now + lease if lease else None
        row = {**new._asdict(), "added": now, "attempts": 1 if lease else 0, "lease_until": until}
        found = (await self._connection.execute(_adding(self._connection.dialect.name), row)).one_or_none()
        return Work(*found) if found else None

    async def first_of(self, lane: str) -> Work | None:
        """The oldest piece of work in this lane that is not done."""
        found = select(*WORK).where(work.c.finished.is_(None), work.c.payload["lane"].as_string() == lane)
        row = (await self._connection.execute(found.order_by(work.c.id).limit(1))).mappings().one_or_none()
        return Work(**row) if row else None

    async def claim(
        self, now: datetime, lease: timedelta, limit: int = 10, kind: str | None = None, only: int | None = None
    ) -> list[Work]:
        """Take what is due and nobody's, oldest due first, until `now + lease`; `only`: this one, due or not."""
        free = or_(work.c.lease_until.is_(None), work.c.lease_until <= now)
        found = select(*WORK).where(work.c.finished.is_(None), free)
        found = found.where(work.c.due <= now) if only is None else found.where(work.c.id == only)
        if kind is not None:
            found = found.where(work.c.kind == kind)
        found = found.order_by(work.c.due, work.c.id).limit(limit).with_for_update(skip_locked=True)
        rows = (await self._connection.execute(found)).mappings().all()
        taken = update(work).where(work.c.id.in_([row["id"] for row in rows]))
        if rows:
            await self._connection.execute(taken.values(lease_until=now + lease, attempts=work.c.attempts + 1))
        return [Work(**{**row, "attempts": row["attempts"] + 1}) for row in rows]

    async def work(self, key: str) -> Work | None:
        """The row of this key, finished or not; None when the key isn't known."""
        found = (await self._connection.execute(select(*WORK).where(work.c.key == key))).mappings().one_or_none()
        return Work(**found) if found else None

    async def finish(self, work_id: int, now: datetime) -> bool:
        """Done: the payload is erased, the key stays known until the purge. False when it was finished before."""
        return await self._finish(work_id, now, None)

    async def retry(self, work_id: int, due: datetime, error: str, *, counted: bool = True) -> None:
        """Not done: free again, due later; `counted`: it was an attempt."""
        attempts = work.c.attempts if counted else work.c.attempts - 1
        freed = UNFINISHED.values(due=due, lease_until=None, error=error[:ERROR_LENGTH], attempts=attempts)
        await self._count(freed, {"which": work_id})

    async def fail(self, work_id: int, now: datetime, error: str) -> None:
        """Given up: the payload is erased, the reason kept until the purge."""
        await self._finish(work_id, now, error[:ERROR_LENGTH])

    async def drop(self, channel: str, thread: str, now: datetime) -> int:
        """Finish the questions asked in a thread and the replies to be said there, undone; how many it was."""
        intents = (work.c.payload[name]["kind"].as_string() for name in INTENT)
        asked = and_(
            or_(*(intent == "question" for intent in intents)),
            work.c.payload["conversation"].as_string() == f"{channel}:{thread}",
        )
        to = work.c.payload["to"]
        said = and_(to["channel"].as_string() == channel, to["thread"].as_string() == thread)
        undone = update(work).where(work.c.finished.is_(None), or_(asked, said))
        return await self._count(undone.values(finished=now, payload={}, lease_until=None, error=None))

    async def extend(self, claimed: Work, lease_until: datetime) -> bool:
        """False when it is no longer the claimer's: it was taken up by another meanwhile, or is done."""
        ours = and_(work.c.finished.is_(None), work.c.lease_until.is_not(None), work.c.attempts == claimed.attempts)
        extended = update(work).where(work.c.id == claimed.id, ours).values(lease_until=lease_until)
        return bool(await self._count(extended))

    async def pending(self, now: datetime) -> tuple[int, datetime | None]:
        """How many are due and nobody's, and the oldest due."""
        free = or_(work.c.lease_until.is_(None), work.c.lease_until <= now)
        waiting = select(func.count(), func.min(work.c.due)).where(work.c.finished.is_(None), work.c.due <= now, free)
        count, oldest = (await self._connection.execute(waiting)).one()
        return int(count), oldest

    async def next_due(self, kind: str) -> datetime | None:
        """When the next piece of this kind falls due."""
        found = select(func.min(work.c.due)).where(work.c.finished.is_(None), work.c.kind == kind)
        due: datetime | None = (await self._connection.execute(found)).scalar_one_or_none()
        return due

    # Forgetting

    async def purge(self, now: datetime, done_after: timedelta) -> dict[str, int]:
        """Erase what has expired, and work finished `done_after` ago or before; how many of each."""
        return {
            "memories": await self._count(delete(memories).where(memories.c.expires <= now)),
            "questions": await self.gaps.purge(now),
            "kept": await self.kept.purge(now),
            "work": await self._count(delete(work).where(work.c.finished <= now - done_after)),
        }

    async def forget(self, person: str) -> dict[str, int]:
        """Erase what is kept under a person's hash; how many of each."""
        return {
            "questions": await self._count(delete(questions).where(questions.c.person == person)),
            "votes": await self._count(delete(votes).where(votes.c.person == person)),
            "profile": await self._count(delete(profiles).where(profiles.c.person == person)),
            "conversations": await self._count(delete(memories).where(memories.c.memory.contains(person))),
        }

    async def kept_of(self, person: str) -> dict[str, Any]:
        """All that is kept under a person's hash, introductions aside."""
        hidden = ("id", "person", "decision")
        asked = select(*(column for column in questions.c if column.name not in hidden))
        voted = select(votes.c.entry, votes.c.language, votes.c.helpful, votes.c.voted)
        spoke = select(memories.c.memory, memories.c.expires).where(memories.c.memory.contains(person))
        found = {
            "questions": asked.where(questions.c.person == person),
            "votes": voted.where(votes.c.person == person),
            "conversations": spoke,
        }
        kept: dict[str, Any] = {"profile": await self.profile(person)}
        for name, one in found.items():
            kept[name] = [dict(row) for row in (await self._connection.execute(one)).mappings()]
        return kept

    async def secret(self) -> bytes:
        """The key of the keyed hash: 32 random bytes, made once for this database."""
        made = self._insert(secrets).values(name="person", value=randomness.token_bytes(32))
        await self._connection.execute(made.on_conflict_do_nothing())
        kept = select(secrets.c.value).where(secrets.c.name == "person")
        return bytes((await self._connection.execute(kept)).scalar_one())

    async def _finish(self, work_id: int, now: datetime, error: str | None) -> bool:
        done = {"finished": now, "payload": {}, "lease_until": None, "error": error}
        return bool(await self._count(UNFINISHED, {"which": work_id, **done}))
