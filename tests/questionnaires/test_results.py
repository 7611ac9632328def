"""What a person reads and keeps at the end of the shipped questionnaires, after one run or several."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.features.feature import FeatureContext
from bot.features.forms import FormStep
from bot.features.questionnaires.form import WrongAnswer, taken
from bot.features.questionnaires.handlers import answered, kept, why_not
from bot.features.questionnaires.intents import AnswerStep, AskWhyNot, KeepResult
from bot.features.questionnaires.replies import QuestionnaireResult, ResultPicture
from bot.knowledge.load import load
from bot.knowledge.schema import Knowledge
from bot.messages.parts import Footnote, Paragraph, Title
from bot.messages.questionnaire_files import file_name, file_text
from bot.messages.render import Renderer
from tests.cases import cases

START = datetime(2026, 11, 28, 9, tzinfo=UTC)


@cache
def knowledge() -> Knowledge:
    return load([Path(__file__).parents[2] / "knowledge"])


def _run(name: str, answers: Mapping[str, str], context: FeatureContext) -> tuple[QuestionnaireResult, dict[str, Any]]:
    """The result, and what is kept after it."""
    *earlier, last = answers
    before: dict[str, tuple[str, ...]] = {step: (answers[step],) for step in earlier}
    sent = AnswerStep(language="fr", questionnaire=name, step=last, answers=before, answer=answers[last])
    result = answered(sent, context)
    reply, *pictures = result.replies
    assert isinstance(reply, QuestionnaireResult)
    assert all(isinstance(one, ResultPicture) for one in pictures)
    changed = {**context.kept, **result.keep}
    return reply, {key: value for key, value in changed.items() if value is not None}


@pytest.mark.parametrize("case", cases(Path(__file__).with_name("results.yaml")))
def test_results_say_and_keep_what_belongs_to_them(case: Mapping[str, Any]) -> None:
    render, context = Renderer(knowledge()), FeatureContext("U0EXAMPLE", START, knowledge=knowledge())
    for number, answers in enumerate(case["runs"]):
        reply, remembered = _run(case["questionnaire"], answers, context)
        context = FeatureContext("U0EXAMPLE", START + timedelta(days=number), remembered, knowledge=knowledge())
    parts = [part for part in render.parts(reply) if isinstance(part, Title | Paragraph | Footnote)]
    said = _plain("\n".join(part[0] for part in parts))
    for words in case.get("says", ()):
        assert words in said
    for words in case.get("silent", ()):
        assert words not in said
    sent = kept(KeepResult(language="fr", questionnaire=reply.questionnaire, result=reply.result), context).replies
    files = {file_name(one): _plain(file_text(render, one)) for one in sent}
    for name, held in case.get("files", {}).items():
        for words in held:
            assert words in files[name]


def test_an_answer_that_excludes_the_others_stands_alone() -> None:
    step = knowledge().questionnaires["licence"].step("code-in")
    assert step is not None
    common = AnswerStep(language="fr", questionnaire="licence", step=step.id)
    assert taken(step, common.model_copy(update={"answer": ("none", "gpl")})) == WrongAnswer("exclusive")
    assert taken(step, common.model_copy(update={"answer": ("none",)})) == ("none",)
    assert taken(step, common.model_copy(update={"answer": ("permissive", "unknown")})) == ("permissive", "unknown")
    assert taken(step, common.model_copy(update={"answer": ("permissive", "gpl")})) == ("permissive", "gpl")


def test_one_may_ask_why_not_about_what_is_never_advised() -> None:
    answers = {"kind": "content", "joins": "own", "authors": "staff", "assigned": "signed", "content-in": "none"}
    answers |= {"public": "listed", "share": "credit", "contributions": "closed"}
    context = FeatureContext("U0EXAMPLE", START, knowledge=knowledge())
    reply, remembered = _run("licence", answers, context)
    after = FeatureContext("U0EXAMPLE", START, remembered, knowledge=knowledge())
    ask = AskWhyNot(language="fr", questionnaire="licence", result=reply.result)
    (form,) = why_not(ask, after).replies
    assert isinstance(form, FormStep)
    offered = form.fields[0].options
    assert {"cc-by", "mit", "never-restricted"} <= set(offered)
    assert not {"etalab", "rights-staff", "see-someone"} & set(offered)
    (told,) = why_not(ask.model_copy(update={"outcome": "never-restricted"}), after).replies
    said = _plain("\n".join(part[0] for part in Renderer(knowledge()).parts(told) if isinstance(part, Paragraph)))
    assert "ne sont pas ouvertes" in said
    assert "Aucune licence de la liste officielle" in said


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
