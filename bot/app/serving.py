"""Settings in; what a bot in Slack decides with, also while somebody's last edit of the knowledge is refused."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from bot.app.deciding import decider_on, knowledge_of
from bot.features.answering.decide import Decider
from bot.features.answering.replies import KnowledgeRefused
from bot.knowledge import Knowledge, KnowledgeError
from bot.knowledge.kept import Files, keep, last_good, read_files
from bot.knowledge.problem import Problem
from bot.messages import checks
from bot.search.fitted import FitProgress
from bot.settings import Settings

log = logging.getLogger(__name__)
MakesDecider = Callable[[Knowledge, Settings, FitProgress | None], Decider]
TOLD = 5
LONGEST = 300


class Serving(NamedTuple):
    """`day`: when this knowledge was found good. `refused`: what the maintainers are told when it is not today's."""

    decider: Decider
    day: date
    refused: KnowledgeRefused | None = None


def serving(settings: Settings, progress: FitProgress | None = None, on: MakesDecider = decider_on) -> Serving:
    """The knowledge of the folders, or else the last one that was good; KnowledgeError when there never was one."""
    try:
        return good(settings, progress, on)
    except KnowledgeError as error:
        knowledge, day = _last_good(settings, error)
        refused = refusal(error.problems, knowledge, day)
    return Serving(on(knowledge, settings, progress), day, refused)


def good(settings: Settings, progress: FitProgress | None = None, on: MakesDecider = decider_on) -> Serving:
    """The knowledge of the folders, which is kept for a restart; KnowledgeError when it is not good."""
    before, day = _files(settings), datetime.now(UTC).date()
    knowledge = knowledge_of(settings)
    _keep(settings, before, day)
    return Serving(on(knowledge, settings, progress), day)


def refusal(problems: Sequence[Problem], good: Knowledge, day: date, *, edited: bool = False) -> KnowledgeRefused:
    """What the maintainers are told, and the log. `good`: what serves instead, of that `day`."""
    lines = [str(problem) for problem in problems]
    log.error("The knowledge is refused, and the last good one, of %s, serves. Mend it, and it is taken up:", day)
    for line in lines:
        log.error("%s", line)
    told = tuple(line if len(line) <= LONGEST else line[: LONGEST - 1] + "…" for line in lines[:TOLD])
    return KnowledgeRefused(good.organisation.languages[0], day, told, len(lines) - len(told), edited)


def _files(settings: Settings) -> Files | None:
    """None where there is no place for copies, or something can't be read: loading will tell what."""
    if settings.passeur_cache is None:
        return None
    try:
        return read_files(settings.passeur_knowledge)
    except (OSError, UnicodeDecodeError):
        return None


def _keep(settings: Settings, before: Files | None, day: date) -> None:
    """Unless the files were changed while they were loaded: then nobody knows whether these are good."""
    if settings.passeur_cache is None or before is None or before != _files(settings):
        return
    try:
        keep(settings.passeur_knowledge, before, settings.passeur_cache, day)
    except OSError as error:
        log.warning("The knowledge can't be kept for a restart in '%s': %s.", settings.passeur_cache, error.strerror)


def _last_good(settings: Settings, error: KnowledgeError) -> tuple[Knowledge, date]:
    cache = settings.passeur_cache
    kept = last_good(settings.passeur_knowledge, checks.RULES, cache) if cache is not None else None
    if kept is None:
        raise error
    return kept.knowledge, kept.day
