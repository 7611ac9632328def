"""What people can type to break a bot: one polite outcome each, nothing executed, nobody pinged."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.features.answering.decide import Decider
from bot.features.answering.decision import Asker
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import REPLY_KINDS
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import HttpBot, http_bot, settings_for
from tests.slack.test_listeners import said

TYPED = {
    "nothing": "",
    "spaces": " \n\t ",
    "40,000 characters": "licence données " * 2500,
    "one word of 40,000 letters": "a" * 40_000,
    "emojis": "😀🎉👩‍👩‍👧‍👦 :tada: :wave:",
    "zero-width characters": "​‌‍﻿",
    "right to left": "‮ كيف نفتح بياناتنا؟ ‬",
    "a ping for all": "&lt;!channel&gt; <!here> <!everyone> *gras* _x_ `code` ~non~",
    "template marks": "{{ 7*7 }} {% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "markup": "<https://example.org|cliquez> <script>alert(1)</script> &amp;lt;b&amp;gt;",
    "null characters": "quelle \u0000 licence \u0001 ?",
    "half a character": "licence \ud83d ?",
    "a database's words": "'; DROP TABLE work; --",
}


@pytest_asyncio.fixture
async def bot(slack: SlackDouble, decider: Decider, tmp_path: Path) -> AsyncIterator[HttpBot]:
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3"), decider) as started:
        yield started


UNKNOWN = {
    "one word of 40,000 letters": "a" * 40_000,
    "one word of 600 letters": "x" * 600,
    "keys": "hjkl qsdfgh",
}
HARDLY_KNOWN = {"a long word": "ouvrir " + "x" * 590, "a word over and over": "ouvrir " + "xxxx " * 100}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_has_no_word_of_ours_is_handed_off(what: str, decider: Decider) -> None:
    decision = decider.decide(Question(text=UNKNOWN[what]), Memory(), Asker())
    assert [REPLY_KINDS[type(reply)] for reply in decision.replies] == ["hand_off"]


@pytest.mark.parametrize("what", HARDLY_KNOWN)
def test_letters_over_and_over_make_no_word_of_ours_sure(what: str, decider: Decider) -> None:
    decision = decider.decide(Question(text=HARDLY_KNOWN[what]), Memory(), Asker())
    assert REPLY_KINDS[type(decision.replies[0])] != "answer"


@pytest.mark.parametrize("what", TYPED)
async def test_one_polite_outcome(what: str, bot: HttpBot, slack: SlackDouble) -> None:
    await bot.take(payload("message_im", {"event.text": TYPED[what]}))
    channel = payload("message_im")["event"]["channel"]
    await slack.until(lambda: len(slack.messages(channel)) == 1)
    await bot.running.delivery.work_off()
    (message,) = slack.messages(channel)
    words = message["text"] + said(message)
    assert "Désolé" not in words
    assert not re.search(r"<!|49|<@", words)


async def test_a_question_handed_to_the_maintainers_is_shown_letter_by_letter(
    slack: SlackDouble, decider: Decider
) -> None:
    from bot.features.answering.replies import ForMaintainers
    from bot.messages import blocks
    from bot.messages.render import Renderer

    text = "<!channel> *gras* {{ 7*7 }} <@U0JURIST>"
    made = blocks.message(Renderer(decider.knowledge).parts(ForMaintainers("fr", text, "U0CHAMPION")))
    shown = [block for block in made.blocks if block.get("text", {}).get("type") == "plain_text"]
    assert shown[0]["text"]["text"] == text
    assert "<!" not in made.text
