"""Colleagues, guests and strangers: who is introduced to mentors, and what the others see of them, which is nothing."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from bot.features.answering.decide import Decider
from bot.features.answering.decision import Access
from bot.features.answering.intents import OpenHome, SeekMentor
from bot.features.answering.replies import HandOff, Home
from bot.features.intents import Intent
from bot.features.introductions import intents
from bot.features.introductions.intents import Introduce, IntroductionIntent, OfIntroduction, OfNeed, Send
from bot.features.introductions.replies import Progress
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.features.privacy.replies import MyData, Privacy
from bot.messages.render import Renderer
from bot.storage import Store
from bot.transports.slack.people import People, Us, kind_of
from tests.double import SlackDouble
from tests.introductions.bench import Bench
from tests.introductions.directory import MAINTAINERS, MENTORS
from tests.introductions.test_slack import NOTE, asked, by, submit, words
from tests.signed import payload
from tests.slack.bots import Bot, http_bot, settings_for
from tests.slack.test_listeners import CHANNEL, click, mentioned, said

CASES = yaml.safe_load((Path(__file__).parent / "people.yaml").read_text(encoding="utf-8"))
GUEST, ADA = "U0CHAMPION", "U0ADA"
REFUSED: tuple[Access, ...] = ("answers", "unknown")
OUTSIDERS: dict[str, dict[str, Any]] = {
    "guest": {"is_restricted": True},
    "guest of one channel": {"is_restricted": True, "is_ultra_restricted": True},
    "stranger": {"is_stranger": True, "team_id": "T0PARTNER"},
    "of another organisation, in a shared channel": {"team_id": "T0PARTNER"},
    "of another Grid": {"team_id": "T0PARTNER", "enterprise_user": {"enterprise_id": "E0PARTNER", "teams": []}},
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_who_somebody_is(case: dict[str, Any]) -> None:
    assert kind_of(case["user"], Us(**case["us"])) == case["kind"]


def every_ask(introduction: str, need: str) -> Iterator[Intent]:
    """Each click and form there is, as a button of an older message would hold it."""
    yield Introduce(language="fr", candidates=("ada",), topics=("data",), text=NOTE)
    yield Introduce(language="fr")
    yield Send(language="fr", candidates=("ada", "bob"), note=NOTE)
    for do in ("withdraw", "next", "edit"):
        yield OfNeed(language="fr", need=need, do=do)  # type: ignore[arg-type]
    yield intents.Rewrite(language="fr", need=need, note=NOTE)
    for do in ("yes", "no", "question", "not_before", "reply", "met", "not_met", "block"):
        yield OfIntroduction(language="fr", introduction=introduction, do=do)  # type: ignore[arg-type]
    for do in ("no", "question", "not_before", "reply"):
        yield intents.Respond(language="fr", introduction=introduction, do=do, words="?")  # type: ignore[arg-type]
    yield intents.Rate(language="fr", introduction=introduction, worth="yes", words="?")
    yield intents.SayMore(language="fr", introduction=introduction, worth="no")
    yield intents.OfferHelp(language="fr")
    yield intents.SendOffer(language="fr", name="Somebody (example)", did="?", topics=("data",))
    yield intents.ReviewOffer(language="fr", mentor="slack-example", approve=True)
    yield intents.EditProfile(language="fr")
    yield intents.SaveProfile(language="fr", topics=("data",))
    yield intents.GoOn(language="fr", go_on=True)
    for step in ("nudge", "reassign", "close"):
        yield intents.HelpAlong.model_validate({"language": "fr", "introduction": introduction, "do": step})
    yield ForgetMe(language="fr")
    yield ShowMyData(language="fr")
    yield intents.ShowMyRequests(language="fr")
    yield intents.ShowStatus(language="fr")


def test_the_sweep_leaves_no_ask_out() -> None:
    assert {type(ask) for ask in every_ask("a", "b")} == {*IntroductionIntent.__args__, ForgetMe, ShowMyData}  # type: ignore[attr-defined]


@pytest.mark.parametrize("access", REFUSED)
@pytest.mark.parametrize("ask", tuple(every_ask("", "")), ids=repr)
async def test_no_click_and_no_form_tells_an_outsider_of_mentors(bench: Bench, ask: Any, access: Access) -> None:
    """Also for a need of their own, from the time when they were a colleague, and in the maintainers' channel."""
    await bench.ask(GUEST, Send(language="fr", candidates=("ada",), topics=("data",), note=NOTE))
    one = await bench.only()
    place = {"introduction": one.id} if hasattr(ask, "introduction") else {}
    ask = ask.model_copy(update=place | ({"need": one.need} if hasattr(ask, "need") else {}))
    before, bench.letters = await bench.everything(), []
    replies = await bench.ask(GUEST, ask, channel=MAINTAINERS, access=access)
    render = Renderer(bench.passeur.decider.knowledge)
    shown = [reply for reply in replies if reply not in bench.letters and not isinstance(reply, MyData)]
    seen = repr([render.parts(reply) for reply in shown]) + repr(list(bench.to(GUEST)))  # type: ignore[arg-type]
    assert replies
    assert [mentor.name for mentor in MENTORS if mentor.name in seen] == []
    after = await bench.everything()
    if isinstance(ask, OfNeed) and ask.do == "withdraw":
        assert [reply.of for reply in bench.to(GUEST)] == ["withdrawn"]
        assert isinstance(next(bench.to(GUEST)), Progress)
        return
    assert after == before
    assert bench.letters == []
    if not isinstance(ask, ForgetMe | ShowMyData):
        assert [type(reply) for reply in replies] == [HandOff]
    else:
        assert isinstance(replies[0], Privacy | MyData)


async def test_only_maintainers_accept_an_offer_and_see_the_figures(bench: Bench) -> None:
    """A colleague who got hold of the button changes nothing, and hears whom it is for."""
    await bench.ask(GUEST, intents.SendOffer(language="fr", name="Somebody (example)", did="?", topics=("data",)))
    async with bench.passeur.store.transaction() as transaction:
        [offered] = await transaction.registry.mentor_rows()
    for approve in (True, False):
        told = await bench.ask(ADA, intents.ReviewOffer(language="fr", mentor=offered, approve=approve))
        assert [reply.of for reply in told] == ["ruled"]  # type: ignore[union-attr]
    [status] = await bench.ask(ADA, intents.ShowStatus(language="fr"))
    assert status.figures is None  # type: ignore[union-attr]
    review = intents.ReviewOffer(language="fr", mentor=offered, approve=True)
    assert "approved" in [getattr(reply, "of", "") for reply in await bench.ask(ADA, review, channel=MAINTAINERS)]


@pytest.mark.parametrize("access", [*REFUSED, "shared"])
@pytest.mark.parametrize("ask", [SeekMentor(language="fr", topic="data"), OpenHome(language="fr")], ids=repr)
async def test_nobody_is_proposed_to_an_outsider(bench: Bench, ask: Intent, access: Access) -> None:
    await bench.ask(GUEST, Send(language="fr", candidates=("ada",), topics=("data",), note=NOTE))
    [reply] = await bench.ask(GUEST, ask, access=access)
    assert isinstance(reply, HandOff | Home)
    assert not reply.people
    seen = repr(Renderer(bench.passeur.decider.knowledge).parts(reply))
    assert [mentor.name for mentor in MENTORS if mentor.name in seen] == []
    assert "Devenir mentor" not in seen


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    store = await Store.open("sqlite://")
    yield Bench(store)
    await store.close()


@pytest.fixture
def names(decider: Decider) -> list[str]:
    return [mentor.name for mentor in decider.knowledge.mentors]


def everything_said(slack: SlackDouble) -> str:
    workspace = slack.workspace
    return json.dumps([workspace.posts, workspace.ephemeral, workspace.surfaces.homes, workspace.surfaces.modals])


@pytest.mark.parametrize("facts", tuple(OUTSIDERS.values()), ids=list(OUTSIDERS))
async def test_an_outsider_gets_answers_and_no_mentor_by_any_door(
    bot: Bot, slack: SlackDouble, names: list[str], facts: dict[str, Any]
) -> None:
    slack.workspace.facts[GUEST] = facts
    message = await mentioned(bot, slack)
    assert said(message).startswith("*Quelle licence pour des données")
    for place, text in enumerate(("je cherche un mentor sur les licences", "qui peut m'aider ?", "oui")):
        event = {"event.text": text, "event.ts": f"1790000{200 + place}.1", "event_id": f"Ev{place}"}
        await bot.take(payload("message_im", {**event, "event.user": GUEST, "event.channel": "D0CHAMPION"}))
        await slack.until(lambda place=place: len(slack.messages("D0CHAMPION")) == place + 1)  # type: ignore[misc]
    await bot.take(payload("slash_command", {"text": "je cherche un mentor"}))
    await bot.take(payload("app_home_opened_home"))
    await slack.until(lambda: GUEST in slack.workspace.surfaces.homes)
    await bot.running.delivery.idle()
    seen = everything_said(slack)
    assert [name for name in names if name in seen] == []
    assert "Parler à un mentor" not in seen
    assert "Les mentors aident les membres" in seen


@pytest.mark.parametrize("facts", tuple(OUTSIDERS.values()), ids=list(OUTSIDERS))
async def test_stale_buttons_and_forms_do_nothing_for_somebody_who_is_no_colleague_any_more(
    bot: Bot, slack: SlackDouble, names: list[str], facts: dict[str, Any]
) -> None:
    message = await mentioned(bot, slack)
    await bot.take(click(message, "Parler à un mentor"))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    proposals = slack.messages(CHANNEL)[1]
    await bot.take(click(proposals, "Me présenter", trigger_id="1.3"))
    await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)
    form = slack.workspace.surfaces.modals[-1]
    slack.workspace.facts[GUEST] = facts
    before = len(slack.calls)
    await bot.take(submit(form, {"note": words(NOTE)}))
    await slack.until(lambda: bool(slack.messages("D0CHAMPION")))
    await bot.take(click(proposals, "Me présenter", trigger_id="1.4", **{"actions.0.action_ts": "1790000300.1"}))
    await slack.until(lambda: bool(slack.workspace.ephemeral))
    await bot.running.delivery.idle()
    seen = json.dumps([call.arguments for call in slack.calls[before:]])
    assert [name for name in names if name in seen] == []
    assert not slack.messages("D0JURIST")
    async with bot.running.store.transaction() as transaction:
        assert await transaction.registry.everything() == []


@pytest.mark.parametrize("guests", ["mentors", "answers", "none"])
async def test_the_operator_says_what_guests_may_have(
    slack: SlackDouble, decider: Decider, tmp_path: Path, guests: str
) -> None:
    slack.workspace.facts = {GUEST: {"is_restricted": True}, "U0DEVELOPER": {"team_id": "T0PARTNER"}}
    settings = settings_for(slack, f"sqlite:///{tmp_path}/p.sqlite3", passeur_guests=guests)
    async with http_bot(settings, decider) as bot:
        if guests == "mentors":
            await asked(bot, slack)
            await bot.take(by("U0JURIST", slack.messages("D0JURIST")[0], "Oui"))
            await slack.until(lambda: bool(slack.workspace.groups))
            slack.workspace.posts.clear()
        else:
            message = await mentioned(bot, slack)
            told = said(message)
            assert ("Je réponds aux membres" in told) is (guests == "none")
            slack.workspace.posts.clear()
        channel = payload("message_im", {"event.user": "U0DEVELOPER", "event.channel": "D0DEVELOPER"})
        channel["event"]["text"] = "I am looking for a mentor"
        await bot.take(channel)
        await slack.until(lambda: bool(slack.messages("D0DEVELOPER")))
        told = said(slack.messages("D0DEVELOPER")[0])
        assert ("members of the organisation only" in told) is (guests == "none")
        assert ("Mentors help the members" in told) is (guests != "none")


async def test_a_mentor_of_the_same_grid_is_written_to(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    grid = {"enterprise_id": "E0EXAMPLE", "teams": ["T0OTHER", "T0EXAMPLE"]}
    slack.workspace.enterprise = {"enterprise_id": "E0EXAMPLE"}
    slack.workspace.facts = {user: {"team_id": "T0OTHER", "enterprise_user": grid} for user in (GUEST, "U0JURIST")}
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/p.sqlite3"), decider) as bot:
        await asked(bot, slack)
        await bot.take(by("U0JURIST", slack.messages("D0JURIST")[0], "Oui"))
        await slack.until(lambda: bool(slack.workspace.groups))


async def test_no_mentor_is_named_in_a_channel_that_another_organisation_reads(
    bot: Bot, slack: SlackDouble, names: list[str]
) -> None:
    shared = {"is_ext_shared_channel": True}
    await bot.take(payload("app_mention", shared))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
    asking = {"event.text": "qui peut m'aider ?", **shared}
    await bot.take(payload("message_in_thread", asking))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    assert "message direct" in said(slack.messages(CHANNEL)[1])
    assert [name for name in names if name in everything_said(slack)] == []
    assert "Parler à un mentor" not in everything_said(slack)


async def test_slack_is_asked_once_in_a_while_and_says_nothing_for_long(slack: SlackDouble) -> None:
    from tests.slack.test_double import client

    people = People(client(slack))
    await asyncio.gather(people.locale(GUEST))
    assert (await people.locale(GUEST), await people.access(GUEST)) == ("fr-FR", "all")
    assert len(slack.called("users.info")) == 1
    slack.workspace.facts[GUEST] = {"is_restricted": True}
    assert await people.access(GUEST, afresh=True) == "answers"
    assert await people.gone(GUEST)
    slack.fault("users.info", "500", times=2)
    assert await people.access(GUEST, afresh=True) == "answers"
    assert await people.access("U0JURIST") == "unknown"
    assert not await people.gone("U0JURIST")
    assert await people.access("U0NOBODY") == "answers"
    assert people._known.maxsize == 5000
