"""A Passeur on a real database with a clock that can be moved; what it says is kept instead of sent."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.app.due import DUE_EVENT, CardPlaced, DueEvent, PersonLeft
from bot.app.inbound import MAIL, Context, EmailLink, Inbound
from bot.app.service import Passeur
from bot.features.answering.decision import Access
from bot.features.answering.replies import Reply
from bot.features.intents import Intent
from bot.features.introductions.values import Introduction, Need
from bot.features.outgoing import Outgoing
from bot.features.recipients import Mailbox, Person, SlackPlace
from bot.storage import Store
from tests.delivery.kept import survives
from tests.introductions.directory import MONDAY, decider

if TYPE_CHECKING:
    from bot.features.introductions.card import Card

TEAM = "T0EXAMPLE"
LEASE = timedelta(seconds=30)


class CrashError(Exception):
    """The process dies before its transaction ends."""


class Bench:
    def __init__(self, store: Store, now: datetime = MONDAY, **rules: Any) -> None:
        self.passeur = Passeur(decider(**rules), store, b"a secret of the tests", mail=True)
        self.now = now
        self.letters: list[Outgoing] = []
        self.said: list[Reply] = []
        self.screens: dict[tuple[str, str], Outgoing] = {}
        """What stands in Slack, by channel and timestamp, as it looks now; by e-mail nothing does."""
        self.unplaced: list[tuple[Card, str, str]] = []

    async def ask(
        self, user: str, ask: Intent, *, channel: str = "", crash: bool = False, access: Access = "all"
    ) -> tuple[Reply | Outgoing, ...]:
        """As a click or a form of this person; what follows is kept, and returned."""
        address: SlackPlace | EmailLink = SlackPlace(surface="message", team=TEAM, user=user, channel=channel)
        if user.startswith(MAIL):
            address = EmailLink(team=TEAM, introduction=user.removeprefix(MAIL))
        asked = Inbound(key="key", intent=ask, address=address, conversation=f"D{user[1:]}")
        try:
            async with self.passeur.store.transaction() as transaction:
                said = await self.passeur.ask(transaction, asked, Context(access=access), self.now)
                if crash:
                    raise CrashError
        except CrashError:
            return ()
        self._keep(said)
        return tuple(one.reply if one.to == address else one for one in said)

    async def ring(self, *, twice: bool = False) -> int:
        """Let everything that is due happen; how many timers rang."""
        count = 0
        while True:
            async with self.passeur.store.transaction() as transaction:
                works = await transaction.claim(self.now, LEASE, kind="due")
            if not works:
                return count
            for work in works:
                for _ in range(1 + twice):
                    await self._fall_due(DUE_EVENT.validate_python(work.payload))
                async with self.passeur.store.transaction() as transaction:
                    await transaction.finish(work.id, self.now)
                count += 1

    async def wait(self, **time: float) -> None:
        """Move the clock, ringing each timer at its hour."""
        until = self.now + timedelta(**time)
        while True:
            async with self.passeur.store.transaction() as transaction:
                due = await transaction.next_due("due")
            if due is None or due > until:
                break
            self.now = max(self.now, due)
            await self.ring()
        self.now = until

    async def place(self) -> None:
        """Slack tells where the cards stand that were sent."""
        while self.unplaced:
            card, channel, ts = self.unplaced.pop(0)
            placed = card.model_copy(update={"channel": channel, "ts": ts})
            await self._fall_due(CardPlaced(card=placed))

    async def leave(self, introduction: str, user: str) -> None:
        await self._fall_due(PersonLeft(introduction=introduction, left=user))

    async def everything(self) -> tuple[Mapping[str, Introduction], Mapping[str, Need]]:
        async with self.passeur.store.transaction() as transaction:
            needs = await transaction.registry.needs()
            found = [one for need in needs for one in (await transaction.registry.of_need(need.id)).values()]
        return {one.id: one for one in found}, {need.id: need for need in needs}

    async def only(self) -> Introduction:
        """The newest introduction."""
        found, _ = await self.everything()
        return list(found.values())[-1]

    def to(self, address: str) -> Iterator[Any]:
        return (letter.reply for letter in self.letters if letter.to == Person(user=address))

    async def _fall_due(self, due: DueEvent) -> None:
        async with self.passeur.store.transaction() as transaction:
            said = await self.passeur.fall_due(transaction, due, self.now)
        self._keep(said)

    def _keep(self, said: tuple[Outgoing, ...]) -> None:
        assert all(survives(one) for one in said)
        letters = [one for one in said if not isinstance(one.to, SlackPlace)]
        self.letters += letters
        for letter in letters:
            if letter.replaces is not None:
                self.screens[letter.replaces.channel, letter.replaces.ts] = letter
            elif not isinstance(letter.to, Mailbox):
                channel, ts = f"C0PLACE{len(self.screens)}", f"{len(self.screens):06d}"
                self.screens[channel, ts] = letter
                if letter.card is not None:
                    self.unplaced.append((letter.card, channel, ts))
        self.said += [one.reply for one in said if isinstance(one.to, SlackPlace)]
