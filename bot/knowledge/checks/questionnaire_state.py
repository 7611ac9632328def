"""The rule on what a questionnaire's form carries from one question to the next."""

import json
from collections.abc import Iterator

from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.questionnaires.schema import Questionnaire
from bot.knowledge.questionnaires.step import ANSWER, QuestionStep
from bot.knowledge.schema import Knowledge

CARRIED = 3000
"""Characters of a Slack form's private metadata (api.slack.com/reference/surfaces/views)."""
AROUND = 120
"""Characters of what stands beside the answers, but for the ids of the questionnaire and of the step."""
FIGURES = 10


def long_answers(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """All answers together fit into Slack's form, which carries them from question to question.

    Fails: eleven steps that are answered by a text of 300 characters.
    """
    for questionnaire in knowledge.questionnaires.values():
        size, most = longest_state(questionnaire), CARRIED
        if size > most:
            message = f"the answers may take {size} characters in the form, which carries {most} in Slack"
            hint = "ask for fewer texts, give shorter ids to the options, or make two questionnaires of it"
            at = ("questionnaires", questionnaire.id, "steps")
            yield places.problem("long-answers", message, *at, hint=hint, key=True)


def longest_state(questionnaire: Questionnaire) -> int:
    """An upper bound: every step answered, with the longest answer that it takes."""
    ids = max(len(step.id) for step in questionnaire.steps) + len(questionnaire.id)
    return AROUND + ids + sum(len(step.id) + _longest(step) + len('"":[],') for step in questionnaire.steps)


def _longest(step: QuestionStep) -> int:
    """Of the values of an answer, each in quotation marks."""
    if step.answer == "text":
        return ANSWER + 2
    if step.answer == "number":
        return FIGURES + 2
    names = [len(json.dumps(name)) for name in (*(option.id for option in step.options), "unknown")]
    return sum(names) + len(names) - 1 if step.answer == "several" else max(names)
