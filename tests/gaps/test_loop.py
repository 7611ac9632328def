"""From a question without an answer to those who asked: digest, decision, patch, check, and the knowledge swapped."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.app.deciding import decider_of
from bot.features.gaps.grouping import gaps
from bot.features.gaps.values import NewDecision
from bot.settings import Settings
from tests import processes
from tests.double import SlackDouble
from tests.gaps.test_grouping import kept
from tests.introductions.test_slack import submit, words
from tests.signed import payload
from tests.slack.bots import HttpBot, http_bot, settings_for
from tests.slack.test_listeners import click, said

CHANNEL = "C0MAINTAIN"
ORGANISATION = f"""\
name: Exemple
languages: [fr, en]
about: {{ fr: les locaux, en: the premises }}
channels: {{ maintainers: {CHANNEL} }}
"""
SUBJECTS = {
    "badge": ("Le badge", "badge perdu", "refaire mon badge d'accès", "lost badge", "renew my access badge"),
    "rooms": (
        "Les salles",
        "réserver une salle de réunion",
        "quelle salle est libre",
        "book a meeting room",
        "which room is free",
    ),
    "bike": (
        "Les deux-roues",
        "stationnement des deux-roues",
        "local fermé pour bicyclettes",
        "shed for bicycles",
        "two-wheelers",
    ),
    "parcel": (
        "Les colis",
        "recevoir un colis au bureau",
        "où arrive le courrier",
        "receive a parcel",
        "where is the mail",
    ),
    "heating": (
        "Le chauffage",
        "il fait froid dans mon bureau",
        "régler le radiateur",
        "my office is cold",
        "set the radiator",
    ),
}
ASKERS = {
    "U0CHAMPION": "où attacher mon vélo cargo ?",
    "U0JURIST": "je peux attacher mon vélo cargo où ? (mon 06 12 34 56 78)",
    "U0MENTOR": "Attacher un vélo cargo, où ça",
}


def entry(name: str) -> str:
    title, *asked = SUBJECTS[name]
    french, english = (json.dumps(pair, ensure_ascii=False) for pair in (asked[:2], asked[2:]))
    return f"""\
- id: {name}
  fr:
    title: "{title}"
    questions:
      - {french[1:-1].replace('", "', '"' + chr(10) + '      - "')}
    answer: "Voici ce qu'il faut savoir : {name}."
  en: {{ title: "{name}", questions: {english}, answer: "All about it: {name}." }}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ours" / "entries").mkdir(parents=True)
    (tmp_path / "ours" / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    (tmp_path / "ours" / "entries" / "all.yaml").write_text("\n".join(map(entry, SUBJECTS)), encoding="utf-8")
    return tmp_path / "ours"


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what was learned of the folder lies for all tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def settings(slack: SlackDouble, folder: Path, tmp_path: Path, learned: Path) -> Settings:
    url = f"sqlite:///{tmp_path}/passeur.sqlite3"
    changes = {"passeur_knowledge": (folder,), "passeur_cache": learned, "passeur_digest": "daily"}
    return settings_for(slack, url, **changes)


@pytest_asyncio.fixture
async def bot(settings: Settings) -> AsyncIterator[HttpBot]:
    async with http_bot(settings, decider_of(settings)) as running:
        yield running


def plain(message: dict[str, Any]) -> str:
    return said(message).replace("\u202f", " ").replace("\u00a0", " ")


def direct(user: str) -> str:
    return f"D0{user.removeprefix('U0')}"


async def ask(bot: HttpBot, slack: SlackDouble, user: str, text: str) -> str:
    """What the bot says to it in the direct message."""
    before = len(slack.messages(direct(user)))
    where = {"event.channel": direct(user), "event.user": user, "event.text": text}
    await bot.take(payload("message_im", {**where, "event.ts": f"17900002{before:02}.{len(text):06}"}))
    await slack.until(lambda: len(slack.messages(direct(user))) > before)
    await bot.running.delivery.idle()
    return said(slack.messages(direct(user))[-1])


async def later(bot: HttpBot, **time: float) -> None:
    """Let all happen that falls due until then."""
    delivery = bot.running.delivery
    before: Callable[[], Any] = delivery.now
    delivery.now = lambda: before() + timedelta(**time)
    await delivery._purge()
    await delivery.work_off()
    await delivery.idle()


async def passeur(settings: Settings, *arguments: str) -> str:
    """What the command prints; the bot goes on meanwhile."""
    environment = os.environ | {
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "PASSEUR_KNOWLEDGE": os.pathsep.join(map(str, settings.passeur_knowledge)),
        "PASSEUR_CACHE": str(settings.passeur_cache),
    }
    done = await asyncio.to_thread(processes.run, *arguments, environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def digest(bot: HttpBot, slack: SlackDouble) -> dict[str, Any]:
    for user, text in ASKERS.items():
        assert "Voici ce qu" not in await ask(bot, slack, user, text)
    await later(bot, days=4)
    (message,) = slack.messages(CHANNEL)
    return message


def in_channel(message: dict[str, Any], label: str, number: int) -> dict[str, Any]:
    where = {"container.channel_id": CHANNEL, "channel.id": CHANNEL, "user.id": "U0DEVELOPER"}
    return click(message, label, **where, **{"trigger_id": f"9.{number}", "actions.0.action_ts": f"{number}.9"})


async def form(bot: HttpBot, slack: SlackDouble, message: dict[str, Any], label: str) -> dict[str, Any]:
    before = len(slack.workspace.surfaces.modals)
    await bot.take(in_channel(message, label, before + 1))
    await slack.until(lambda: len(slack.workspace.surfaces.modals) > before)
    opened: dict[str, Any] = slack.workspace.surfaces.modals[-1]
    return opened


async def swapped(bot: HttpBot, settings: Settings) -> None:
    """The edited knowledge serves, as after a restart or an edit that was taken up."""
    decider = await asyncio.to_thread(decider_of, settings)
    delivery = bot.running.delivery
    delivery.passeur = replace(delivery.passeur, decider=decider)
    await delivery.live()
    await delivery.work_off()
    await delivery.idle()


async def test_who_asked_hears_once_there_is_an_answer(slack: SlackDouble, bot: HttpBot, settings: Settings) -> None:
    message = await digest(bot, slack)
    shown = plain(message)
    assert "3 personnes l’ont demandé" in shown
    assert [name for name in (*ASKERS, "06 12") if name in json.dumps(message)] == []

    opened = await form(bot, slack, message, "Ajouter à une réponse")
    kept = {
        block["block_id"]: block["element"].get("initial_value") for block in opened["blocks"] if "element" in block
    }
    assert kept["words"] == ASKERS["U0CHAMPION"]
    choice = next(block["element"] for block in opened["blocks"] if block.get("block_id") == "entry")
    offered = {option["value"]: option["text"]["text"] for option in choice["options"]}
    assert (choice["type"], offered["bike"]) == ("static_select", "Les deux-roues")
    assert set(offered) == set(SUBJECTS)
    assert choice["initial_option"]["value"] == next(iter(offered))
    picked = {"type": "static_select", "selected_option": {"value": "bike"}}
    await bot.take(submit(opened, {"entry": picked, "words": words(kept["words"])}, **{"user.id": "U0DEVELOPER"}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    assert "Les deux-roues" in said(slack.messages(CHANNEL)[1])
    assert json.loads(await passeur(settings, "gaps", "--json"))["gaps"] == []

    assert f'+      - "{kept["words"]}"' in await passeur(settings, "gaps", "apply")
    await passeur(settings, "gaps", "apply", "--write")
    await passeur(settings, "check", *map(str, settings.passeur_knowledge))
    before = {user: len(slack.messages(direct(user))) for user in ASKERS}
    await swapped(bot, settings)
    for user, text in ASKERS.items():
        (told,) = slack.messages(direct(user))[before[user] :]
        assert "Les deux-roues" in said(told)
        assert (
            text.partition(" (")[0] in plain(told),
            "06 12" in said(told),
        ) == (True, False)
    await swapped(bot, settings)
    await later(bot, days=4)
    assert {user: len(slack.messages(direct(user))) for user in ASKERS} == {user: n + 1 for user, n in before.items()}
    assert len(slack.messages(CHANNEL)) == 2  # nothing is open: no digest

    assert "bike" in await ask(bot, slack, "U0DEVELOPER", "où attacher un vélo cargo")


async def test_answer_now_goes_to_all_who_asked_and_one_says_no_more(slack: SlackDouble, bot: HttpBot) -> None:
    opened = await form(bot, slack, await digest(bot, slack), "Répondre maintenant")
    before = {user: len(slack.messages(direct(user))) for user in ASKERS}
    await bot.take(submit(opened, {"answer": words("Dans la cour, <au fond>.")}, **{"user.id": "U0DEVELOPER"}))
    for user in ASKERS:
        await slack.until(lambda user=user: len(slack.messages(direct(user))) > before[user])  # type: ignore[misc]
        (told,) = slack.messages(direct(user))[before[user] :]
        assert "pas encore été relus" in said(told)
        assert "U0DEVELOPER" not in json.dumps(told)
        assert "&lt;au fond&gt;" in json.dumps(told)
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    assert "3 personnes" in plain(slack.messages(CHANNEL)[1])

    told = slack.messages("D0JURIST")[-1]
    where = {"container.channel_id": "D0JURIST", "channel.id": "D0JURIST", "user.id": "U0JURIST"}
    await bot.take(click(told, "Ne plus me prévenir", **where))
    await slack.until(lambda: "ne vous préviendrai plus" in said(slack.messages("D0JURIST")[-1]))
    await ask(bot, slack, "U0JURIST", "le sauna est ouvert le samedi ?")
    async with bot.running.store.transaction() as transaction:
        kept = await transaction.gaps.questions(bot.running.delivery.now())
    assert [one.place for one in kept if "sauna" in one.text] == [None]


async def test_only_the_channel_decides(slack: SlackDouble, bot: HttpBot) -> None:
    message = await digest(bot, slack)
    where = {"container.channel_id": "D0CHAMPION", "channel.id": "D0CHAMPION"}
    before = len(slack.messages("D0CHAMPION"))
    await bot.take(click(message, "Ignorer", **where))
    await slack.until(lambda: len(slack.messages("D0CHAMPION")) > before)
    assert "réservé" in said(slack.messages("D0CHAMPION")[-1])
    await bot.take(in_channel(message, "Ignorer", 3))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    await ask(bot, slack, "U0DEVELOPER", "et où attacher mon vélo cargo ?")
    await later(bot, days=4)
    assert len(slack.messages(CHANNEL)) == 2  # who asks the same later opens nothing
    await ask(bot, slack, "U0DEVELOPER", "quel jour passe le médecin ?")
    delivery = bot.running.delivery
    delivery.passeur = replace(delivery.passeur, digest="never")
    await later(bot, days=4)
    assert len(slack.messages(CHANNEL)) == 2  # none is wanted any more
    delivery.passeur = replace(delivery.passeur, digest="daily")
    await later(bot, hours=2)
    await later(bot, days=4)
    assert "médecin" in plain(slack.messages(CHANNEL)[2])


async def test_why_an_answer_did_not_help_is_kept(slack: SlackDouble, bot: HttpBot) -> None:
    await ask(bot, slack, "U0CHAMPION", "réserver une salle de réunion")
    where = {"container.channel_id": "D0CHAMPION", "channel.id": "D0CHAMPION"}
    await bot.take(click(slack.messages("D0CHAMPION")[-1], "Pas utile", **where))
    await slack.until(lambda: bool(slack.called("chat.postEphemeral")))
    note = slack.called("chat.postEphemeral")[-1]
    await bot.take(click(note, "Dire pourquoi", **where, **{"container.is_ephemeral": True}, trigger_id="9.1"))
    await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)
    chosen = {"type": "static_select", "selected_option": {"value": "outdated"}}
    opened = slack.workspace.surfaces.modals[-1]
    await bot.take(submit(opened, {"wrong": chosen, "words": words("Fermée, voir a.b@exemple.fr")}))
    await slack.until(lambda: "sans votre nom" in str(slack.messages("D0CHAMPION")[-1]))
    async with bot.running.store.transaction() as transaction:
        (kept,) = await transaction.gaps.questions(bot.running.delivery.now())
    assert (kept.kind, kept.entry, kept.text, kept.wrong, kept.reason, len(kept.knowledge or "")) == (
        "error", "rooms", "réserver une salle de réunion", "outdated", "Fermée, voir •••", 12,
    )  # fmt: skip
    await later(bot, days=4)
    assert "Elle n’est plus à jour : « Fermée, voir ••• »." in plain(slack.messages(CHANNEL)[0])


async def test_a_reason_for_what_is_not_kept_any_more_is_kept_with_the_answer(slack: SlackDouble, bot: HttpBot) -> None:
    await ask(bot, slack, "U0CHAMPION", "réserver une salle de réunion")
    where = {"container.channel_id": "D0CHAMPION", "channel.id": "D0CHAMPION"}
    await bot.take(click(slack.messages("D0CHAMPION")[-1], "Pas utile", **where))
    await slack.until(lambda: bool(slack.called("chat.postEphemeral")))
    async with bot.running.store.transaction() as transaction:
        now = bot.running.delivery.now()
        (old,) = await transaction.gaps.questions(now)
        await transaction.gaps.decide(NewDecision("done", "fr"), [old.id], now, now + timedelta(days=9))
    note = slack.called("chat.postEphemeral")[-1]
    await bot.take(click(note, "Dire pourquoi", **where, **{"container.is_ephemeral": True}, trigger_id="9.1"))
    await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)
    chosen = {"type": "static_select", "selected_option": {"value": "outdated"}}
    opened = slack.workspace.surfaces.modals[-1]
    await bot.take(submit(opened, {"wrong": chosen, "words": words("Fermée, voir a.b@exemple.fr")}))
    await slack.until(lambda: "sans votre nom" in str(slack.messages("D0CHAMPION")[-1]))
    async with bot.running.store.transaction() as transaction:
        same, new = await transaction.gaps.questions(now + timedelta(minutes=1))
    assert (same.told_reason, same.kind) == (None, "not_helpful")
    assert (new.kind, new.entry, new.text, new.wrong, new.reason, new.person) == (
        "error", "rooms", "", "outdated", "Fermée, voir •••", old.person,
    )  # fmt: skip
    await later(bot, days=4)
    shown = plain(slack.messages(CHANNEL)[0])
    assert "« Les salles »" in shown
    assert "Elle n’est plus à jour : « Fermée, voir ••• »." in shown


async def test_a_knowledge_that_goes_live_again_is_told_of_again(
    slack: SlackDouble, bot: HttpBot, settings: Settings, folder: Path
) -> None:
    written = folder / "entries" / "all.yaml"
    before = written.read_text("utf-8")
    after = before.replace('- "local fermé', '- "où attacher mon vélo cargo"\n      - "local fermé')
    for text in (after, before):
        written.write_text(text, encoding="utf-8")
        await swapped(bot, settings)
    await ask(bot, slack, "U0CHAMPION", "où attacher mon vélo cargo ?")
    said_before = len(slack.messages("D0CHAMPION"))
    written.write_text(after, encoding="utf-8")
    for _ in range(2):
        await swapped(bot, settings)
    (told,) = slack.messages("D0CHAMPION")[said_before:]
    assert "Les deux-roues" in said(told)


async def test_a_good_answer_in_a_thread_becomes_a_draft(slack: SlackDouble, bot: HttpBot, settings: Settings) -> None:
    thread = {"ts": "1790000300.000100", "user": "U0CHAMPION", "text": "où se trouve l'infirmerie ?"}
    slack.workspace.posts.setdefault("C0GENERAL", []).append({"type": "message", **thread, "thread_ts": thread["ts"]})
    answer = "Au rez-de-chaussée, ou au 01 42 68 53 00."
    said_there = {"message.text": answer, "message.ts": "1790000301.000100", "message.thread_ts": thread["ts"]}
    url = slack.response_url("C0GENERAL", "U0CHAMPION")
    taken = payload("message_action", {"callback_id": "make_answer", "response_url": url, **said_there})
    taken["message"].pop("blocks", None)
    slack.workspace.groups["C0MAINTAIN"] = ["U0MENTOR"]
    await bot.take(taken)
    await slack.until(lambda: bool(slack.responses(url)))
    assert "réservé" in str(slack.responses(url))
    assert slack.workspace.surfaces.modals == []

    slack.workspace.groups["C0MAINTAIN"] = ["U0MENTOR", "U0CHAMPION"]
    await bot.take(taken | {"trigger_id": "9.9.again"})
    await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)
    opened = slack.workspace.surfaces.modals[-1]
    kept = {one["block_id"]: one["element"].get("initial_value") for one in opened["blocks"] if "element" in one}
    assert kept == {"words": thread["text"], "answer": "Au rez-de-chaussée, ou au •••."}
    await bot.take(submit(opened, {name: words(value) for name, value in kept.items()}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
    assert "- id: trouve-infirmerie" in await passeur(settings, "gaps", "apply")


@pytest.mark.parametrize("late", ["both, a little", "the thread"])
async def test_the_form_does_not_wait_for_one_thing_after_the_other(
    late: str, slack: SlackDouble, bot: HttpBot
) -> None:
    thread = {"ts": "1790000300.000100", "user": "U0CHAMPION", "text": "où se trouve l'infirmerie ?"}
    slack.workspace.posts.setdefault("C0GENERAL", []).append({"type": "message", **thread, "thread_ts": thread["ts"]})
    slack.workspace.groups[CHANNEL] = ["U0CHAMPION"]
    said_there = {"message.text": "Au premier.", "message.ts": "1790000301.000100", "message.thread_ts": thread["ts"]}
    taken = payload("message_action", {"callback_id": "make_answer", **said_there})
    taken["message"].pop("blocks", None)
    slack.fault("conversations.replies", "hang")
    if late == "both, a little":
        slack.fault("conversations.members", "hang")
    await bot.take(taken)
    await slack.until(lambda: bool(slack.called("conversations.members") and slack.called("conversations.replies")))
    if late == "both, a little":
        slack.release()
    await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)
    (opened,) = slack.workspace.surfaces.modals
    kept = {one["block_id"]: one["element"].get("initial_value") for one in opened["blocks"] if "element" in one}
    assert (kept["words"] or "", kept["answer"]) == ("" if late == "the thread" else thread["text"], "Au premier.")


async def test_words_of_which_the_knowledge_has_no_example_are_grouped_too(settings: Settings) -> None:
    """General vocabulary knows synonyms of which this small knowledge has none."""
    texts = ["où est la cantine ?", "c'est où la cantine", "quel est le prix du parking"]
    found = gaps(decider_of(settings), [kept(number, text) for number, text in enumerate(texts, 1)], {})
    assert sorted(gap.people for gap in found) == [1, 2]
