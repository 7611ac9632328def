"""What was asked is written down before Slack hears 200, then answered; what is said is sent once.

Three kinds of work: "ask" (an Inbound), "say" (a Call), "due" (a timer of an introduction). An ask is decided, saved,
and turned into rows to say in one transaction; each of these is sent, tried again with back-off, and known by its
metadata if a crash hid that it went.
"""

import logging
import secrets
from datetime import timedelta

import aiohttp
from pydantic import ValidationError

from bot.app.introducing import MAIL
from bot.app.service import Passeur, Then, Who
from bot.delivery.retry import backoff
from bot.delivery.worker import AT_ONCE as AT_ONCE
from bot.delivery.worker import Clock, Worker, utc_now
from bot.features.answering.decision import Access
from bot.features.answering.replies import Apology, Note, Reply
from bot.features.introductions.replies import Notification
from bot.features.recipients import SlackPlace
from bot.knowledge.shapes import Language
from bot.storage.transaction import Transaction
from bot.storage.work import NewWork, Work
from bot.transports.mail import Mailer
from bot.transports.slack.inbound import Inbound
from bot.transports.slack.limits import HeldClient
from bot.transports.slack.outgoing import call_for
from bot.transports.slack.people import People
from bot.transports.slack.saying import Sayer
from bot.transports.slack.send import Outcome, send
from bot.transports.slack.threads import above

log = logging.getLogger(__name__)
KEEP_DONE = timedelta(days=2)
PURGE_EVERY = timedelta(hours=1)


class Delivery(Worker):
    def __init__(
        self,
        passeur: Passeur,
        client: HeldClient,
        session: aiohttp.ClientSession,
        *,
        lease: timedelta = timedelta(seconds=30),
        now: Clock = utc_now,
        mailer: Mailer | None = None,
        admitted: bool = True,
    ) -> None:
        super().__init__(passeur.store, lease, now, admitted=admitted)
        self.passeur, self.client, self.session, self.mailer = passeur, client, session, mailer
        self.team = ""
        self.people = People(client, passeur.guests)
        self.sayer = Sayer(passeur.store, client, session, self.people, mailer, lease, lambda: self.now())
        self._purged = now() - PURGE_EVERY

    async def record(self, asked: Inbound) -> Work | None:
        """Write down what was asked; None when it was written before, or is not for the bot."""
        team, now = asked.address.team, self.now()
        work = NewWork("ask", self.passeur.pseudonym("work", asked.key), asked.model_dump(mode="json"), now)
        async with self.passeur.store.transaction() as transaction:
            if asked.known_only and not await self.passeur.knows(transaction, team, asked.conversation, now):
                return None
            added = await transaction.add(work, now, lease=self.lease if self.admitted else None)
            if added and asked.starts_thread:
                # What is said there before the answer is for the bot too.
                await self.passeur.meet(transaction, team, asked.address.user, asked.conversation, now)
            return added

    async def take(self, asked: Inbound) -> None:
        """Write down and do at once what comes from elsewhere than Slack."""
        if work := await self.record(asked):
            await self.do(work)

    async def tell(self, reply: Reply, address: SlackPlace) -> None:
        """Say something at once, beside the table: it is not worth a second try."""
        call = call_for(reply, address, self.passeur.renderer)
        if call is not None and self.admitted:
            outcome = await send(call, secrets.token_hex(8), 1, self.client, self.session)
            if outcome.kind != "sent":
                log.warning("Slack did not take a note: %s.", outcome.error)

    async def again(self, asked: Inbound) -> None:
        """A second click on a button whose answer stands already: say where."""
        private = "response" if asked.address.surface == "response" else "ephemeral"
        address = asked.address.model_copy(update={"surface": private, "in_channel": False})
        await self.tell(Note(await self.language_for(asked), "already"), address)

    async def _handle(self, work: Work) -> list[Work]:
        handlers = {"ask": self._answer, "say": self.sayer.say, "due": self._fall_due}
        return await handlers[work.kind](work)

    async def _answer(self, work: Work) -> list[Work]:
        asked = self._inbound(work)
        address = asked.address
        locale = await self.people.locale(address.user)
        access = await self._access(asked)
        who = Who(
            address.team,
            address.user,
            asked.conversation,
            locale,
            not asked.known_only,
            asked.share,
            asked.keep,
            address.channel,
            asked.begun_in,
            await above(self.client, asked),
            access,
            asked.outside,
        )
        following: list[Work] = []
        await self.passeur.ask(asked.ask, who, self.now(), self._then(work, address, following))
        return following

    def _inbound(self, work: Work) -> Inbound:
        return Inbound.model_validate(work.payload, context={"features": self.passeur.features})

    async def _access(self, asked: Inbound) -> Access:
        """Who would be introduced is asked afresh; the link in an e-mail is a mentor's own."""
        if asked.address.user.startswith(MAIL):
            return "all"
        return await self.people.access(
            asked.address.user, afresh=self.passeur.features.rule(asked.ask).audience_of(asked.ask) != "anybody"
        )

    async def _fall_due(self, work: Work) -> list[Work]:
        """An alarm of an introduction, or somebody who can't be written to any more."""
        following: list[Work] = []
        nobody = SlackPlace(surface="message", team="", user="")
        await self.passeur.fall_due(work.payload, self.now(), self._then(work, nobody, following))
        return following

    def _then(self, work: Work, address: SlackPlace, following: list[Work]) -> Then:
        """Write down what is to be said, in the transaction that decided it."""

        async def then(transaction: Transaction, replies: tuple[Reply | Notification, ...]) -> None:
            for place, reply in enumerate(replies):
                call = call_for(reply, address, self.passeur.renderer)
                following.extend(await self.sayer.to_say(transaction, f"{work.key}:{place}", call))
            await transaction.finish(work.id, self.now())

        return then

    async def _failed(self, work: Work) -> list[Work]:
        """A bug of ours: a message is tried again, a question gets an apology."""
        reference = secrets.token_hex(4)
        log.exception("Reference %s: work %s failed.", reference, work.id)
        if work.kind != "ask":
            return await self.sayer.said(work, Outcome("again", backoff(work.attempts), reference))
        try:
            asked = self._inbound(work)
        except ValidationError:  # written by another version: there is nobody to apologise to
            asked = None
        call = None
        if asked is not None:
            # In a thread of several people it isn't certain that the words were for the bot.
            where = asked.address.model_copy(update={"surface": "ephemeral"}) if asked.known_only else asked.address
            call = call_for(Apology(await self.language_for(asked), reference), where, self.passeur.renderer)
        async with self.passeur.store.transaction() as transaction:
            await transaction.fail(work.id, self.now(), reference)
            if asked is not None and asked.known_only and not await self._met(transaction, asked):
                return []
            return await self.sayer.to_say(transaction, f"{work.key}:apology:{reference}", call)

    async def _met(self, transaction: Transaction, asked: Inbound) -> bool:
        team, user = asked.address.team, asked.address.user
        return await self.passeur.met(transaction, team, user, asked.conversation, self.now())

    async def language_for(self, asked: Inbound) -> Language:
        """For words that answer no question: the button's language, else the person's."""
        spoken = self.passeur.decider.knowledge.organisation.languages
        locale = await self.people.locale(asked.address.user) if self.admitted else None
        wanted = getattr(asked.ask, "language", None) or (locale or "")[:2]
        return next((language for language in spoken if language == wanted), spoken[0])

    async def _purge(self) -> None:
        if self.now() - self._purged >= PURGE_EVERY:
            self._purged = self.now()
            async with self.passeur.store.transaction() as transaction:
                await self.passeur.purge(transaction, self.now(), KEEP_DONE)
