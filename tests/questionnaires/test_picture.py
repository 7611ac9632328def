"""The picture of a result: what is drawn, what is said to who does not see it, and to whom it goes."""

import struct
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli.main import app
from bot.features.answering.decide import Decider
from bot.features.questionnaires.intents import ShareResult, StartQuestionnaire
from bot.features.questionnaires.replies import ResultPicture
from bot.messages.drawing import png
from bot.messages.questionnaire_picture import picture
from bot.messages.radar import HEIGHT, WIDTH, Ring, Spoke, radar
from bot.messages.render import Renderer
from tests.conftest import absent
from tests.double import SlackDouble
from tests.questionnaires.person import CHANNEL, DIRECT, Person
from tests.slack.bots import Bot

CASES = yaml.safe_load((Path(__file__).parent / "pictures.yaml").read_text(encoding="utf-8"))
LEVELS = {None: "unknown", 0: "none", 1: "begun", 2: "written", 3: "alive"}
Both = tuple[SlackDouble, Bot]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _drawable() -> None:
    if find_spec("vl_convert") is None:
        absent("vl-convert-python, the extra pictures, is not installed")


def answers(decider: Decider, levels: list[int | None], name: str = "") -> dict[str, tuple[str, ...]]:
    dimensions = decider.knowledge.questionnaires["commons"].dimensions
    given = {one: (LEVELS[level],) for one, level in zip(dimensions, levels, strict=True)}
    return {"project": (name or "unknown",), "purpose": ("unknown",), **given}


def written(svg: str) -> list[str]:
    return [text.text or "" for text in fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_the_picture_and_its_words_say(case: dict[str, Any], decider: Decider) -> None:
    last = answers(decider, case["last"]) if "last" in case else {}
    reply = ResultPicture(case["lang"], "commons", answers(decider, case["now"], case.get("project", "")), last)
    made = picture(Renderer(decider.knowledge), reply)
    said = " ".join(written(made.svg)).replace("\u00a0", " ").replace("\u202f", " ")
    for words in case["drawn"]:
        assert words in said
    for words in case.get("not_drawn", ()):
        assert words not in said
    alt = made.alt.replace("\u00a0", " ").replace("\u202f", " ")
    for words in case["alt"]:
        assert words in alt
    assert len(made.alt) <= 1000
    assert len(fromstring(made.svg).findall("{http://www.w3.org/2000/svg}polygon")) == 4 + 1 + ("last" in case)
    drawn = png(made.svg)
    assert drawn is not None
    assert drawn.startswith(PNG)
    assert struct.unpack(">II", drawn[16:24]) == (2 * WIDTH, 2 * HEIGHT)


SHARES = st.floats(0, 1)
WORDS = st.text(max_size=90)
SPOKES = st.lists(st.builds(Spoke, WORDS, WORDS, SHARES, st.none() | SHARES), min_size=3, max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=2), SPOKES, st.lists(st.builds(Ring, SHARES, WORDS), max_size=5))
def test_whatever_is_written_it_can_be_drawn_and_stays_within(
    title: list[str], spokes: list[Spoke], rings: list[Ring]
) -> None:
    svg = radar(title, spokes, rings, ("now", "then"))
    for one in fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        assert 0 < float(one.attrib["x"]) < WIDTH
        assert 0 < float(one.attrib["y"]) < HEIGHT
    drawn = png(svg)
    assert drawn is not None
    assert drawn.startswith(PNG)


async def commons(slack: SlackDouble, person: Person, listener: str, *levels: int) -> None:
    """All questions of the check, to the result."""
    await person.open(StartQuestionnaire(language="fr", questionnaire="commons", again=True), listener)
    for value in ("La cartothèque", "", *(LEVELS[level] for level in levels)):
        await person.answer(value)


async def test_it_goes_to_the_direct_message_of_who_answered(slack_and_bot: Both) -> None:
    slack, bot = slack_and_bot
    person = Person(slack, bot)
    await commons(slack, person, "block_actions_ephemeral", 0, 1, 2, 3, 0, 1, 2, 3)
    await slack.until(lambda: len(slack.files) == 1)
    opened = slack.called("files.getUploadURLExternal")[0]
    assert opened["filename"] == "commons.png"
    assert "Objectif : à commencer" in opened["alt_txt"].replace("\u00a0", " ")
    assert slack.files[0]["channel_id"] == DIRECT
    assert PNG in next(iter(slack.uploads.values()))
    assert slack.messages(CHANNEL) == []
    await person.click(ShareResult(language="fr", questionnaire="commons", result=1))
    await bot.running.delivery.idle()
    assert len(slack.files) == 1
    await commons(slack, person, "block_actions_ephemeral", 1, 1, 2, 3, 0, 1, 2, 3)
    await slack.until(lambda: len(slack.files) == 2)
    assert "dernière fois" in slack.called("files.getUploadURLExternal")[1]["alt_txt"]


async def test_without_the_scope_the_result_comes_without_it(slack_and_bot: Both) -> None:
    slack, bot = slack_and_bot
    slack.fault("files.getUploadURLExternal", "error:missing_scope")
    await commons(slack, Person(slack, bot), "block_actions_message", 0, 1, 2, 3, 0, 1, 2, 3)
    await slack.until(lambda: len(slack.messages(DIRECT)) == 1)
    await bot.running.delivery.idle()
    assert slack.files == []
    assert len(slack.messages(DIRECT)) == 1
    assert "à commencer" in str(slack.messages(DIRECT)[0])


async def test_without_the_extra_the_result_comes_without_it(
    slack_and_bot: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack, bot = slack_and_bot
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    await commons(slack, Person(slack, bot), "block_actions_message", 0, 1, 2, 3, 0, 1, 2, 3)
    await slack.until(lambda: len(slack.messages(DIRECT)) == 1)
    await bot.running.delivery.idle()
    assert slack.files == []
    assert slack.called("files.getUploadURLExternal") == []


LINES = "La cartothèque\n\n1\n2\n3\n4\n1\n2\n3\n?\n"


@pytest.mark.parametrize("length", [1, 60, 90])
def test_in_the_terminal_it_is_a_file(length: int, tmp_path: Path) -> None:
    """Its path stays whole, to be copied."""
    file = tmp_path / f"{'r' * length}.png"
    told = CliRunner().invoke(app, ["questionnaire", "commons", "--lang", "fr", "--picture", str(file)], input=LINES)
    assert told.exit_code == 0
    assert file.read_bytes().startswith(PNG)
    assert str(file) in told.output


def test_in_the_terminal_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    told = CliRunner().invoke(app, ["questionnaire", "commons", "--lang", "en"], input=LINES)
    assert told.exit_code == 0
    assert "pip install '.[pictures]'" in told.output
    assert "to begin" in told.output


@pytest.mark.parametrize(("name", "file"), [("licence", "x.png"), ("commons", "nowhere/x.png"), ("commons", ".")])
def test_what_cannot_be_written_is_said_before_the_questions(name: str, file: str, tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["questionnaire", name, "--picture", str(tmp_path / file)], input=LINES)
    assert told.exit_code != 0
    assert "Question 1" not in told.output
