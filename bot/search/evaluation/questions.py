"""Reads files of questions, each with the ids that would rightly answer it."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from bot.errors import PasseurError
from bot.knowledge.folder import relative
from bot.knowledge.problem import Problem
from bot.knowledge.source import read
from bot.knowledge.tree import Mark, Node, YamlDocument

OutOfScopeKind = Literal["near", "far"]
OUT_OF_SCOPE_KINDS = ("near", "far")
IN_SCOPE = "in"
QUESTION_SHAPE = "such as {q: which licence for data?, expect: [licence-data]}"


class QuestionsError(PasseurError):
    """Files of questions that can't be used; holds every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "\n".join(map(str, self.problems))
        super().__init__(f"{lines}\nThe questions have {count}; mend the lines above, then run this again.")


@dataclass(frozen=True)
class LabelledQuestion:
    """`expect`: ids of entries or sections, any of which is right; empty when no entry may answer.

    `labels`: lang, style, job, kind and whatever else the file says of the question, to group by.
    """

    q: str
    expect: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str | None:
        return self.labels.get("kind")


@dataclass(frozen=True)
class Placed:
    """A question and the file in which its parts can be found again."""

    question: LabelledQuestion
    source: YamlDocument
    at: int


def read_questions(paths: Iterable[Path]) -> tuple[Placed, ...]:
    """Read .yaml and .jsonl files; raise QuestionsError with every problem of all of them."""
    placed: list[Placed] = []
    problems: list[Problem] = []
    for path in paths:
        source, found = (_read_lines if path.suffix == ".jsonl" else read)(path, relative(path))
        problems.extend(found)
        if source is None:
            continue
        if not isinstance(source.root.data, list):
            problems.append(
                _problem(source, (), "a list of questions is wanted in this file", "wrong-type", QUESTION_SHAPE)
            )
            continue
        for at, item in enumerate(source.root.data):
            mistakes = list(_mistakes(source, at, item))
            problems.extend(mistakes)
            if not mistakes:
                placed.append(Placed(_question(item), source, at))
    if problems:
        raise QuestionsError(problems)
    if not placed:
        raise PasseurError("There is no question in these files, so there is nothing to evaluate.")
    return tuple(placed)


def unknown_ids(placed: Iterable[Placed], known: Collection[str]) -> Iterator[Problem]:
    """Ids that nothing answers: a slip, or a gap in the knowledge. Such a question can only be a miss."""
    for question in placed:
        for index, name in enumerate(question.question.expect):
            if name not in known:
                mark = question.source.value_mark((question.at, "expect", index))
                message = f'"{name}" is the id of no entry and of no section'
                yield Problem(question.source.path, *mark, message, "unknown-id")


def _question(item: dict[str, Any]) -> LabelledQuestion:
    labels = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in item.items()
        if key not in ("q", "expect") and isinstance(value, str | int | float | bool)
    }
    if labels.get("kind") == IN_SCOPE:
        del labels["kind"]
    return LabelledQuestion(item["q"], tuple(item["expect"]), labels)


def _mistakes(source: YamlDocument, at: int, item: object) -> Iterator[Problem]:
    if not isinstance(item, dict):
        yield _problem(source, (at,), "a question with its keys is wanted here", "wrong-type", QUESTION_SHAPE)
        return
    for key in ("q", "expect"):
        if key not in item:
            yield _problem(source, (at,), f'"{key}" is missing', "missing-key", QUESTION_SHAPE)
    if "q" in item and not isinstance(item["q"], str):
        yield _problem(source, (at, "q"), "the question must be a text", "wrong-type", "put it in quotes")
    yield from _wrong_ids(source, at, item.get("expect", []))
    for key in ("lang", "style", "job", "kind"):
        if key in item and not isinstance(item[key], str):
            yield _problem(source, (at, key), f'"{key}" must be a text', "wrong-type", "put it in quotes")
    yield from _wrong_kind(source, at, item)


def _wrong_ids(source: YamlDocument, at: int, expect: object) -> Iterator[Problem]:
    if not isinstance(expect, list):
        hint = "in brackets, [] when no entry may answer"
        yield _problem(source, (at, "expect"), '"expect" must be a list of ids', "wrong-type", hint)
        return
    for index, name in enumerate(expect):
        if not isinstance(name, str):
            yield _problem(source, (at, "expect", index), "an id must be a text", "wrong-type", "put it in quotes")


def _wrong_kind(source: YamlDocument, at: int, item: dict[str, Any]) -> Iterator[Problem]:
    kind, place = item.get("kind"), (at, "kind")
    if not isinstance(kind, str):
        return
    if kind not in (*OUT_OF_SCOPE_KINDS, IN_SCOPE):
        yield _problem(source, place, f'"{kind}" is no kind of question', "wrong-value", "the kinds are near and far")
    elif isinstance(item.get("expect"), list) and bool(item["expect"]) != (kind == IN_SCOPE):
        message = "near and far are for questions that no entry may answer, with expect: []"
        yield _problem(source, place, message, "wrong-value", "leave kind out for the others")


def _problem(source: YamlDocument, at: tuple[str | int, ...], message: str, rule: str, hint: str = "") -> Problem:
    return Problem(source.path, *source.value_mark(at), message, rule, hint)


def _read_lines(path: Path, shown: Path) -> tuple[YamlDocument | None, list[Problem]]:
    """A file with a JSON object on each line, as if it were one list."""
    root, problems = Node(Mark(1, 1), []), []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return None, [Problem(shown, 1, 1, f"can't be read: {error.strerror}", "unreadable")]
    except UnicodeDecodeError:
        return None, [Problem(shown, 1, 1, "the file is not in UTF-8", "encoding", "save it again as UTF-8")]
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            column = getattr(error, "colno", 1)
            problems.append(
                Problem(shown, number, column, "this line is not JSON", "syntax", "one object on each line")
            )
            continue
        _add_line(root, number, line, data)
    return YamlDocument(shown, root, text), problems


def _add_line(root: Node, number: int, line: str, data: Any) -> None:
    start = Mark(number, len(line) - len(line.lstrip()) + 1)
    item = Node(start, {} if isinstance(data, dict) else data)
    if isinstance(data, dict):
        for key, value in data.items():
            place = Mark(number, max(line.find(json.dumps(key, ensure_ascii=False)), 0) + 1)
            if value is not None:
                item.add(key, place, Node(place, value))
    root.add(len(root.data), start, item)
