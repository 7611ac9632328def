"""A transaction in; mentors as things stand, a need with its introductions, and what a step changes, saved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from bot.app.due import TimerRang
from bot.features.answering import mentors
from bot.features.introductions.notifications import IntroductionContext
from bot.features.introductions.process import Process
from bot.features.introductions.questions import first_questions
from bot.features.introductions.transition import Notification, Timer, Transition
from bot.features.introductions.values import MentorStatus, Mine, Need
from bot.knowledge.people import Mentor
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language
from bot.languages import known
from bot.storage.registry import MentorRow
from bot.storage.transaction import Transaction
from bot.storage.work import NewWork

LOCK = "introductions"


class PersonKey(NamedTuple):
    """Whose needs and pairs these are: the keyed hash of the person, and their Slack id."""

    person: str
    user: str


@dataclass(frozen=True)
class Directories:
    """`pseudonym`: the keyed hash of a team and a user. `mail`: whether e-mail is sent.

    `about`: the entries that a text is about, the likeliest first.
    """

    knowledge: Knowledge
    pseudonym: Callable[[str, str], str]
    mail: bool = False
    about: Callable[[str, Language], tuple[str, ...]] = lambda _text, _language: ()

    async def directory(self, transaction: Transaction) -> dict[str, MentorStatus]:
        rows = await transaction.registry.mentor_rows()
        if not rows and not self.knowledge.mentors:
            return {}
        loads = await transaction.registry.loads()
        stand_in = Mentor.model_construct(id="", name="")
        changes = {}
        for name in (*rows, *(loads.keys() - rows.keys())):
            row, load = rows.get(name, MentorRow(name)), loads.get(name)
            status = MentorStatus(
                stand_in, load.open if load else 0, load.last_asked if load else None, row.expired, row.hidden
            )
            if row.approved:
                changes[name] = (row.change, status)
        return mentors.directory(self.knowledge.mentors, changes)

    async def askable(
        self, transaction: Transaction, directory: dict[str, MentorStatus], place: PersonKey, now: datetime
    ) -> tuple[MentorStatus, ...]:
        """The mentors who may be proposed to this person now."""
        if not directory:
            return ()
        rules = self.knowledge.organisation.introductions
        barred = await transaction.registry.barred(place.person, now)
        today = now.astimezone(rules.zone).date()
        reached = [s for s in directory.values() if s.mentor.kind == "internal" or self._reaches_outside]
        return mentors.askable(reached, place.user, barred, today, rules)

    @property
    def _reaches_outside(self) -> bool:
        """Whether there is e-mail, or a maintainer who writes."""
        return self.mail or self.knowledge.organisation.channels.maintainers is not None

    async def mine(self, transaction: Transaction, directory: dict[str, MentorStatus], place: PersonKey) -> Mine:
        """What the Home tab shows of a person's own."""
        needs = []
        for need in await transaction.registry.needs_of(place.person):
            found = (await transaction.registry.of_need(need.id)).values()
            names = {one.mentor: directory[one.mentor].mentor.name for one in found if one.mentor in directory}
            needs.append((need, tuple((one, names.get(one.mentor, "…")) for one in found)))
        return Mine(tuple(needs), self.profile(directory, place))

    def profile(self, directory: dict[str, MentorStatus], place: PersonKey) -> MentorStatus | None:
        """The person's own status, if they are a mentor."""
        return next((found for found in directory.values() if found.mentor.slack == place.user), None)

    async def process(self, transaction: Transaction, need: Need, now: datetime) -> Process:
        """A need as it stands; a mentor who is in no file any more is named by dots."""
        found = await transaction.registry.of_need(need.id)
        directory = await self.directory(transaction)
        for one in found.values():
            directory.setdefault(one.mentor, MentorStatus(_gone(one.mentor)))
        place = PersonKey(self.pseudonym(need.team, need.asker), need.asker)
        askable = await self.askable(transaction, directory, place, now)
        organisation = self.knowledge.organisation
        context = IntroductionContext(
            now,
            organisation.introductions,
            directory,
            frozenset(status.mentor.id for status in askable),
            self.mail,
            partial(self._questions, need),
            organisation.languages[0],
        )
        return Process(need, found, context)

    def _questions(self, need: Need) -> tuple[str, ...]:
        about, named = self.about(need.note, need.language), mentors.topics_named(need.note, self.knowledge)
        return first_questions(self.knowledge, need.language, need.entry, need.topics, about, named)

    async def save(self, transaction: Transaction, step: Transition, now: datetime) -> tuple[Notification, ...]:
        """Everything that follows from a step but the letters, which go out with the caller's replies.

        What became of a card is among them, first: the sooner it has no buttons, the better.
        """
        registry, need = transaction.registry, step.need
        person = self.pseudonym(need.team, need.asker) if need.asker else ""
        again = now + timedelta(days=self.knowledge.organisation.introductions.pair_again_after)
        known = await registry.of_need(need.id)
        await registry.save_need(need, person)
        for one in step.introductions:
            if known.get(one.id) != one:
                await registry.save(one)
            if one.id not in known:
                await registry.bar(person, one.mentor, again)
        for timer in step.timers:
            await transaction.add(_work(timer), now)
        await self._count(transaction, step)
        if not need.cards:
            return step.letters
        settled = (await self.process(transaction, need, now)).settle()
        await registry.save_need(settled.need, person)
        return *settled.letters, *step.letters

    async def _count(self, transaction: Transaction, step: Transition) -> None:
        """How many requests a mentor let expire in a row."""
        rows, rules = await transaction.registry.mentor_rows(), self.knowledge.organisation.introductions
        if step.expired:
            row = rows.get(step.expired, MentorRow(step.expired))
            count = row.expired + 1
            hidden = row.hidden or count >= rules.hide_after
            await transaction.registry.save_mentor(replace(row, expired=count, hidden=hidden))
        answered = rows.get(step.answered or "")
        if answered and (answered.expired or answered.hidden):
            await transaction.registry.save_mentor(replace(answered, expired=0, hidden=False))


def _gone(name: str) -> Mentor:
    """Stands in for a mentor whom no file has any more; whatever is for them goes to the maintainers."""
    return Mentor.model_construct(
        id=name, name="…", kind="internal", languages=known(), slack=None, email=None, time_zone=None
    )


def _work(timer: Timer) -> NewWork:
    key = f"due:{timer.introduction}:{timer.turn}:{timer.event}"
    rang = TimerRang(introduction=timer.introduction, turn=timer.turn, event=timer.event)
    return NewWork("due", key, rang.payload, timer.due)
