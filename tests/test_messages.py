"""Words and blocks: typography, escaping, limits, and buttons that come back as what they were."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.answering.intents import Forward, NoneOfThese, OpenHome, Pick, SeekMentor, Share, ShowHelp, Vote
from bot.features.answering.replies import (
    Answer,
    Apology,
    Choices,
    ForMaintainers,
    HandOff,
    Help,
    Home,
    KnowledgeRefused,
    Note,
    Shared,
    Suggestion,
)
from bot.features.intents import Intent
from bot.features.table import FEATURES
from bot.knowledge import Knowledge
from bot.knowledge.people import Mentor
from bot.knowledge.shapes import ByLanguage, Language
from bot.languages import known
from bot.messages import blocks
from bot.messages.buttons import decode, encode, fitting
from bot.messages.language import joined, typographic
from bot.messages.markdown import escaped, mrkdwn
from bot.messages.parts import Button, Buttons, Paragraph
from bot.messages.plain import numbered
from bot.messages.render import Renderer
from bot.settings import shipped
from tests.blockkit.checker import check_message, check_view

LANGUAGES = known()

NARROW, WIDE = "\u202f", "\u00a0"
ENTRY = "licence-data"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    from bot.knowledge import load

    return load([shipped()])


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Qu'est-ce que c'est ?", f"Qu’est-ce que c’est{NARROW}?"),
        ("Oui : non ; peut-être !", f"Oui{WIDE}: non{NARROW}; peut-être{NARROW}!"),
        ("« commun »", f"«{WIDE}commun{WIDE}»"),
        ("«commun»", f"«{WIDE}commun{WIDE}»"),
        ("10 000 euros, 5 %", f"10{NARROW}000 euros, 5{NARROW}%"),
        ("[site](https://example.org/a?b=c) et `a ? b`", "[site](https://example.org/a?b=c) et `a ? b`"),
        ("à 10:30", "à 10:30"),
        (
            "`a` : b ; [c](https://example.org) ? l'`d` !",
            f"`a`{WIDE}: b{NARROW}; [c](https://example.org){NARROW}? l’`d`{NARROW}!",
        ),
    ],
)
def test_french_is_set_as_a_typographer_would(typed: str, shown: str) -> None:
    assert typographic(typed, "fr") == shown


def test_typography_done_twice_changes_nothing() -> None:
    once = typographic("« Qu'est-ce ? » : voilà !", "fr")
    assert typographic(once, "fr") == once


def test_english_gets_its_apostrophes_and_quotes() -> None:
    assert typographic('don\'t "open": really?', "en") == "don’t “open”: really?"


def test_words_are_joined_in_each_language() -> None:
    assert joined(["a", "b", "c"], "fr") == "a, b et c"
    assert joined(["a", "b"], "en") == "a and b"
    assert joined([], "en") == ""


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**gras** et *italique*", "*gras* et _italique_"),
        ("Voici :\n\n- un\n- deux", "Voici :\n• un\n• deux"),
        ("1. un\n2. deux", "1. un\n2. deux"),
        ("[OSI](https://opensource.org/licenses?a=1&b=2)", "<https://opensource.org/licenses?a=1&amp;b=2|OSI>"),
        ("`a < b`", "`a &lt; b`"),
        ("<!channel> & <@U0EXAMPLE>", "&lt;!channel&gt; &amp; &lt;@U0EXAMPLE&gt;"),
        ("[x](user:U0EXAMPLE) [y](channel:C0EXAMPLE)", "<@U0EXAMPLE> <#C0EXAMPLE>"),
        ("- a\n  - b", "• a\n    • b"),
    ],
)
def test_markdown_becomes_what_slack_reads(markdown: str, expected: str) -> None:
    assert mrkdwn(markdown) == expected


@given(st.text(max_size=200))
def test_no_text_that_somebody_typed_can_ping_or_link(text: str) -> None:
    shown = mrkdwn(escaped(text))
    assert "<" not in shown
    assert ">" not in shown
    assert re.sub(r"&(amp|lt|gt);", "", shown).count("&") == 0


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=80))
def test_escaped_text_is_shown_letter_by_letter(text: str) -> None:
    back = mrkdwn(escaped(text)).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back.split() == text.split()


ASKS: tuple[Intent, ...] = (
    Pick(entry=ENTRY, language="fr"),
    NoneOfThese(language="en", text="« q » <b>"),
    Vote(entry=ENTRY, language="fr", helpful=False),
    SeekMentor(language="fr", topic="data"),
    Forward(language="en", text="x" * 1200),
    Share(entry=ENTRY, language="fr"),
    ShowHelp(),
    OpenHome(language="en", path="steps"),
)


@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: ask.kind)
def test_a_button_comes_back_as_the_ask_that_it_was(ask: Intent) -> None:
    action_id, value = encode(ask)
    assert decode(action_id, value, FEATURES) == ask
    assert len(action_id) <= 255
    assert len(value) <= 2000


@pytest.mark.parametrize(
    ("action_id", "value"), [("other", "{}"), ("passeur:pick:x", "{"), ("passeur:x:{}", '{"kind":"x"}')]
)
def test_a_button_that_is_not_ours_is_nothing(action_id: str, value: str) -> None:
    assert decode(action_id, value, FEATURES) is None


def test_the_longest_question_of_the_worst_letters_still_fits_into_a_button() -> None:
    for text in ('"' * 40_000, "\x01" * 40_000, "é" * 40_000):
        assert len(encode(Forward(language="fr", text=fitting(text)))[1]) <= 2000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_can_be_sent_to_slack(knowledge: Knowledge, language: Language) -> None:
    render = Renderer(knowledge)
    problems: dict[str, Any] = {}
    for entry in knowledge.entries.values():
        for reply in (
            Answer(
                language,
                entry.id,
                "x",
                next=entry.next,
                mentors=() if knowledge.is_mentoring(entry) else None,
                share=True,
            ),
            Answer(language, entry.id, short=True),
            Shared(language, entry.id, "U0EXAMPLE"),
        ):
            message = blocks.message(render.parts(reply))
            if found := check_message({"text": message.text, "blocks": message.blocks}):
                problems[entry.id] = found
        if found := check_view(blocks.home(render.parts(Home(language, entry=entry.id)))):
            problems[entry.id] = found
    assert problems == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_reply_can_be_sent_to_slack(knowledge: Knowledge, language: Language) -> None:
    render = Renderer(knowledge)
    replies = [
        Choices(language, tuple(knowledge.entries)[:3], "q" * 5000),
        HandOff(language, "q" * 5000, ("data", "legal"), "C0EXAMPLE"),
        HandOff(language),
        Help(language, "bot-help", tuple(knowledge.entries)[:3]),
        *(Note(language, of) for of in Note.__annotations__["of"].__args__),
        ForMaintainers(language, "<!channel> " + "x" * 9000, "U0EXAMPLE"),
        Apology(language, "0a1b"),
        KnowledgeRefused(language, date(2026, 11, 23), ("a.yaml:3:7: <!channel> *what* (syntax)",) * 5, 2),
    ]
    for reply in replies:
        message = blocks.message(render.parts(reply))
        assert check_message({"text": message.text, "blocks": message.blocks}) == [], reply
    for path in (None, *(path.id for path in knowledge.organisation.paths), "gone"):
        assert check_view(blocks.home(render.parts(Home(language, path)))) == []


def test_a_long_text_is_cut_where_a_paragraph_ends() -> None:
    pieces = blocks.split("a" * 2000 + "\n\n" + "b" * 2000)
    assert [len(piece) for piece in pieces] == [2000, 2000]


def test_the_terminal_numbers_its_buttons() -> None:
    ask = ShowHelp()
    shown, asks = numbered([Paragraph("Bonjour"), Buttons((Button("Aide [1] *x*", ask),))], first=3)
    assert "**[3]** Aide" in shown
    assert asks == (ask,)


def test_markup_in_a_name_stays_a_name(knowledge: Knowledge) -> None:
    name = "[x](channel:C0EXAMPLE) **fort** <!channel>"
    mentor = Mentor(
        id="m", name=name, kind="internal", did=ByLanguage(fr=name, en=name), topics=("data",), languages=("fr",)
    )
    message = blocks.message(Renderer(knowledge).parts(Answer("fr", "mentor-find", mentors=(Suggestion(mentor),))))
    assert "<#C0EXAMPLE>" not in message.text
    assert "<!channel>" not in message.text
    assert "[x](channel:C0EXAMPLE) **fort** &lt;!channel&gt;" in message.text
