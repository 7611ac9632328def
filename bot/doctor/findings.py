"""The values that the checks give: what was looked at, how it stands, and the facts that its sentence names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

CheckStatus = Literal["ok", "wrong", "untried"]
Fact = str | int


@dataclass(frozen=True)
class Finding:
    """`check` and `outcome` name a sentence in a language's `doctor.toml`; `facts` fill it in, and hold no secret."""

    check: str
    status: CheckStatus
    outcome: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


Facts = dict[str, Fact]
NAMED = 3


def some(names: Sequence[str]) -> str:
    """The first ones, as a fact of a sentence."""
    return ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")


def ok(check: str, outcome: str = "ok", /, **facts: Fact) -> Finding:
    return Finding(check, "ok", outcome, facts)


def wrong(check: str, outcome: str, /, **facts: Fact) -> Finding:
    return Finding(check, "wrong", outcome, facts)


def untried(check: str, outcome: str, /, **facts: Fact) -> Finding:
    return Finding(check, "untried", outcome, facts)
