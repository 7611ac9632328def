"""Chooses the mentors to propose, three at most, with the reasons. Pure and deterministic."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from bot.features.answering.replies import Suggestion
from bot.features.introductions.values import MentorStatus
from bot.knowledge.people import Introductions, Mentor
from bot.knowledge.schema import Entry, Knowledge
from bot.knowledge.shapes import Language
from bot.languages import known, phrasebook
from bot.search.text import folded

SHOWN = 3


def topics_named(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The topics that a text names, by their own names or by a facet's words."""
    said = f" {folded(text)} "
    named = []
    for topic, names in knowledge.topics.items():
        words = [names.get(language) for language in known()]
        if facet := knowledge.vocabulary.facets.get(topic):
            words += [word for language in known() for word in facet.get(language)]
        if any(f" {folded(word)} " in said or f" {folded(word)}s " in said for word in words):
            named.append(topic)
    return tuple(named)


def suggest(
    knowledge: Knowledge,
    language: Language,
    standings: Iterable[MentorStatus],
    *,
    topics: Iterable[str] = (),
    steps: Iterable[str] = (),
    text: str = "",
) -> tuple[Suggestion, ...]:
    """Up to three mentors who share a topic or a step; when none is sought, those who speak the language.

    `standings`: those who may be proposed to this asker.
    """
    topics, steps = set(topics), set(steps)
    said = f" {folded(text)} "
    found = []
    for status in standings:
        suggestion = _reasons(status.mentor, knowledge, language, topics, steps, said)
        if suggestion.topics or suggestion.steps or suggestion.sector or not (topics or steps):
            found.append((_rank(suggestion, status, said), suggestion))
    return tuple(suggestion for _, suggestion in sorted(found, key=lambda pair: pair[0])[:SHOWN])


def directory(
    mentors: Iterable[Mentor], changes: Mapping[str, tuple[Mapping[str, Any], MentorStatus]] = MappingProxyType({})
) -> dict[str, MentorStatus]:
    """Every mentor by id: the YAML's, with what Slack changed over it, and those whom only Slack knows.

    `changes`: for each id what changed, and how things stand otherwise.
    """
    found: dict[str, MentorStatus] = {}
    for mentor in mentors:
        change, status = changes.get(mentor.id, ({}, MentorStatus(mentor)))
        found[mentor.id] = replace(status, mentor=Mentor.model_validate({**mentor.model_dump(), **change}))
    for name, (change, status) in changes.items():
        if name not in found and "name" in change:
            found[name] = replace(status, mentor=Mentor.model_validate(dict(change)))
    return found


def askable(
    standings: Iterable[MentorStatus], asker: str | None, barred: Container[str], today: date, rules: Introductions
) -> tuple[MentorStatus, ...]:
    """Those who may be proposed to this asker today."""
    oldest = today - timedelta(days=rules.confirmed_within)
    return tuple(
        status
        for status in standings
        if (mentor := status.mentor).consent is not None
        and (mentor.confirmed or mentor.consent.date) >= oldest
        and not (mentor.pause_until and mentor.pause_until > today)
        and not status.hidden
        and status.open < mentor.capacity
        and mentor.id not in barred
        and (asker is None or (mentor.slack != asker and asker not in mentor.do_not_introduce))
    )


def listed(knowledge: Knowledge, today: date) -> tuple[MentorStatus, ...]:
    """Those whom the YAML alone proposes, where nothing else is known: in a terminal."""
    found = directory(knowledge.mentors).values()
    return askable(found, None, (), today, knowledge.organisation.introductions)


def registered(standings: Iterable[MentorStatus]) -> bool:
    """Whether anybody agreed to be proposed, be it that nobody is free now."""
    return any(status.mentor.consent is not None for status in standings)


def sought(entry: Entry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The topics and steps for which an entry calls for a mentor."""
    return entry.topics, tuple(section for section in entry.sections if section.startswith("step-"))


def _reasons(
    mentor: Mentor, knowledge: Knowledge, language: Language, topics: set[str], steps: set[str], said: str
) -> Suggestion:
    shared = tuple(
        knowledge.topics[t].get(language) if t in knowledge.topics else t for t in mentor.topics if t in topics
    )
    walked = tuple(
        knowledge.sections[s].get(language) if s in knowledge.sections else s for s in mentor.steps if s in steps
    )
    sector = bool(mentor.sector) and f" {folded(mentor.sector or '')} " in said
    return Suggestion(mentor, shared, walked, language in mentor.languages, sector)


def _named(kind: str, said: str) -> bool:
    """Whether somebody of this kind is asked for, in the words of any language."""
    words = (word for language in known() for word in getattr(phrasebook(language).mentors, kind))
    return any(f" {word} " in said for word in words)


def _rank(suggestion: Suggestion, status: MentorStatus, said: str) -> tuple[int | float | str, ...]:
    """Topics in common first, then steps, sector, language, kind; then free capacity, and who was asked least recently.

    The id decides what is left.
    """
    mentor, last = suggestion.mentor, status.last_asked
    wanted = next((kind for kind in ("internal", "external") if _named(kind, said)), mentor.kind)
    return (
        -len(suggestion.topics),
        -len(suggestion.steps),
        -suggestion.sector,
        -suggestion.language,
        mentor.kind != wanted,
        status.open - mentor.capacity,
        last.timestamp() if last else 0.0,
        mentor.id,
    )
