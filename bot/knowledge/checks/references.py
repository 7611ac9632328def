"""Rules on ids that name something elsewhere."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from bot.knowledge.defaults import data
from bot.knowledge.near import did_you_mean
from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.questionnaires.schema import Questionnaire
from bot.knowledge.schema import Knowledge, Organisation
from bot.knowledge.tree import PathStep


class Reference(NamedTuple):
    """An id that stands somewhere, and the kind of thing that it names."""

    target: str
    id: str
    kind: str
    owner: str
    at: tuple[PathStep, ...]


NAMES = {
    "entries": "entry",
    "sections": "section",
    "topics": "topic",
    "facets": "facet",
    "documents": "document",
    "licences": "licence",
}
FILES = {"facets": ("vocabulary", "facets"), "documents": ("organisation", "documents")}


def dead_reference(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """Whatever names an entry, a section, a topic, a facet or a document names one that exists.

    Passes: `next: [licence-data]` where an entry has that id. Fails: `next: [license-data]`.
    """
    all_known = {target: _known(target, knowledge, places) for target in NAMES}
    for reference in _references(knowledge):
        known = all_known[reference.target]
        if known is None or reference.id in known:
            continue
        message = f'there is no {NAMES[reference.target]} "{reference.id}"'
        hint = did_you_mean(reference.id, known)
        yield places.problem("dead-reference", message, reference.kind, reference.owner, *reference.at, hint=hint)


def own_next(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """An entry offers others under it, not itself.

    Passes: `next: [b]` in entry a. Fails: `next: [a]` in entry a.
    """
    for entry in knowledge.entries.values():
        for number, following in enumerate(entry.next):
            if following == entry.id:
                yield places.problem(
                    "own-next", "the entry offers itself", "entries", entry.id, "next", number, hint="remove it"
                )


def twin_path(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """Each path of organisation.yaml has an id of its own, and holds an entry once.

    Passes: `entries: [a, b]`. Fails: `entries: [a, b, a]`.
    """
    seen: set[str] = set()
    for number, path in enumerate(knowledge.organisation.paths):
        if path.id in seen:
            yield places.problem("twin-id", f'"{path.id}" is used twice', "organisation", "", "paths", number, "id")
        seen.add(path.id)
        for step, entry in enumerate(path.entries):
            if entry in path.entries[:step]:
                at = ("paths", number, "entries", step)
                yield places.problem("twin-id", f'"{entry}" is in this path twice', "organisation", "", *at)


def missing_help(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """An entry says what the bot can do, in each language that the organisation speaks.

    Passes: French or English, of which the built-in entry is. Fails: another language without an entry of that section.
    """
    usual = Organisation.model_fields["help"].default
    if knowledge.answering(knowledge.organisation.help) or knowledge.answering(usual):
        return
    built_in = [item for item in data("entries").values() if usual in item.get("sections", ())]
    for number, language in enumerate(knowledge.organisation.languages):
        if not any(language in item for item in built_in):
            message = f'no entry says in "{language}" what the bot can do, which is shown for "help"'
            hint = f"add an entry with sections: [{usual}]"
            at = ("languages", number)
            yield places.problem("missing-help", message, "organisation", "", *at, hint=hint)


def unanswered_section(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """Every section of sections.yaml is answered by an entry.

    Passes: an entry with `sections: [step-1]`. Fails: step-1 in sections.yaml, and in no entry.
    """
    if "entries" in places.partly_unknown:
        return
    answered = _answered(knowledge, places)
    for section in knowledge.sections:
        if section not in answered:
            yield places.problem("unanswered-section", f'no entry answers "{section}"', "sections", section, key=True)


def _answered(knowledge: Knowledge, places: Places) -> set[str]:
    listed = [data.get("sections") for data in places.faulty("entries")]
    faulty = {section for sections in listed if isinstance(sections, list) for section in map(str, sections)}
    return faulty | {section for entry in knowledge.entries.values() for section in entry.sections}


def _known(target: str, knowledge: Knowledge, places: Places) -> Collection[str] | None:
    """The ids that exist; None when they can't be told, or when nothing of the kind is kept."""
    if target in FILES:
        kind, field = FILES[target]
        ids = getattr(getattr(knowledge, kind), field)
        return None if kind in places.partly_unknown else ids or None
    if target in places.partly_unknown:
        return None
    if target == "sections" and not places.kept("sections"):
        return None if "entries" in places.partly_unknown else _answered(knowledge, places) | _built_in("sections")
    return {*places.items[target], *_built_in(target)} if places.items[target] else None


def _built_in(target: str) -> set[str]:
    """The built-in entries, or the sections that these answer."""
    if target == "sections":
        return {section for entry in data("entries").values() for section in entry.get("sections", ())}
    return {*data(target)}


def _references(knowledge: Knowledge) -> Iterator[Reference]:
    for entry in knowledge.entries.values():
        yield from _list("entries", entry.next, "entries", entry.id, "next")
        yield from _list("sections", entry.sections, "entries", entry.id, "sections")
        yield from _list("topics", entry.topics, "entries", entry.id, "topics")
        if entry.facet is not None:
            yield Reference("facets", entry.facet, "entries", entry.id, ("facet",))
        if entry.source is not None and entry.source is not knowledge.organisation.source:
            yield Reference("documents", entry.source.document, "entries", entry.id, ("source", "document"))
    for mentor in knowledge.mentors:
        yield from _list("topics", mentor.topics, "mentors", mentor.id, "topics")
        yield from _list("sections", mentor.steps, "mentors", mentor.id, "steps")
    for questionnaire in knowledge.questionnaires.values():
        yield from _of_questionnaire(questionnaire)
    organisation = knowledge.organisation
    yield from _list("entries", organisation.prompts, "organisation", "", "prompts")
    if "mentoring" in organisation.model_fields_set:
        yield from _list("sections", organisation.mentoring, "organisation", "", "mentoring")
    if organisation.source is not None:
        yield Reference("documents", organisation.source.document, "organisation", "", ("source", "document"))
    if "help" in organisation.model_fields_set:
        yield Reference("sections", organisation.help, "organisation", "", ("help",))
    for number, path in enumerate(organisation.paths):
        yield from _list("entries", path.entries, "organisation", "", "paths", number, "entries")


def _of_questionnaire(questionnaire: Questionnaire) -> Iterator[Reference]:
    kind, name = "questionnaires", questionnaire.id
    yield from _list("entries", questionnaire.starts.entries, kind, name, "starts", "entries")
    for number, outcome in enumerate(questionnaire.outcomes):
        yield from _list("entries", outcome.entries, kind, name, "outcomes", number, "entries")
        yield from _list("topics", outcome.topics, kind, name, "outcomes", number, "topics")
        yield from _list("sections", outcome.steps, kind, name, "outcomes", number, "steps")
        if outcome.licence is not None:
            yield Reference("licences", outcome.licence, kind, name, ("outcomes", number, "licence"))


def _list(target: str, ids: Sequence[str], kind: str, owner: str, *at: PathStep) -> Iterator[Reference]:
    for number, named in enumerate(ids):
        yield Reference(target, named, kind, owner, (*at, number))
