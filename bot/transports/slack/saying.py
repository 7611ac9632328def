"""A piece of work that says something in; sent, tried again or given up, and what follows from that, out."""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import aiohttp

from bot.delivery.retry import ATTEMPTS, MAILS, backoff
from bot.messages.introductions import LINK
from bot.storage.store import Store
from bot.storage.transaction import Transaction
from bot.storage.work import NewWork, Work
from bot.transports.mail import Mailer
from bot.transports.slack.limits import HeldClient
from bot.transports.slack.outgoing import Call
from bot.transports.slack.people import People
from bot.transports.slack.send import HELD, Outcome, send

log = logging.getLogger(__name__)
PAUSE = timedelta(seconds=1)
"""How long something waits for what goes before it and is being sent."""
UNREADABLE = frozenset(
    {
        "user_not_found",
        "users_not_found",
        "user_not_visible",
        "user_disabled",
        "user_is_bot",
        "user_is_restricted",
        "user_is_ultra_restricted",
        "account_inactive",
        "cannot_dm_bot",
        "channel_not_found",
    }
)


@dataclass(frozen=True)
class Sayer:
    store: Store
    client: HeldClient
    session: aiohttp.ClientSession
    people: People
    mailer: Mailer | None
    lease: timedelta
    now: Callable[[], datetime]

    async def to_say(self, transaction: Transaction, key: str, call: Call | None) -> list[Work]:
        """Write down what is to be said, claimed by this process."""
        return [] if call is None else await self._added(transaction, NewWork("say", key, call, self.now()))

    async def say(self, work: Work) -> list[Work]:
        """Say it when all that goes before it to the same person has been said, and then what waited for it."""
        lane = work.payload.get("lane")
        if lane is None:
            return await self._say(work)
        async with self.store.transaction() as transaction:
            before = await transaction.first_of(lane)
            if before is not None and before.id < work.id:
                due = max(before.due, self.now() + PAUSE)
                await transaction.retry(work.id, due, f"waits for work {before.id}", counted=False)
                return []
        following = await self._say(work)
        async with self.store.transaction() as transaction:
            waiting = await transaction.first_of(lane)
            if waiting is None or waiting.id == work.id:
                return following
            return [*following, *await transaction.claim(self.now(), self.lease, only=waiting.id)]

    async def _say(self, work: Work) -> list[Work]:
        payload = work.payload
        for user in payload.get("people", ()):
            if payload.get("of") and await self.people.gone(user):
                async with self.store.transaction() as transaction:
                    return await self._left(transaction, work, user)
        if payload["method"] == "smtp":
            return await self.said(work, await self._mailed(work))
        outcome = await send(payload, work.key, work.attempts, self.client, self.session, work.added)
        return await self.said(work, outcome)

    async def said(self, work: Work, outcome: Outcome) -> list[Work]:
        """What follows from it."""
        payload = work.payload
        async with self.store.transaction() as transaction:
            if outcome.kind == "sent":
                await transaction.finish(work.id, self.now())
                after = await self.to_say(transaction, f"{work.key}:after", payload.get("after"))
                return [*after, *await self._placed(transaction, work, outcome)]
            if outcome.kind == "again" and (outcome.limited or work.attempts < _tries(work)):
                level = logging.DEBUG if outcome.error == HELD else logging.WARNING
                log.log(level, "Work %s was not taken (%s); trying again in %s.", work.id, outcome.error, outcome.wait)
                due = self.now() + outcome.wait
                await transaction.retry(work.id, due, outcome.error, counted=not outcome.limited)
                return []
            people = payload.get("people", ())
            if payload.get("of") and len(people) == 1 and outcome.error in UNREADABLE:
                return await self._left(transaction, work, people[0])
            log.log(_gravity(payload), "Work %s is given up: %s.", work.id, outcome.error)
            if payload.get("lost"):
                return await self._left(transaction, work, "")
            await transaction.fail(work.id, self.now(), outcome.error)
            otherwise = await self.to_say(transaction, f"{work.key}:otherwise", payload.get("otherwise"))
            return [*otherwise, *await self._placed(transaction, work, outcome)]

    async def _placed(self, transaction: Transaction, work: Work, outcome: Outcome) -> list[Work]:
        """Tell introductions where a card stands; that a conversation of two can't be opened, too."""
        card = work.payload.get("card")
        if card is None or (outcome.kind != "sent" and card["kind"] != "group"):
            return []
        channel, ts = outcome.place
        payload = {"card": {**card, "channel": channel, "ts": ts}}
        return await self._added(transaction, NewWork("due", f"card:{work.key}", payload, self.now()))

    async def _mailed(self, work: Work) -> Outcome:
        if self.mailer is None:
            return Outcome("refused", error="no e-mail is configured any more")
        mail = work.payload["arguments"]
        now = self.now()
        text = mail["text"].replace(LINK, self.mailer.link(work.payload.get("of") or "", now))
        posted = await self.mailer.post(mail["to"], mail["subject"], text, work.key, now)
        kind: Literal["sent", "again", "refused"] = "again" if posted.kind == "later" else posted.kind
        return Outcome(kind, backoff(work.attempts), posted.error)

    async def _left(self, transaction: Transaction, work: Work, user: str) -> list[Work]:
        """Nobody reads it: the introduction goes on without them."""
        await transaction.fail(work.id, self.now(), "somebody can't be written to")
        payload = {"introduction": work.payload["of"], "left": user}
        return await self._added(transaction, NewWork("due", f"left:{work.key}", payload, self.now()))

    async def _added(self, transaction: Transaction, new: NewWork) -> list[Work]:
        added = await transaction.add(new, self.now(), lease=self.lease)
        return [added] if added else []


def _gravity(payload: Call) -> int:
    """That somebody deleted a message of ours, which can't be changed any more, harms nothing."""
    return logging.INFO if payload.get("method") == "chat.update" else logging.ERROR


def _tries(work: Work) -> int:
    """An alarm is never given up, or an introduction would have no end."""
    if work.kind == "due":
        return sys.maxsize
    return MAILS if work.payload.get("method") == "smtp" else ATTEMPTS
