"""What a mentor, or somebody who would be one, changes in Slack."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.app.introducing import Introducing, Replies
from bot.features.forms import FormStep
from bot.features.introductions import forms
from bot.features.introductions.intents import GoOn, OfferHelp, ReviewOffer, SaveProfile, SendOffer
from bot.features.introductions.notifications import MAINTAINERS
from bot.features.introductions.replies import MyRequests, Offer, ProfileNote
from bot.features.introductions.transition import Notification
from bot.features.introductions.values import MentorStatus
from bot.features.recipients import Person
from bot.knowledge.people import Mentor
from bot.knowledge.shapes import Language
from bot.storage.registry import MentorRow

FOR_GOOD = date(9999, 12, 31)
PREFIX = "slack-"
NAME_LENGTH = 16


@dataclass(frozen=True)
class Mentoring:
    """`of`: whose ask it is, and where things are kept."""

    of: Introducing

    async def offer(self, ask: OfferHelp) -> Replies:
        """The form to become a mentor; a mentor gets the one that changes their profile."""
        if status := await self.mine():
            return (self._profile_form(ask.language, status.mentor),)
        if self._no_maintainers:
            return (ProfileNote(ask.language, "nowhere"),)
        blank = SendOffer(language=ask.language, languages=(ask.language,))
        return (forms.offering(blank, self.of.directories.knowledge),)

    async def send_offer(self, ask: SendOffer) -> Replies:
        """An offer waits for a maintainer; a second one takes the first one's place."""
        if self._no_maintainers:
            return (ProfileNote(ask.language, "nowhere"),)
        today = self._today
        mentor = Mentor.model_validate(
            {
                "id": PREFIX + self.of.place.person[:NAME_LENGTH],
                "name": ask.name.strip() or "…",
                "kind": "internal",
                "role": ask.role,
                "did": dict.fromkeys(self.of.directories.knowledge.organisation.languages, ask.did.strip() or "…"),
                "topics": ask.topics or self.of.directories.knowledge.named_topics[:1],
                "languages": ask.languages or (ask.language,),
                "capacity": ask.capacity,
                "slack": self.of.place.user,
                "confirmed": today,
                "consent": {"date": today, "how": "Slack"},
            }
        )
        row = MentorRow(mentor.id, approved=False, change=mentor.model_dump(mode="json", exclude_defaults=True))
        await self.of.transaction.registry.save_mentor(row)
        language = self.of.directories.knowledge.organisation.languages[0]
        return ProfileNote(ask.language, "offered"), Notification(MAINTAINERS, Offer(language, mentor))

    async def rule(self, ask: ReviewOffer) -> Replies:
        """A maintainer approves an offer or doesn't; nobody else does."""
        row = (await self.of.transaction.registry.mentor_rows()).get(ask.mentor)
        if row is None or row.approved or not self.of.maintainers:
            return (ProfileNote(ask.language, "ruled"),)
        mentor = Mentor.model_validate(dict(row.change))
        if ask.approve:
            await self.of.transaction.registry.save_mentor(replace(row, approved=True))
        else:
            await self.of.transaction.registry.drop_mentor(row.id)
        told = ProfileNote(mentor.languages[0], "approved" if ask.approve else "refused", mentor.name)
        done = ProfileNote(ask.language, "approved" if ask.approve else "refused", mentor.name, to_maintainers=True)
        return done, Notification(Person(user=mentor.slack) if mentor.slack else MAINTAINERS, told)

    async def edit(self, language: Language) -> Replies:
        status = await self.mine()
        return (self._profile_form(language, status.mentor) if status else ProfileNote(language, "nowhere"),)

    async def save(self, ask: SaveProfile) -> Replies:
        """What a mentor changes overrides the YAML until a maintainer takes it over."""
        change = {
            "capacity": ask.capacity,
            "topics": list(ask.topics),
            "pause_until": ask.pause_until.isoformat() if ask.pause_until else None,
        }
        saved = await self._change({key: value for key, value in change.items() if value != []})
        return (ProfileNote(ask.language, "saved" if saved else "nowhere"),)

    async def go_on(self, ask: GoOn) -> Replies:
        """A mentor who was hidden for not answering."""
        if ask.go_on:
            saved = await self._change({"pause_until": None}, shown=True)
        else:
            saved = await self._change({"pause_until": FOR_GOOD.isoformat()})
        word = ("resumed" if ask.go_on else "stopped") if saved else "nowhere"
        return (ProfileNote(ask.language, word),)  # type: ignore[arg-type]

    async def requests(self, language: Language) -> Replies:
        """Their own requests for a mentor, as on the Home tab."""
        directory = await self.of.directories.directory(self.of.transaction)
        mine = await self.of.directories.mine(self.of.transaction, directory, self.of.place)
        return (MyRequests(language, mine.needs, await self.of.people()),)

    async def _change(self, change: dict[str, Any], *, shown: bool = False) -> bool:
        status = await self.mine()
        if status is None:
            return False
        rows = await self.of.transaction.registry.mentor_rows()
        row = rows.get(status.mentor.id, MentorRow(status.mentor.id))
        after = replace(row, change={**row.change, **change, "confirmed": self._today.isoformat()})
        await self.of.transaction.registry.save_mentor(replace(after, hidden=False, expired=0) if shown else after)
        return True

    async def mine(self) -> MentorStatus | None:
        directory = await self.of.directories.directory(self.of.transaction)
        return self.of.directories.profile(directory, self.of.place)

    def _profile_form(self, language: Language, mentor: Mentor) -> FormStep:
        blank = SaveProfile(
            language=language,
            capacity=mentor.capacity,
            topics=mentor.topics,
            pause_until=None if mentor.pause_until == FOR_GOOD else mentor.pause_until,
        )
        return forms.changing(blank, self.of.directories.knowledge)

    @property
    def _today(self) -> date:
        return self.of.now.astimezone(self.of.directories.knowledge.organisation.introductions.zone).date()

    @property
    def _no_maintainers(self) -> bool:
        return self.of.directories.knowledge.organisation.channels.maintainers is None
