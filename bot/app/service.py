"""Passeur itself: remembers the conversation, has an intent handled, and returns what is to be said."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.app.directories import Directories, PersonKey
from bot.app.due import CardPlaced, DueEvent, PersonLeft, TimerRang
from bot.app.handlers import handled
from bot.app.inbound import Context, Inbound
from bot.app.introducing import Introducing
from bot.app.remembered import remembered
from bot.features.answering import mentors
from bot.features.answering.decide import Decider
from bot.features.answering.decision import Access, Asker, Decision
from bot.features.answering.feature import FEATURE as ANSWERING
from bot.features.answering.intents import OpenHome, Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import Reply
from bot.features.feature import FeatureTable
from bot.features.intents import Intent
from bot.features.introductions.transition import Notification
from bot.features.introductions.values import NOTHING, MentorStatus, Mine
from bot.features.outgoing import Outgoing, addressed
from bot.features.recipients import SlackPlace
from bot.features.table import FEATURES
from bot.knowledge.schema import Organisation
from bot.knowledge.shapes import Language
from bot.languages import known
from bot.messages.render import Renderer
from bot.messages.words import Keeping
from bot.settings import Guests, Settings
from bot.storage.store import Store
from bot.storage.transaction import Transaction


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

    async def met(self, transaction: Transaction, asked: Inbound, now: datetime) -> bool:
        """Whether this person has spoken to the bot in this conversation."""
        memory = remembered(await transaction.memory(self.pseudonym(asked.team, asked.conversation), now))
        return self.pseudonym(asked.team, asked.user) in memory.people

    async def meet(self, transaction: Transaction, asked: Inbound, now: datetime) -> None:
        """Remember that this person speaks to the bot in this conversation, before anything is decided."""
        place = self.pseudonym(asked.team, asked.conversation)
        await transaction.alone(place)
        memory = remembered(await transaction.memory(place, now)).met(self.pseudonym(asked.team, asked.user))
        await transaction.remember(place, memory.model_dump_json(), now + self.remember)

    async def ask(
        self, transaction: Transaction, asked: Inbound, context: Context, now: datetime
    ) -> tuple[Outgoing, ...]:
        """Decide and save; what is to be said, and to whom, is the caller's to store in the same transaction."""
        ask = asked.ask
        if isinstance(ask, Question) and not asked.known_only and asked.keep:
            ask = self.features.typed(ask.text) or ask
        serve = self._talk if self.features.owner(ask) == ANSWERING else self._serve
        return self.addressed(await serve(ask, asked, context, now, transaction), asked.place)

    def serves(self, ask: Intent, access: Access) -> bool:
        """Whether a feature serves somebody: who may not be introduced can still have what is theirs."""
        return access == "all" or self.features.rule(ask).audience_of(ask) == "anybody"

    async def fall_due(self, transaction: Transaction, due: DueEvent, now: datetime) -> tuple[Outgoing, ...]:
        """What an introduction does by itself, asked by nobody."""
        nobody = Introducing(self.directories, transaction, "", PersonKey("", ""), now)
        match due:
            case CardPlaced(card=card):
                replies = await nobody.placed(card)
            case PersonLeft(introduction=introduction, left=left):
                replies = await nobody.leave(introduction or "", left)
            case TimerRang():
                replies = await nobody.fall_due(due)
        return self.addressed(replies)

    def addressed(
        self, replies: tuple[Reply | Notification, ...], place: SlackPlace | None = None
    ) -> tuple[Outgoing, ...]:
        """Each with whom it goes to. `place`: where it was asked."""
        return addressed(replies, place, maintainers=self._organisation.channels.maintainers is not None)

    async def purge(self, transaction: Transaction, now: datetime, done_after: timedelta) -> None:
        """Erase what has expired."""
        await transaction.purge(now, done_after)
        await transaction.registry.erase_words(now, timedelta(days=self._organisation.introductions.keep_words))

    def introducing(self, transaction: Transaction, asked: Inbound, now: datetime) -> Introducing:
        place = PersonKey(self.pseudonym(asked.team, asked.user), asked.user)
        return Introducing(
            self.directories, transaction, asked.team, place, now, self._of_maintainers(asked), self.features, self.keep
        )

    def _of_maintainers(self, asked: Inbound) -> bool:
        return asked.channel == self._organisation.channels.maintainers

    @property
    def directories(self) -> Directories:
        return Directories(self.decider.knowledge, self.pseudonym, self.mail, self.decider.about)

    @property
    def _organisation(self) -> Organisation:
        return self.decider.knowledge.organisation

    async def _serve(
        self, ask: Intent, asked: Inbound, context: Context, now: datetime, transaction: Transaction
    ) -> tuple[Reply | Notification, ...]:
        if self.serves(ask, context.access):
            return await handled(ask, self.introducing(transaction, asked, now))
        asker = Asker(user=asked.user, locale=context.locale, access=context.access, keep=False)
        return self.decider.refuse(ask, asker).replies

    async def _talk(
        self, ask: Intent, asked: Inbound, context: Context, now: datetime, transaction: Transaction
    ) -> tuple[Reply | Notification, ...]:
        person, place = self.pseudonym(asked.team, asked.user), self.pseudonym(asked.team, asked.conversation)
        await transaction.alone(place)
        kept = await transaction.memory(place, now)
        if kept is None and asked.begun_in:
            kept = await transaction.memory(self.pseudonym(asked.team, asked.begun_in), now)
        memory = remembered(kept)
        memory = memory.model_copy(update={"outside": memory.outside or asked.outside})
        access: Access = "shared" if context.access == "all" and memory.outside else context.access
        profile = await transaction.profile(person)
        directory, own = await self.directories.directory(transaction), PersonKey(person, asked.user)
        asker = Asker(
            user=asked.user,
            language=_known(profile.get("language")),
            locale=context.locale,
            addressed=_spoken_to(asked, person, memory),
            share=asked.share,
            keep=asked.keep,
            above=context.above,
            alone=asked.conversation.startswith("D"),
            maintainers=self._of_maintainers(asked),
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
            return await self._serve(decision.ask, asked, context, now, transaction)
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


def _spoken_to(asked: Inbound, person: str, memory: Memory) -> Literal["certainly", "perhaps", "hardly"]:
    """In a thread, the words of whoever spoke to the bot are for it, unless others talk there too."""
    if not asked.known_only or (person in memory.people and not memory.crowd):
        return "certainly"
    return "perhaps" if person in memory.people else "hardly"


def _known(language: object) -> Language | None:
    return language if isinstance(language, str) and language in known() else None
