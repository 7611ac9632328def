"""The words of what is said of a questionnaire: reasons that hold, points in words, answers as they were given."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.knowledge.questionnaires.condition import UNKNOWN, Answers, Known, holds
from bot.knowledge.questionnaires.schema import ConditionalText, Questionnaire, QuestionnaireOutcome
from bot.knowledge.questionnaires.step import QuestionStep
from bot.knowledge.questionnaires.walk import picked, subject, walked
from bot.knowledge.shapes import Language
from bot.messages.catalogue import Catalogue
from bot.messages.language import typographic
from bot.messages.markdown import escaped
from bot.messages.words import TemplateBlocks


def holding(render: Catalogue, texts: Iterable[ConditionalText], known: Known, language: Language) -> list[str]:
    """The lines of those texts whose condition is met."""
    return [f"- {render.filled(one.text.get(language), language)}" for one in texts if holds(one.when, known)]


def levels(questionnaire: Questionnaire, known: Known, last: Answers, words: TemplateBlocks) -> str:
    """A line for each dimension: its points, in words where the file has some, and those of the last time."""
    past = walked(questionnaire, last).points if last else {}
    lines = []
    for name, dimension in questionnaire.dimensions.items():
        points = known.points.get(name, 0)
        facts = {"points": points, "max": dimension.max, "last": past.get(name, 0) if last else None}
        said = level_of(questionnaire, points, words.language)
        if not points and name in unsure(questionnaire, known.answers):
            said, facts["max"] = words.label("not_known"), 0
        lines.append(words("level", name=dimension.get(words.language), level=said, **facts))
    return "\n".join(lines)


def level_of(questionnaire: Questionnaire, points: int, language: Language) -> str:
    """The word for these points; empty where the file has none."""
    level = next((one for one in questionnaire.levels[::-1] if points >= one.at_least), None)
    return level.get(language) if level else ""


def unsure(questionnaire: Questionnaire, answers: Answers) -> set[str]:
    """The dimensions that an answer « je ne sais pas » leaves open: no points for them are not a bad mark."""
    left = (step for step in questionnaire.steps if UNKNOWN in answers.get(step.id, ()))
    return {name for step in left for option in step.options for name in option.scores}


def ranked(questionnaire: Questionnaire, answers: Answers, beside: Iterable[Answers]) -> list[tuple[str, Known]]:
    """What was compared, with all that is known of each, the most points first."""
    walks = [(subject(questionnaire, one) or "…", walked(questionnaire, one).known) for one in (answers, *beside)]
    return sorted(walks, key=lambda walk: -sum(walk[1].points.values()))


def places(questionnaire: Questionnaire, rank: list[tuple[str, Known]], words: TemplateBlocks) -> str:
    """A line for each: its place, its points, and what it leads to first."""
    most = sum(dimension.max for dimension in questionnaire.dimensions.values())
    lines = []
    for place, (name, known) in enumerate(rank, 1):
        best = next(iter(picked(questionnaire, known)), None)  # none for answers to an older file
        first = typographic(best.title.get(words.language), words.language) if best else "…"
        left = sum(not known.points.get(one) for one in unsure(questionnaire, known.answers))
        facts = {"points": sum(known.points.values()), "max": most, "first": first, "left": left}
        lines.append(f"{place}. {words('place', name=name, **facts)}")
    return "\n".join(lines)


def table(questionnaire: Questionnaire, rank: list[tuple[str, Known]], words: TemplateBlocks) -> str:
    """The same as a table: a row for each, a column for each dimension, and the sum."""
    names = [dimension.get(words.language) for dimension in questionnaire.dimensions.values()]
    rows = [["", *names, words.label("sum")], ["---"] * (len(names) + 2)]
    for about, known in rank:
        points = [known.points.get(one, 0) for one in questionnaire.dimensions]
        left = unsure(questionnaire, known.answers)
        said = [
            f"{level_of(questionnaire, count, words.language)} ({count})"
            if count or name not in left
            else words.label("not_known")
            for name, count in zip(questionnaire.dimensions, points, strict=True)
        ]
        rows.append([_cell(about), *said, str(sum(points))])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(text: str) -> str:
    """On one line, as a cell wants it."""
    return " ".join(escaped(text).split())


class Given(NamedTuple):
    """What was asked in a step, and what was answered."""

    step: str
    asked: str
    said: str


def given(questionnaire: Questionnaire, known: Known, words: TemplateBlocks) -> Iterator[Given]:
    """In the order of the file."""
    for step in questionnaire.steps:
        if step.id in known.answers:
            said = ", ".join(_answer(step, value, words) for value in known.answers[step.id])
            yield Given(step.id, typographic(step.ask.get(words.language), words.language), said)


def _answer(step: QuestionStep, value: str, words: TemplateBlocks) -> str:
    if value == UNKNOWN:
        return words.label("unknown")
    option = step.option(value)
    return typographic(option.label.get(words.language), words.language) if option else value


def summary(
    questionnaire: Questionnaire,
    answers: Answers,
    outcomes: tuple[QuestionnaireOutcome, ...],
    words: TemplateBlocks,
) -> str:
    """The answers and what they led to, as a note that a person can go on writing."""
    known = walked(questionnaire, answers).known
    names = ", ".join(outcome.title.get(words.language) for outcome in outcomes)
    begun = words.label("summary", name=questionnaire.title.get(words.language), outcomes=names)
    return "\n".join((begun, *(f"- {one.asked} {one.said}" for one in given(questionnaire, known, words))))
