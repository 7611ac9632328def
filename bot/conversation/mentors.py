"""Mentors and what is sought in, at most three suggestions with their reasons out; pure and deterministic."""

from collections.abc import Iterable

from bot.conversation.replies import Suggestion
from bot.knowledge.schema import Entry, Knowledge, Language, Mentor
from bot.search.text import folded

SHOWN = 3


def topics_named(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The topics that a text names, by their own names or by a facet's words."""
    said = f" {folded(text)} "
    named = []
    for topic, names in knowledge.topics.items():
        words = [names.fr, names.en]
        if facet := knowledge.vocabulary.facets.get(topic):
            words += [*facet.fr, *facet.en]
        if any(f" {folded(word)} " in said or f" {folded(word)}s " in said for word in words):
            named.append(topic)
    return tuple(named)


def suggest(
    knowledge: Knowledge,
    language: Language,
    *,
    topics: Iterable[str] = (),
    steps: Iterable[str] = (),
    text: str = "",
    asker: str | None = None,
) -> tuple[Suggestion, ...]:
    """Up to three mentors who share a topic or a step; when none is sought, those who speak the language.

    `asker` is the Slack id of the person, who is never proposed to themselves.
    """
    topics, steps = set(topics), set(steps)
    said = f" {folded(text)} "
    found = []
    for mentor in knowledge.mentors:
        if asker is not None and mentor.slack == asker:
            continue
        suggestion = _reasons(mentor, knowledge, language, topics, steps, said)
        if suggestion.topics or suggestion.steps or suggestion.sector or not (topics or steps):
            found.append(suggestion)
    return tuple(sorted(found, key=_rank)[:SHOWN])


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


def _rank(suggestion: Suggestion) -> tuple[int, int, int, int, str]:
    """Topics in common first, then steps, sector, language; the id decides what is left."""
    return (
        -len(suggestion.topics),
        -len(suggestion.steps),
        -suggestion.sector,
        -suggestion.language,
        suggestion.mentor.id,
    )
