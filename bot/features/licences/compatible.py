"""Which licence goes into which, for which use; what the facts do not say is unknown."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.knowledge.licences.schema import CLOSED, CompatibilityRow, Kind, LicenceUse
from bot.knowledge.schema import Knowledge

Judgement = Literal["can", "if", "cannot", "unknown"]
SAME = "same"
USES: Mapping[Kind, tuple[LicenceUse, ...]] = {
    "software": ("linking", "copying"),
    "data": ("data",),
    "content": ("content",),
    "documentation": ("content",),
    "hardware": ("design",),
    "font": ("linking",),
    "model": ("linking", "copying"),
}
"""What one does with each kind of resource."""
ORDER: tuple[LicenceUse, ...] = ("linking", "copying", "data", "content", "design")


class CompatibilityVerdict(NamedTuple):
    """`reason`: a key of the reasons; None where nothing is known."""

    take: str
    give: str
    use: LicenceUse
    answer: Judgement
    reason: str | None = None
    unverified: bool = False


def judged(knowledge: Knowledge, take: str, give: str, use: LicenceUse) -> CompatibilityVerdict:
    """Whether what is under `take` may be taken into what is given out under `give`."""
    row = _rows(_Held(knowledge)).get((take, give, use))
    if row is not None:
        return CompatibilityVerdict(take, give, use, row.answer, row.reason, row.unverified)
    licence = knowledge.licences.get(take)
    both = licence is not None and take == give and use in uses_of(knowledge, take)
    if both and licence is not None and licence.open and SAME in knowledge.compatibility.reasons:
        return CompatibilityVerdict(take, give, use, "can", SAME)
    return CompatibilityVerdict(take, give, use, "unknown")


def uses_of(knowledge: Knowledge, *names: str) -> tuple[LicenceUse, ...]:
    """The uses that fit all of these licences; all of the first one's when none fits."""
    fitting = [
        {use for kind in licence.kinds for use in USES[kind]}
        for name in names
        if (licence := knowledge.licences.get(name)) is not None
    ]
    together = set.intersection(*fitting) if fitting else set()
    return tuple(use for use in ORDER if use in (together or (fitting[0] if fitting else ())))


def verdicts(
    knowledge: Knowledge, take: str, give: str, use: LicenceUse | None = None
) -> tuple[CompatibilityVerdict, ...]:
    """For this use, or for each use of which something is known; one that is unknown when nothing is."""
    uses = (use,) if use else uses_of(knowledge, take, *(() if give == CLOSED else (give,)))
    every = tuple(judged(knowledge, take, give, one) for one in (uses if use else ORDER))
    told = tuple(verdict for verdict in every if verdict.answer != "unknown" and (use or verdict.use in uses))
    return told or tuple(v for v in every if v.answer != "unknown") or every[:1]


class _Held:
    """The knowledge, compared by being the same object: it is frozen, and its rows are many."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.rows = knowledge.compatibility.rows

    def __hash__(self) -> int:
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.rows is self.rows


@lru_cache(maxsize=2)
def _rows(held: _Held) -> dict[tuple[str, str, LicenceUse], CompatibilityRow]:
    return {(take, give, use): row for row in held.rows for take in row.take for give in row.give for use in row.uses}
