"""Loads folders as checked Knowledge, or tells every problem with its place."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.knowledge.problem import KnowledgeError, Problem
from bot.knowledge.schema import Knowledge

if TYPE_CHECKING:
    from bot.knowledge.places import Check


def load(folders: Sequence[Path], rules: "Sequence[Check]" = ()) -> Knowledge:
    """Read the folders, the later ones adding to the first and overriding it by id.

    Raise KnowledgeError with every error. `rules` are checked beside our own.
    """
    knowledge, problems = examine(folders, rules)
    if knowledge is None:
        raise KnowledgeError(tuple(problem for problem in problems if problem.severity == "error"))
    return knowledge


def examine(
    folders: Sequence[Path], rules: "Sequence[Check]" = (), slow: "Sequence[Check]" = ()
) -> tuple[Knowledge | None, tuple[Problem, ...]]:
    """The knowledge with the built-in words beneath it, or None if there is any error; and what is wrong, by place.

    `slow`: rules that are checked last, and only if the others find no error.
    """
    # Imported here: a start that finds the knowledge checked already needs neither YAML nor the checks.
    from bot.knowledge.checks import RULES
    from bot.knowledge.defaults import completed
    from bot.knowledge.gather import Gathering

    with _no_collecting():
        gathering = Gathering(folders)
        knowledge, problems = gathering.knowledge(), set(gathering.problems)
        for rule in (*RULES, *rules):
            problems.update(rule(knowledge, gathering.places))
    if not _wrong(problems):
        for rule in slow:
            problems.update(rule(knowledge, gathering.places))
    return None if _wrong(problems) else completed(knowledge), tuple(sorted(problems))


def _wrong(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Looking for cycles among hundreds of thousands of nodes, which have none, takes longer than reading them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
