"""What is said of a questionnaire. The words are those of its file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.knowledge.questionnaires.condition import StepAnswer
from bot.knowledge.shapes import Language


@dataclass(frozen=True)
class QuestionnaireOffer:
    """What it is about. `answered`: how many questions were answered before the person stopped.

    `result`: the number of the last result. `standing`: its answers, of a questionnaire that is followed.
    """

    language: Language
    questionnaire: str
    answered: int = 0
    result: int | None = None
    standing: Mapping[str, StepAnswer] = field(default_factory=dict)


@dataclass(frozen=True)
class QuestionnaireResult:
    """What the answers lead to. `last`: the answers of the time before. `share`: it can be shown to the channel.

    `beside`: the answers about other subjects, with which they are compared. `people`: there is somebody to talk to.
    """

    language: Language
    questionnaire: str
    result: int
    answers: Mapping[str, StepAnswer]
    last: Mapping[str, StepAnswer] = field(default_factory=dict)
    beside: tuple[Mapping[str, StepAnswer], ...] = ()
    share: bool = False
    people: bool = False


@dataclass(frozen=True)
class ResultPicture:
    """What the answers lead to as a picture, above that of the answers of the time before, `last`."""

    language: Language
    questionnaire: str
    answers: Mapping[str, StepAnswer]
    last: Mapping[str, StepAnswer] = field(default_factory=dict)


@dataclass(frozen=True)
class SharedResult:
    """The same, shown to a channel by the person `user`, without their answers."""

    language: Language
    questionnaire: str
    answers: Mapping[str, StepAnswer]
    user: str


@dataclass(frozen=True)
class NotChosen:
    """Why an outcome is not among those of the answers; `chosen`: it is. `unfinished`: more is still to be answered."""

    language: Language
    questionnaire: str
    outcome: str
    answers: Mapping[str, StepAnswer]
    chosen: bool = False
    unfinished: bool = False


@dataclass(frozen=True)
class ResultFile:
    """A Markdown file: the result; or the file to begin with of this name, an outcome's or the questionnaire's."""

    language: Language
    questionnaire: str
    answers: Mapping[str, StepAnswer]
    day: str
    outcome: str | None = None
    name: str = ""
    beside: tuple[Mapping[str, StepAnswer], ...] = ()


@dataclass(frozen=True)
class QuestionnaireNote:
    """`gone`: the questionnaire or the result is not there any more."""

    language: Language
    of: Literal["gone"] = "gone"
