"""Where a project stands is seen by its person and by those to whom it is shown, whatever people do; by nobody else."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.features.answering.decision import Access
from bot.features.answering.intents import OpenHome
from bot.features.answering.replies import Home
from bot.features.outgoing import Outgoing
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.features.privacy.replies import MyData
from bot.features.questionnaires.intents import AnswerStep, KeepResult, OfferQuestionnaire, ShareResult, ShowResult
from bot.features.teams.intents import LeaveTeam, OpenTeam, ShowTeam
from bot.features.teams.replies import TeamInvitation
from bot.knowledge.questionnaires.schema import Questionnaire
from bot.messages.blocks import home
from bot.storage import Store
from tests.introductions.bench import TEAM, Bench

PEOPLE = ("U0CHAMPION", "U0NOVICE", "U0JURIST", "U0GUEST")
OWNERS = PEOPLE[:2]
NAMES = {"U0CHAMPION": "Cartothèque", "U0NOVICE": "Bibliobus", "U0JURIST": "Contentieux", "U0GUEST": "Traiteur"}
FILE = Path(__file__).parents[2] / "knowledge/questionnaires/path.yaml"
PATH = Questionnaire.model_validate(
    yaml.safe_load(FILE.read_text(encoding="utf-8")), context={"languages": ("fr", "en")}
)
WHO = st.sampled_from(PEOPLE)
ANSWERS = {"size": "large", "people": "group", "met": "some", "internal": "none", "contribute": "none"}
ANSWERS |= {"opened": "none", "observed": "nothing", "carried": "nobody"}


def access(user: str) -> Access:
    return "answers" if user == "U0GUEST" else "all"


def finished(user: str) -> AnswerStep:
    """The last answer of the path."""
    answers = {"team": (NAMES[user],), **{step: (answer,) for step, answer in ANSWERS.items()}}
    return AnswerStep(language="fr", questionnaire="path", step="workshops", answers=answers, answer="none")


def on_the_path(store: Store) -> Bench:
    bench = Bench(store)
    decider = bench.passeur.decider
    knowledge = replace(decider.knowledge, questionnaires={"path": PATH})
    bench.passeur = replace(bench.passeur, decider=replace(decider, knowledge=knowledge))
    return bench


class Showing(RuleBasedStateMachine):
    """`shown`: by owner, who sees it. `done`: who has a result."""

    @initialize()
    def open(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.store = self._run(Store.open("sqlite://"))
        self.bench = on_the_path(self.store)
        self.shown: dict[str, set[str]] = {}
        self.listed: dict[str, set[str]] = {}
        self.done: set[str] = set()

    def _run(self, coroutine: Any) -> Any:
        return self.loop.run_until_complete(coroutine)

    def _ask(self, user: str, ask: Any) -> tuple[Any, ...]:
        return tuple(self._run(self.bench.ask(user, ask, access=access(user))))

    @rule(user=st.sampled_from(OWNERS))
    def finish(self, user: str) -> None:
        self._ask(user, finished(user))
        self.done.add(user)

    @rule(user=st.sampled_from(OWNERS), people=st.sets(WHO))
    def show(self, user: str, people: set[str]) -> None:
        said = self._ask(user, ShowTeam(language="fr", questionnaire="path", people=tuple(people)))
        if user not in self.done:
            return
        told = {one.to.user for one in said if isinstance(one, Outgoing)}  # type: ignore[union-attr]
        before, after = self.listed.get(user, set()), people - {user}
        assert told == after - before
        assert all(isinstance(one.reply, TeamInvitation) for one in said if isinstance(one, Outgoing))
        self.shown[user], self.listed[user] = set(after), set(after)

    @rule(user=WHO, owner=st.sampled_from(OWNERS))
    def leave(self, user: str, owner: str) -> None:
        """Also by a key that somebody made up: it takes away what is their own alone."""
        key = f"path:{self.bench.passeur.pseudonym(TEAM, owner)}"
        self._ask(user, LeaveTeam(language="fr", questionnaire="path", key=key))
        self.shown.get(owner, set()).discard(user)

    @rule(user=WHO)
    def forget(self, user: str) -> None:
        self._ask(user, ForgetMe(language="fr", sure=True))
        self.done.discard(user)
        self.shown.pop(user, None)
        self.listed.pop(user, None)
        for others in self.shown.values():
            others.discard(user)

    @rule()
    def long_after(self) -> None:
        self.bench.now += timedelta(days=91)
        self.done, self.shown, self.listed = set(), {}, {}

    @rule(user=WHO)
    def try_what_is_anothers(self, user: str) -> None:
        common: dict[str, Any] = {"language": "fr", "questionnaire": "path"}
        asks = (ShowResult(**common, result=1), KeepResult(**common, result=1), ShareResult(**common, result=1))
        for ask in (*asks, OfferQuestionnaire(**common), OpenTeam(**common)):
            said = str(self._ask(user, ask))
            assert not [other for other in OWNERS if other != user and NAMES[other] in said]

    @invariant()
    def each_sees_what_is_for_them(self) -> None:
        for user in PEOPLE if hasattr(self, "bench") else ():
            (reply,) = self._ask(user, OpenHome(language="fr"))
            assert isinstance(reply, Home)
            view = json.dumps(home(self.bench.passeur.renderer.parts(reply)), ensure_ascii=False)
            (data,) = (one for one in self._ask(user, ShowMyData(language="fr")) if isinstance(one, MyData))
            for owner in OWNERS:
                own = user == owner and owner in self.done
                named = user in self.shown.get(owner, set()) and owner in self.done and access(user) == "all"
                assert (NAMES[owner] in view) == (own or named)
                assert (NAMES[owner] in str(data.data)) == own

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self._run(self.store.close())
            self.loop.close()


Showing.TestCase.settings = settings(
    max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
test_who_sees_where_a_project_stands = Showing.TestCase
