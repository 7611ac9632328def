"""An edit of the knowledge is taken up by the running bot; one that can't be used changes nothing, and is told once."""

import asyncio
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app.deciding import learning_on
from bot.app.reloading import edits, learned, state
from bot.app.serving import serving
from bot.features.answering.replies import Answer, Help, Shared
from bot.knowledge import load
from bot.messages.render import Renderer
from bot.settings import read
from tests import processes
from tests.double import SlackDouble
from tests.trials.databases import silent
from tests.trials.served import BARE, HTTP, ROOT, Served, mention, served

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "reload.yaml").read_text(encoding="utf-8"))
CHANNEL = "C0MAINTAIN"
GOOD = {
    "organisation.yaml": f"name: X\nlanguages: [fr]\nchannels: {{ maintainers: {CHANNEL} }}\n",
    "entries/a.yaml": "- { id: a, fr: { title: Combien de jours ?, questions: [combien de jours], answer: Deux. } }\n",
}
TAKEN, REFUSED = "the new one serves", "The knowledge is refused"


def write(folder: Path, files: dict[str, str | None], *, moved: bool = False) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        elif moved:
            beside = path.with_name(path.name + "~")
            beside.write_text(text, encoding="utf-8")
            beside.replace(path)
        else:
            path.write_text(text, encoding="utf-8")


async def test_edits_are_taken_up_while_it_runs(slack: SlackDouble, tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    write(folder, GOOD)
    cache = {"PASSEUR_KNOWLEDGE": str(folder), "PASSEUR_CACHE": str(tmp_path / "cache")}
    async with served(tmp_path, slack, **HTTP, **cache) as bot:
        taken = refused = 0
        for number, case in enumerate(CASES):
            if "edit" in case:
                good = "health" not in case
                taken, refused = taken + good, refused + (not good)
                write(folder, case["edit"], moved=case.get("moved", False))
                word, times = (TAKEN, taken) if good else (REFUSED, refused)
                await bot.until(lambda word=word, times=times: bot.words.count(word) >= times)  # type: ignore[misc]
            await _is(case, number, bot, slack)
        assert (bot.words.count(TAKEN), bot.words.count(REFUSED)) == (taken, refused)
        assert await bot.stop() == 0
        assert "Traceback" not in bot.said


@pytest.mark.parametrize("edit", ["good", "refused"])
async def test_an_edit_while_the_database_is_silent_is_told_later(
    edit: str, slack: SlackDouble, tmp_path: Path
) -> None:
    folder, file = tmp_path / "ours", tmp_path / "passeur.sqlite3"
    write(folder, GOOD)
    cache = {"PASSEUR_KNOWLEDGE": str(folder), "PASSEUR_CACHE": str(tmp_path / "cache")}
    async with served(tmp_path, slack, **HTTP, **cache) as bot, silent(f"sqlite:///{file}") as database:
        await database.fall_silent()
        text = GOOD["entries/a.yaml"].replace("Deux", "Trois") if edit == "good" else "- { id: b }\n"
        write(folder, {f"entries/{'a' if edit == 'good' else 'b'}.yaml": text})
        await bot.says("is told later", 60)
        await database.speak()
        if edit == "refused":
            await slack.until(lambda: len(slack.messages(CHANNEL)) == 1, 30)
        else:
            async with asyncio.timeout(30):
                while _versions(file) < 2:
                    await asyncio.sleep(0.1)
        assert await bot.stop() == 0
        assert "Traceback" not in bot.said


def _versions(file: Path) -> int:
    """Of how many versions of the knowledge it was written down that they are live."""
    with closing(sqlite3.connect(file)) as opened:
        (count,) = opened.execute("SELECT count(*) FROM work WHERE key LIKE 'live:%:0'").fetchone()
    return int(count)


async def test_an_edit_is_tried_again_when_no_process_can_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "ours"
    write(folder, GOOD)
    settings = read(None, passeur_knowledge=(folder,), passeur_cache=tmp_path / "cache")
    before, known = serving(settings), state((folder,))
    write(folder, {"entries/a.yaml": GOOD["entries/a.yaml"].replace("Deux", "Trois")})
    with monkeypatch.context() as changed:
        changed.setattr(sys, "executable", str(tmp_path / "absent"))
        following = asyncio.ensure_future(anext(edits(settings, before, known, 0.01)))
        async with asyncio.timeout(10):
            while "could not be tried yet" not in caplog.text and not following.done():
                await asyncio.sleep(0.01)
    after = await asyncio.wait_for(following, 60)
    assert after.decider.knowledge.entries["a"].fr.answer == "Trois."
    assert caplog.text.count("could not be tried yet") == 1


async def test_it_learns_in_its_own_process_when_no_other_can_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path / "ours", GOOD)
    settings = read(None, passeur_knowledge=(tmp_path / "ours",), passeur_cache=tmp_path / "cache")
    before = serving(settings, on=learning_on)
    assert before.decider.learning
    monkeypatch.setattr(sys, "executable", str(tmp_path / "absent"))
    after = await learned(settings, before)
    assert not after.decider.learning
    assert "learned in this process" in caplog.text
    assert not serving(settings, on=learning_on).decider.learning


def test_what_was_decided_of_an_entry_that_is_gone_is_said_all_the_same(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    render = Renderer(load([tmp_path]))
    for reply in (Answer("fr", "gone-since"), Help("fr", "gone-since"), Shared("fr", "gone-since", "U0EXAMPLE")):
        assert "retirée" in str(render.parts(reply))


@pytest.mark.parametrize("mistake", [False, True], ids=["good", "with a mistake"])
def test_fit_prepares_all_that_a_start_learns(tmp_path: Path, *, mistake: bool) -> None:
    write(tmp_path / "ours", GOOD | ({"entries/b.yaml": "- { id: b }\n"} if mistake else {}))
    environment = BARE | {"PASSEUR_KNOWLEDGE": "ours", "PASSEUR_CACHE": "cache", "PYTHONPATH": str(ROOT)}

    def passeur(*words: str) -> subprocess.CompletedProcess[str]:
        return processes.run(*words, folder=tmp_path, environment=environment)

    told = passeur("fit", "--json")
    assert (told.returncode, [p["path"] for p in json.loads(told.stdout.splitlines()[-1])["problems"]]) == (
        (1, ["ours/entries/b.yaml"]) if mistake else (0, [])
    )
    asked = passeur("ask", "combien de jours")
    assert ("Deux" in asked.stdout, asked.stderr) == (True, "") if not mistake else asked.returncode == 1


async def _is(case: dict[str, Any], number: int, bot: Served, slack: SlackDouble) -> None:
    question = mention(number)
    question["event"]["text"] = "<@U0PASSEUR> combien de jours"
    await bot.post(question)
    channel = question["event"]["channel"]
    await slack.until(lambda: len(slack.messages(channel)) > number)
    assert case["answers"] in str(slack.messages(channel)[-1]["blocks"]), case["name"]
    told = case.get("told", [])
    await slack.until(lambda: len(slack.messages(CHANNEL)) >= len(told))
    for message, words in zip(slack.messages(CHANNEL), told, strict=True):
        assert [part for part in words if part not in str(message["blocks"])] == [], case["name"]
    assert case.get("health", "") in (await bot.healthy()).get("knowledge", ""), case["name"]
    assert ("health" in case) == ("knowledge" in await bot.healthy()), case["name"]
