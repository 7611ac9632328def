"""Folders in; checked Knowledge, or every problem with its place, out."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.knowledge.gather import Gathering
from bot.knowledge.places import Rule
from bot.knowledge.problem import KnowledgeError, Problem
from bot.knowledge.schema import Knowledge

RULES: tuple[Rule, ...] = ()


def load(folders: Sequence[Path], rules: Sequence[Rule] = ()) -> Knowledge:
    """Read the folders, the later ones adding to the first and overriding it by id; raise KnowledgeError with all problems."""
    knowledge, problems = examine(folders, rules)
    if knowledge is None:
        raise KnowledgeError(problems)
    return knowledge


def examine(folders: Sequence[Path], rules: Sequence[Rule] = ()) -> tuple[Knowledge | None, tuple[Problem, ...]]:
    """The knowledge, None if anything is wrong; and what is wrong, sorted by place. `rules` are checked beside our own."""
    with _no_collecting():
        gathering = Gathering(folders)
        knowledge, problems = gathering.knowledge(), set(gathering.problems)
        for rule in (*RULES, *rules):
            problems.update(rule(knowledge, gathering.places))
    return None if problems else knowledge, tuple(sorted(problems))


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Hundreds of thousands of nodes are made, with no cycle among them: looking for cycles takes longer than reading."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
