"""Knowledge that was checked before is the same as if it were read anew, and is read anew whenever it may not be."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app import checked
from bot.app.checked import knowledge_in
from bot.knowledge import KnowledgeError, load
from bot.messages.checks import RULES
from bot.settings import shipped

DEMO = Path(__file__).parents[1] / "bot" / "demo" / "knowledge"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped(), tmp_path / "knowledge"))


def unread(*_: object) -> None:
    raise AssertionError("the folders were read anew")


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("checked-*.json"))


def test_it_is_the_same_and_needs_no_reading(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders, cache = [folder, DEMO], tmp_path / "cache"
    first = knowledge_in(folders, cache)
    assert first == load(folders, RULES)
    monkeypatch.setattr(sys.modules["bot.knowledge.load"], "load", unread)  # the package has a function of that name
    again = knowledge_in(folders, cache)
    assert again == first
    assert again.organisation.model_fields_set == first.organisation.model_fields_set


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "topics.yaml").write_text("data: { fr: jeux, en: sets }\n"),
        lambda folder: (folder / "entries" / "approach.yaml").unlink(),
        lambda folder: (folder / "entries" / "more.yaml").write_text("[]\n"),
        lambda folder: (folder / "mentors.yaml").write_bytes(b"\xff"),
        lambda folder: (folder / "entires.yaml").write_text("[]\n"),
    ],
    ids=["a value more", "a file less", "a file more", "not UTF-8", "a file that is not read"],
)
def test_a_change_is_seen(change: Callable[[Path], object], folder: Path, tmp_path: Path) -> None:
    knowledge_in([folder], tmp_path / "cache")
    change(folder)

    def found(read: Callable[[], object]) -> object:
        try:
            return read()
        except KnowledgeError as error:
            return str(error)

    assert found(lambda: knowledge_in([folder], tmp_path / "cache")) == found(lambda: load([folder], RULES))


@pytest.mark.parametrize("damage", [b"", b"x", b"{}", None])
def test_a_damaged_file_is_read_over(damage: bytes | None, folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    good = knowledge_in([folder], cache)
    [path] = kept(cache)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"CC0", b"CC1") if damage is None else damage)
    assert knowledge_in([folder], cache) == good
    assert path.read_bytes() == whole


def test_refused_knowledge_is_refused_again(folder: Path, tmp_path: Path) -> None:
    (folder / "topics.yaml").write_text("x: 1\n")
    for _ in range(2):
        with pytest.raises(KnowledgeError):
            knowledge_in([folder], tmp_path / "cache")
    assert kept(tmp_path / "cache") == []


def test_other_code_checks_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge_in([folder], tmp_path / "cache")
    monkeypatch.setattr(checked, "pydantic_version", "another")
    knowledge_in([folder], tmp_path / "cache")
    assert len(kept(tmp_path / "cache")) == 2


def test_only_the_newest_stay(folder: Path, tmp_path: Path) -> None:
    topics = (folder / "topics.yaml").read_text()
    for number in range(checked.MOST + 3):
        (folder / "topics.yaml").write_text(f"# {number}\n{topics}")
        knowledge_in([folder], tmp_path / "cache")
    assert len(kept(tmp_path / "cache")) == checked.MOST


@pytest.mark.parametrize("cache", [None, Path("/proc/nowhere")])
def test_without_a_place_it_is_read_each_time(cache: Path | None, folder: Path) -> None:
    assert knowledge_in([folder], cache) == load([folder], RULES)


def test_the_version_is_the_same_in_every_process(tmp_path: Path) -> None:
    """With one entry of its own, a folder has built-in ones, whose set stands in another order in each process."""
    organisation = "{name: Example, languages: [en], owner: team, source: {document: D}}"
    (tmp_path / "organisation.yaml").write_text(organisation, encoding="utf-8")
    (tmp_path / "entries").mkdir()
    entry = "- {id: leave, reviewed: 2026-01-01, en: {title: Leave?, questions: [ask for leave], answer: In the tool.}}"
    (tmp_path / "entries" / "own.yaml").write_text(entry, encoding="utf-8")
    told = (
        "import sys, pathlib; from bot.knowledge import load; from bot.knowledge.version import version_of; "
        "made = load([pathlib.Path(sys.argv[1])]); assert len(made.built_in) > 1; print(version_of(made))"
    )
    versions = {
        subprocess.run(
            [sys.executable, "-c", told, str(tmp_path)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "123"
    }
    assert len(versions) == 1
