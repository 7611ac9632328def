"""A knowledge that is refused at the restart does not take the bot down: the last good one serves, and is said to."""

import re
import signal
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app.serving import serving
from bot.knowledge import load
from bot.knowledge.kept import keep, last_good, read_files
from bot.messages.plain import numbered
from bot.messages.render import Renderer
from bot.settings import read
from tests.double import BOT_TOKEN, SlackDouble
from tests.slack.test_serve import HTTP, SECONDS, SOCKET, served, started
from tests.socket_double import SocketDouble

CHANNEL = "C0MAINTAIN"
CASES = yaml.safe_load((Path(__file__).parent / "last-good.yaml").read_text(encoding="utf-8"))
_DAY = date(2026, 11, 23)
GOOD = {
    "organisation.yaml": f"name: X\nlanguages: [fr]\nchannels: {{ maintainers: {CHANNEL} }}\n",
    "entries/a.yaml": "- { id: a, fr: { title: Combien de jours ?, questions: [combien de jours], answer: Deux. } }\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in GOOD.items():
        (tmp_path / "ours" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "ours" / name).write_text(text, encoding="utf-8")
    return tmp_path / "ours"


def spoilt(folder: Path, case: dict[str, Any]) -> None:
    path = folder / case["file"]
    if "bytes" in case:
        path.write_bytes(bytes(case["bytes"]))
    elif "text" in case:
        path.write_text(case["text"], encoding="utf-8")
    else:
        path.unlink()


@pytest.mark.parametrize("way", [SOCKET, HTTP], ids=["socket", "http"])
async def test_the_last_good_knowledge_serves_and_the_maintainers_are_told_once(
    way: dict[str, str], slack: SlackDouble, socket: SocketDouble, folder: Path, database_url: str
) -> None:
    environment = way | _environment(slack, folder, database_url)
    assert "refused" not in await _run(folder, environment)
    assert slack.messages(CHANNEL) == []
    spoilt(folder, CASES[0])
    for _ in range(2):  # a second restart repeats it in the log alone
        told = await _run(folder, environment, slack, 1)
        assert "the last good one" in told
        assert "entries/a.yaml:1:" in told
    (message,) = slack.messages(CHANNEL)
    assert "entries/a.yaml:1:" in str(message["blocks"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_maintainers_read_where_to_look(case: dict[str, Any], folder: Path, tmp_path: Path) -> None:
    settings = read(None, passeur_knowledge=(folder,), passeur_cache=tmp_path / "cache")
    assert serving(settings).refused is None
    spoilt(folder, case)
    served = serving(settings)
    assert served.refused is not None
    assert served.decider.knowledge.entries["a"].fr.answer == "Deux."
    words = re.sub(r"\s", " ", numbered(Renderer(served.decider.knowledge).parts(served.refused))[0])
    assert [part for part in case["says"] if part not in words] == [], words
    assert [part for part in case.get("not", ()) if part in words] == [], words


@pytest.mark.parametrize("copy", ["never", "damaged", "of another folder"])
async def test_without_a_good_copy_it_refuses(copy: str, slack: SlackDouble, folder: Path) -> None:
    environment = HTTP | _environment(slack, folder, f"sqlite:///{folder.parent}/passeur.sqlite3")
    cache = Path(environment["PASSEUR_CACHE"])
    if copy != "never":
        keep([folder], read_files([folder]), cache, _DAY)
        (kept,) = cache.glob("knowledge-*.json")
        if copy == "damaged":
            kept.write_bytes(kept.read_bytes().replace(b"Deux", b"Cinq"))
        else:
            kept.rename(cache / "knowledge-0.json")
    spoilt(folder, CASES[0])
    async with served(folder.parent, **environment) as process:
        _, complained = await process.communicate()
    assert (process.returncode, "entries/a.yaml:1:" in complained.decode()) == (1, True)
    assert slack.calls == []


def test_a_copy_that_leads_out_of_its_folder_is_ignored(folder: Path, tmp_path: Path) -> None:
    keep([folder], [{"../../out.yaml": "[]"}], tmp_path, _DAY)
    assert last_good([folder], (), tmp_path) is None
    assert not list(tmp_path.rglob("out.yaml"))


def test_a_copy_names_the_folders_that_it_is_of(folder: Path, tmp_path: Path) -> None:
    keep([folder], read_files([folder]), tmp_path, _DAY)
    kept = last_good([folder], (), tmp_path)
    assert kept is not None
    assert (kept.knowledge.folders, kept.day) == ((folder,), _DAY)
    assert kept.knowledge.entries == load([folder]).entries


async def _run(folder: Path, environment: dict[str, str], slack: SlackDouble | None = None, messages: int = 0) -> str:
    """Start it, wait until the maintainers have read so many messages, end it; what it printed."""
    async with served(folder.parent, **environment) as process:
        told = await started(process)
        if slack is not None:
            await slack.until(lambda: len(slack.messages(CHANNEL)) >= messages, SECONDS)
        process.send_signal(signal.SIGTERM)
        more, complained = await process.communicate()
    assert process.returncode == 0
    return " ".join((told + more.decode() + complained.decode()).split())


def _environment(slack: SlackDouble, folder: Path, database_url: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_BASE_URL": slack.url,
        "DATABASE_URL": database_url,
        "PASSEUR_KNOWLEDGE": str(folder),
        "PASSEUR_CACHE": str(folder.parent / "cache"),
    }
