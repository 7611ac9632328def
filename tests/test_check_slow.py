"""`passeur check` where it writes (--fix), learns (--thorough) or asks others (--online)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web
from typer.testing import CliRunner

from bot.cli.checking.online import _faults
from bot.cli.main import app
from bot.knowledge.editing.mending import mended
from bot.knowledge.source import parsed
from tests.test_lint import write

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "mending.yaml").read_text(encoding="utf-8"))
ORGANISATION = "name: X\nlanguages: [fr]\nowner: us\nsource: { document: guide }\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_slips_are_mended_and_nothing_else(case: dict[str, Any]) -> None:
    done = mended(case["text"], Path("a.yaml"))
    assert (done.text, len(done.problems)) == (case.get("becomes", case["text"]), case.get("mended", 0))
    assert mended(done.text, Path("a.yaml")).text == done.text
    if done.problems:
        assert len(parsed(done.text, Path("a.yaml"))[1]) < len(parsed(case["text"], Path("a.yaml"))[1])


def test_the_file_is_written_anew_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    entry = "\ufeff- id: a\n  fr:\n    title: “Qui ?”\n    questions: [qui]\n    answer: Lui.\n  reviewed: 2026-11-01\n"
    write({"ours/organisation.yaml": ORGANISATION, "ours/entries/a.yaml": entry}, {})
    before = Path("ours/organisation.yaml").stat().st_mtime_ns
    done = CliRunner().invoke(app, ["check", "ours", "--fix", "--language", "fr"], env={"GITHUB_ACTIONS": ""})
    assert (done.exit_code, "1 faute de frappe corrigée" in done.stderr) == (0, True)
    assert Path("ours/entries/a.yaml").read_bytes() == entry.replace("“Qui ?”", '"Qui ?"').encode()
    assert Path("ours/organisation.yaml").stat().st_mtime_ns == before


def test_an_entry_whose_words_are_another_ones_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own = ["le badge est perdu", "où est la cantine", "quand ferme le parking"]
    near = [f"{question} {more}" for question in own for more in ("à Lyon", "à Nantes", "ce soir", "le matin")]
    other = ["poser une journée de congé", "mes congés de cet été", "solde de mes congés", "congé sans solde"]
    entries = {"own": own, "near": near, "other": other}
    items = [
        {"id": name, "fr": {"title": f"Titre {name}", "questions": asked, "answer": name}, "reviewed": "2026-11-01"}
        for name, asked in entries.items()
    ]
    write({"ours/organisation.yaml": ORGANISATION, "ours/entries/a.yaml": yaml.safe_dump(items)}, {})
    done = CliRunner().invoke(app, ["check", "ours", "--thorough"], env={"GITHUB_ACTIONS": "", "LC_ALL": "C"})
    told = [line for line in done.stdout.splitlines() if "cannot-win" in line]
    assert (done.exit_code, len(told)) == (0, 1)
    assert 'none of its 3 questions finds it when left out: "near" comes first' in told[0]


@pytest.fixture
async def site() -> AsyncIterator[str]:
    """/200 answers 200, and so on; /head/200 refuses HEAD."""

    async def page(request: web.Request) -> web.Response:
        status = int(request.match_info["status"])
        return web.Response(status=500 if request.method == "HEAD" and "head" in request.path else status)

    made = web.Application()
    made.router.add_route("*", r"/{kind:(?:head/)?}{status:\d+}", page)
    runner = web.AppRunner(made)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_pages_that_do_not_answer_are_told(site: str) -> None:
    well = [f"{site}/{path}" for path in ("200", "head/200", "403", "429", "401")]
    ill = {f"{site}/404": "answers 404", f"{site}/410": "answers 410", f"{site}/500": "answers 500"}
    away = {"http://127.0.0.1:9/": "can't be reached", "http://no-such.invalid/": "can't be reached"}
    seen: list[tuple[int, int]] = []
    found = dict(await _faults([*well, *ill, *away], lambda done, all_: seen.append((done, all_))))
    assert found.keys() == {*ill, *away}
    assert [address for address, words in {**ill, **away}.items() if words not in found[address]] == []
    assert seen == [(number, 10) for number in range(1, 11)]
