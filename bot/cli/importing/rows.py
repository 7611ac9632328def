"""What every form of an FAQ comes down to: questions with an answer, and where they stood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.knowledge.problem import Problem

RULE = "import"


@dataclass(frozen=True)
class FaqRow:
    """One answer. `texts`: by language, the questions (the first is the title's) and the answer, in Markdown.

    `key`: what the source calls it; rows with one key are one entry. `next`: the keys of those offered under it.
    """

    path: Path
    line: int
    texts: Mapping[str, tuple[tuple[str, ...], str]]
    key: str = ""
    next: tuple[str, ...] = ()


@dataclass
class Faq:
    """The rows that were read, and what is wrong in the others."""

    rows: list[FaqRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def tell(self, path: Path, line: int, message: str, hint: str = "") -> None:
        self.problems.append(Problem(path, line, 1, message, RULE, hint))

    def warn(self, path: Path, line: int, message: str, hint: str = "") -> None:
        self.problems.append(Problem(path, line, 1, message, RULE, hint, "warning"))


def joined(rows: list[FaqRow]) -> Iterator[FaqRow]:
    """Rows of one key in one file as one, with the questions of all; the first says the answer.

    Another file counts its own rows from 1.
    """
    by_key: dict[tuple[Path, str], FaqRow] = {}
    for number, row in enumerate(rows):
        key = row.path, row.key or f"\0{number}"
        before = by_key.get(key)
        by_key[key] = row if before is None else _with(before, row)
    yield from by_key.values()


def _with(before: FaqRow, row: FaqRow) -> FaqRow:
    texts = dict(before.texts)
    for language, (questions, answer) in row.texts.items():
        own, said = texts.get(language, ((), answer))
        texts[language] = (tuple(dict.fromkeys((*own, *questions))), said)
    return FaqRow(before.path, before.line, texts, before.key, tuple(dict.fromkeys((*before.next, *row.next))))
