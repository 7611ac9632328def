"""Passeur itself: remembers the conversation, has an intent handled, and returns what is to be said."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.app import gaps, welcoming
from bot.app.digests import digest, next_digest
from bot.app.directories import Directories, PersonKey
from bot.app.due import CardPlaced, DigestDue, DueEvent, KnowledgeLive, PersonLeft, TimerRang
from bot.app.handlers import handled
from bot.app.inbound import Context, Inbound
from bot.app.introducing import Introducing, Replies
from bot.app.keeping import keep_of
from bot.app.listening import cooldown, heard, in_thread, pause, pausing, spoken_to
from bot.app.previewing import previewed
from bot.app.pseudonyms import pseudonym, secret_of
from bot.app.remembered import chosen_language, memory_of, remembered
from bot.app.teams import standing
from bot.app.usage import KEEP as USAGE_KEPT
from bot.features.answering import mentors
from bot.features.answering.decide import Decider
from bot.features.answering.decision import Access, Asker
from bot.features.answering.feature import FEATURE as ANSWERING
from bot.features.answering.intents import OpenHome, Question
from bot.features.answering.replies import KnowledgeRefused
from bot.features.feature import FeatureTable
from bot.features.intents import Intent
from bot.features.introductions.transition import Notification
from bot.features.introductions.values import NOTHING, MentorStatus, Mine
from bot.features.outgoing import AnyReply, Outgoing, addressed
from bot.features.previews.intents import PreviewLinks
from bot.features.recipients import SlackPlace
from bot.features.table import FEATURES
from bot.features.welcome.intents import JoinChannel
from bot.knowledge.schema import Organisation
from bot.messages.render import Renderer
from bot.messages.words import Keeping
from bot.settings import DirectReplies, Guests, Rhythm, Settings
from bot.storage.store import Store
from bot.storage.transaction import Transaction
from bot.storage.work import NewWork


@dataclass(frozen=True)
class Passeur:
    """`refused`: what is wrong with the folders' knowledge, while the former serves. `site`: of the published pages."""

    decider: Decider
    store: Store
    secret: bytes
    keep: timedelta = timedelta(days=90)
    remember: timedelta = timedelta(days=7)
    mail: bool = False
    guests: Guests = "answers"
    features: FeatureTable = FEATURES
    refused: KnowledgeRefused | None = None
    digest: Rhythm = "never"
    welcome: bool = False
    direct: DirectReplies = "flat"
    site: str | None = None

    @classmethod
    async def build(
        cls, settings: Settings, store: Store, decider: Decider, features: FeatureTable = FEATURES
    ) -> "Passeur":
        secret = await secret_of(settings, store)
        decider = replace(decider, commands=features.commands)
        days = timedelta(days=1)
        keep, remember = days * settings.passeur_keep_days, days * settings.passeur_remember_days
        return cls(
            *(decider, store, secret, keep, remember, settings.smtp_url is not None, settings.passeur_guests, features),
            digest=settings.passeur_digest,
            welcome=settings.passeur_welcome,
            direct=settings.passeur_direct,
            site=settings.passeur_site_url,
        )

    @property
    def renderer(self) -> Renderer:
        return Renderer(self.decider.knowledge, Keeping(self.keep.days, self.remember.days), self.features)

    def pseudonym(self, *parts: str) -> str:
        """The keyed hash under which a person or a conversation is kept."""
        return pseudonym(self.secret, *parts)

    def heard(self, asked: Inbound, now: datetime) -> Inbound | None:
        """What the policy of its channel makes of it; None when the bot does not listen to it."""
        if isinstance(asked.intent, JoinChannel):
            return asked if self.welcome else None
        if isinstance(asked.intent, PreviewLinks):
            return previewed(asked, asked.intent, self.site, self.decider.knowledge)
        return heard(self._organisation, in_thread(asked) if self.direct == "threads" else asked, now)

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
        ask = asked.intent
        serve = self._talk if self.features.owner(ask) == ANSWERING else self._serve
        person, channel = (self.pseudonym(asked.team, name) for name in (asked.user, asked.channel))
        if (rest := cooldown(self._organisation, asked)) and await pausing(transaction, channel, now):
            return ()
        first = self.welcome and await welcoming.first_step(transaction, asked, context, person, now)
        said = self.addressed(await serve(ask, asked, context, now, transaction), asked.place)
        if rest and said:
            await pause(transaction, channel, now + rest)
        if first and said:
            said = (*said, await welcoming.person(transaction, person, asked.user, said[0], now))
        return said

    def serves(self, ask: Intent, access: Access) -> bool:
        """Whether a feature serves somebody: who may not be introduced can still have what is theirs."""
        return access == "all" or self.features.rule(ask).audience_of(ask) == "anybody"

    async def fall_due(self, transaction: Transaction, due: DueEvent, now: datetime) -> tuple[Outgoing, ...]:
        """What an introduction does by itself, asked by nobody."""
        nobody = Introducing(self.directories, transaction, "", PersonKey("", ""), now)
        replies: Replies
        match due:
            case DigestDue() if self.digest == "never":  # it was planned before that was said
                replies = ()
            case DigestDue():
                replies = await digest(transaction, self.decider, self.directories, now)
            case KnowledgeLive(since=since, after=after):
                replies, last = await gaps.tell_askers(transaction, self.decider, now, after)
                if last is not None:
                    live = KnowledgeLive(version=self.decider.version, since=since, after=last)
                    await transaction.add(NewWork("due", *live.work, now), now)
            case CardPlaced(card=card):
                replies = await nobody.placed(card)
            case PersonLeft(introduction=introduction, left=left):
                replies = await nobody.leave(introduction or "", left)
            case TimerRang():
                replies = await nobody.fall_due(due)
        return self.addressed(replies)

    def addressed(
        self, replies: tuple[AnyReply | Notification | Outgoing, ...], place: SlackPlace | None = None
    ) -> tuple[Outgoing, ...]:
        """Each with whom it goes to. `place`: where it was asked."""
        return addressed(replies, place, maintainers=self._organisation.channels.maintainers is not None)

    async def purge(self, transaction: Transaction, now: datetime, done_after: timedelta) -> None:
        """Erase what has expired, and see to it that the next digest falls due."""
        await transaction.purge(now, done_after)
        await transaction.usage.purge((now - USAGE_KEPT).date())
        if (next_one := next_digest(self.digest, now, self._organisation.introductions.zone)) is not None:
            await transaction.add(next_one, now)
        await transaction.registry.erase_words(now, timedelta(days=self._organisation.introductions.keep_words))

    def introducing(self, transaction: Transaction, asked: Inbound, now: datetime) -> Introducing:
        place = PersonKey(self.pseudonym(asked.team, asked.user), asked.user)
        return Introducing(
            *(self.directories, transaction, asked.team, place, now, self._of_maintainers(asked)),
            features=self.features,
            keep=self.keep,
            decider=self.decider,
            share=asked.share,
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
    ) -> tuple[AnyReply | Notification | Outgoing, ...]:
        if self.serves(ask, context.access):
            introducing = self.introducing(transaction, asked, now)
            maintainers = introducing.maintainers or context.maintainer
            above = context.above[0].text if context.above else ""
            return await handled(ask, replace(introducing, maintainers=maintainers, above=above))
        asker = Asker(user=asked.user, locale=context.locale, access=context.access, keep=False)
        return self.decider.refuse(ask, asker).replies

    async def _talk(
        self, ask: Intent, asked: Inbound, context: Context, now: datetime, transaction: Transaction
    ) -> tuple[AnyReply | Notification | Outgoing, ...]:
        person, place = self.pseudonym(asked.team, asked.user), self.pseudonym(asked.team, asked.conversation)
        await transaction.alone(place)
        memory = await memory_of(asked, self.pseudonym, transaction, now)
        access: Access = "shared" if context.access == "all" and memory.outside else context.access
        profile = await transaction.profile(person)
        directory, own = await self.directories.directory(transaction), PersonKey(person, asked.user)
        mine = await self._mine(ask, access, transaction, directory, own)
        stations = (
            await standing(transaction, self.decider.knowledge, person, asked, now, shared=access == "all")
            if directory or isinstance(ask, OpenHome)  # nothing else shows it, or is proposed by it
            else ()
        )
        asker = Asker(
            user=asked.user,
            language=chosen_language(profile),
            locale=context.locale,
            addressed=spoken_to(asked, person, memory),
            share=asked.share,
            keep=asked.keep,
            above=context.above,
            alone=asked.conversation.startswith("D"),
            maintainers=self._of_maintainers(asked),
            command=asked.command,
            access=access,
            mentors=await self.directories.askable(transaction, directory, own, now) if access == "all" else (),
            registered=mentors.registered(directory.values()),
            mine=mine._replace(stations=stations),
        )
        decision = self.decider.decide(ask, memory, asker)
        after, answered = decision.memory, decision.replies or decision.ask
        after = after.met(person) if isinstance(ask, Question) and answered else after
        if after != memory:
            await transaction.remember(place, after.masked().model_dump_json(), now + self.remember)
        await keep_of(decision, own, profile, self.decider, (now, now + self.keep), transaction)
        if decision.ask:
            return await self._serve(decision.ask, asked, context, now, transaction)
        return decision.replies

    async def _mine(
        self, ask: Intent, access: Access, transaction: Transaction, directory: dict[str, MentorStatus], own: PersonKey
    ) -> Mine:
        if not isinstance(ask, OpenHome):
            return NOTHING
        return await self.directories.mine(transaction, directory, own) if access == "all" else Mine(may_help=False)
