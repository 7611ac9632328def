"""A language of which the code knows nothing: a folder of data, and an organisation that speaks it and no other."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SMALL_TALK = '- {id: greeting, questions: ["xxhello"], answer: "Xxwelcome!"}'
APART = "SLACK_", "GITHUB_", "PYTEST_"
ENTRY = """\
- id: {id}
  sections: [{id}]
  xx: {{ title: "{title}", questions: ["{title}", "xx {id} xx"], answer: "xxanswer {id}." }}
"""


def language(folder: Path) -> Path:
    """English with a mark before each text of a template, one command of its own, and no words for search."""
    shutil.copytree(ROOT / "bot/languages/en", folder / "xx")
    for file in (folder / "xx/templates").glob("*.j2"):
        text = file.read_text(encoding="utf-8").replace("{% endblock %}", " xxend{% endblock %}")
        file.write_text(text, encoding="utf-8")
    phrases = (folder / "xx/phrases.toml").read_text(encoding="utf-8")
    for found, put in (("and then,", "xxnext, and then,"), ("[follow_ups.translate]", '\\g<0>\nxx = "in xxish"')):
        phrases = re.sub(re.escape(found), put, phrases)
    (folder / "xx/phrases.toml").write_text(phrases, encoding="utf-8")
    (folder / "xx/search.toml").write_text("", encoding="utf-8")
    own = (folder / "xx/language.toml").read_text(encoding="utf-8").replace("In English", "Xxinto")
    own = re.sub('chat = ".*"', 'chat = "Xxchat"', own)
    (folder / "xx/language.toml").write_text(own.replace("English", "Xxish"), encoding="utf-8")
    return folder


def knowledge(folder: Path) -> Path:
    (folder / "entries").mkdir(parents=True)
    (folder / "organisation.yaml").write_text(
        "{ name: Example, languages: [xx], channels: { maintainers: C0MAINTAIN } }\n"
    )
    titles = {"bot-help": "Xxhelp", "roads": "Xxroads", "trains": "Xxtrains", "boats": "Xxboats"}
    entries = "".join(ENTRY.format(id=name, title=title) for name, title in titles.items())
    (folder / "entries/all.yaml").write_text(entries, encoding="utf-8")
    return folder


def beside_french(tmp_path: Path) -> None:
    """The language with small talk of its own, and an organisation that speaks French too."""
    (language(tmp_path / "languages") / "xx/builtin/small_talk.yaml").write_text(SMALL_TALK)
    folder = knowledge(tmp_path / "knowledge")
    spoken, entries = folder / "organisation.yaml", folder / "entries/all.yaml"
    spoken.write_text(spoken.read_text().replace("[xx]", "[xx, fr]"))
    text = entries.read_text()
    for name, french in {"bot-help": "aide", "roads": "routes", "trains": "gares", "boats": "bateaux"}.items():
        own = f'fr: {{ title: "Fr{french}", questions: ["fr {french} fr"], answer: "franswer {french}." }}'
        text = re.sub(rf"(?m)^  xx: .*{name}\..*$", rf"\g<0>\n  {own}", text)
    entries.write_text(text)


def passeur(tmp_path: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(APART)}
    environment |= {
        "PASSEUR_LANGUAGES": str(tmp_path / "languages"),
        "PASSEUR_KNOWLEDGE": str(tmp_path / "knowledge"),
        "PASSEUR_CACHE": str(tmp_path / "cache"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, input=typed
    )


def test_an_organisation_gets_its_answers_and_its_help_in_a_language_without_code(tmp_path: Path) -> None:
    language(tmp_path / "languages")
    knowledge(tmp_path / "knowledge")
    checked = passeur(tmp_path, "-m", "bot", "check", "--json")
    told = json.loads(checked.stdout)
    assert [problem for problem in told["problems"] if problem["severity"] == "error"] == []
    for asked, outcome in (("Xxtrains", "answer"), ("help", "help")):
        done = passeur(tmp_path, "-m", "bot", "ask", asked, "--json")
        reply = json.loads(done.stdout)
        assert (reply["language"], reply["outcome"]) == ("xx", outcome), done.stderr


def test_a_language_without_built_in_words_needs_an_entry_that_helps(tmp_path: Path) -> None:
    shutil.rmtree(language(tmp_path / "languages") / "xx/builtin")
    folder = knowledge(tmp_path / "knowledge")
    entries = (folder / "entries/all.yaml").read_text(encoding="utf-8")
    (folder / "entries/all.yaml").write_text(entries.replace("sections: [bot-help]", "sections: [roads]"))
    done = passeur(tmp_path, "-m", "bot", "check", "--json")
    told = [problem for problem in json.loads(done.stdout)["problems"] if problem["severity"] == "error"]
    assert [(problem["rule"], problem["line"], problem["column"]) for problem in told] == [("missing-help", 1, 30)]
    assert (done.returncode, done.stderr) == (1, "")


def test_a_language_brings_its_own_help_and_small_talk(tmp_path: Path) -> None:
    built_in = language(tmp_path / "languages") / "xx/builtin"
    (built_in / "small_talk.yaml").write_text(SMALL_TALK)
    entries = (built_in / "entries.yaml").read_text(encoding="utf-8")
    (built_in / "entries.yaml").write_text(entries.replace("What Passeur can do", "Xxhelp of its own"))
    folder = knowledge(tmp_path / "knowledge")
    file = folder / "entries/all.yaml"
    file.write_text(file.read_text().replace("sections: [bot-help]", "sections: [roads]").replace("bot-help", "rivers"))
    for asked, told in (("xxhello", "Xxwelcome!"), ("help", "Xxhelp of its own")):
        done = passeur(tmp_path, "-m", "bot", "ask", asked)
        assert told in done.stdout, done.stderr


def test_built_in_words_that_are_no_list_say_so(tmp_path: Path) -> None:
    file = language(tmp_path / "languages") / "xx/builtin/small_talk.yaml"
    knowledge(tmp_path / "knowledge")
    for broken in ("greeting: hello", "- {id: greeting, questions: [xxhi], answer: 3}", "- [", "- {questions: [a]}"):
        file.write_text(broken)
        done = passeur(tmp_path, "-m", "bot", "check")
        assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
        assert "small_talk.yaml" in done.stderr or "'greeting'" in done.stderr


def test_french_alone_asks_for_no_english(tmp_path: Path) -> None:
    language(tmp_path / "languages")
    folder = knowledge(tmp_path / "knowledge")
    for file in (folder / "organisation.yaml", folder / "entries/all.yaml"):
        file.write_text(file.read_text().replace("[xx]", "[fr]").replace("  xx: {", "  fr: {"))
    told = json.loads(passeur(tmp_path, "-m", "bot", "check", "--json").stdout)
    assert [problem for problem in told["problems"] if problem["severity"] == "error"] == []


def test_a_form_is_worded_in_it_too(tmp_path: Path) -> None:
    language(tmp_path / "languages")
    folder = knowledge(tmp_path / "knowledge")
    program = (
        "import sys; from pathlib import Path; from bot.knowledge import load\n"
        "from bot.messages.render import Renderer\n"
        "from bot.features.answering.replies import Choices\n"
        "from bot.features.introductions.intents import SendOffer\n"
        "from bot.features.introductions.forms import offering\n"
        "render = Renderer(load([Path(sys.argv[1])]))\n"
        "print(render.parts(Choices('xx', ('roads', 'trains'))))\n"
        "print(render.form(offering(SendOffer(language='xx', languages=('xx',)), render.knowledge)))\n"
    )
    done = passeur(tmp_path, "-c", program, str(folder))
    assert [line.count("xxend") > 0 for line in done.stdout.splitlines()] == [True, True], done.stderr


def test_it_is_spoken_in_slack(tmp_path: Path) -> None:
    beside_french(tmp_path)
    done = passeur(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/languages/in_slack.py")
    assert done.returncode == 0, done.stdout


def test_it_is_spoken_in_a_terminal(tmp_path: Path) -> None:
    beside_french(tmp_path)
    answers = {
        "xx trains xx": "xxanswer trains. xxend",
        "en français": "franswer gares.",
        "in xxish": "xxanswer trains. xxend",
        "help": "For example: xxend",
        "xxhello": "Xxwelcome! xxend",
        "xxtrains or xxboats": "Did you mean… xxend",
        "2": "xxanswer boats. xxend",
    }
    done = passeur(tmp_path, "-m", "bot", "chat", typed="\n".join(answers))
    assert [answer for answer in answers.values() if answer not in done.stdout] == []
    assert "Xxchat / Posez votre question" in done.stdout
    assert done.returncode == 0
