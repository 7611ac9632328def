"""The patch of `passeur mentors export` applies where it says, with git and with patch, wherever the knowledge lies."""

import asyncio
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli.main import app
from bot.storage import Store
from bot.storage.registry import MentorRow
from tests.conftest import absent
from tests.introductions.folder import FILES, MENTORS

CASES = yaml.safe_load((Path(__file__).parent / "patches.yaml").read_text(encoding="utf-8"))


def laid_out(case: dict[str, Any], root: Path, mentors: bool = True) -> Path:
    """The folder of knowledge, without its mentors if they are to be the first."""
    for path in (case["at"], *case["repositories"]):
        (root / path).mkdir(parents=True, exist_ok=True)
    for name, to in case.get("link", {}).items():
        target = root / to
        folder = target.parent if target.suffix else target
        folder.mkdir(parents=True, exist_ok=True)
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(target)
    ours: Path = root / case["ours"]
    for name, text in FILES.items():
        if mentors or name != "mentors.yaml":
            (ours / name).parent.mkdir(parents=True, exist_ok=True)
            (ours / name).write_text(text, encoding="utf-8", newline="")
    for path in case["repositories"]:
        git = shutil.which("git") or absent("git isn't installed")
        subprocess.run([git, "init", "-q", "."], cwd=root / path, check=True)
    return ours


async def changed(url: str, mentor: str, **change: Any) -> None:
    store = await Store.open(url)
    async with store.transaction() as transaction:
        await transaction.registry.save_mentor(MentorRow(mentor, change=change))
    await store.close()


def exported(root: Path, knowledge: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The patch, and what takes it."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{root}/p.sqlite3")
    monkeypatch.setenv("PASSEUR_KNOWLEDGE", knowledge)
    done = CliRunner().invoke(app, ["mentors", "export"])
    assert done.exit_code == 0, done.stderr
    return done.stdout_bytes.decode(), done.stderr.split("This patch is for: ")[1].strip()


def apply(told: str, printed: str, tool: str) -> None:
    command = told.split(" (or: ")[0] if tool == "git" else told.split(" (or: ")[1].removesuffix(")")
    if shutil.which(tool) is None:
        absent(f"{tool} isn't installed")
    done = subprocess.run(command, shell=True, input=printed.encode(), capture_output=True)
    assert done.returncode == 0, f"{command}: {done.stdout.decode()}{done.stderr.decode()}"


@pytest.mark.parametrize("tool", ["git", "patch"])
@pytest.mark.parametrize("absolute", [False, True], ids=["relative", "absolute"])
@pytest.mark.parametrize("place", CASES)
def test_a_patch_applies_where_it_is_said_to(
    place: str, absolute: bool, tool: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[place]
    ours = laid_out(case, tmp_path)
    monkeypatch.chdir(tmp_path / case["at"])
    asyncio.run(changed(f"sqlite:///{tmp_path}/p.sqlite3", "ada", capacity=5))
    up = "../" * len(Path(case["at"]).parts)
    printed, told = exported(tmp_path, str(ours) if absolute else f"{up}{case['ours']}", monkeypatch)
    assert told.startswith(case["apply"])
    apply(told, printed, tool)
    assert (ours / "mentors.yaml").read_text() == MENTORS.replace("capacity: 2", "capacity: 5")
    assert exported_nothing()


def exported_nothing() -> bool:
    return "Nothing to take over" in CliRunner().invoke(app, ["mentors", "export"]).stderr


@pytest.mark.parametrize("tool", ["git", "patch"])
@pytest.mark.parametrize("place", [place for place, case in CASES.items() if "link" not in case])
def test_the_patch_of_a_new_file_applies_too(
    place: str, tool: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[place]
    ours = laid_out(case, tmp_path, mentors=False)
    monkeypatch.chdir(tmp_path / case["at"])
    new = {"name": "Zoé", "kind": "internal", "did": {"fr": "A ouvert", "en": "Opened"}, "topics": ["data"]}
    new |= {"languages": ["fr"], "slack": "U0NOVICE", "consent": {"date": "2026-11-02", "how": "in Slack"}}
    asyncio.run(changed(f"sqlite:///{tmp_path}/p.sqlite3", "slack-zoe", id="slack-zoe", capacity=2, **new))
    printed, told = exported(tmp_path, str(ours), monkeypatch)
    apply(told, printed, tool)
    assert "Zoé" in (ours / "mentors.yaml").read_text(encoding="utf-8")
    assert exported_nothing()


@pytest.mark.parametrize("tool", ["git", "patch"])
@pytest.mark.parametrize("git", [["work", "ours"], []], ids=["two repositories", "no repository"])
def test_one_patch_for_two_folders_applies_above_both(
    git: list[str], tool: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = laid_out({"at": "work", "ours": "work/knowledge", "repositories": git}, tmp_path)
    (tmp_path / "ours").mkdir(exist_ok=True)
    (tmp_path / "ours" / "mentors.yaml").write_text(MENTORS.replace("id: ada", "id: bea").replace("U0ADA", "U0BEA"))
    monkeypatch.chdir(tmp_path / "work")
    for name in ("ada", "bea"):
        asyncio.run(changed(f"sqlite:///{tmp_path}/p.sqlite3", name, capacity=5))
    printed, told = exported(tmp_path, "knowledge:../ours", monkeypatch)
    assert told.startswith("git -C .. apply")
    apply(told, printed, tool)
    for folder in (ours, tmp_path / "ours"):
        assert "capacity: 5" in (folder / "mentors.yaml").read_text()
