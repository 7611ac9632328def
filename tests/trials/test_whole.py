"""Every folder of knowledge is a whole bot: nothing breaks, nothing is empty, nothing is offered that is not there."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from bot.demo.run import _try
from bot.features.answering import mentors
from bot.features.answering.corpus import corpus
from bot.features.answering.decide import Decider
from bot.features.answering.decision import Asker
from bot.features.answering.intents import (
    Forward,
    NoneOfThese,
    OpenConversation,
    OpenHome,
    Pick,
    Question,
    SeekMentor,
    Share,
    ShowHelp,
    Vote,
)
from bot.features.answering.memory import Memory
from bot.features.answering.offering import Offering
from bot.features.answering.replies import REPLY_KINDS, HandOff, Home, Note, Prompts, Reply, SmallTalk
from bot.features.intents import Intent
from bot.features.introductions.forms import changing, offering
from bot.features.introductions.intents import SaveProfile, SendOffer
from bot.features.introductions.replies import (
    MentorNews,
    MyRequests,
    Offer,
    ProfileNote,
    Progress,
    Request,
    Status,
)
from bot.features.introductions.values import MentorStatus, Mine
from bot.features.table import INTENT
from bot.knowledge import Knowledge, load
from bot.knowledge.lacking import lacking
from bot.knowledge.load import examine
from bot.knowledge.shapes import Language
from bot.messages import blocks, checks
from bot.messages.parts import Buttons
from bot.messages.plain import numbered
from bot.messages.render import Renderer
from bot.search.prepared import prepared
from tests.blockkit.checker import check_message, check_view

CASES = yaml.safe_load((Path(__file__).parent / "whole.yaml").read_text(encoding="utf-8"))
FOLDERS = CASES["folders"]
TODAY = date(2026, 11, 23)
CHANNEL = "C0MAINTAINERS"
LEAVE = """
- id: {id}
  fr: {{ title: "Poser des congés{n}", questions: ["comment poser mes congés{n} ?"], answer: "Dans l'outil RH." }}
  en: {{ title: "Take a day off{n}", questions: ["how do I take leave{n}?"], answer: "In the HR tool." }}
"""
MENTOR = """
- id: m
  name: "Mentor M (example)"
  kind: internal
  did: { fr: "A posé des congés imaginaires", en: "Took imaginary leave" }
  topics: [hr]
  languages: [fr, en]
  slack: U0EXAMPLE
"""
AGREED = '  consent: { date: 2026-11-02, how: "par écrit" }\n'
ANOTHER_SUBJECT = re.compile(
    r"\b(?:ouverture|ouvrir (?:des|vos|nos|un)|logiciels?|matériel|licences?|opening|open source|software|hardware)\b",
    re.IGNORECASE,
)
PEOPLE = {"mentor", "introduce"}
TO_MAINTAINERS = {"forward", "offer"}


def folder_of(name: str, at: Path) -> Path:
    """The files of a folder, written; its kind of mentors and the channel too."""
    case = FOLDERS[name]
    files = {"organisation.yaml": "name: X\n", **case.get("files", {})}
    ids = case.get("ids") or [f"leave-{n}" if n else "leave" for n in range(case.get("entries", 1))]
    files["entries/leave.yaml"] = "".join(LEAVE.format(id=name, n=f" {n}" if n else "") for n, name in enumerate(ids))
    if case.get("channel"):
        files["organisation.yaml"] += f"channels: {{ maintainers: {CHANNEL} }}\n"
    if kind := case.get("mentors"):
        paused = "  pause_until: 2026-12-24\n" if kind == "busy" else ""
        files["mentors.yaml"] = MENTOR + ("" if kind == "unagreed" else AGREED) + paused
    for path, text in files.items():
        (at / path).parent.mkdir(parents=True, exist_ok=True)
        (at / path).write_text(text, encoding="utf-8")
    return at


@pytest.fixture
def knowledge(request: pytest.FixtureRequest, tmp_path: Path) -> Knowledge:
    return load([folder_of(request.param, tmp_path)], checks.RULES)


def asker_in(knowledge: Knowledge) -> Asker:
    found = mentors.listed(knowledge, TODAY)
    known = mentors.registered(mentors.directory(knowledge.mentors).values())
    return Asker(user="U0CHAMPION", mentors=found, registered=known, share=True)


def decided(ask: Intent, knowledge: Knowledge, memory: Memory = Memory()) -> tuple[tuple[Reply, ...], Memory]:  # noqa: B008
    """Without a matcher: nothing is searched."""
    decision = Decider(knowledge, None).decide(ask, memory, asker_in(knowledge))  # type: ignore[arg-type]
    return decision.replies, decision.memory


def talk(knowledge: Knowledge, language: Language) -> Iterator[Reply]:
    """What every button can lead to, and every small talk."""
    asked: list[Intent] = [ShowHelp(language=language), OpenHome(language=language), OpenConversation()]
    asked += [SeekMentor(language=language), SeekMentor(language=language, topic="hr")]
    asked += [NoneOfThese(language=language, text="q"), Forward(language=language, text="q")]
    for name in (*knowledge.entries, "gone"):
        asked += [Pick(entry=name, language=language), OpenHome(language=language, entry=name)]
        asked += [Vote(entry=name, language=language, helpful=helpful) for helpful in (True, False)]
        asked += [Share(entry=name, language=language), SeekMentor(language=language, entry=name)]
    asked += [OpenHome(language=language, path=path) for path in ("p", "all-1", "all-2", "gone")]
    for ask in asked:
        yield from decided(ask, knowledge)[0]
    people = Offering(knowledge, asker_in(knowledge)).mentors
    yield from (SmallTalk(language, name, people) for name in knowledge.small_talk)
    yield from (Note(language, of, people=people) for of in get_args(Note.__annotations__["of"]))


def letters(knowledge: Knowledge, language: Language) -> Iterator[Reply]:
    """What introductions say where there may be some."""
    people = Offering(knowledge, asker_in(knowledge)).mentors
    yield MyRequests(language, people=people)
    yield Status(language, people=people)
    yield ProfileNote(language, "nowhere")
    for mentor in knowledge.mentors:
        yield Home(language, mine=Mine(profile=MentorStatus(mentor)), people=people)
        yield Offer(language, mentor)
    if knowledge.mentoring:
        yield Request(language, "i-1", "une note")
        yield Progress(language, "nobody", before="Mentor M (example)")


def shown(reply: Reply, render: Renderer) -> tuple[str, set[str]]:
    """The words, and the kinds of asks of the buttons; a payload that Slack would refuse is a failure."""
    parts = render.parts(reply)
    if isinstance(reply, Home):
        assert check_view(blocks.home(parts)) == [], reply
    elif not isinstance(reply, Prompts):
        message = blocks.message(parts)
        assert check_message({"text": message.text, "blocks": message.blocks}) == [], reply
        assert message.text.strip()
    kinds = {button.ask.kind for part in parts if isinstance(part, Buttons) for button in part.buttons}
    return plain(numbered(parts)[0]), kinds


def plain(words: str) -> str:
    return re.sub(r"\s", " ", words).replace("’", "'").replace("“", '"').replace("”", '"').replace("\\", "")


@pytest.mark.parametrize("knowledge", FOLDERS, indirect=True)
def test_every_reply_is_whole_and_offers_what_there_is(knowledge: Knowledge) -> None:
    render, people = Renderer(knowledge), Offering(knowledge, asker_in(knowledge)).mentors
    reachable = knowledge.organisation.channels.maintainers is not None
    for language in knowledge.organisation.languages:
        for reply in (*talk(knowledge, language), *letters(knowledge, language)):
            words, kinds = shown(reply, render)
            assert not ANOTHER_SUBJECT.search(words), words
            assert people or not kinds & PEOPLE, reply
            assert reachable or not kinds & TO_MAINTAINERS, reply
            if isinstance(reply, HandOff):
                assert kinds, reply
            elif not (people or knowledge.mentoring or _tells_of_mentors(reply)):
                assert "mentor" not in re.sub(r"`[^`]*`", "", words).lower().replace("(example)", ""), words


def _tells_of_mentors(reply: Reply) -> bool:
    """The privacy text, whatever was kept when there were mentors, and the refusal of an offer."""
    return getattr(reply, "entry", None) == "bot-privacy" or isinstance(reply, ProfileNote)


@pytest.mark.parametrize("knowledge", FOLDERS, indirect=True)
def test_forms_can_be_opened(knowledge: Knowledge) -> None:
    render = Renderer(knowledge)
    for language in knowledge.organisation.languages:
        offer = offering(SendOffer(language=language, languages=(language,)), knowledge)
        profile = changing(SaveProfile(language=language), knowledge)
        for form in (offer, profile):
            modal = render.form(form)
            assert check_view(modal) == []
            assert not ANOTHER_SUBJECT.search(str(modal))


@pytest.mark.parametrize("knowledge", ["mentors", "everything"], indirect=True)
def test_mails_name_no_other_subject(knowledge: Knowledge) -> None:
    render = Renderer(knowledge)
    for language in knowledge.organisation.languages:
        for reply in (Request(language, "i-1", "une note", topics=("hr",)), MentorNews(language, "introduced")):
            subject, text = render.mail(reply)
            assert subject
            assert not ANOTHER_SUBJECT.search(plain(subject + text))


@pytest.mark.parametrize("knowledge", FOLDERS, indirect=True)
def test_questions_are_suggested_when_a_conversation_opens(knowledge: Knowledge) -> None:
    (reply,), _ = decided(OpenConversation(), knowledge)
    assert isinstance(reply, Prompts)
    assert 1 <= len(reply.entries) <= 4


@pytest.mark.parametrize("case", CASES["shown"], ids=lambda case: f"{case['folder']}-{case['ask']}-{case['language']}")
def test_what_a_folder_says_is_shown(case: dict[str, Any], tmp_path: Path) -> None:
    knowledge, language = load([folder_of(case["folder"], tmp_path)], checks.RULES), case["language"]
    asks: dict[str, Intent] = {
        "home": OpenHome(language=language),
        "help": ShowHelp(language=language),
        "mentor": SeekMentor(language=language),
        "unknown": NoneOfThese(language=language, text="q"),
        "not-helpful": Vote(language=language, entry="leave", helpful=False),
    }
    if case["ask"] in knowledge.small_talk:
        replies: tuple[Reply, ...] = (SmallTalk(language, case["ask"]),)
    else:
        replies, _ = decided(asks.get(case["ask"]) or Pick(entry=case["ask"], language=language), knowledge)
    words = "\n".join(shown(reply, Renderer(knowledge))[0] for reply in replies)
    assert [part for part in case["says"] if part not in words] == [], words
    assert [part for part in case.get("not", ()) if part in words] == [], words


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    knowledge = load([folder_of("one", tmp_path_factory.mktemp("one"))], checks.RULES)
    cache = Path(__file__).parents[2] / ".cache" / "passeur"
    return Decider(knowledge, prepared(corpus(knowledge), cache, wrong_accepted=0.02))


@pytest.mark.parametrize("case", CASES["typed"], ids=lambda case: case["text"] or "nothing")
def test_what_is_typed_into_a_bot_of_one_entry(one: Decider, case: dict[str, Any]) -> None:
    ask = INTENT.validate_python({"kind": "question", "text": case["text"]})
    (reply,) = one.decide(ask, Memory(), replace(asker_in(one.knowledge), locale="fr-FR")).replies
    words, _ = shown(reply, Renderer(one.knowledge))
    assert REPLY_KINDS[type(reply)] == case["outcome"], words
    assert [part for part in case.get("says", ()) if part not in words] == [], words
    assert [part for part in case.get("not", ()) if part in words] == [], words


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["text"].strip())
def test_what_the_files_say_is_checked(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = folder_of("one", Path("k")) / case["file"]
    path.write_text(case["text"], encoding="utf-8")
    knowledge, problems = examine([Path("k")], checks.RULES)
    wrong = [problem for problem in problems if problem.severity == "error"]
    assert [f"{problem.path}:{problem.line}:{problem.column} {problem.rule}" for problem in wrong] == [
        f"{path}:{case['at']} {case['rule']}"
    ]
    assert case["says"] in str(wrong[0])
    assert knowledge is None


@pytest.mark.parametrize(
    ("knowledge", "named"),
    [("one", ["No mentors", "No maintainers' channel"]), ("mentors", ["No maintainers' channel"]),
     ("unagreed", ["No mentors", "No maintainers' channel"]), ("channel", ["No mentors"]), ("everything", [])],
    indirect=["knowledge"],
)  # fmt: skip
def test_the_operator_hears_what_is_missing(knowledge: Knowledge, named: list[str]) -> None:
    lines = list(lacking(knowledge))
    assert [line.partition(":")[0] for line in lines] == named
    assert all(".yaml" in line and "\n" not in line for line in lines)


@pytest.mark.parametrize("knowledge", FOLDERS, indirect=True)
def test_the_demo_suggests_a_question_that_is_answered(knowledge: Knowledge) -> None:
    told = _try(knowledge)
    assert not ANOTHER_SUBJECT.search(told)
    asked = {q for e in knowledge.own.values() for q in e.wording(knowledge.organisation.languages[0]).questions}
    assert any(question in told for question in asked)


def test_the_manifest_names_no_subject() -> None:
    manifest = Path(__file__).parents[2] / "bot/transports/slack/manifest.yaml"
    assert not ANOTHER_SUBJECT.search(manifest.read_text(encoding="utf-8"))


@pytest.mark.parametrize("knowledge", ["one", "busy", "channel", "mentors"], indirect=True)
@pytest.mark.parametrize("words", ["non", "no thanks", "non merci"])
def test_no_to_what_was_said_is_no_question(knowledge: Knowledge, words: str) -> None:
    before: tuple[Intent, ...] = (
        Vote(entry="leave", language="fr", helpful=False),
        Pick(entry="leave", language="fr"),
        NoneOfThese(language="fr", text="q"),
        SeekMentor(language="fr"),
    )
    _, answered = decided(Pick(entry="leave", language="fr"), knowledge)
    for ask in before:
        _, memory = decided(ask, knowledge, answered)
        (reply,), _ = decided(Question(text=words), knowledge, memory)
        assert isinstance(reply, Note), ask
        assert reply.of == "declined"
