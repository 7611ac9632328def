"""Compares the knowledge of before with today's: its entries, and the answers to questions."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app.checked import knowledge_in
from bot.app.deciding import decider_on, knowledge_of
from bot.app.evaluating import answering
from bot.app.revisions import former
from bot.errors import PasseurError
from bot.features.answering.decide import Decider
from bot.knowledge.changes import KnowledgeChanges, changes
from bot.knowledge.problem import KnowledgeError
from bot.knowledge.schema import Knowledge
from bot.search.evaluation.differences import AskedTwice, Difference, differences
from bot.search.evaluation.questions import LabelledQuestion, read_questions
from bot.search.fitted import FitProgress
from bot.settings import Settings

GOLDEN = (Path("tests/questions/development"), Path("tests/questions"))
"""The first that is there has the questions, where none are named."""
WIDE = {"vocabulary", "out_of_scope", "small_talk", "organisation"}
"""What an edit of them changes belongs to no one entry."""


@dataclass(frozen=True)
class DiffReport:
    """`asked`: how many questions were; `answers`: of these, those answered by an entry that was reworded.

    `thresholds`: the probabilities from which it answers and offers choices, before and after.
    """

    changes: KnowledgeChanges
    asked: int
    answers: int
    thresholds: tuple[tuple[float, float], tuple[float, float]]
    questions: tuple[Difference, ...]


def compared(
    settings: Settings,
    before: str,
    files: Sequence[Path] | None = None,
    kept: Sequence[str] = (),
    progress: FitProgress | None = None,
) -> DiffReport:
    """What the folders of the settings change since `before`, a revision of git or a folder.

    `files`: of questions with known answers; `kept`: questions whose right answer nobody has said.
    """
    then, now = _former(settings, before), knowledge_of(settings)
    changed = changes(then, now)
    earlier, current = decider_on(then, settings, progress), decider_on(now, settings, progress)
    golden = golden_questions(files, now)
    orphans = _really_asked(then).keys() - {question.q for question in golden}  # their entries are gone
    unknown = (*sorted(orphans), *kept)
    asked = _asked(earlier, current, golden, [LabelledQuestion(text, ()) for text in dict.fromkeys(unknown)])
    reworded = {change.id for change in changed.reworded}
    found = differences(asked, changed.entries, everywhere=not WIDE.isdisjoint(changed.elsewhere))
    return DiffReport(
        changes=changed,
        asked=len(asked),
        answers=sum(any(entry.id in reworded for entry in each.after.shown) for each in asked),
        thresholds=(_thresholds(earlier), _thresholds(current)),
        questions=found,
    )


def _former(settings: Settings, before: str) -> Knowledge:
    with TemporaryDirectory(prefix="passeur-before-") as folder:
        try:
            return knowledge_in(former(settings.passeur_knowledge, before, Path(folder)), settings.passeur_cache)
        except KnowledgeError as error:
            lines = "\n".join(str(problem).removeprefix(folder) for problem in error.problems)
            raise PasseurError(f"{lines}\nSo was the knowledge of '{before}': compare with one that is well.") from None


def golden_questions(files: Sequence[Path] | None, now: Knowledge) -> tuple[LabelledQuestion, ...]:
    """Those of the files, and what the entries were really asked; each once."""
    named = files or [folder for folder in GOLDEN if folder.is_dir()][:1]
    paths = [path for place in named for path in (sorted(place.rglob("*.yaml")) if place.is_dir() else [place])]
    found = {placed.question.q: placed.question for placed in (read_questions(paths) if paths else ())}
    own = _really_asked(now)
    return tuple(({text: LabelledQuestion(text, tuple(ids)) for text, ids in own.items()} | found).values())


def _really_asked(knowledge: Knowledge) -> dict[str, list[str]]:
    """The ids of the entries that answer each."""
    found: dict[str, list[str]] = {}
    for entry in knowledge.entries.values():
        for language in knowledge.organisation.languages:
            for text in entry.wording(language).asked:
                found.setdefault(text, []).append(entry.id)
    return found


def _asked(
    former: Decider,
    current: Decider,
    golden: Sequence[LabelledQuestion],
    unknown: Sequence[LabelledQuestion],
) -> tuple[AskedTwice, ...]:
    rehearsing = copy(current.matcher)
    rehearsing.answer_at, rehearsing.choices_at = _thresholds(former)
    before, after = answering(former), answering(current)
    rehearsed = answering(replace(current, matcher=rehearsing))
    return tuple(
        AskedTwice(question, before(question.q), after(question.q), rehearsed(question.q), golden=known)
        for questions, known in ((golden, True), (unknown, False))
        for question in questions
    )


def _thresholds(decider: Decider) -> tuple[float, float]:
    return decider.matcher.answer_at, decider.matcher.choices_at
