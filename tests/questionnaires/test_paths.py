"""All paths of all shipped questionnaires, and many of them walked as a person walks them, form by form."""

import random
from datetime import UTC, datetime

import pytest

from bot.features.feature import FeatureContext
from bot.features.forms import FormStep
from bot.features.intents import Intent
from bot.features.questionnaires.form import step as next_step
from bot.features.questionnaires.handlers import answered, kept, shared, started, why_not
from bot.features.questionnaires.intents import AnswerStep, AskWhyNot, KeepResult, ShareResult, StartQuestionnaire
from bot.features.questionnaires.replies import QuestionnaireResult, ResultPicture
from bot.knowledge import Knowledge, load
from bot.knowledge.questionnaires.condition import UNKNOWN
from bot.knowledge.questionnaires.paths import explored
from bot.knowledge.questionnaires.step import QuestionStep
from bot.knowledge.questionnaires.walk import picked, walked
from bot.languages import known
from bot.messages import blocks
from bot.messages.buttons import encode
from bot.messages.render import Renderer
from bot.settings import shipped
from tests.blockkit.checker import check_message, check_view

NOW = datetime(2026, 11, 28, tzinfo=UTC)
WALKS, MOST_METADATA = 60, 3000
NAMES = sorted(file.stem for file in (shipped() / "questionnaires").glob("*.yaml"))


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load([shipped()])


def test_there_are_questionnaires() -> None:
    assert len(NAMES) >= 4


@pytest.mark.parametrize("name", NAMES)
def test_every_path_ends_in_an_outcome_and_leads_to_each_step_and_outcome(name: str, knowledge: Knowledge) -> None:
    questionnaire = knowledge.questionnaires[name]
    found = explored(questionnaire)
    assert found.dead_end is None
    assert found.steps == {step.id for step in questionnaire.steps}
    assert found.outcomes == {outcome.id for outcome in questionnaire.outcomes}


@pytest.mark.parametrize("language", known())
@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_answered_slack_can_show_it(name: str, language: str, knowledge: Knowledge) -> None:
    chance, render = random.Random(name + language), Renderer(knowledge)
    for _ in range(WALKS):
        result = walk_through(name, language, knowledge, render, chance)
        assert picked(knowledge.questionnaires[name], walked(knowledge.questionnaires[name], result.answers).known)
        assert problems(render, result) == []


def walk_through(
    name: str, language: str, knowledge: Knowledge, render: Renderer, chance: random.Random
) -> QuestionnaireResult:
    """From the first form to the result, with the form's own words for each answer."""
    context = FeatureContext("U0CHAMPION", NOW, {}, knowledge=knowledge, share=True, people=True)
    form = started(StartQuestionnaire(language=language, questionnaire=name), context).replies[0]
    for _ in range(len(knowledge.questionnaires[name].steps)):
        if not isinstance(form, FormStep):
            break
        view = render.form(form)
        assert check_view(view) == []
        assert len(view["private_metadata"]) <= MOST_METADATA
        assert form.facts["number"] <= form.facts["total"]
        step = knowledge.questionnaires[name].step(form.intent.step)
        assert step is not None
        intent = form.intent.model_copy(update={"answer": some_answer(step, chance)})
        assert isinstance(intent, AnswerStep)
        form = next_step(intent, knowledge)
        assert form is None or isinstance(form, FormStep), f"{intent.step}: {form}"
    assert form is None, "more forms than the questionnaire has steps: earlier answers are lost"
    result, *pictures = answered(intent, context).replies
    assert all(isinstance(one, ResultPicture) for one in pictures)
    return result


def problems(render: Renderer, result: QuestionnaireResult) -> list[str]:
    """Of the result and of all that follows from its buttons."""
    past = {"answers": {name: list(answer) for name, answer in result.answers.items()}, "day": "2026-11-28"}
    kept_of_them = {f"{result.questionnaire}:{result.result}": past}
    context = FeatureContext("U0CHAMPION", NOW, kept_of_them, knowledge=render.knowledge)
    common = {"language": result.language, "questionnaire": result.questionnaire, "result": result.result}
    replies = [result, *shared(ShareResult(**common), context).replies]
    for outcome in render.knowledge.questionnaires[result.questionnaire].outcomes:
        replies += why_not(AskWhyNot(**common, outcome=outcome.id), context).replies
    found = [problem for reply in replies for problem in check_message(message(render, reply))]
    for form in why_not(AskWhyNot(**common), context).replies:
        found += check_view(render.form(form)) if isinstance(form, FormStep) else []
    for file in kept(KeepResult(**common), context).replies:
        assert render.file(file)[1].strip()
    return found


def message(render: Renderer, reply: object) -> dict[str, object]:
    made = blocks.message(render.parts(reply))  # type: ignore[arg-type]
    return {"channel": "D0CHAMPION", "text": made.text, "blocks": made.blocks}


def some_answer(step: QuestionStep, chance: random.Random) -> str | tuple[str, ...]:
    names = [option.id for option in step.options]
    match step.answer:
        case "one":
            return chance.choice([*names, UNKNOWN])
        case "several":
            together = [option.id for option in step.options if not option.exclusive]
            some = tuple(chance.sample(together, chance.randint(1, len(together))))
            return chance.choice([some, some, some, (chance.choice(names),), (UNKNOWN,)])
        case "number":
            return str(chance.randint(step.min, min(step.max, step.min + 100))) if chance.random() < 0.8 else ""
        case "text":
            return chance.choice(["", 'Un <texte> & des "guillemets" d\'ici', "é" * 300, '"' * 300])


def test_a_button_of_a_result_is_never_too_long(knowledge: Knowledge) -> None:
    """Also the one that takes all the answers to a mentor."""
    render, chance = Renderer(knowledge), random.Random("button")
    for name in NAMES:
        result = walk_through(name, "fr", knowledge, render, chance)
        for part in render.parts(result):  # type: ignore[arg-type]
            for button in getattr(part, "buttons", ()):
                assert isinstance(button.ask, Intent)
                assert len(encode(button.ask)[1]) <= 2000
