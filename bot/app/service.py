"""Passeur: an ask in; its conversation is remembered, something is decided and kept, and the replies come out."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from bot.app.directories import Directories, PersonKey
from bot.app.handlers import handled
from bot.app.introducing import Introducing
from bot.app.remembered import remembered
from bot.features.answering import mentors
from bot.features.answering.decide import Decider
from bot.features.answering.decision import Access, Asker, Decision
from bot.features.answering.feature import FEATURE as ANSWERING
from bot.features.answering.intents import OpenHome, Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import Reply
from bot.features.answering.thread import ThreadMessage
from bot.features.feature import FeatureTable
from bot.features.intents import Intent
from bot.features.introductions.card import Card
from bot.features.introductions.replies import Notification
from bot.features.introductions.values import NOTHING, MentorStatus, Mine
from bot.features.table import FEATURES
from bot.knowledge.schema import Organisation
from bot.knowledge.shapes import Language
from bot.languages import known
from bot.messages.render import Renderer
from bot.messages.words import Keeping
from bot.settings import Guests, Settings
from bot.storage.store import Store
from bot.storage.transaction import Transaction

Then = Callable[[Transaction, tuple[Reply | Notification, ...]], Awaitable[None]]


class Who(NamedTuple):
    """Who asks, and where.

    `conversation`: what the memory is kept under, within the team. `addressed`: the bot was named, or is alone with
    the person. `channel`: where it was asked. `keep`: the words are the person's own, so that they may be kept for
    the maintainers. `begun_in`: the conversation whose memory this one starts with. `above`: what stands above in the
    thread into which the bot was called, if it was. `access`: what they may have. `outside`: what is said here is read
    by people of another organisation.
    """

    team: str
    user: str
    conversation: str
    locale: str | None = None
    addressed: bool = True
    share: bool = False
    keep: bool = True
    channel: str | None = None
    begun_in: str | None = None
    above: tuple[ThreadMessage, ...] | None = None
    access: Access = "all"
    outside: bool = False


async def secret_of(settings: Settings, store: Store) -> bytes:
    """The key of the keyed hash: the operator's, or the one that the database keeps."""
    if settings.passeur_secret is not None:
        return settings.passeur_secret.get_secret_value().encode()
    async with store.transaction() as transaction:
        return await transaction.secret()


def pseudonym(secret: bytes, *parts: str) -> str:
    return hmac.new(secret, ":".join(parts).encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Passeur:
    decider: Decider
    store: Store
    secret: bytes
    keep: timedelta = timedelta(days=90)
    remember: timedelta = timedelta(days=7)
    mail: bool = False
    guests: Guests = "answers"
    features: FeatureTable = FEATURES

    @classmethod
    async def build(
        cls, settings: Settings, store: Store, decider: Decider, features: FeatureTable = FEATURES
    ) -> "Passeur":
        secret = await secret_of(settings, store)
        days = timedelta(days=1)
        keep, remember = days * settings.passeur_keep_days, days * settings.passeur_remember_days
        return cls(
            decider, store, secret, keep, remember, settings.smtp_url is not None, settings.passeur_guests, features
        )

    @property
    def renderer(self) -> Renderer:
        return Renderer(self.decider.knowledge, Keeping(self.keep.days, self.remember.days), self.features)

    def pseudonym(self, *parts: str) -> str:
        """The keyed hash under which a person or a conversation is kept."""
        return pseudonym(self.secret, *parts)

    async def knows(self, transaction: Transaction, team: str, conversation: str, now: datetime) -> bool:
        """Whether the bot speaks in this conversation already."""
        return await transaction.memory(self.pseudonym(team, conversation), now) is not None

    async def met(self, transaction: Transaction, team: str, user: str, conversation: str, now: datetime) -> bool:
        """Whether this person has spoken to the bot in this conversation."""
        memory = remembered(await transaction.memory(self.pseudonym(team, conversation), now))
        return self.pseudonym(team, user) in memory.people

    async def meet(self, transaction: Transaction, team: str, user: str, conversation: str, now: datetime) -> None:
        """Remember that this person speaks to the bot in this conversation, before anything is decided."""
        place = self.pseudonym(team, conversation)
        await transaction.alone(place)
        memory = remembered(await transaction.memory(place, now)).met(self.pseudonym(team, user))
        await transaction.remember(place, memory.model_dump_json(), now + self.remember)

    async def ask(self, ask: Intent, who: Who, now: datetime, then: Then) -> None:
        """Decide and save in one transaction, in which `then` writes what follows from the replies."""
        async with self.store.transaction() as transaction:
            if isinstance(ask, Question) and who.addressed and who.keep:
                ask = self.features.typed(ask.text) or ask
            serve = self._talk if self.features.owner(ask) == ANSWERING else self._serve
            await then(transaction, await serve(ask, who, now, transaction))

    async def fall_due(self, payload: dict[str, Any], now: datetime, then: Then) -> None:
        """A timer rings, somebody (`left`) can't be written to any more, or a `card` stands in Slack."""
        async with self.store.transaction() as transaction:
            asked = self.introducing(transaction, Who("", "", ""), now)
            if "card" in payload:
                await then(transaction, await asked.placed(Card.model_validate(payload["card"])))
            elif "left" in payload:
                await then(transaction, await asked.leave(payload["introduction"], payload["left"]))
            else:
                await then(transaction, await asked.fall_due(payload))

    async def purge(self, transaction: Transaction, now: datetime, done_after: timedelta) -> None:
        """Erase what has expired."""
        await transaction.purge(now, done_after)
        await transaction.registry.erase_words(now, timedelta(days=self._organisation.introductions.keep_words))

    def introducing(self, transaction: Transaction, who: Who, now: datetime) -> Introducing:
        place = PersonKey(self.pseudonym(who.team, who.user), who.user)
        return Introducing(
            self.directories, transaction, who.team, place, now, self._of_maintainers(who), self.features, self.keep
        )

    def _of_maintainers(self, who: Who) -> bool:
        return who.channel is not None and who.channel == self._organisation.channels.maintainers

    @property
    def directories(self) -> Directories:
        return Directories(self.decider.knowledge, self.pseudonym, self.mail, self.decider.about)

    @property
    def _organisation(self) -> Organisation:
        return self.decider.knowledge.organisation

    async def _serve(
        self, ask: Intent, who: Who, now: datetime, transaction: Transaction
    ) -> tuple[Reply | Notification, ...]:
        """Who may not be introduced can still have what is theirs."""
        if who.access == "all" or self.features.rule(ask).audience_of(ask) == "anybody":
            return await handled(ask, self.introducing(transaction, who, now))
        asker = Asker(user=who.user, locale=who.locale, access=who.access, keep=False)
        return self.decider.refuse(ask, asker).replies

    async def _talk(
        self, ask: Intent, who: Who, now: datetime, transaction: Transaction
    ) -> tuple[Reply | Notification, ...]:
        person, place = self.pseudonym(who.team, who.user), self.pseudonym(who.team, who.conversation)
        await transaction.alone(place)
        kept = await transaction.memory(place, now)
        if kept is None and who.begun_in:
            kept = await transaction.memory(self.pseudonym(who.team, who.begun_in), now)
        memory = remembered(kept)
        memory = memory.model_copy(update={"outside": memory.outside or who.outside})
        access: Access = "shared" if who.access == "all" and memory.outside else who.access
        profile = await transaction.profile(person)
        directory, own = await self.directories.directory(transaction), PersonKey(person, who.user)
        asker = Asker(
            user=who.user,
            language=_known(profile.get("language")),
            locale=who.locale,
            addressed=_addressed(who, person, memory),
            share=who.share,
            keep=who.keep,
            above=who.above,
            alone=who.conversation.startswith("D"),
            maintainers=self._of_maintainers(who),
            access=access,
            mentors=await self.directories.askable(transaction, directory, own, now) if access == "all" else (),
            registered=mentors.registered(directory.values()),
            mine=await self._mine(ask, access, transaction, directory, own),
        )
        decision = self.decider.decide(ask, memory, asker)
        after, answered = decision.memory, decision.replies or decision.ask
        after = after.met(person) if isinstance(ask, Question) and answered else after
        if after != memory:
            await transaction.remember(place, after.model_dump_json(), now + self.remember)
        await self._keep(decision, person, profile, now, transaction)
        if decision.ask:
            return await self._serve(decision.ask, who, now, transaction)
        return decision.replies

    async def _mine(
        self,
        ask: Intent,
        access: Access,
        transaction: Transaction,
        directory: dict[str, MentorStatus],
        own: PersonKey,
    ) -> Mine:
        if not isinstance(ask, OpenHome):
            return NOTHING
        return await self.directories.mine(transaction, directory, own) if access == "all" else Mine(may_help=False)

    async def _keep(
        self, decision: Decision, person: str, profile: dict[str, object], now: datetime, transaction: Transaction
    ) -> None:
        if decision.keep:
            language = decision.memory.language or self.decider.knowledge.organisation.languages[0]
            await transaction.keep_question(person, decision.keep, language, now, now + self.keep)
        if decision.vote:
            await transaction.vote(
                decision.vote.entry, decision.vote.language, person, now, helpful=decision.vote.helpful
            )
        if decision.learn:
            await transaction.save_profile(person, {**profile, "language": decision.learn})


def _addressed(who: Who, person: str, memory: Memory) -> Literal["certainly", "perhaps", "hardly"]:
    """In a thread, the words of whoever spoke to the bot are for it, unless others talk there too."""
    if who.addressed or (person in memory.people and not memory.crowd):
        return "certainly"
    return "perhaps" if person in memory.people else "hardly"


def _known(language: object) -> Language | None:
    return language if isinstance(language, str) and language in known() else None
