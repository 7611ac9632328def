"""What Passeur and its documentation say of the product is so: commands, buttons, days, settings, places."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from typer.main import get_command

from bot.cli.main import app
from bot.features.answering import followup, mentors
from bot.features.answering.replies import Answer
from bot.features.introductions.forms import offering
from bot.features.introductions.intents import SendOffer
from bot.features.introductions.states import Event
from bot.features.table import FEATURES
from bot.knowledge import Knowledge, load
from bot.knowledge.json_schema import schemas
from bot.knowledge.people import Introductions
from bot.knowledge.questionnaires.schema import Starts
from bot.knowledge.schema import Channels, Entry
from bot.knowledge.shapes import TEMPLATE, Command, Language
from bot.languages import known
from bot.messages.parts import Field
from bot.messages.plain import text
from bot.messages.render import Renderer
from bot.messages.words import environment
from bot.settings import Settings, shipped

LANGUAGES = known()

ROOT = Path(__file__).parents[2]
FACTS = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
DOCUMENTS = [ROOT / "README.md", ROOT / ".github/CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TEMPLATES = sorted((ROOT / "bot/languages").glob("*/templates/*.j2"))
MANIFEST = yaml.safe_load((ROOT / "bot/transports/slack/manifest.yaml").read_text(encoding="utf-8"))["features"]
NUMBERS = {3: "three", 7: "seven", 10: "ten", 90: "ninety"}
QUOTES = {"fr": re.compile(r"« ([^»{}]+) »"), "en": re.compile(r'"([^"{}]+)"')}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """With a channel for the maintainers, where offers go."""
    found = load([shipped()])
    channels = Channels(maintainers="C0MAINTAINERS")
    return Knowledge(**{**vars(found), "organisation": found.organisation.model_copy(update={"channels": channels})})


def own_answers() -> list[tuple[Entry, Language]]:
    """The answers about Passeur itself."""
    entries = load([shipped()]).entries.values()
    return [(entry, language) for entry in entries if entry.source.document == "passeur" for language in LANGUAGES]


OWN = own_answers()
NAMES = [f"{entry.id}-{language}" for entry, language in OWN]


def plain(words: str) -> str:
    return re.sub(r"\s+", " ", words).replace("’", "'").replace("**", "").replace("“", '"').replace("”", '"')


def code(file: Path) -> Iterator[str]:
    """What stands in code: between backticks, and in blocks."""
    written = file.read_text(encoding="utf-8")
    yield from re.findall(r"(?<!`)`([^`\n]+)`(?!`)", written)
    for block in re.findall(r"(?s)```\w*\n(.*?)```", written):
        yield from block.splitlines()


@pytest.mark.parametrize("file", [*DOCUMENTS, *TEMPLATES], ids=lambda file: file.name)
def test_every_command_of_slack_that_a_text_names_exists(file: Path) -> None:
    named = [words.removeprefix("/passeur").strip() for words in code(file) if words.startswith("/passeur")]
    assert [words for words in named if words and FEATURES.commands.read(words) is None] == []


@pytest.mark.parametrize(("entry", "language"), OWN, ids=NAMES)
def test_every_command_of_slack_that_an_answer_names_exists(entry: Entry, language: Language) -> None:
    wording = entry.wording(language)
    named = re.findall(r"`/passeur ([^`]+)`", f"{wording.answer} {wording.short}")
    assert [words for words in named if FEATURES.commands.read(words) is None] == []


@pytest.mark.parametrize("file", [*DOCUMENTS, *TEMPLATES], ids=lambda file: file.name)
def test_every_command_of_the_terminal_that_a_text_names_exists(file: Path) -> None:
    lines = [line.split(" #")[0].split(" | ")[0].strip() for line in code(file)]
    assert [line for line in lines if line.startswith("passeur ") and not _runs(line)] == []


def _runs(line: str) -> bool:
    """Whether the command and its options exist; words in capitals stand for values."""
    words, found = shlex.split(line)[1:], get_command(app)
    while words and words[0] in getattr(found, "commands", {}):
        found = found.get_command(None, words.pop(0))  # type: ignore[attr-defined]
    known = {option for param in found.params for option in param.opts} | {"--help", "--version"}
    nested = bool(getattr(found, "commands", {})) and bool(words) and not words[0].startswith("-")
    return not nested and {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_target_of_make_setting_and_file_that_a_document_names_exists(file: Path) -> None:
    written = file.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    made = {word for line in code(file) if line.startswith("make ") for word in line.split("#")[0].split()[1:]}
    assert {word for word in made if word.islower()} <= targets
    settings = {name.upper() for name in Settings.model_fields}
    named = set(re.findall(r"\b(?:PASSEUR|SLACK|SMTP|DATABASE)_[A-Z_]+\b", written))
    assert named <= settings
    shapes = [shape for made in schemas("en").values() for shape in made["$defs"].values()]
    keys = {name for shape in shapes for name in shape.get("properties", {})}
    keys |= set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', json.dumps(shapes)))  # and what may stand in them
    keys |= set(Starts.model_fields)
    values = {*get_args(Command), *settings, "wrong_accepted", "test_house", "prior_weight"}
    assert set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", written)) <= keys | values
    linked = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", written) if "://" not in target]
    assert [target for target in linked if target and not (file.parent / target).exists()] == []


def labels() -> dict[Language, set[str]]:
    """Every short text of the templates without a fact in it, which buttons and titles are."""
    found: dict[Language, set[str]] = {language: set() for language in LANGUAGES}
    for file in TEMPLATES:
        source = file.read_text(encoding="utf-8")
        found[file.parts[-3]] |= set(re.findall(r"{% block \w+ %}([^{}]{1,75}){% endblock %}", source))
    return found


LABELS = labels()


@pytest.mark.parametrize(("entry", "language"), OWN, ids=NAMES)
def test_what_an_answer_quotes_can_be_clicked_or_said(entry: Entry, language: Language) -> None:
    wording = entry.wording(language)
    quoted = {plain(words) for words in QUOTES[language].findall(f"{wording.answer} {wording.short}")}
    shown = {plain(label) for label in LABELS[language]} | {MANIFEST["shortcuts"][0]["name"], *FACTS["quoted"]}
    said = {words for words in quoted if FEATURES.commands.read(words) or followup.read(words, {})}
    assert quoted - shown - said == set()


@pytest.mark.parametrize(("entry", "language"), OWN, ids=NAMES)
def test_an_answer_writes_no_number_of_days_by_hand(entry: Entry, language: Language) -> None:
    wording = entry.wording(language)
    told = TEMPLATE.sub("", f"{wording.answer} {wording.short}")
    assert re.findall(r"\d+", told) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("short", [False, True])
def test_days_follow_the_organisation(knowledge: Knowledge, language: Language, short: bool) -> None:
    rules = Introductions(remind_after=1, expire_after=5, ask_met_after=12)
    organisation = knowledge.organisation.model_copy(update={"introductions": rules})
    render = Renderer(Knowledge(**{**vars(knowledge), "organisation": organisation}))
    told = plain(text(render.parts(Answer(language, "mentor-how", short=short))))
    assert ("1 jour ouvré" if language == "fr" else "1 working day") in told
    assert set(re.findall(r"\d+", told)) == {"1", "5"} | (set() if short else {"12"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_an_introduction_goes_names_each_event(knowledge: Knowledge, language: Language) -> None:
    told = plain(text(Renderer(knowledge).parts(Answer(language, "mentor-how"))))
    assert set(FACTS["events"]) == set(Event)
    phrases = [said[language] for said in FACTS["events"].values() if isinstance(said, dict)]
    assert [phrase for phrase in phrases if phrase not in told] == []
    assert ("jusqu'à trois personnes" if language == "fr" else "up to three people") in told
    assert mentors.SHOWN == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_becoming_a_mentor_names_each_field_of_the_form(knowledge: Knowledge, language: Language) -> None:
    render = Renderer(knowledge)
    form = offering(SendOffer(language=language, languages=(language,)), knowledge)
    assert {part.name for part in render.parts(form) if isinstance(part, Field)} == set(FACTS["fields"])
    told = plain(text(render.parts(Answer(language, "mentor-become"))))
    phrases = [said[language] for said in FACTS["fields"].values() if isinstance(said, dict)]
    assert [phrase for phrase in phrases if phrase not in told] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_offered_where_no_channel_takes_it(language: Language) -> None:
    render = Renderer(load([shipped()]))
    for entry in ("mentor-become", "bot-help"):
        told = plain(str(render.parts(Answer(language, entry))))
        assert "OfferHelp" not in told
        assert "devenir mentor" not in told
        assert "become a mentor" not in told


@pytest.mark.parametrize(("file", "sentence"), [(f, s) for f, found in FACTS["numbers"].items() for s in found])
def test_numbers_of_the_documentation_are_the_defaults(file: str, sentence: str) -> None:
    fields: dict[str, Any] = {**Introductions.model_fields, **Settings.model_fields}
    written = re.sub(r"\s+", " ", (ROOT / file).read_text(encoding="utf-8"))
    defaults = {name: field.default for name, field in fields.items() if isinstance(field.default, int)}
    spelled = {name: NUMBERS.get(number, str(number)) for name, number in defaults.items()}
    ways = (sentence.format(**defaults).lower(), sentence.format(**spelled).lower())
    assert any(way in written.lower() for way in ways)
    assert Introductions().pair_again_after == 365


def test_the_places_that_texts_name_are_in_the_manifest(knowledge: Knowledge) -> None:
    told = "".join(text(Renderer(knowledge).parts(Answer(language, "bot-help"))) for language in LANGUAGES)
    assert MANIFEST["slash_commands"][0]["command"] in told
    assert told.count(MANIFEST["shortcuts"][0]["name"]) == len(LANGUAGES)
    for words, switch in (("onglet Accueil", "home_tab_enabled"), ("message direct", "messages_tab_enabled")):
        assert words in told
        assert MANIFEST["app_home"][switch]
    assert MANIFEST["shortcuts"][0]["name"] in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_of_a_command_has_a_label_and_words_that_do_the_same(language: Language) -> None:
    for name in get_args(Command):
        label = "".join(environment().get_template(f"{language}/answer.j2").blocks[name](_context()))
        said = FEATURES.commands.read(label)
        assert said is not None, label
        assert type(said) is type(FEATURES.commands.called(name, language))


def _context() -> Any:
    return environment().from_string("").new_context({})
