"""Settings in; what a bot in Slack decides with, also while somebody's last edit of the knowledge is refused."""

import logging
from datetime import UTC, date, datetime
from typing import NamedTuple

from bot.app.deciding import decider_on, knowledge_of
from bot.features.answering.decide import Decider
from bot.features.answering.replies import KnowledgeRefused
from bot.knowledge import Knowledge, KnowledgeError
from bot.knowledge.kept import Files, keep, last_good, read_files
from bot.messages import checks
from bot.search.fitted import FitProgress
from bot.settings import Settings

log = logging.getLogger(__name__)
TOLD = 5
LONGEST = 300


class Serving(NamedTuple):
    """`refused`: what the maintainers are told when the last good knowledge serves in the place of today's."""

    decider: Decider
    refused: KnowledgeRefused | None = None


def serving(settings: Settings, progress: FitProgress | None = None) -> Serving:
    """The knowledge of the folders, or else the last one that was good; KnowledgeError when there never was one."""
    before = _files(settings)
    refused: KnowledgeRefused | None = None
    try:
        knowledge = knowledge_of(settings)
        _keep(settings, before)
    except KnowledgeError as error:
        knowledge, refused = _last_good(settings, error)
    return Serving(decider_on(knowledge, settings, progress), refused)


def _files(settings: Settings) -> Files | None:
    """None where there is no place for copies, or something can't be read: loading will tell what."""
    if settings.passeur_cache is None:
        return None
    try:
        return read_files(settings.passeur_knowledge)
    except (OSError, UnicodeDecodeError):
        return None


def _keep(settings: Settings, before: Files | None) -> None:
    """Unless the files were changed while they were loaded: then nobody knows whether these are good."""
    if settings.passeur_cache is None or before is None or before != _files(settings):
        return
    try:
        keep(settings.passeur_knowledge, before, settings.passeur_cache, _today())
    except OSError as error:
        log.warning("The knowledge can't be kept for a restart in '%s': %s.", settings.passeur_cache, error.strerror)


def _last_good(settings: Settings, error: KnowledgeError) -> tuple[Knowledge, KnowledgeRefused]:
    cache = settings.passeur_cache
    kept = last_good(settings.passeur_knowledge, checks.RULES, cache) if cache is not None else None
    if kept is None:
        raise error
    lines = [str(problem) for problem in error.problems]
    log.error("The knowledge is refused, and the last good one, of %s, serves. Mend it, then restart:", kept.day)
    for line in lines:
        log.error("%s", line)
    told = tuple(line if len(line) <= LONGEST else line[: LONGEST - 1] + "…" for line in lines[:TOLD])
    language = kept.knowledge.organisation.languages[0]
    return kept.knowledge, KnowledgeRefused(language, kept.day, told, len(lines) - len(told))


def _today() -> date:
    return datetime.now(UTC).date()
