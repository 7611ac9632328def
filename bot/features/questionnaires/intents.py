"""What a person does with a questionnaire."""

from collections.abc import Mapping
from typing import Literal

from bot.features.intents import Intent
from bot.knowledge.questionnaires.condition import StepAnswer
from bot.knowledge.shapes import Language


class _OfQuestionnaire(Intent):
    language: Language
    questionnaire: str


class OfferQuestionnaire(_OfQuestionnaire):
    """Say what it is about, with a button that starts it or goes on."""

    kind: Literal["questionnaire"] = "questionnaire"


class StartQuestionnaire(_OfQuestionnaire):
    """Open the form where the person stopped. `again`: at the first question, whatever was answered."""

    kind: Literal["start_questionnaire"] = "start_questionnaire"
    again: bool = False


class AnswerStep(_OfQuestionnaire):
    """The answer to one step. `answers`: those to the steps before, and to later ones when the person went back.

    `answer`: the option, the options, or what was typed; nothing while the form is blank.
    """

    kind: Literal["answer_step"] = "answer_step"
    step: str
    answers: Mapping[str, StepAnswer] = {}
    answer: str | StepAnswer | None = None


class GoBack(_OfQuestionnaire):
    """To the question before this step."""

    kind: Literal["back_from_step"] = "back_from_step"
    step: str


class _OfResult(_OfQuestionnaire):
    """`result`: its number among the person's results of this questionnaire."""

    result: int


class ShowResult(_OfResult):
    kind: Literal["questionnaire_result"] = "questionnaire_result"


class AskWhyNot(_OfResult):
    """Why an outcome is not among the result's; without one, a form to choose it."""

    kind: Literal["why_not"] = "why_not"
    outcome: str | None = None


class AskWhyNotNamed(_OfQuestionnaire):
    """The same of the last result, or of what was answered so far: the person typed the outcome's name."""

    kind: Literal["why_not_named"] = "why_not_named"
    outcome: str


class KeepResult(_OfResult):
    """Send it as a file in the direct messages, with the files to begin with."""

    kind: Literal["keep_result"] = "keep_result"


class ShareResult(_OfResult):
    """Show it to the channel, without the answers."""

    kind: Literal["share_result"] = "share_result"
