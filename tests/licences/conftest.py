"""A bot of one entry with the shipped facts: what is understood does not hang on how sure the entries are."""

import shutil
from pathlib import Path

import pytest

from bot.app.deciding import decider_of
from bot.features.answering.decide import Decider
from bot.settings import Settings, shipped

ENTRY = """
- id: coffee
  fr:
    title: "Où est le café ?"
    questions: ["où trouver du café", "la machine à café marche-t-elle"]
    answer: "Au deuxième étage."
  en:
    title: "Where is the coffee?"
    questions: ["where do I find coffee", "does the coffee machine work"]
    answer: "On the second floor."
"""


@pytest.fixture(scope="session")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    folder = tmp_path_factory.mktemp("facts")
    (folder / "entries").mkdir()
    (folder / "entries/coffee.yaml").write_text(ENTRY, encoding="utf-8")
    (folder / "organisation.yaml").write_text("name: Example\n", encoding="utf-8")
    for name in ("licences.yaml", "compatibility.yaml"):
        shutil.copy(Path(shipped()) / name, folder)
    return decider_of(Settings(_env_file=None, passeur_knowledge=(folder,)))  # type: ignore[call-arg]
