"""`passeur check --spelling`: slips are found where they stand, and what is right is left alone."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli.checking.spelling import misspelt
from bot.cli.main import app
from bot.knowledge.load import examine
from bot.settings import shipped
from tests.cases import cases
from tests.conftest import library
from tests.test_lint import write

CASES = cases(Path(__file__).with_name("spelling.yaml"))


@pytest.fixture(autouse=True)
def dictionaries() -> None:
    library("spellchecker")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_slips_are_found(case: Mapping[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    language = case.get("language", "fr")
    languages = case.get("languages", [language])
    organisation = {"name": "X", "languages": languages, "owner": "us", "source": {"document": "guide"}}
    title = {"fr": "Comment faire ?", "en": "What to do?"}
    items = []
    for number in range(case.get("entries", 1)):
        wording = {one: {"title": title[one], "questions": [f"{one} {number}"], "answer": "…"} for one in languages}
        wording[language]["answer"] = case["answer"] + "\n" * number
        items.append({"id": f"e{number}", **wording, "reviewed": "2026-11-01"})
    files = {
        "ours/organisation.yaml": yaml.safe_dump(organisation),
        "ours/entries/a.yaml": yaml.safe_dump(items, allow_unicode=True),
        "ours/vocabulary.yaml": yaml.safe_dump({language: {"spelt": case.get("spelt", [])}}),
    }
    write(files, {})
    _, problems = examine([Path("ours")], (), [misspelt])
    assert [problem for problem in problems if problem.rule != "misspelt"] == []
    found = [(problem.message.split('"')[1], problem.hint.partition("?")[0]) for problem in problems]
    meant = [[word, hint.split('"')[1] if '"' in hint else ""] for word, hint in found]
    assert meant == case.get("finds", [])
    lines = Path("ours/entries/a.yaml").read_text(encoding="utf-8").splitlines()
    for problem in problems:
        word = problem.message.split('"')[1]
        assert lines[problem.line - 1][problem.column - 1 :].startswith(word)


def test_what_comes_with_the_bot_is_spelt_right() -> None:
    knowledge, problems = examine([shipped()], (), [misspelt])
    assert knowledge is not None
    assert [str(problem) for problem in problems] == []


def test_without_the_dictionaries_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spellchecker", None)
    done = CliRunner().invoke(app, ["check", str(shipped()), "--spelling"])
    assert done.exit_code != 0
    assert "pip install '.[spelling]'" in str(done.exception)
