"""The smallest useful entry needs little, and what nobody said of it is not shown."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli.main import app
from bot.features.answering.replies import Answer, Home, Shared
from bot.knowledge import load
from bot.messages.plain import numbered
from bot.messages.render import Renderer

CASES = yaml.safe_load((Path(__file__).parent / "small-entries.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_what_is_known_of_an_entry_is_shown_and_nothing_else(case: dict[str, Any], tmp_path: Path) -> None:
    knowledge = load([_folder(tmp_path, case)])
    language = knowledge.organisation.languages[0]
    render = Renderer(knowledge)
    answer = render.parts(Answer(language, "a"))
    for parts in (answer, render.parts(Shared(language, "a", "U0CHAMPION")), render.parts(Home(language, entry="a"))):
        words = re.sub(r"\s", " ", numbered(parts)[0])
        assert [part for part in case["not"] if part in words] == [], words
        assert case["says"][0] in words
    words = re.sub(r"\s", " ", numbered(answer)[0])
    assert [part for part in case["says"] if part not in words] == [], words


def test_a_folder_with_the_smallest_entry_answers(tmp_path: Path) -> None:
    folder = str(_folder(tmp_path, CASES[0]))
    done = CliRunner().invoke(app, ["ask", "combien de jours", "--knowledge", folder])
    assert (done.exit_code, "Deux jours." in done.stdout) == (0, True), done.output


def test_a_small_entry_goes_on_top_of_the_shipped_knowledge(tmp_path: Path) -> None:
    checked = CliRunner().invoke(app, ["check", "knowledge", str(_folder(tmp_path, CASES[1]))])
    assert checked.exit_code == 0, checked.output
    assert "few-questions" in checked.stdout


def _folder(folder: Path, case: dict[str, Any]) -> Path:
    (folder / "entries").mkdir()
    (folder / "entries" / "a.yaml").write_text(f"- {case['entry']}\n", encoding="utf-8")
    (folder / "organisation.yaml").write_text(case["organisation"] + "\n", encoding="utf-8")
    return folder
