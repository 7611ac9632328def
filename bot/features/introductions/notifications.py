"""Words what the asker, the mentor and the maintainers are told of an introduction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from bot.features.introductions.card import Card, Settled
from bot.features.introductions.replies import (
    Asked,
    DidYouMeet,
    Draft,
    Introduced,
    IntroductionReply,
    MentorHidden,
    MentorNews,
    MetNoted,
    NobodyLeft,
    Progress,
    Request,
    StillMentor,
)
from bot.features.introductions.settling import CardUpdate, kind_of
from bot.features.introductions.transition import Notification
from bot.features.introductions.values import Introduction, MentorStatus, Need
from bot.features.recipients import Addressee, Mailbox, Maintainers, PeopleGroup, Person
from bot.knowledge.people import Introductions, Mentor
from bot.knowledge.shapes import Language
from bot.languages import DEFAULT

MAINTAINERS = Maintainers()


@dataclass(frozen=True)
class IntroductionContext:
    """What is known at this moment: `directory`, every mentor by id; `askable`, those who can be proposed to the asker.

    `mail`: whether Passeur sends e-mail; else the maintainers get drafts. `questions`: makes the first ones for
    both, which takes a moment. `language`: the maintainers'.
    """

    now: datetime
    rules: Introductions
    directory: Mapping[str, MentorStatus]
    askable: frozenset[str]
    mail: bool = False
    questions: Callable[[], tuple[str, ...]] = tuple
    language: Language = DEFAULT

    @property
    def today(self) -> date:
        return self.now.astimezone(self.rules.zone).date()

    def can_be_asked(self, mentor: str) -> bool:
        return mentor in self.askable


@dataclass(frozen=True)
class Notifier:
    context: IntroductionContext
    need: Need

    def request(
        self, one: Introduction, again: Literal["reminder", "reply", "resumed", "note"] | None = None
    ) -> Notification:
        mentor = self._mentor(one.mentor)
        asked = Request(
            self._language(mentor), one.id, self.need.note, again, one.question, one.reply, self.need.topics
        )
        if mentor.kind == "internal":
            return self._letter(self._address(mentor), asked, one.id)
        draft = Draft(self.context.language, one.id, mentor, asked)
        if not self.context.mail:
            return self._letter(MAINTAINERS, draft, one.id)
        return self._letter(self._address(mentor), asked, one.id)._replace(draft=draft)

    def news(self, one: Introduction, of: Any, *, day: date | None = None) -> Notification:
        mentor = self._mentor(one.mentor)
        to = MAINTAINERS if mentor.kind == "external" and not self.context.mail else self._address(mentor)
        return self._letter(to, MentorNews(self._language(mentor), of, one.id, day), about=one.id)

    def progress(self, of: Any, mentor: str = "", *, before: str = "", day: date | None = None) -> Notification:
        now, then = (self._mentor(name).name if name else "" for name in (mentor, before))
        more = any(self.context.can_be_asked(name) for name in self.need.candidates)
        reply = Progress(self.need.language, of, self.need.id, now, then, day, more)
        return self._letter(self._asker, reply)

    def settled(self, moved: CardUpdate) -> Notification:
        """In place of a card."""
        card, word, one = moved
        mentor = self._mentor(one.mentor) if one and one.mentor else None
        asker = card.to == self._asker
        ours = self.context.language if card.to == MAINTAINERS or mentor is None else self._language(mentor)
        reply = Settled(
            self.need.language if asker else ours,
            word,
            asker,
            note="" if not asker and word in ("withdrawn", "closed") else self.need.note,
            mentor=mentor.name if mentor else "",
            day=one.not_before if one else None,
            group=self.need.group or "",
            team=self.need.team,
            contact=mentor is not None and mentor.kind == "external",
        )
        return Notification(card.to, reply, need=self.need.id, replaces=card)

    def asked(self, one: Introduction) -> Notification:
        name = self._mentor(one.mentor).name
        return self._letter(self._asker, Asked(self.need.language, one.id, name, one.question), one.id)

    def introduced(self, one: Introduction) -> tuple[Notification, ...]:
        mentor = self._mentor(one.mentor)
        questions, note = self.context.questions(), self.need.note
        said = Introduced(self.need.language, one.id, self.need.asker, mentor.slack or "", mentor.name, note, questions)
        if mentor.kind == "internal":
            return (self._letter(PeopleGroup(users=(self.need.asker, mentor.slack or "")), said, one.id),)
        asker = self._letter(self._asker, replace(said, contact=mentor.email), one.id)
        # A maintainer recorded the yes, who would see nothing of it.
        return (asker,) if self.context.mail else (asker, self.news(one, "introduced"))

    def did_you_meet(self, one: Introduction) -> tuple[Notification, ...]:
        mentor = self._mentor(one.mentor)
        asker = self._letter(self._asker, DidYouMeet(self.need.language, one.id, mentor.name))
        if mentor.kind == "external" or not mentor.slack:
            return (asker,)
        return asker, self._letter(
            Person(user=mentor.slack), DidYouMeet(self._language(mentor), one.id, self.need.asker)
        )

    def met_noted(self, one: Introduction, side: str, *, met: bool) -> Notification:
        mentor = self._mentor(one.mentor)
        if side == "asker":
            return self._letter(self._asker, MetNoted(self.need.language, one.id, met))
        return self._letter(self._address(mentor), MetNoted(self._language(mentor), one.id, met))

    def hidden(self, name: str) -> tuple[Notification, ...]:
        """To a mentor who let one request too many expire, and to the maintainers."""
        status = self.context.directory[name]
        count, mentor = status.expired + 1, status.mentor
        if count < self.context.rules.hide_after or status.hidden:
            return ()
        maintainers = Notification(MAINTAINERS, MentorHidden(self.context.language, mentor.name, count))
        if mentor.kind == "external":
            return (maintainers,)
        return Notification(self._address(mentor), StillMentor(self._language(mentor), mentor.id, count)), maintainers

    def nobody_left(self) -> Notification:
        return Notification(MAINTAINERS, NobodyLeft(self.context.language, self.need.topics))

    def language_for(self, one: Introduction) -> Language:
        """In which the mentor is written to."""
        return self._language(self._mentor(one.mentor))

    def _letter(
        self, to: Addressee, reply: IntroductionReply, introduction: str | None = None, *, about: str = ""
    ) -> Notification:
        """`introduction`: ends when nobody reads it. `about`: the one that its card is about, otherwise."""
        kind = None if isinstance(to, Mailbox) else kind_of(reply)  # an e-mail can't be changed
        card = Card(kind=kind, need=self.need.id, to=to, introduction=introduction or about) if kind else None
        return Notification(to, reply, introduction, need=self.need.id, card=card)

    def _mentor(self, name: str) -> Mentor:
        return self.context.directory[name].mentor

    def _language(self, mentor: Mentor) -> Language:
        return self.need.language if self.need.language in mentor.languages else mentor.languages[0]

    @property
    def _asker(self) -> Person:
        return Person(user=self.need.asker)

    def _address(self, mentor: Mentor) -> Addressee:
        if mentor.kind == "internal":
            return Person(user=mentor.slack) if mentor.slack else MAINTAINERS
        return Mailbox(address=mentor.email) if mentor.email else MAINTAINERS
