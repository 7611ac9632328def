"""`passeur diff`: what an edit changes, over a real history of git, and how each change is judged."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli.main import app
from bot.search.evaluation.differences import AskedTwice, differences
from bot.search.evaluation.outcomes import Answered, Ranked
from bot.search.evaluation.questions import LabelledQuestion

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "differences.yaml").read_text(encoding="utf-8"))
BEFORE = """\
- { id: days, fr: { title: Combien de jours ?, questions: [combien de jours, le nombre de jours], answer: Deux. } }
- { id: who, fr: { title: Qui valide ?, questions: [qui valide, la validation du responsable], answer: Lui. } }
"""
AFTER = """\
- { id: days, fr: { title: Combien de jours ?, questions: [le prix du billet, ce que cela coûte], answer: Trois. } }
- { id: where, fr: { title: Où le dire ?, questions: [où le dire, à quel endroit], answer: Ici. } }
"""
QUESTIONS = "- { q: combien de jours, expect: [days] }\n- { q: qui valide, expect: [] }\n"


def _answered(told: tuple[str, list[str]], first: str | None = None) -> Answered:
    shown = tuple(Ranked(name, (), 0.5) for name in told[1])
    return Answered(told[0], shown or ((Ranked(first, (), 0.1),) if first else ()), shown)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_change_is_judged_and_has_a_cause(case: dict[str, Any]) -> None:
    golden = case["expect"] is not None
    asked = AskedTwice(
        LabelledQuestion("q", tuple(case["expect"] or ())),
        _answered(case["before"]),
        _answered(case["after"], case.get("first")),
        _answered(case.get("rehearsed", case["after"]), case.get("first")),
        golden=golden,
    )
    found = differences([asked], case["edited"], everywhere=case.get("wide", False))
    assert [[one.judgement, one.cause] for one in found] == ([case["told"]] if case["told"] else [])
    assert all((one.expect is not None) == golden for one in found)


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose last commit is `BEFORE`, and whose files are `AFTER`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PASSEUR_CACHE", str(tmp_path / "cache"))
    (tmp_path / "ours/entries").mkdir(parents=True)
    (tmp_path / "ours/organisation.yaml").write_text("name: X\nlanguages: [fr]\n", encoding="utf-8")
    (tmp_path / "ours/entries/a.yaml").write_text(BEFORE, encoding="utf-8")
    (tmp_path / "golden.yaml").write_text(QUESTIONS, encoding="utf-8")
    for words in ("init -q", "add ours", "-c user.name=x -c user.email=x@example.org commit -qm a"):
        subprocess.run(["git", *words.split()], check=True)
    (tmp_path / "ours/entries/a.yaml").write_text(AFTER, encoding="utf-8")
    return tmp_path


def diff(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["diff", *words, "--knowledge", "ours", "--questions", "golden.yaml"])
    return result.exit_code, result.stdout


def test_an_edit_against_the_last_commit(edited: Path) -> None:
    code, told = diff("--format", "json")
    found = json.loads(told)
    assert found["changes"] == {
        "added": ["where"],
        "removed": ["who"],
        "reworded": [{"id": "days", "keys": ["fr.questions +2 -2", "fr.answer"]}],
        "elsewhere": [],
    }
    lost, saved = found["questions"]
    assert (code, lost["q"], lost["judgement"]) == (1, "combien de jours", "worse")
    assert (saved["q"], saved["judgement"], saved["before"]["entries"]) == ("qui valide", "better", ["who"])


@pytest.mark.parametrize(("language", "words"), [("fr", "moins bien"), ("en", "worse")])
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_it_is_told_in_the_language_of_the_terminal(edited: Path, language: str, words: str, form: str) -> None:
    assert words in diff("--format", form, "--language", language)[1]


def test_nothing_has_changed_since_itself(edited: Path) -> None:
    code, told = diff("ours", "--format", "json")
    assert (code, json.loads(told)["questions"]) == (0, [])


@pytest.mark.parametrize("before", ["no-such", "--all", "HEAD~9"])
def test_what_is_no_revision_is_said(edited: Path, before: str) -> None:
    result = CliRunner().invoke(app, ["diff", "--knowledge", "ours", "--", before])
    assert (result.exit_code, "neither a folder nor a revision" in str(result.exception)) == (1, True)
