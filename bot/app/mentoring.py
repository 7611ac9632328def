"""What a mentor, or somebody who would be one, changes in Slack; and what a person sees and erases of their own."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.app.directories import LOCK
from bot.app.introducing import Introducing, Replies
from bot.features.introductions.intents import GoOn, OfferHelp, ReviewOffer, SaveProfile, SendOffer
from bot.features.introductions.notifications import MAINTAINERS
from bot.features.introductions.process import Said
from bot.features.introductions.replies import Form, MyData, MyRequests, Notification, Offer, Privacy, ProfileNote
from bot.features.introductions.states import Event
from bot.features.introductions.values import MentorStatus
from bot.features.privacy.intents import ForgetMe
from bot.features.recipients import Person
from bot.knowledge.people import Mentor
from bot.knowledge.shapes import Language
from bot.storage.registry import MentorRow

FOR_GOOD = date(9999, 12, 31)
PREFIX = "slack-"
NAME_LENGTH = 16
OF_THE_ASKER = {"need", "reply", "met_by_asker"}


@dataclass(frozen=True)
class Mentoring:
    """`of`: whose ask it is, and where things are kept."""

    of: Introducing

    async def offer(self, ask: OfferHelp) -> Replies:
        """The form to become a mentor; a mentor gets the one that changes their profile."""
        if status := await self._mine():
            return (self._profile_form(ask.language, status.mentor),)
        if self._no_maintainers:
            return (ProfileNote(ask.language, "nowhere"),)
        return (Form(ask.language, "offer", SendOffer(language=ask.language, languages=(ask.language,)), {}),)

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
                "did": {"fr": ask.did.strip() or "…", "en": ask.did.strip() or "…"},
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

    async def ruled(self, language: Language) -> Replies:
        return (ProfileNote(language, "ruled"),)

    async def rule(self, ask: ReviewOffer) -> Replies:
        """A maintainer approves an offer or doesn't."""
        row = (await self.of.transaction.registry.mentor_rows()).get(ask.mentor)
        if row is None or row.approved:
            return await self.ruled(ask.language)
        mentor = Mentor.model_validate(dict(row.change))
        if ask.approve:
            await self.of.transaction.registry.save_mentor(replace(row, approved=True))
        else:
            await self.of.transaction.registry.drop_mentor(row.id)
        told = ProfileNote(mentor.languages[0], "approved" if ask.approve else "refused", mentor.name)
        done = ProfileNote(ask.language, "approved" if ask.approve else "refused", mentor.name, to_maintainers=True)
        return done, Notification(Person(user=mentor.slack) if mentor.slack else MAINTAINERS, told)

    async def edit(self, language: Language) -> Replies:
        status = await self._mine()
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

    async def forget(self, ask: ForgetMe) -> Replies:
        """Erase all that is kept of the person; what they take part in ends, and the others hear it."""
        if not ask.sure:
            return (Privacy(ask.language, "sure"),)
        _, letters = await self.erase()
        return Privacy(ask.language, "forgotten"), *letters

    async def erase(self) -> tuple[dict[str, int], list[Notification]]:
        """Of the person of this ask: how many of each were erased, and what the others hear."""
        transaction, place = self.of.transaction, self.of.place
        await transaction.alone(LOCK)
        letters: list[Notification] = []
        needs = await transaction.registry.needs_of(place.person)
        for need in needs:
            open_ones = [one.id for one in (await transaction.registry.of_need(need.id)).values() if one.open]
            if open_ones:
                letters += await self._end(open_ones[0], "asker")
            await transaction.registry.anonymise(await transaction.registry.need(need.id) or need)
        if status := await self._mine():
            letters += await self._forget_mentor(status)
        withdrawn = await self._withdraw_offer()
        await transaction.registry.forget_pairs(place.person)
        erased = await transaction.forget(place.person)
        return {**erased, "requests": len(needs), "mentor": int(status is not None or withdrawn)}, letters

    async def requests(self, language: Language) -> Replies:
        """Their own requests for a mentor, as on the Home tab."""
        directory = await self.of.directories.directory(self.of.transaction)
        mine = await self.of.directories.mine(self.of.transaction, directory, self.of.place)
        return (MyRequests(language, mine.needs, await self.of.people()),)

    async def data(self, language: Language) -> Replies:
        """All that is kept, in the words of the tables."""
        transaction, place = self.of.transaction, self.of.place
        registry = transaction.registry
        needs = await registry.needs_of(place.person)
        kept: dict[str, Any] = await transaction.kept_of(place.person)
        kept["needs"] = [
            {
                **need.model_dump(mode="json"),
                "cards": [card.model_dump(mode="json") for card in need.cards if card.to == Person(user=place.user)],
                "introductions": [
                    one.model_dump(mode="json", exclude={"reason", "met_by_mentor"})
                    for one in (await registry.of_need(need.id)).values()
                ],
            }
            for need in needs
        ]
        kept["not_proposed_again"] = await registry.pairs_of(place.person)
        return (MyData(language, kept | await self._data_as_mentor()),)

    async def _data_as_mentor(self) -> dict[str, Any]:
        """The profile or the offer that waits, how it stands, and what they answered; nothing of those who asked."""
        registry, status = self.of.transaction.registry, await self._mine()
        name = status.mentor.id if status else PREFIX + self.of.place.person[:NAME_LENGTH]
        row = (await registry.mentor_rows()).get(name)
        profile = status.mentor.model_dump(mode="json") if status else dict(row.change) if row else None
        answers = await registry.of_mentor(name) if status else []
        return {
            "mentor": profile,
            "mentor_state": {"approved": row.approved, "expired": row.expired, "hidden": row.hidden} if row else None,
            "answers_as_mentor": [one.model_dump(mode="json", exclude=OF_THE_ASKER) for one in answers],
        }

    async def _forget_mentor(self, status: MentorStatus) -> list[Notification]:
        """Those whom the YAML has can only be paused: the file is the maintainers'."""
        registry, name = self.of.transaction.registry, status.mentor.id
        letters: list[Notification] = []
        for one in await registry.of_mentor(name):
            if one.open:
                letters += await self._end(one.id, "mentor")
        await registry.unname_mentor(name)
        await registry.drop_mentor(name)
        if any(mentor.id == name for mentor in self.of.directories.knowledge.mentors):
            await registry.save_mentor(MentorRow(name, change={"pause_until": FOR_GOOD.isoformat()}))
        return letters

    async def _withdraw_offer(self) -> bool:
        """An offer that nobody has ruled on yet is in no directory."""
        registry, name = self.of.transaction.registry, PREFIX + self.of.place.person[:NAME_LENGTH]
        row = (await registry.mentor_rows()).get(name)
        return row is not None and not row.approved and bool(await registry.drop_mentor(name))

    async def _end(self, introduction: str, side: str) -> tuple[Notification, ...]:
        found = await self.of.found(introduction)
        if found is None:
            return ()
        step = found[1].happen(Event.LEAVE, introduction, Said(side="asker" if side == "asker" else "mentor"))
        return await self.of.directories.save(self.of.transaction, step, self.of.now)

    async def _change(self, change: dict[str, Any], *, shown: bool = False) -> bool:
        status = await self._mine()
        if status is None:
            return False
        rows = await self.of.transaction.registry.mentor_rows()
        row = rows.get(status.mentor.id, MentorRow(status.mentor.id))
        after = replace(row, change={**row.change, **change, "confirmed": self._today.isoformat()})
        await self.of.transaction.registry.save_mentor(replace(after, hidden=False, expired=0) if shown else after)
        return True

    async def _mine(self) -> MentorStatus | None:
        directory = await self.of.directories.directory(self.of.transaction)
        return self.of.directories.profile(directory, self.of.place)

    def _profile_form(self, language: Language, mentor: Mentor) -> Form:
        blank = SaveProfile(
            language=language,
            capacity=mentor.capacity,
            topics=mentor.topics,
            pause_until=None if mentor.pause_until == FOR_GOOD else mentor.pause_until,
        )
        return Form(language, "profile", blank, {})

    @property
    def _today(self) -> date:
        return self.of.now.astimezone(self.of.directories.knowledge.organisation.introductions.zone).date()

    @property
    def _no_maintainers(self) -> bool:
        return self.of.directories.knowledge.organisation.channels.maintainers is None
