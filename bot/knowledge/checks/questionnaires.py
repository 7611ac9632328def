"""Rules on questionnaires: what their conditions name, and where their paths lead."""

from collections.abc import Iterable, Iterator

from bot.knowledge.near import did_you_mean, same
from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.questionnaires.condition import SCORE, UNKNOWN, Answers, ConditionTest
from bot.knowledge.questionnaires.paths import MOST_CHOICES, MOST_POINTS, TooManyPathsError, explored
from bot.knowledge.questionnaires.schema import ANSWER_IN_FILE, Questionnaire
from bot.knowledge.questionnaires.step import QuestionStep
from bot.knowledge.schema import Knowledge
from bot.knowledge.tree import PathStep

KIND = "questionnaires"


def twin_part(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """Steps, options of a step, and outcomes have ids of their own. Fails: two steps with `id: kind`."""
    for questionnaire in knowledge.questionnaires.values():
        lists: list[tuple[tuple[PathStep, ...], Iterable[str]]] = [
            (("steps",), [step.id for step in questionnaire.steps]),
            (("outcomes",), [outcome.id for outcome in questionnaire.outcomes]),
            *(
                (("steps", number, "options"), [option.id for option in step.options])
                for number, step in enumerate(questionnaire.steps)
            ),
        ]
        for at, names in lists:
            seen: set[str] = set()
            for number, name in enumerate(names):
                if name in seen:
                    message = f'"{name}" is already the id of another one in this list'
                    yield places.problem("twin-part", message, KIND, questionnaire.id, *at, number, "id")
                seen.add(name)


def dead_condition(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A condition names steps that come before it, their options, and dimensions that options give points for.

    Passes: `when: {kind: software}` after the step kind. Fails: in the step kind itself, or with `{kind: sofware}`, or
    `{is: usabel}`.
    """
    for questionnaire in knowledge.questionnaires.values():
        yield from _dead_names(questionnaire, places)
        scored = _scored(questionnaire)
        for before, test in questionnaire.tests():
            found = _dimension(test, scored) if test.about == "score" else _step(test, before, questionnaire)
            if found is not None:
                yield places.problem(
                    "dead-condition", found[0], KIND, questionnaire.id, *test.at, hint=found[1], key=True
                )


def _dead_names(questionnaire: Questionnaire, places: Places) -> Iterator[Problem]:
    """What `is` names stands above it under `conditions`, and whatever stands there is named somewhere."""
    used = set()
    for name, at, above in questionnaire.names():
        used.add(name)
        if name not in above:
            later = name in questionnaire.conditions
            message = f'the condition "{name}" stands below this' if later else f'there is no condition "{name}"'
            hint = "move it up" if later else did_you_mean(name, above)
            yield _problem(places, "dead-condition", message, questionnaire, *at, hint=hint)
    for name in questionnaire.conditions:
        if name not in used:
            message = f'nothing names the condition "{name}"'
            yield _problem(places, "dead-condition", message, questionnaire, "conditions", name, hint="leave it out")


def dead_dimension(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """Where `dimensions` are listed, options give points for these alone, and each gets points from some option."""
    for questionnaire in knowledge.questionnaires.values():
        if not questionnaire.dimensions:
            continue
        for number, step in enumerate(questionnaire.steps):
            for place, option in enumerate(step.options):
                for name in option.scores:
                    if name not in questionnaire.dimensions:
                        message, hint = f'there is no dimension "{name}"', did_you_mean(name, questionnaire.dimensions)
                        at = ("steps", number, "options", place, "scores", name)
                        yield _problem(places, "dead-dimension", message, questionnaire, *at, hint=hint)
        for name in questionnaire.dimensions:
            if name not in _scored(questionnaire):
                message = f'no option gives points for "{name}"'
                yield _problem(places, "dead-dimension", message, questionnaire, "dimensions", name)


def dead_answer(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A file to begin with is completed with the answers to steps that there are.

    Passes: `{{ answers.project }}` with a step project. Fails: `{{ answers.projet }}`.
    """
    for questionnaire in knowledge.questionnaires.values():
        steps = [step.id for step in questionnaire.steps]
        for text, at in questionnaire.starters():
            for name in dict.fromkeys(ANSWER_IN_FILE.findall(text)):
                if name not in steps:
                    message = f'there is no step "{name}"'
                    yield _problem(places, "dead-answer", message, questionnaire, *at, hint=did_you_mean(name, steps))


def no_outcome(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """Every path ends in an outcome, and there is a path to each step and each outcome.

    Passes: an outcome with `otherwise: true`. Fails: outcomes for software alone, where data can be chosen too; an
    outcome with `all: [{kind: software}, {kind: data}]`.
    """
    wrong = {problem.path for rule in (twin_part, dead_condition) for problem in rule(knowledge, places)}
    for questionnaire in knowledge.questionnaires.values():
        source, _ = places.find(KIND, questionnaire.id)
        if source is not None and source.path not in wrong:
            yield from _of_paths(questionnaire, places)


def twin_command(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """The words of a command start one questionnaire. Fails: `commands: {fr: [licence]}` in two of them."""
    owners: dict[str, str] = {}
    for questionnaire in knowledge.questionnaires.values():
        for language in knowledge.organisation.languages:
            for number, words in enumerate(questionnaire.starts.commands.get(language)):
                owner = owners.setdefault(same(words), questionnaire.id)
                if owner != questionnaire.id:
                    message = f'"{words}" already starts the questionnaire "{owner}"'
                    yield _problem(
                        places, "twin-command", message, questionnaire, "starts", "commands", language, number
                    )


def _of_paths(questionnaire: Questionnaire, places: Places) -> Iterator[Problem]:
    try:
        found = explored(questionnaire)
    except TooManyPathsError:
        message = f"there are too many paths to look at: more than {MOST_POINTS}, or {MOST_CHOICES} answers to a step"
        hint = "ask later steps only where they matter (when), or make two questionnaires"
        yield _problem(places, "too-many-paths", message, questionnaire, "steps", hint=hint)
        return
    if found.dead_end is not None:
        message = f"these answers lead to no outcome: {_said(found.dead_end)}"
        hint = "add an outcome for them, or one with otherwise: true"
        yield _problem(places, "no-outcome", message, questionnaire, "outcomes", hint=hint)
    parts = (
        ("steps", [step.id for step in questionnaire.steps], found.steps),
        ("outcomes", [outcome.id for outcome in questionnaire.outcomes], found.outcomes),
    )
    for part, names, reached in parts:
        for number, name in enumerate(names):
            if name not in reached:
                message = f'no answers lead to "{name}"'
                yield _problem(places, "unreachable", message, questionnaire, part, number, hint="see its `when`")


def _said(answers: Answers) -> str:
    return ", ".join(f"{step}: {' + '.join(answer)}" for step, answer in answers.items())


def _scored(questionnaire: Questionnaire) -> set[str]:
    return {name for step in questionnaire.steps for option in step.options for name in option.scores}


def _dimension(test: ConditionTest, scored: set[str]) -> tuple[str, str] | None:
    name = test.name.removeprefix(SCORE)
    if test.named:
        return None  # told where the condition has its name
    if name not in scored:
        return f'no option gives points for "{name}"', did_you_mean(name, scored)
    return None if test.expected.bounded else ("at_least or at_most is wanted for points", "")


def _step(test: ConditionTest, before: int, questionnaire: Questionnaire) -> tuple[str, str] | None:
    """What is wrong, and the way out."""
    earlier = {step.id: step for step in questionnaire.steps[:before]}
    step = earlier.get(test.name)
    if step is None:
        if questionnaire.step(test.name) is not None:
            return f'the step "{test.name}" is not asked before this', "move it up"
        return None if test.named else (f'there is no step "{test.name}"', did_you_mean(test.name, earlier))
    if test.named:
        return None  # told where the condition has its name
    if test.expected.bounded:
        return None if step.answer == "number" else (f'"{step.id}" is not answered by a number', "name its options")
    names = (*(option.id for option in step.options), UNKNOWN)
    dead = next((option for option in test.expected.options if option not in names), None)
    return None if dead is None else _option(dead, step, names)


def _option(dead: str, step: QuestionStep, names: tuple[str, ...]) -> tuple[str, str]:
    hint = "use at_least or at_most" if step.answer == "number" else did_you_mean(dead, names)
    return f'the step "{step.id}" has no option "{dead}"', hint


def _problem(
    places: Places, rule: str, message: str, questionnaire: Questionnaire, *at: PathStep, hint: str = ""
) -> Problem:
    return places.problem(rule, message, KIND, questionnaire.id, *at, hint=hint, key=isinstance(at[-1], str))
