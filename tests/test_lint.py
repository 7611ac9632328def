"""Each file of tests/lint is one knowledge: its files, and the problems that must be found in it, no more and no less.

`files` and `links` are written, with an organisation.yaml unless there is one; `folders` are those to load, when they
aren't knowledge/ and ours/. An expected problem reads `path:line:column rule`, then ` ~ ` and a part of
its words if these matter; these begin with `warning: ` for one that makes nothing unusable.
"""

import re
from pathlib import Path

import pytest
import yaml

import bot.knowledge
from bot.knowledge import KnowledgeError, load
from bot.knowledge.load import examine

CASES = sorted((Path(__file__).parent / "lint").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_each_problem_is_found_at_its_place(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    described = yaml.safe_load(case.read_text(encoding="utf-8"))
    write(described["files"], described.get("links", {}))
    folders = described.get("folders") or [name for name in ("knowledge", "ours") if Path(name).exists()]
    knowledge, problems = examine([Path(folder) for folder in folders])
    found = [f"{problem.path}:{problem.line}:{problem.column} {problem.rule}" for problem in problems]
    expected = [line.partition(" ~ ") for line in described["expect"]]
    assert found == [place for place, _, _ in expected], [str(problem) for problem in problems]
    assert (knowledge is None) == any(not words.startswith("warning: ") for _, _, words in expected)
    for problem, (_, _, words) in zip(problems, expected, strict=True):
        assert words in str(problem)
        assert (problem.severity == "warning") == words.startswith("warning: ")


IN_ANOTHER_LANGUAGE = {"missing-help"}
"""What French and English can't break; tests/test_languages.py does."""


def test_every_rule_has_a_case() -> None:
    expected = [line for case in CASES for line in yaml.safe_load(case.read_text(encoding="utf-8"))["expect"]]
    code = "".join(file.read_text(encoding="utf-8") for file in Path(bot.knowledge.__file__).parent.rglob("*.py"))
    rules = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', code)) - {"bot-help", "mentor-find", "utf-8-sig"}
    assert len(rules) > 20
    assert rules - {line.split()[1] for line in expected} == IN_ANOTHER_LANGUAGE


def test_the_error_tells_all_problems_in_the_form_that_editors_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write({"knowledge/entries/a.yaml": "- id: a\n", "knowledge/organisation.yaml": "nam: X\n"}, {})
    with pytest.raises(KnowledgeError) as raised:
        load([Path("knowledge")])
    assert len(raised.value.problems) == 4
    assert "\nknowledge/organisation.yaml:1:1: unknown key" in str(raised.value)


def write(files: dict[str, str | bytes], links: dict[str, str]) -> None:
    """Write the files and links; organisation.yaml is there unless the case has its own."""
    for name, text in {"knowledge/organisation.yaml": "name: Test\n", **files}.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    for name, target in links.items():
        Path(name).symlink_to(target)
