"""Which licence goes into which, for which use; what the facts do not say is unknown."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.knowledge.licences.schema import CLOSED, Compatibility, CompatibilityRow, Kind, LicenceUse
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
WORST: tuple[Judgement, ...] = ("cannot", "unknown", "if", "can")


class CompatibilityVerdict(NamedTuple):
    """`reason`: a key of the reasons; None where nothing is known."""

    take: str
    give: str
    use: LicenceUse
    answer: Judgement
    reason: str | None = None
    unverified: bool = False


def judged(knowledge: Knowledge, take: str, give: str, use: LicenceUse) -> CompatibilityVerdict:
    """Whether what is under `take` may be taken into what is given out under `give`: both ids, or CLOSED as `give`."""
    row = _rows(_ById(knowledge.compatibility)).get((take, give, use))
    if row is not None:
        return CompatibilityVerdict(take, give, use, row.answer, row.reason, row.unverified)
    licence = knowledge.licences.get(take)
    if licence is not None and take == give and licence.open and use in uses_of(knowledge, take):
        return CompatibilityVerdict(take, give, use, "can", SAME if SAME in knowledge.compatibility.reasons else None)
    return CompatibilityVerdict(take, give, use, "unknown")


def judged_expression(knowledge: Knowledge, take: str, give: str, use: LicenceUse) -> CompatibilityVerdict:
    """The same for SPDX expressions: who takes may choose between what OR parts, and must satisfy all of AND.

    What is given out under a choice is given out under each of its licences.
    """
    gives = [give for together in alternatives(give) for give in together]
    chosen = [
        min((judged(knowledge, one, out, use) for one in together for out in gives), key=_badness)
        for together in alternatives(take)
    ]
    return max(chosen, key=_badness)


def alternatives(expression: str) -> tuple[tuple[str, ...], ...]:
    """The licences of an expression: one of the tuples is chosen, and all in it hold.

    Raises license_expression's ExpressionError for what is no expression.
    """
    if " " not in expression:
        return ((expression,),)
    # Imported here: most questions name single licences.
    from license_expression import Licensing  # type: ignore[import-untyped]

    licensing = Licensing()
    parsed = licensing.dnf(licensing.parse(expression))
    parts = parsed.args if isinstance(parsed, licensing.OR) else (parsed,)
    return tuple(tuple(dict.fromkeys(licensing.license_keys(part))) for part in parts)


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
    """For this use, or for each use that fits them; those of which something is known, or one that is unknown."""
    if use is not None:
        return (judged_expression(knowledge, take, give, use),)
    names = [name for name in (take, give) for together in alternatives(name) for name in together if name != CLOSED]
    fitting = uses_of(knowledge, *names)
    every = tuple(judged_expression(knowledge, take, give, one) for one in ORDER)
    known = tuple(verdict for verdict in every if verdict.answer != "unknown")
    fit = tuple(verdict for verdict in known if verdict.use in fitting)
    return fit or known or tuple(verdict for verdict in every if verdict.use in fitting)[:1] or every[:1]


def _badness(verdict: CompatibilityVerdict) -> int:
    return WORST.index(verdict.answer)


class _ById:
    """Compared by being the same object: it is frozen, and its rows are many."""

    def __init__(self, compatibility: Compatibility) -> None:
        self.compatibility = compatibility

    def __hash__(self) -> int:
        return id(self.compatibility)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.compatibility is self.compatibility


@lru_cache(maxsize=2)
def _rows(held: _ById) -> dict[tuple[str, str, LicenceUse], CompatibilityRow]:
    rows = held.compatibility.rows
    return {(take, give, use): row for row in rows for take in row.take for give in row.give for use in row.uses}
