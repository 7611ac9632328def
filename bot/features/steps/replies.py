"""What a workflow's step is given back."""

from dataclasses import dataclass

from bot.knowledge.shapes import Language


@dataclass(frozen=True)
class StepOutcome:
    """`entry`: the one that answers for sure; None when there is none, whatever was near."""

    language: Language
    entry: str | None = None


@dataclass(frozen=True)
class StepRefused:
    """The step was given no question."""

    language: Language
