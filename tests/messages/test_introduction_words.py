"""Introductions in words: every reply in both languages, within Slack's limits, set as a typographer would."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product
from typing import Any, get_args

import pytest

from bot.app.stuck import STUCK
from bot.features.answering.replies import Answer, Home, Suggestion
from bot.features.forms import FormStep
from bot.features.introductions import forms as made
from bot.features.introductions.card import Settled
from bot.features.introductions.figures import Figures, Mentors, OpenRequest, Shares, UncoveredTopic
from bot.features.introductions.intents import OfIntroduction, Respond, Rewrite, SaveProfile, Send, SendOffer, Worth
from bot.features.introductions.replies import (
    Asked,
    DidYouMeet,
    Draft,
    HelpedAlong,
    Introduced,
    IntroductionReply,
    MentorHidden,
    MentorNews,
    MetNoted,
    MyRequests,
    NobodyLeft,
    Offer,
    ProfileNote,
    Progress,
    Rated,
    Request,
    Status,
    StillMentor,
    StuckRequest,
    StuckRequests,
)
from bot.features.introductions.states import OPEN, State
from bot.features.introductions.values import Introduction, MentorStatus, Mine, Need
from bot.features.privacy.replies import MyData, Privacy, PrivacyReply
from bot.features.table import INTENT
from bot.knowledge import Knowledge, load
from bot.knowledge.people import Mentor
from bot.knowledge.schema import Channels
from bot.knowledge.shapes import ByLanguage, Language
from bot.languages import known
from bot.messages import blocks
from bot.messages.introductions import LINK
from bot.messages.parts import Button, Buttons, Field, Quote
from bot.messages.render import Renderer
from bot.settings import shipped
from tests.blockkit.checker import check_message, check_view

LANGUAGES = known()

ASKER, MENTOR, ONE, NEED = "U0ASKER01", "U0MENTOR1", "n4yZ-1", "n4yZ"
DAY = date(2026, 12, 1)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOTE = "Nous voulons ouvrir nos horaires <!channel> & *vite* : qui l'a fait ?\n\n1. un\n   deux"
LONG = '« é "<b>\n' * 167
OPEN_SPACE = re.compile(r"(?<=\S) [;:!?»](?=\s|$)|« |\w'\w")
"""What a French typographer would not leave."""


@pytest.fixture(scope="module", params=[True, False], ids=["team", "no-team"])
def render(request: pytest.FixtureRequest) -> Renderer:
    knowledge = load([shipped()])
    channels = Channels(maintainers="C0TEAM" if request.param else None)
    organisation = knowledge.organisation.model_copy(update={"channels": channels})
    return Renderer(Knowledge(**{**vars(knowledge), "organisation": organisation}))


def person(**changes: Any) -> Mentor:
    known: dict[str, Any] = {
        "id": "ada",
        "name": "Ada <!channel> *Exemple*",
        "kind": "internal",
        "did": ByLanguage(fr="A ouvert des horaires", en="Opened timetables"),
        "topics": ("data", "culture"),
        "languages": ("fr", "en"),
        "slack": MENTOR,
    }
    return Mentor(**{**known, **changes})


OUTSIDE = person(kind="external", slack=None, email="ada_b+c@example.org")


def options(reply: type, name: str = "of") -> tuple[Any, ...]:
    found: tuple[Any, ...] = reply.__annotations__[name].__args__
    return found


def requests(language: Language) -> Iterator[Request]:
    topics = ("data", "gone")
    for again, note in product((None, "reminder", "reply", "resumed", "note"), (NOTE, LONG)):
        yield Request(language, ONE, note, again, topics=topics)  # type: ignore[arg-type]
        yield Request(language, ONE, note, again, "Pour qui ?", "Pour <@U0EXAMPLE>", topics)  # type: ignore[arg-type]
    yield Request(language, ONE, "", topics=())


def progresses(language: Language) -> Iterator[Progress]:
    for of, need, mentor, before, more in product(
        options(Progress), ("", NEED), ("", "Ada"), ("", "Zoé"), (True, False)
    ):
        yield Progress(language, of, need, mentor, before, DAY if of == "deferred" else None, more)


def forms(knowledge: Knowledge, language: Language) -> Iterator[FormStep]:
    for note in ("", " ", NOTE, LONG):
        send = Send(language=language, candidates=("ada", "zoe"), entry="licence-data", topics=("data",), note=note)
        yield made.asking(send, ("Ada *", "Zoé"), knowledge)
        yield made.asking(send.model_copy(update={"topics": ()}), ("Ada",), knowledge)
        yield made.rewriting(Rewrite(language=language, need=NEED, note=note))
    for do in ("no", "question", "reply", "not_before"):
        yield made.answering(Respond(language=language, introduction=ONE, do=do), "Pour qui ? <b>")  # type: ignore[arg-type]
    yield made.offering(SendOffer(language=language, languages=(language,)), knowledge)
    for capacity, pause in ((2, None), (12, DAY)):
        profile = SaveProfile(language=language, capacity=capacity, topics=("data", "gone"), pause_until=pause)
        yield made.changing(profile, knowledge)


def statuses(language: Language) -> Iterator[Status]:
    yield Status(language)
    nothing = Figures((), None, 0, Shares(0, 0, *[None] * 5), Mentors((), (), (), (), (), ()), (), (), {})
    yield Status(language, nothing)
    names = {f"m{i}": f"Ada {i} <!channel> *Exemple*" for i in range(40)}
    waiting = tuple(OpenRequest(40 - i, state, f"m{i}") for i, state in enumerate([*OPEN, *OPEN, "asked"]))
    missing = tuple(UncoveredTopic(topic, 3) for topic in ("data", None, "gone", *(f"t{i}" for i in range(20))))
    shares, watched = Shares(8, 10, 0.5, 0.125, 0.25, 0.125, 0.375), Mentors(*[tuple(names)] * 6)
    yield Status(language, Figures(waiting, 12.5, 9, shares, watched, missing, ("data", "legal", "gone"), names))
    one = Mentors(*[("m1",)] * 6)
    yield Status(
        language, Figures(waiting[:1], 1.0, 1, Shares(1, 1, 1.0, 0.0, 0.0, 0.0, 1.0), one, missing[:1], ("hr",), names)
    )


def replies(language: Language) -> Iterator[IntroductionReply | PrivacyReply]:
    yield from requests(language)
    yield from (Draft(language, ONE, OUTSIDE, request) for request in requests(language))
    yield from progresses(language)
    yield from (MentorNews(language, of, ONE, DAY) for of in options(MentorNews))
    yield Asked(language, ONE, "Ada <b>", "Pour qui ? <!channel>")
    for of, asker, group, outside in product(options(Settled), (True, False), ("C0GROUP", ""), (True, False)):
        yield Settled(language, of, asker, NOTE, "Ada <b>", DAY, group, "T0EXAMPLE", outside)
        yield Settled(language, of, asker)
    for note, questions in product((NOTE, LONG, ""), ((), ("Que faire ?", "Pour qui ?", "Quand ?"))):
        yield Introduced(language, ONE, ASKER, MENTOR, "Ada", note, questions)
        yield Introduced(language, ONE, ASKER, "", "Ada", note, questions, contact="ada_b+c@example.org")
    yield from (DidYouMeet(language, ONE, other) for other in ("Ada Exemple", ASKER))
    yield from (MetNoted(language, ONE, met) for met in (True, False))
    for worth, worded in product((*get_args(Worth), None), (True, False)):
        yield Rated(language, ONE, worth, worded)
    for count in (1, 3):
        yield StillMentor(language, "ada", count)
        yield MentorHidden(language, "Ada", count)
    yield from (NobodyLeft(language, topics) for topics in ((), ("data", "legal"), ("gone",)))
    yield from (
        Offer(language, person(role=role, slack=who)) for role in ("mentor", "champion") for who in (ASKER, None)
    )
    yield from (ProfileNote(language, of, "Ada", told) for of, told in product(options(ProfileNote), (True, False)))
    yield from (Privacy(language, of) for of in options(Privacy))
    yield MyData(language, {"needs": []})
    yield from (MyRequests(language, needs) for needs in ((), mine().needs))
    yield from (HelpedAlong(language, of, "Ada <!channel> *Exemple*") for of in options(HelpedAlong))
    stuck = [
        StuckRequest(f"{NEED}-{days}", "Ada <!channel> *Exemple*", days, state) for days, state in enumerate(STUCK)
    ]
    yield from (StuckRequests(language, tuple(stuck[:count]), more) for count, more in ((1, 0), (3, 9)))
    yield from statuses(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reply_of_an_introduction_can_be_sent_to_slack(render: Renderer, language: Language) -> None:
    found = {}
    for reply in (*replies(language), *forms(render.knowledge, language)):
        if isinstance(reply, FormStep):
            problems = check_view(render.form(reply))
        else:
            message = blocks.message(render.parts(reply))
            problems = check_message({"text": message.text, "blocks": message.blocks})
        if problems:
            found[repr(reply)[:200]] = problems
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_is_missing_leaves_no_hole(render: Renderer, language: Language) -> None:
    for reply in progresses(language):
        said = blocks.message(render.parts(reply)).text
        assert "**" not in said, reply
        assert "  " not in said, reply


def test_every_class_of_reply_is_tried() -> None:
    tried = {type(reply) for reply in replies("fr")}
    assert tried == {*get_args(IntroductionReply), *get_args(PrivacyReply)}


def texts(made: Any) -> Iterator[str]:
    """Every text that is not shown letter by letter."""
    if isinstance(made, list):
        for part in made:
            yield from texts(part)
    elif isinstance(made, dict):
        if isinstance(made.get("text"), str) and made.get("emoji") is not False:
            yield made["text"]
        for name, part in made.items():
            if name != "element" or part.get("type") != "plain_text_input":
                yield from texts(part)


def test_french_is_set_as_a_typographer_would(render: Renderer) -> None:
    found = []
    for reply in (*replies("fr"), *forms(render.knowledge, "fr")):
        shown = render.form(reply) if isinstance(reply, FormStep) else blocks.message(render.parts(reply)).blocks
        found += [text for text in texts(shown) if OPEN_SPACE.search(re.sub(r"<[^>]*>|`[^`]*`", "", text))]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_never_tells_who_asks(render: Renderer, language: Language) -> None:
    need = Need(id=NEED, team="T0EXAMPLE", asker=ASKER, language=language, note="Aidez-moi", candidates=(), opened=NOW)
    for again in (None, "reminder", "reply", "resumed", "note"):
        request = Request(language, ONE, need.note, again, "Qui ?", "Moi", ("data",))  # type: ignore[arg-type]
        draft = Draft(language, ONE, OUTSIDE, request)
        shown = [json.dumps(blocks.message(render.parts(reply))) for reply in (request, draft)]
        assert all(ASKER not in text and "user:" not in text and "<@" not in text for text in shown)
        assert ASKER not in "".join(render.mail(request))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_is_shown_letter_by_letter(render: Renderer, language: Language) -> None:
    request = Request(language, ONE, NOTE, "reply", "Qui ?", "Nous *", ("data",))
    assert [part.text for part in render.parts(request) if isinstance(part, Quote)] == [NOTE, "Qui ?", "Nous *"]
    assert NOTE in render.mail(request)[1]
    shown = [part.text for part in render.parts(Draft(language, ONE, OUTSIDE, request)) if isinstance(part, Quote)]
    assert NOTE in "\n".join(shown)
    long = Draft(language, ONE, OUTSIDE, Request(language, ONE, "mot " * 740))
    assert sum(part.text.count("mot ") for part in render.parts(long) if isinstance(part, Quote)) >= 738


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_e_mail_has_a_subject_and_the_place_of_the_link(render: Renderer, language: Language) -> None:
    for request in requests(language):
        subject, text = render.mail(request)
        assert "\n" not in subject
        assert text.count(LINK) == 1
        assert "\\" not in text
    for of in options(MentorNews):
        subject, text = render.mail(MentorNews(language, of, ONE, DAY))
        assert subject
        assert LINK not in text
    with pytest.raises(TypeError):
        render.mail(MyData(language, {}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_carries_its_ask_and_fills_in_the_rest(render: Renderer, language: Language) -> None:
    for reply in forms(render.knowledge, language):
        view = render.form(reply)
        blank = INTENT.validate_json(view["private_metadata"])
        names = [part.name for part in render.parts(reply) if isinstance(part, Field)]
        assert names
        assert set(names) <= set(type(reply.intent).model_fields)
        values = {name: getattr(reply.intent, name) for name in names}
        assert blank.model_copy(update=values) == reply.intent


def labels(render: Renderer, reply: Any) -> dict[str, Any]:
    rows = [part for part in render.parts(reply) if isinstance(part, Buttons)]
    return {button.label: button.ask for row in rows for button in row.buttons if isinstance(button, Button)}


def test_buttons_are_what_they_say(render: Renderer) -> None:
    of = {"language": "fr", "introduction": ONE}
    assert labels(render, Request("fr", ONE, NOTE)) == {
        "Oui, avec plaisir": OfIntroduction(**of, do="yes"),
        "Non": OfIntroduction(**of, do="no"),
        "En savoir plus": OfIntroduction(**of, do="question"),
        "Pas avant…": OfIntroduction(**of, do="not_before"),
        "Ne plus me proposer à cette personne": OfIntroduction(**of, do="block"),
    }
    assert list(labels(render, Progress("fr", "deferred", NEED, "Ada", day=DAY, more=True))) == [
        "Demander à la personne suivante",
        "Modifier la note",
        "Retirer la demande",
    ]
    assert labels(render, Progress("fr", "withdrawn", NEED)) == {}
    sure, forgotten = (labels(render, Privacy("en", of)) for of in ("sure", "forgotten"))
    assert sure["Yes, erase everything"].sure
    assert forgotten == {}


def test_a_day_of_the_month_is_written_as_it_is_read(render: Renderer) -> None:
    assert "1er décembre 2026" in blocks.message(render.parts(MentorNews("fr", "deferred", ONE, DAY))).text
    assert "1 December 2026" in blocks.message(render.parts(MentorNews("en", "deferred", ONE, DAY))).text


def test_the_team_is_said_to_know_only_when_it_was_told(render: Renderer) -> None:
    reachable = render.knowledge.organisation.channels.maintainers is not None
    said = [blocks.message(render.parts(Progress("fr", "nobody", need))).text for need in (NEED, "")]
    assert ["L’équipe sait" in text for text in said] == [reachable, False]


def mine(profile: MentorStatus | None = None) -> Mine:
    needs = []
    for number, closed in enumerate((None, None, None, NOW, NOW, NOW, NOW, NOW)):
        need = Need(
            id=f"n{number}",
            team="T0EXAMPLE",
            asker=ASKER,
            language="fr",
            note=f"Besoin {number} " + NOTE,
            candidates=(),
            opened=NOW.replace(hour=number),
            closed=closed,
        )
        introductions = tuple(
            (
                Introduction(
                    id=f"n{number}-{place}",
                    need=need.id,
                    mentor="ada",
                    state=state,
                    begun=NOW,
                    asked=NOW,
                    not_before=DAY,
                ),
                "Ada *",
            )
            for place, state in enumerate(State)
        )
        needs.append((need, introductions))
    return Mine(tuple(needs), profile)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_home_tab_shows_what_is_the_person_s_own(render: Renderer, language: Language) -> None:
    for profile in (
        None,
        MentorStatus(person()),
        MentorStatus(person(role="champion", pause_until=DAY), open=1),
        MentorStatus(person(pause_until=date.max)),
        MentorStatus(person(), hidden=True),
    ):
        home = Home(language, mine=mine(profile))
        view = blocks.home(render.parts(home))
        assert check_view(view) == []
        shown = json.dumps(view, ensure_ascii=False)
        assert "Besoin 0" in shown
        assert "Besoin 7" in shown
        assert "Besoin 4" not in shown
        kinds = [ask.kind for ask in labels(render, home).values()]
        away = profile is not None and (profile.hidden or profile.mentor.pause_until is not None)
        reachable = render.knowledge.organisation.channels.maintainers is not None
        assert ("edit_profile" in kinds, "go_on" in kinds) == (profile is not None, away)
        assert ("offer" in kinds) == (profile is None and reachable)
        assert {"my_data", "forget"} <= set(kinds)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proposed_mentor_can_be_asked_and_passeur_can_choose(render: Renderer, language: Language) -> None:
    people = tuple(
        Suggestion(person(id=name, name=name.title(), role=role))
        for name, role in (("ada", "mentor"), ("zoe", "champion"), ("max", "mentor"))
    )
    answer = Answer(
        language, "mentor-find", mentors=people, about="licence-data", topics=("data",), text='\x01"' * 9000
    )
    message = blocks.message(render.parts(answer))
    assert check_message({"text": message.text, "blocks": message.blocks}) == []
    asks = [ask for ask in labels(render, answer).values() if ask.kind == "introduce"]
    assert [ask.candidates for ask in asks] == [
        ("ada", "zoe", "max"),
        ("zoe", "ada", "max"),
        ("max", "ada", "zoe"),
        (),
    ]
    assert {(ask.entry, ask.topics) for ask in asks} == {("licence-data", ("data",))}
    assert all(len(ask.text) <= 500 for ask in asks)
    assert message.text.count("projet en ce moment" if language == "fr" else "a project right now") == 1
    alone = labels(render, Answer(language, "mentor-find", mentors=people[:1]))
    assert sum(ask.kind == "introduce" for ask in alone.values()) == 1
