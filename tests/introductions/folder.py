"""A folder of knowledge with mentors and a database beside it, for the tests of commands; a bot can be asked on it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from bot.app.service import Passeur
from bot.cli.main import app
from bot.features.answering.decide import Decider
from bot.knowledge import load
from bot.storage import Store
from tests.conftest import apart
from tests.introductions.bench import Bench
from tests.introductions.directory import MAINTAINERS

SECRET = "key"
ENTRY = """- id: a
  sections: [s]
  topics: [data, licences]
  fr: { title: T, questions: [question a], answer: r }
  en: { title: T, questions: [asking a], answer: r }
  source: { document: guide, part: p }
  owner: us
  reviewed: 2026-01-01
"""
MENTORS = """# Who agreed.
- id: ada   # the first one
  name: 'Ada (example)'
  kind: internal
  did: { fr: "A ouvert", en: "Opened" }
  topics: [data]
  languages: [fr, en]
  slack: U0ADA
  capacity: 2   # busy
  consent: { date: 2026-11-02, how: "example" }
  do_not_introduce: [U0OTHER]
"""
ORGANISATION = f"""name: Example
channels: {{ maintainers: {MAINTAINERS} }}
introductions: {{ confirmed_within: 3650 }}
"""
FILES = {
    "organisation.yaml": ORGANISATION,
    "topics.yaml": "data: { fr: données, en: data }\nlicences: { fr: licences, en: licences }\n",
    "entries/a.yaml": ENTRY,
    "mentors.yaml": MENTORS,
}


@dataclass
class Installed:
    """`now`: when what is asked happens."""

    root: Path
    now: datetime

    @property
    def today(self) -> date:
        """The day where the organisation is, which is not always the server's."""
        return self.now.astimezone(ZoneInfo("Europe/Paris")).date()

    @property
    def mentors(self) -> Path:
        return self.root / "knowledge" / "mentors.yaml"

    def with_bench(self, do: Callable[[Bench], Awaitable[Any]]) -> Any:
        """Do something with a bot on this folder and database."""
        return asyncio.run(self._with(do))

    async def _with(self, do: Callable[[Bench], Awaitable[Any]]) -> Any:
        store = await Store.open(f"sqlite:///{self.root}/p.sqlite3")
        try:
            bench = Bench(store, self.now)
            knowledge = load([self.root / "knowledge"])
            bench.passeur = Passeur(Decider(knowledge, None), store, SECRET.encode())  # type: ignore[arg-type]
            return await do(bench)
        finally:
            await store.close()

    def run(self, *arguments: str, code: int = 0) -> str:
        """What the command prints; with an error, its sentence."""
        result = CliRunner().invoke(app, list(arguments))
        assert result.exit_code == code, result.output
        return result.stdout_bytes.decode() if code == 0 else str(result.exception)


def installed(root: Path, monkeypatch: pytest.MonkeyPatch, files: Mapping[str, str] = FILES) -> Installed:
    """The folder that the commands read, as the working directory's `knowledge`; the bot has run on it once."""
    for name, text in files.items():
        path = root / "knowledge" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    monkeypatch.chdir(root)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{root}/p.sqlite3")
    monkeypatch.setenv("PASSEUR_KNOWLEDGE", "knowledge")
    monkeypatch.setenv("PASSEUR_SECRET", SECRET)
    monkeypatch.delenv("SMTP_URL", raising=False)
    apart(_begun(f"sqlite:///{root}/p.sqlite3"))
    return Installed(root, datetime.now(UTC))


async def _begun(url: str) -> None:
    """The commands read a database, they make none."""
    await (await Store.open(url)).close()
