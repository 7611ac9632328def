"""A folder of question sets in; knowledge as plain lists, and the questions asked of it, out."""

import json
from pathlib import Path
from typing import NamedTuple

import yaml

from bot.search.corpus import Corpus, Document, Example


class Asked(NamedTuple):
    text: str
    expected: tuple[str, ...]
    variant: str
    kind: str


class QuestionSet(NamedTuple):
    name: str
    corpus: Corpus
    asked: list[Asked]


def question_sets(folder: Path, split: str) -> list[QuestionSet]:
    """Every folder that has a kb.yaml; `folder` may be one of them, or hold several."""
    found = sorted(path.parent for path in folder.rglob("kb.yaml"))
    return [QuestionSet(path.name, _corpus(path / "kb.yaml"), _asked(path / f"{split}.jsonl")) for path in found]


def _corpus(path: Path) -> Corpus:
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Corpus(
        tuple(
            Document(
                entry["id"],
                tuple(Example(text, language) for language, texts in entry["questions"].items() for text in texts),
            )
            for entry in entries
        )
    )


def _asked(path: Path) -> list[Asked]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Asked(row["q"], tuple(row["expect"]), row["variant"], row["kind"]) for row in rows]
