"""The wheel and the sdist, built from what git holds and installed: the program works where no checkout is."""

import json
import os
import shutil
import subprocess
import sys
from email.parser import Parser
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from bot import __version__
from tests.conftest import absent
from tests.trials.served import KNOWLEDGE

ROOT = Path(__file__).parents[2]
OFFLINE = ("--no-deps", "--no-index", "--no-build-isolation", "--no-compile", "--disable-pip-version-check", "--quiet")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    if find_spec("hatchling") is None:
        absent("hatchling isn't installed")
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    run(sys.executable, "-m", "hatchling", "build", "-d", str(built), folder=source)
    return built


def run(*command: str, folder: Path, **environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "PASSEUR_", "PYTHON"))}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=clean | environment, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module", params=["whl", "tar.gz"])
def installed(request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (file,) = built.glob(f"*.{request.param}")
    target = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "pip", "install", *OFFLINE, "--target", str(target), str(file), folder=target)
    return target


def test_the_program_works_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    for name, text in KNOWLEDGE.items():
        (tmp_path / "knowledge" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "knowledge" / name).write_text(text, encoding="utf-8")
    small = {"PASSEUR_KNOWLEDGE": str(tmp_path / "knowledge"), "PYTHONPATH": str(installed)}

    def passeur(*arguments: str, **environment: str) -> str:
        return run(sys.executable, "-m", "bot", *arguments, folder=tmp_path, **environment)

    place = "import bot; print(bot.__file__)"
    assert str(installed) in run(sys.executable, "-c", place, folder=tmp_path, PYTHONPATH=str(installed))
    assert passeur("--version", **small) == f"passeur {__version__}\n"
    assert passeur("check", PYTHONPATH=str(installed)).startswith("All is well")
    passeur("fit", **small)
    assert "Prenez la licence" in json.dumps(
        json.loads(passeur("ask", "--json", "quelle licence pour nos données ?", **small)), ensure_ascii=False
    )
    assert "its tables are made" in passeur("database", "upgrade", **small)
    assert json.loads(passeur("database", "status", "--json", **small))["writable"]


def test_all_that_it_needs_is_pinned(installed: Path) -> None:
    (metadata,) = installed.glob("passeur-*.dist-info/METADATA")
    needed = [
        Requirement(one) for one in Parser().parsestr(metadata.read_text(encoding="utf-8")).get_all("Requires-Dist")
    ]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0].replace("_", "-"): line.split("==")[1] for line in lines if "==" in line}
    named = {one.name.lower().replace("_", "-"): one for one in needed}
    assert sorted(set(named) - set(pinned)) == []
    assert [name for name, one in named.items() if not one.specifier.contains(pinned[name], prereleases=True)] == []


def test_the_image_and_the_unit_name_what_there_is() -> None:
    """No container engine is here: what the files name is looked at, not run."""
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    unit = (ROOT / "docs/passeur.service").read_text(encoding="utf-8")
    assert image.rindex("USER passeur") < image.rindex("CMD [")
    assert "--constraint constraints.txt" in image
    assert "passeur fit" in image
    assert compose["services"]["upgrade"]["command"] == ["passeur", "database", "upgrade"]
    ports = compose["services"]["passeur"]["ports"]
    assert all(port.startswith("127.0.0.1:") for port in ports), "the machine's own address alone"
    assert "DynamicUser=yes" in unit
