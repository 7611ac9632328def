"""Bounds on figures, such as top1=0.9,wrong=0.02, and which of them a report misses."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.errors import PasseurError
from bot.search.evaluation.figures import BY_NAME
from bot.search.evaluation.report import Report

ALSO_CALLED = {"answered_wrong": "wrong"}
SLACK = 1e-12


class Gate(NamedTuple):
    """The figure must be as good as the bound: at least, or at most where low is good."""

    name: str
    bound: float


def parse_gates(text: str) -> tuple[Gate, ...]:
    return tuple(_gate(part.strip()) for part in text.split(",") if part.strip())


def failures(report: Report, gates: Sequence[Gate]) -> Iterator[str]:
    for name, bound in gates:
        value, low_is_good = report.figures[name].value, BY_NAME[name].low_is_good
        if value is None:
            yield f"{name} can't be measured: no question in these files says anything of it."
        elif (value > bound + SLACK) if low_is_good else (value < bound - SLACK):
            yield f"{name} is {value:.4f}, and must be {'at most' if low_is_good else 'at least'} {bound:g}."


def _gate(part: str) -> Gate:
    name, equals, number = (piece.strip() for piece in part.partition("="))
    name = ALSO_CALLED.get(name, name)
    if name not in BY_NAME:
        raise PasseurError(f"'{name}' is no figure. The figures are {', '.join(BY_NAME)}.")
    try:
        bound = float(number)
    except ValueError:
        bound = -1.0
    if not equals or not 0 <= bound <= 1:
        raise PasseurError(f"'{part}' sets no bound. Write it as {name}=0.9, with a number from 0 to 1.")
    return Gate(name, bound)
