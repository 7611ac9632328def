"""What goes wrong while somebody edits the knowledge is found at its place, with the way out."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.knowledge.load import examine
from bot.messages.checks import RULES

DATA = yaml.safe_load((Path(__file__).parent / "editor-mistakes.yaml").read_text(encoding="utf-8"))
FOLDER: dict[str, str] = DATA["folder"]


def test_the_folder_itself_is_clean(tmp_path: Path) -> None:
    assert _problems(tmp_path, FOLDER) == []


@pytest.mark.parametrize("case", DATA["mistakes"], ids=lambda case: case["case"])
def test_a_mistake_is_found_at_its_place_with_the_way_out(case: dict[str, Any], tmp_path: Path) -> None:
    text = FOLDER[case["file"]]
    before, old, after = text.rpartition(case["from"]) if case.get("last") else text.partition(case["from"])
    assert old
    found = _problems(tmp_path, {**FOLDER, case["file"]: before + case["to"] + after})
    wanted = f"/{case['file']}:{case['found'].split()[0]}: "
    rule, warning = case["found"].split()[1], case["found"].endswith("(warning)")
    here = [line for line in found if wanted in line and line.endswith(f"({rule})") and case["fix"] in line]
    assert here, found
    assert (": warning: " in here[0]) == warning


def _problems(folder: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [str(problem) for problem in examine([folder], RULES)[1]]
