"""Whatever people, the clock and crashes do: promises of introductions that always hold."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.features.forms import FormStep
from bot.features.introductions.intents import Introduce, OfIntroduction, OfNeed, Respond, Rewrite
from bot.features.introductions.replies import Asked, Draft, MentorNews, Progress, Request
from bot.features.introductions.settling import GOING_ON
from bot.features.introductions.states import ENDS, OPEN, State
from bot.features.privacy.intents import ForgetMe
from bot.features.recipients import PeopleGroup, Person
from bot.storage import Store
from tests.introductions.bench import Bench
from tests.introductions.directory import MENTORS

ASKERS = ("U0CHAMPION", "U0NOVICE")
PEOPLE = (*ASKERS, *(mentor.slack for mentor in MENTORS if mentor.slack), "U0STRANGER")
DOS = ("yes", "no", "question", "not_before", "reply", "met", "not_met", "block")
CONTACTS = {mentor.slack or mentor.email for mentor in MENTORS}
INDEX = st.integers(0, 30)


class Introducing(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.store = self._run(Store.open("sqlite://"))
        self.bench = Bench(self.store, hide_after=2)
        self.accepted: set[str] = set()

    def _run(self, coroutine: Any) -> Any:
        return self.loop.run_until_complete(coroutine)

    def _pick(self, place: int) -> Any:
        found, _ = self._run(self.bench.everything())
        return list(found.values())[place % len(found)] if found else None

    @rule(asker=st.sampled_from(ASKERS), crash=st.booleans(), twice=st.booleans())
    def seek(self, asker: str, crash: bool, twice: bool) -> None:
        for reply in self._run(self.bench.ask(asker, Introduce(language="fr", topics=("data",), text="besoin"))):
            if isinstance(reply, FormStep):
                sent = reply.intent.model_copy(update={"note": "Nous aimerions ouvrir nos horaires."})
                for _ in range(1 + twice):
                    self._run(self.bench.ask(asker, sent, crash=crash))

    @rule(place=INDEX, who=st.sampled_from(PEOPLE), do=st.sampled_from(DOS), crash=st.booleans())
    def somebody_clicks(self, place: int, who: str, do: Any, crash: bool) -> None:
        if one := self._pick(place):
            self._run(self.bench.ask(who, OfIntroduction(language="fr", introduction=one.id, do=do), crash=crash))

    @rule(place=INDEX, do=st.sampled_from(DOS[:4]), days=st.integers(1, 40), twice=st.booleans(), crash=st.booleans())
    def the_mentor_answers(self, place: int, do: Any, days: int, twice: bool, crash: bool) -> None:
        if not (one := self._pick(place)):
            return
        mentor = next(mentor for mentor in MENTORS if mentor.id == one.mentor)
        ask: Any = OfIntroduction(language="fr", introduction=one.id, do="yes")
        if do != "yes":
            day = self.bench.now.date() + timedelta(days=days)
            ask = Respond(language="fr", introduction=one.id, do=do, words="Pourquoi ?", day=day)
        for _ in range(1 + twice):
            self._run(self.bench.ask(mentor.slack or f"mail:{one.id}", ask, crash=crash))

    @rule(place=INDEX, do=st.sampled_from(("withdraw", "next", "edit", "rewrite", "reply")), crash=st.booleans())
    def the_asker_changes_something(self, place: int, do: Any, crash: bool) -> None:
        if not (one := self._pick(place)):
            return
        _, needs = self._run(self.bench.everything())
        need = needs[one.need]
        asks: dict[str, Any] = {
            "rewrite": Rewrite(language="fr", need=need.id, note="Autrement dit."),
            "reply": Respond(language="fr", introduction=one.id, do="reply", words="Voici."),
        }
        ask = asks.get(do) or OfNeed(language="fr", need=need.id, do=do)
        self._run(self.bench.ask(need.asker or "U0GONE", ask, crash=crash))

    @rule(place=INDEX, asker=st.booleans())
    def somebody_leaves(self, place: int, asker: bool) -> None:
        if one := self._pick(place):
            _, needs = self._run(self.bench.everything())
            mentor = next((mentor for mentor in MENTORS if mentor.id == one.mentor), MENTORS[0])
            self._run(self.bench.leave(one.id, needs[one.need].asker if asker else mentor.slack or ""))

    @rule(who=st.sampled_from(ASKERS))
    def somebody_is_forgotten(self, who: str) -> None:
        self._run(self.bench.ask(who, ForgetMe(language="fr", sure=True)))

    @rule(hours=st.integers(1, 24 * 20), twice=st.booleans())
    def time_passes(self, hours: int, twice: bool) -> None:
        self.bench.now += timedelta(hours=hours)
        self._run(self.bench.ring(twice=twice))

    @rule()
    def slack_tells_where_messages_stand(self) -> None:
        self._run(self.bench.place())

    @invariant()
    def no_button_of_a_closed_request_is_live_once_slack_has_told(self) -> None:
        if self.bench.unplaced:
            return
        found, needs = self._run(self.bench.everything())
        for letter in self.bench.screens.values():
            reply = letter.reply
            one = found.get(getattr(reply, "introduction", "") or "")
            if isinstance(reply, Request | Draft):
                assert one is None or one.state in (State.ASKED, State.REMINDED), (one, reply)
            elif isinstance(reply, Asked):
                assert one is None or one.state is State.QUESTIONED, (one, reply)
            elif isinstance(reply, MentorNews) and reply.of in ("asked_back", "deferred"):
                assert one is None or one.state in (State.QUESTIONED, State.DEFERRED), (one, reply)
            elif isinstance(reply, Progress) and reply.of in GOING_ON and reply.need:
                assert needs[reply.need].closed is None, reply

    @invariant()
    def what_a_person_reads_of_a_request_comes_in_the_order_of_what_happened(self) -> None:
        """Nothing begins or goes on after a request's end, for whoever reads of it."""
        ended: set[str | None] = set()
        for letter in self.bench.letters:
            reply, reader = letter.reply, letter.lane
            if letter.replaces is None and isinstance(reply, Progress):
                assert reader not in ended or reply.of not in GOING_ON, reply
                if reply.of in ("nobody", "withdrawn"):
                    ended.add(reader)

    @invariant()
    def capacity_is_kept(self) -> None:
        found, _ = self._run(self.bench.everything())
        open_ones = Counter(one.mentor for one in found.values() if one.state in OPEN)
        assert all(open_ones[mentor.id] <= mentor.capacity for mentor in MENTORS)

    @invariant()
    def nobody_is_introduced_twice(self) -> None:
        groups = Counter(letter.introduction for letter in self.bench.letters if isinstance(letter.to, PeopleGroup))
        assert all(count == 1 for count in groups.values())
        found, needs = self._run(self.bench.everything())
        yes = Counter(one.need for one in found.values() if one.answered)
        assert all(count == 1 for count in yes.values())
        pairs = Counter((needs[one.need].asker, one.mentor) for one in found.values() if needs[one.need].asker)
        assert all(count == 1 for count in pairs.values())

    @invariant()
    def no_contact_is_shown_before_both_said_yes(self) -> None:
        for number, letter in enumerate(self.bench.letters):
            if type(letter.reply).__name__ == "Introduced":
                self.accepted.add(str(letter.introduction))
            elif letter.to in [Person(user=asker) for asker in ASKERS]:
                assert not any(contact in repr(letter.reply) for contact in CONTACTS)
            elif getattr(letter.reply, "introduction", "") not in self.accepted:
                assert not any(asker in repr(letter.reply) for asker in ASKERS), (number, letter)

    def teardown(self) -> None:
        """Left alone for long enough, everything ends."""
        try:
            self._run(self.bench.wait(days=900))
            found, needs = self._run(self.bench.everything())
            assert all(one.state in ENDS for one in found.values()), [one.state for one in found.values()]
            assert all(need.closed for need in needs.values())
        finally:
            self._run(self.store.close())
            self.loop.close()


Introducing.TestCase.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestIntroducing = Introducing.TestCase
