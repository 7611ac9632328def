"""What introductions keep of a person: their requests, their profile as a mentor, and how all of it ends."""

from dataclasses import dataclass
from typing import Any

from bot.app.introducing import Introducing
from bot.app.mentoring import FOR_GOOD, NAME_LENGTH, PREFIX, Mentoring
from bot.features.introductions.process import Said
from bot.features.introductions.states import Event
from bot.features.introductions.transition import Notification
from bot.features.introductions.values import MentorStatus
from bot.features.recipients import Person
from bot.storage.registry import MentorRow

OF_THE_ASKER = {"need", "reply", "met_by_asker", "worth_to_asker", "words_of_asker"}
OF_THE_MENTOR = {"reason", "met_by_mentor", "worth_to_mentor", "words_of_mentor"}


@dataclass(frozen=True)
class OwnIntroductions:
    """`of`: whose they are, and where things are kept."""

    of: Introducing

    async def export(self) -> dict[str, Any]:
        """In the words of the tables."""
        transaction, place = self.of.transaction, self.of.place
        registry = transaction.registry
        needs = await registry.needs_of(place.person)
        kept: dict[str, Any] = {}
        kept["needs"] = [
            {
                **need.model_dump(mode="json"),
                "cards": [card.model_dump(mode="json") for card in need.cards if card.to == Person(user=place.user)],
                "introductions": [
                    one.model_dump(mode="json", exclude=OF_THE_MENTOR)
                    for one in (await registry.of_need(need.id)).values()
                ],
            }
            for need in needs
        ]
        kept["not_proposed_again"] = await registry.pairs_of(place.person)
        return kept | await self._data_as_mentor()

    async def forget(self) -> tuple[dict[str, int], tuple[Notification, ...]]:
        """How many of each were erased, and what the others hear."""
        transaction, place = self.of.transaction, self.of.place
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
        return {"requests": len(needs), "mentor": int(status is not None or withdrawn)}, tuple(letters)

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

    async def _mine(self) -> MentorStatus | None:
        return await Mentoring(self.of).mine()
