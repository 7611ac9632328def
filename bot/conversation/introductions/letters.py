"""A need, an introduction and the desk in; the letters to the asker, the mentor and the maintainers out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from bot.conversation.introductions.replies import (
    Asked,
    DidYouMeet,
    Draft,
    Introduced,
    Letter,
    MentorHidden,
    MentorNews,
    MetNoted,
    NobodyLeft,
    Progress,
    Request,
    StillMentor,
)
from bot.conversation.introductions.values import Introduction, Need, Standing
from bot.knowledge.people import Introductions, Mentor
from bot.knowledge.shapes import Language

MAINTAINERS = "maintainers"


@dataclass(frozen=True)
class Desk:
    """What is known at this moment: `directory`, every mentor by id; `askable`, those who can be proposed to the asker.

    `mail`: whether Passeur sends e-mail; else the maintainers get drafts. `questions`: the first ones of the answer
    from which the need came. `language`: the maintainers'.
    """

    now: datetime
    rules: Introductions
    directory: Mapping[str, Standing]
    askable: frozenset[str]
    mail: bool = False
    questions: tuple[str, ...] = ()
    language: Language = "fr"

    @property
    def today(self) -> date:
        return self.now.astimezone(self.rules.zone).date()

    def can_be_asked(self, mentor: str) -> bool:
        return mentor in self.askable


@dataclass(frozen=True)
class Writer:
    desk: Desk
    need: Need

    def request(
        self, one: Introduction, again: Literal["reminder", "reply", "resumed", "note"] | None = None
    ) -> Letter:
        mentor = self._mentor(one.mentor)
        asked = Request(
            self._language(mentor), one.id, self.need.note, again, one.question, one.reply, self.need.topics
        )
        if mentor.kind == "internal":
            return Letter(self._address(mentor), asked, one.id)
        draft = Draft(self.desk.language, one.id, mentor, asked)
        if not self.desk.mail:
            return Letter(MAINTAINERS, draft, one.id)
        return Letter(self._address(mentor), asked, one.id, draft)

    def news(self, one: Introduction, of: Any, *, day: date | None = None) -> Letter:
        mentor = self._mentor(one.mentor)
        to = MAINTAINERS if mentor.kind == "external" and not self.desk.mail else self._address(mentor)
        return Letter(to, MentorNews(self._language(mentor), of, one.id, day))

    def progress(self, of: Any, mentor: str = "", *, before: str = "", day: date | None = None) -> Letter:
        now, then = (self._mentor(name).name if name else "" for name in (mentor, before))
        more = any(self.desk.can_be_asked(name) for name in self.need.candidates)
        reply = Progress(self.need.language, of, self.need.id, now, then, day, more)
        return Letter(self.need.asker, reply)

    def asked(self, one: Introduction) -> Letter:
        name = self._mentor(one.mentor).name
        return Letter(self.need.asker, Asked(self.need.language, one.id, name, one.question), one.id)

    def introduced(self, one: Introduction) -> tuple[Letter, ...]:
        mentor = self._mentor(one.mentor)
        questions, note = self.desk.questions, self.need.note
        said = Introduced(self.need.language, one.id, self.need.asker, mentor.slack or "", mentor.name, note, questions)
        if mentor.kind == "internal":
            return (Letter(f"{self.need.asker},{mentor.slack}", said, one.id),)
        asker = Letter(self.need.asker, replace(said, contact=mentor.email), one.id)
        # A maintainer recorded the yes, who would see nothing of it.
        return (asker,) if self.desk.mail else (asker, self.news(one, "introduced"))

    def did_you_meet(self, one: Introduction) -> tuple[Letter, ...]:
        mentor = self._mentor(one.mentor)
        asker = Letter(self.need.asker, DidYouMeet(self.need.language, one.id, mentor.name))
        if mentor.kind == "external" or not mentor.slack:
            return (asker,)
        return asker, Letter(mentor.slack, DidYouMeet(self._language(mentor), one.id, self.need.asker))

    def met_noted(self, one: Introduction, met: bool, side: str) -> Letter:
        mentor = self._mentor(one.mentor)
        if side == "asker":
            return Letter(self.need.asker, MetNoted(self.need.language, one.id, met))
        return Letter(self._address(mentor), MetNoted(self._language(mentor), one.id, met))

    def hidden(self, name: str) -> tuple[Letter, ...]:
        """To a mentor who let one request too many expire, and to the maintainers."""
        standing = self.desk.directory[name]
        count, mentor = standing.expired + 1, standing.mentor
        if count < self.desk.rules.hide_after or standing.hidden:
            return ()
        maintainers = Letter(MAINTAINERS, MentorHidden(self.desk.language, mentor.name, count))
        if mentor.kind == "external":
            return (maintainers,)
        return Letter(self._address(mentor), StillMentor(self._language(mentor), mentor.id, count)), maintainers

    def nobody_left(self) -> Letter:
        return Letter(MAINTAINERS, NobodyLeft(self.desk.language, self.need.topics))

    def language_for(self, one: Introduction) -> Language:
        """In which the mentor is written to."""
        return self._language(self._mentor(one.mentor))

    def _mentor(self, name: str) -> Mentor:
        return self.desk.directory[name].mentor

    def _language(self, mentor: Mentor) -> Language:
        return self.need.language if self.need.language in mentor.languages else mentor.languages[0]

    def _address(self, mentor: Mentor) -> str:
        return (mentor.slack if mentor.kind == "internal" else mentor.email) or MAINTAINERS
