"""The maintainers' figures: counted right, and without anything of those who ask."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.features.introductions.calendar import working_hours_between
from bot.features.introductions.figures import Figures, OpenRequest, Shares, UncoveredTopic
from bot.features.introductions.intents import OfIntroduction, OfNeed, Respond, Send, ShowStatus
from bot.features.introductions.replies import Status
from bot.features.introductions.states import ENDS, WAITING, State
from bot.features.introductions.status import figures
from bot.features.introductions.values import Introduction, MentorStatus, Need
from bot.features.outgoing import Outgoing
from bot.features.table import FEATURES
from bot.knowledge.people import Introductions
from bot.messages.render import Renderer
from bot.storage import Store
from bot.transports.slack.calls import ResponseCall, call_for
from bot.transports.slack.command import read
from tests.introductions.bench import TEAM, Bench
from tests.introductions.directory import MAINTAINERS, MONDAY, mentor
from tests.introductions.folder import Installed, installed

CHAMPION, ADA = "U0CHAMPION", "U0ADA"
NOTE = "Nos horaires."
PARIS = ZoneInfo("Europe/Paris")
WITH_YES = {State.ACCEPTED, State.MEETING, State.MET, State.NOT_MET, State.UNTOLD}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def need(name: str, *topics: str, closed: bool = True) -> Need:
    facts: Any = {"team": "T0", "asker": CHAMPION, "language": "fr", "note": NOTE, "candidates": (), "opened": MONDAY}
    return Need(id=name, topics=topics, closed=MONDAY if closed else None, **facts)


def one(name: str, state: State, mentor: str = "ada", **changes: Any) -> Introduction:
    facts = {"begun": MONDAY, "asked": MONDAY, **changes}
    return Introduction(id=name, need=name.split("-")[0], mentor=mentor, state=state, **facts)


def counted(
    needs: list[Need] | None = None,
    introductions: list[Introduction] | None = None,
    *standings: MentorStatus,
    topics: tuple[str, ...] = (),
    askable: tuple[str, ...] = (),
    now: datetime = MONDAY,
) -> Figures:
    directory = {s.mentor.id: s for s in standings or (MentorStatus(mentor("ada")),)}
    rules = Introductions(confirmed_within=100)
    return figures(needs or [], introductions or [], directory, askable=askable, topics=topics, rules=rules, now=now)


def test_open_requests_are_told_by_age() -> None:
    found = counted(
        [],
        [
            one("a-1", State.REMINDED),
            one("b-1", State.ASKED, begun=MONDAY + 3 * DAY),
            one("c-1", State.MEETING, "bob", begun=MONDAY - DAY),
            one("d-1", State.DECLINED),
        ],
        now=MONDAY + 5 * DAY - HOUR,
    )
    assert found.open == (
        OpenRequest(5, "meeting", "bob"),
        OpenRequest(4, "reminded", "ada"),
        OpenRequest(1, "asked", "ada"),
    )


def test_the_first_answer_is_measured_in_working_hours() -> None:
    friday_evening = datetime(2026, 11, 27, 16, tzinfo=PARIS)
    answers = [
        one("a-1", State.DECLINED, begun=friday_evening, first_answer=friday_evening + 3 * DAY),
        one("b-1", State.MET, begun=MONDAY, first_answer=MONDAY + HOUR, answered=MONDAY + DAY),
        one("c-1", State.EXPIRED),
        one("d-1", State.QUESTIONED, "gone", begun=MONDAY, first_answer=MONDAY + 2 * HOUR),
    ]
    found = counted([], answers)
    assert (found.first_answer, found.answers) == (2.0, 3)
    assert counted().first_answer is None


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23T09:00", "2026-11-23T17:00", 8),
        ("2026-11-23T06:00", "2026-11-24T23:00", 16),
        ("2026-11-27T16:30", "2026-11-30T09:30", 1),  # over a week-end
        ("2026-12-24T16:00", "2026-12-28T10:00", 2),  # over Christmas, a Friday
        ("2026-11-28T10:00", "2026-11-28T12:00", 0),
        ("2026-11-24T10:00", "2026-11-23T10:00", 0),
    ],
)
def test_working_hours(start: str, end: str, hours: float) -> None:
    moments = [datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC) for text in (start, end)]
    assert working_hours_between(moments[0], moments[1], PARIS, Introductions()) == hours


def test_shares_are_of_what_has_ended() -> None:
    ended = [
        one("a-1", State.MET, answered=MONDAY),
        one("b-1", State.CLOSED, answered=MONDAY),
        one("c-1", State.DECLINED),
        one("d-1", State.EXPIRED),
        one("e-1", State.ACCEPTED, answered=MONDAY),
    ]
    assert counted([], ended).shares == Shares(4, 5, accepted=0.6, declined=0.2, expired=0.2, dropped=0.0, met=0.5)
    assert counted().shares == Shares(0, 0, *[None] * 5)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("answered", [None, MONDAY], ids=["no yes", "a yes"])
def test_a_yes_counts_from_the_day_it_is_said_and_shares_are_of_everything(
    state: State, answered: datetime | None
) -> None:
    """Whatever became of the others, two that said yes are not 0 %."""
    agreed = [one("a-1", State.ACCEPTED, answered=MONDAY), one("b-1", State.MEETING, answered=MONDAY)]
    shares = counted([], agreed).shares
    assert (shares.ended, shares.decided, shares.accepted, shares.met) == (0, 2, 1.0, None)
    if (answered is not None) == (state in WITH_YES) or state is State.CLOSED:
        shares = counted([], [*agreed, one("c-1", state, answered=answered)]).shares
        parts = (shares.accepted, shares.declined, shares.expired, shares.dropped)
        assert sum(part or 0 for part in parts) == pytest.approx(1, abs=0.002)
        assert shares.decided == (2 if state in WAITING else 3)
        assert shares.met == ({State.MET: 1.0}.get(state, 0.0) if answered and state in ENDS else None)


def test_mentors_to_look_after() -> None:
    found = counted(
        None,
        None,
        MentorStatus(mentor("ada", capacity=1), open=2),
        MentorStatus(mentor("bob", capacity=1), open=1),
        MentorStatus(mentor("cyd", pause_until=date(2026, 12, 1)), hidden=True),
        MentorStatus(mentor("dan", consent={"date": date(2026, 1, 1), "how": "x"})),
        MentorStatus(mentor("eve", consent={"date": date(2026, 1, 1), "how": "x"}, confirmed=date(2026, 11, 1))),
        MentorStatus(mentor("fay", consent=None, confirmed=date(2020, 1, 1))),
        MentorStatus(mentor("gus", pause_until=MONDAY.date())),
    ).mentors
    assert found._asdict() == {
        "over_capacity": ("ada",),
        "full": ("bob",),
        "paused": ("cyd",),
        "hidden": ("cyd",),
        "unconfirmed": ("dan",),
        "without_consent": ("fay",),
    }


def test_needs_that_nobody_covered_and_topics_without_a_mentor() -> None:
    needs = [need("a", "data", "hr"), need("b", "data"), need("c"), need("d", "data", closed=False), need("e", "data"),
             need("f", "data")]  # fmt: skip
    introductions = [
        one("a-1", State.DECLINED),
        one("e-1", State.EXPIRED),
        one("e-2", State.MET, answered=MONDAY),
        one("f-1", State.WITHDRAWN),
    ]
    needs.append(need("g", "data").model_copy(update={"given_up": True}))
    introductions.append(one("g-1", State.CLOSED))  # the asker left: a mentor was there
    found = counted(needs, introductions, topics=("data", "hr", "data", "legal"), askable=("ada",))
    assert found.nobody_covered == (UncoveredTopic("data", 2), UncoveredTopic(None, 1), UncoveredTopic("hr", 1))
    assert found.without_mentor == ("hr", "legal")


async def test_the_first_answer_of_any_kind_is_kept() -> None:
    store = await Store.open("sqlite://")
    bench = Bench(store)
    await bench.ask(CHAMPION, Send(language="fr", candidates=("ada", "bob"), note=NOTE))
    asked = await bench.only()
    bench.now += HOUR
    question = Respond(language="fr", introduction=asked.id, do="question", words="Pour qui ?")
    await bench.ask(ADA, question)
    bench.now += HOUR
    await bench.ask(ADA, OfIntroduction(language="fr", introduction=asked.id, do="yes"))
    after = await bench.only()
    assert (after.first_answer, after.answered) == (MONDAY + HOUR, MONDAY + 2 * HOUR)
    await bench.ask(CHAMPION, Send(language="fr", candidates=("bob",), note=NOTE))
    await bench.ask(CHAMPION, OfNeed(language="fr", need=(await bench.only()).need, do="withdraw"))
    found, _ = await bench.everything()
    assert [one.first_answer for one in found.values() if one.state is State.WITHDRAWN] == [None]
    await store.close()


async def test_a_request_that_ran_out_of_mentors_is_missed_although_its_asker_blocked_one() -> None:
    store = await Store.open("sqlite://")
    bench = Bench(store)
    await bench.ask(CHAMPION, Send(language="fr", candidates=("ada",), topics=("data",), note=NOTE))
    await bench.ask(CHAMPION, OfIntroduction(language="fr", introduction=(await bench.only()).id, do="block"))
    [shown] = await bench.ask("U0ANYBODY", ShowStatus(language="en"), channel=MAINTAINERS)
    assert isinstance(shown, Status)
    assert shown.figures is not None
    assert shown.figures.nobody_covered == (UncoveredTopic("data", 1),)
    await store.close()


async def test_the_maintainers_channel_alone_gets_the_figures() -> None:
    store = await Store.open("sqlite://")
    bench = Bench(store)
    await bench.ask(CHAMPION, Send(language="fr", candidates=("ada",), topics=("data",), note=NOTE))
    [elsewhere] = await bench.ask("U0ANYBODY", ShowStatus(), channel="C0GENERAL")
    assert elsewhere == Status("fr", people=True)
    [shown] = await bench.ask("U0ANYBODY", ShowStatus(language="en"), channel=MAINTAINERS)
    assert isinstance(shown, Status)
    assert shown.figures is not None
    assert [request.mentor for request in shown.figures.open] == ["ada"]
    assert shown.figures.names["ada"] == "Mentor ada (example)"
    assert CHAMPION not in repr(shown)
    assert NOTE not in repr(shown)
    await store.close()


@pytest.mark.parametrize(("channel", "says"), [(MAINTAINERS, "Demandes en cours"), ("C0GENERAL", "réservé")])
async def test_the_command_s_word_is_answered_in_private(channel: str, says: str) -> None:
    body = {"command": "/passeur", "text": " Mentors ", "team_id": TEAM, "user_id": "U0ANYBODY", "trigger_id": "1.2",
            "channel_id": channel, "response_url": "https://hooks.example/1"}  # fmt: skip
    asked = read(body, FEATURES)
    assert asked is not None
    store = await Store.open("sqlite://")
    bench = Bench(store)
    [reply] = await bench.ask("U0ANYBODY", asked.intent, channel=channel)
    assert isinstance(reply, Status)
    assert asked.place is not None
    call = call_for(Outgoing(reply, asked.place), Renderer(bench.passeur.decider.knowledge))
    assert isinstance(call, ResponseCall)
    assert call.arguments["response_type"] == "ephemeral"
    assert says in call.arguments["text"]
    await store.close()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    return installed(tmp_path, monkeypatch)


def test_the_command_prints_the_figures(here: Installed) -> None:
    asked = Send(language="fr", candidates=("ada",), topics=("data",), note=NOTE)
    assert "none yet" in here.run("mentors", "status")
    here.with_bench(lambda bench: bench.ask(CHAMPION, asked))

    async def agree(bench: Bench) -> None:
        await bench.ask("U0NOVICE", asked)
        await bench.ask(ADA, OfIntroduction(language="fr", introduction=(await bench.only()).id, do="yes"))

    here.with_bench(agree)
    printed = here.run("mentors", "status")
    assert "2 (1 accepted)" in printed
    assert "Open requests" in printed
    assert "ada" in printed
    found = json.loads(here.run("mentors", "status", "--json"))
    assert found["open"] == [{"days": 0, "state": state, "mentor": "ada"} for state in ("accepted", "asked")]
    assert (found["shares"]["accepted"], found["shares"]["met"]) == (1.0, None)
    assert found["without_mentor"] == ["data", "licences"]  # she has as many as she can take
    assert found["shares"]["ended"] == 0
    assert set(found) == {
        "open", "first_answer", "answers", "shares", "mentors", "nobody_covered", "without_mentor",
    }  # fmt: skip
    for text in (CHAMPION, NOTE, "Ada (example)"):
        assert text not in printed + json.dumps(found, ensure_ascii=False)
