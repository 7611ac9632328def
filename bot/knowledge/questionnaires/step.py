"""One question of a questionnaire: its shape, and which answers it takes."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.knowledge.questionnaires.condition import UNKNOWN, Condition, StepAnswer
from bot.knowledge.questionnaires.texts import Label, Prompt
from bot.knowledge.shapes import Id, Model, refused

ANSWER = 300
"""Characters of a text that a person types."""


class StepOption(Model):
    """`scores`: the points that it gives, by dimension. `exclusive`: no other one is chosen beside it."""

    id: Id
    label: Label
    exclusive: bool = False
    scores: Mapping[Id, int] = Field(default_factory=dict)


class QuestionStep(Model):
    """One question. "I don't know" is always an answer to it, under the id `unknown`.

    `when`: it is asked only if this holds. `min`, `max`: of a whole number.
    """

    id: Id
    ask: Prompt
    help: Prompt | None = None
    answer: Literal["one", "several", "number", "text"] = "one"
    options: Annotated[tuple[StepOption, ...], Field(max_length=99)] = ()
    min: int = 0
    max: int = 1_000_000
    when: Condition | None = None

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        choices = self.answer in ("one", "several")
        if choices and not self.options:
            raise refused(f'"options" is missing: the answer is "{self.answer}"')
        if self.options and not choices:
            raise refused(f'"options" has no use here: the answer is "{self.answer}"', "leave it out")
        if self.answer != "several" and any(option.exclusive for option in self.options):
            raise refused(f'"exclusive" has no use here: the answer is "{self.answer}"', "leave it out")
        if self.answer != "number" and {"min", "max"} & self.model_fields_set:
            raise refused(f'"min" and "max" are of numbers, and the answer is "{self.answer}"', "leave them out")
        if self.min > self.max:
            raise refused(f'"min" is more than "max": {self.min} and {self.max}')
        if any(option.id == UNKNOWN for option in self.options):
            raise refused(
                f'the option "{UNKNOWN}" is always there: "I don\'t know"', "leave it out, or name it otherwise"
            )
        return self

    def option(self, name: str) -> StepOption | None:
        return next((option for option in self.options if option.id == name), None)

    def offered(self, names: Iterable[str]) -> StepAnswer:
        """Those of the names that may be chosen here."""
        return tuple(name for name in names if name == UNKNOWN or self.option(name) is not None)

    def contradictory(self, chosen: StepAnswer) -> bool:
        """Whether an exclusive option is chosen beside others."""
        return len(chosen) > 1 and any(option.exclusive for option in self.options if option.id in chosen)

    def within(self, number: int) -> bool:
        return self.min <= number <= self.max
