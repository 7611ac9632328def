"""Where a person or a team stands: the last result of a questionnaire that is followed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.features.questionnaires.progress import Kept, progress, result_of
from bot.knowledge.questionnaires.condition import StepAnswer
from bot.knowledge.questionnaires.schema import QuestionnaireOutcome
from bot.knowledge.questionnaires.walk import picked, walked
from bot.knowledge.schema import Knowledge


@dataclass(frozen=True)
class Station:
    """`result`: its number among the person's results. `by`: who shows it to them, None when it is their own.

    `key`: under which it is kept that they may see it. `team`: to whom it is shown, as Slack ids.
    """

    questionnaire: str
    answers: Mapping[str, StepAnswer]
    result: int
    by: str | None = None
    key: str = ""
    team: tuple[str, ...] = ()


def stations(knowledge: Knowledge, kept: Kept) -> tuple[Station, ...]:
    """`kept`: what is kept of a person's questionnaires."""
    found = []
    for questionnaire in knowledge.questionnaires.values():
        last = progress(questionnaire, kept).last if questionnaire.follow else None
        past = result_of(questionnaire, last, kept) if last is not None else None
        if last is not None and past is not None:
            found.append(Station(questionnaire.id, past.answers, last))
    return tuple(found)


def outcomes_of(knowledge: Knowledge, station: Station) -> tuple[QuestionnaireOutcome, ...]:
    """What it leads to today, the station itself first; nothing when the file has changed too much since."""
    questionnaire = knowledge.questionnaires.get(station.questionnaire)
    if questionnaire is None:
        return ()
    walk = walked(questionnaire, station.answers)
    return picked(questionnaire, walk.known) if walk.step is None else ()


def steps_of(knowledge: Knowledge, standing: Iterable[Station]) -> tuple[str, ...]:
    """The steps at which a person stands, for which a mentor is sought."""
    firsts = (outcomes_of(knowledge, station)[:1] for station in standing)
    return tuple(dict.fromkeys(step for outcomes in firsts for outcome in outcomes for step in outcome.steps))
