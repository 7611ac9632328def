"""The schemas that editors read: every file that is right fits its own, and a slip in one does not."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from bot.cli.main import app
from bot.knowledge.folder import listed
from bot.knowledge.json_schema import FOLDER, modeline, schemas
from bot.knowledge.json_schema import files as schema_files
from bot.knowledge.source import read
from bot.languages import DEFAULT, key_words, known
from bot.settings import shipped
from tests.test_lint import CASES, write

ROOT = Path(__file__).parents[1]
FOLDERS = (shipped(), ROOT / "bot/demo/knowledge")
FILES = [
    (kind, path) for folder in FOLDERS for kind, files in listed(folder, first=False).files.items() for path, _ in files
]
SHAPE = {"unknown-key", "wrong-type", "missing-key", "duplicate-key"}
MADE = schemas(DEFAULT)


def faults(kind: str, data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(MADE[kind]).iter_errors(data)]


@pytest.mark.parametrize("kind", MADE)
def test_it_is_a_schema(kind: str) -> None:
    Draft202012Validator.check_schema(MADE[kind])


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda value: str(getattr(value, "name", value)))
def test_a_file_that_comes_with_the_bot_fits(kind: str, path: Path) -> None:
    document, _ = read(path, path)
    assert document is not None
    assert faults(kind, document.root.data) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_the_check_takes_the_schema_takes(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no problem is told of a file that is an error, its shape is right."""
    monkeypatch.chdir(tmp_path)
    described = yaml.safe_load(case.read_text(encoding="utf-8"))
    write(described["files"], described.get("links", {}))
    wrong = {line.partition(":")[0] for line in described["expect"] if " ~ warning" not in line}
    for folder in (folder for folder in ("knowledge", "ours") if Path(folder).is_dir()):
        for kind, files in listed(Path(folder), first=False).files.items():
            for path, _ in files:
                document, _ = read(path, path)
                if path.as_posix() not in wrong and document is not None:
                    assert faults(kind, document.root.data) == []


@pytest.mark.parametrize(
    ("kind", "data", "says"),
    [
        ("entries", [{"id": "a", "fr": {"title": "T", "questions": ["q"], "answer": "R", "titel": "T"}}], "titel"),
        ("entries", [{"id": "A b"}], "A b"),
        ("entries", [{"id": "a", "xx": {}}], "xx"),
        ("entries", {"id": "a"}, "array"),
        ("organisation", {"nam": "X"}, "nam"),
        ("sections", {"a": {"fr": 3}}, "3"),
        ("mentors", [{"id": "a", "kind": "outside"}], "outside"),
    ],
)
def test_a_slip_is_marked(kind: str, data: Any, says: str) -> None:
    assert says in " ".join(faults(kind, data))


def test_they_are_written_for_editors(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["schema", "--write", str(tmp_path / "schemas"), "--language", DEFAULT])
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, len(MADE))
    assert json.loads((tmp_path / "schemas/entries.json").read_text(encoding="utf-8")) == MADE["entries"]
    assert json.loads(CliRunner().invoke(app, ["schema", "entries", "--language", DEFAULT]).stdout) == MADE["entries"]
    assert "did you mean" in str(CliRunner().invoke(app, ["schema", "entrie"]).exception)


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda value: str(getattr(value, "name", value)))
def test_a_file_names_its_schema(kind: str, path: Path) -> None:
    if not path.is_relative_to(shipped()):
        return
    first = path.read_text(encoding="utf-8").partition("\n")[0] + "\n"
    assert first == modeline(kind)
    assert (path.parent / first.strip().partition("$schema=")[2]).resolve().is_file()


def test_the_schemas_beside_the_knowledge_are_those_of_this_version() -> None:
    """Written with `passeur schema --write knowledge/.schemas --language fr`."""
    folder = shipped() / FOLDER
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == schema_files(DEFAULT)


@pytest.mark.parametrize("language", known())
def test_every_key_is_explained_and_no_other(language: str) -> None:
    words = {model: set(keys) for model, keys in key_words(language).root.items() if model != "page"}
    shapes = {name.strip("_"): shape for made in schemas(language).values() for name, shape in made["$defs"].items()}
    assert words == {
        name: {"_", *(key for key in shape.get("properties", {}) if key not in known())}
        for name, shape in shapes.items()
    }
    assert key_words(language).root["page"].keys() == key_words(DEFAULT).root["page"].keys()
