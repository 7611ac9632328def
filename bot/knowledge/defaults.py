"""The bot's own words, beneath every folder of knowledge: a folder overrides them key by key, and adds questions."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.errors import SettingsError
from bot.knowledge.near import same
from bot.knowledge.schema import Entry, Knowledge, Organisation, SmallTalkTexts
from bot.knowledge.shapes import Language
from bot.knowledge.source import read
from bot.languages import folder_of, known

M = TypeVar("M", Entry, SmallTalkTexts)

FRAME = Path(__file__).parent / "builtin.yaml"
"""The built-in entries without their words, which each language's folder has."""


@cache
def data(kind: str) -> Mapping[str, dict[str, Any]]:
    """The built-in items of a kind by id; those of a language that has no file of them lack its words."""
    items = {item["id"]: {**item} for item in (_listed(FRAME) if kind == "entries" else ())}
    for language in known():
        path = folder_of(language) / "builtin" / f"{kind}.yaml"
        for item in _listed(path) if path.exists() else ():
            own = items.setdefault(item["id"], {"id": item["id"]})
            own[language] = {key: value for key, value in item.items() if key != "id"}
    return items


def _listed(path: Path) -> list[dict[str, Any]]:
    source, problems = read(path, path)
    for problem in problems:
        raise SettingsError(f"The built-in words can't be used. {problem}")
    listed = source.root.data if source else None
    if not isinstance(listed, list) or not all(isinstance(item, dict) and "id" in item for item in listed):
        raise SettingsError(f"'{path}' can't be used: a list of items is wanted, each with an id.")
    return listed


def overridden(kind: str, name: str, own: Any) -> Any:
    """An item of a folder's file, with the built-in values of the keys that it leaves out."""
    return _over(data(kind)[name], own) if name in data(kind) and isinstance(own, dict) else own


def completed(knowledge: Knowledge) -> Knowledge:
    """The knowledge with the built-in items that it lacks, and the built-in questions of those that it overrides.

    A built-in entry gives way to one of the folder's with the same section or role, a built-in question to the same
    one anywhere in the folder.
    """
    spoken, claimed = knowledge.organisation.languages, frozenset(map(same, _questions(knowledge)))
    answered = _answered(knowledge)
    entries, talks = dict(knowledge.entries), dict.fromkeys(data("small_talk")) | dict(knowledge.small_talk)
    for name, item in data("entries").items():
        if name in entries:
            entries[name] = _with_questions(entries[name], item, spoken, claimed)
        elif answered.isdisjoint(item.get("sections", ())) and (left := _left(item, spoken, claimed)):
            entries[name] = _valid(Entry, left)
    for name, item in data("small_talk").items():
        if own := talks[name]:
            talks[name] = _with_questions(own, item, spoken, claimed)
        elif left := _left(item, spoken, claimed):
            talks[name] = _valid(SmallTalkTexts, left)
    small_talk = {name: talk for name, talk in talks.items() if talk}
    return replace(
        knowledge, entries=entries, small_talk=small_talk, built_in=frozenset(entries.keys() - knowledge.entries)
    )


def _valid(model: type[M], item: dict[str, Any]) -> M:
    try:
        return model.model_validate(item)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False))
        raise SettingsError(f"The built-in words of '{item['id']}' can't be used: {told}.") from None


def _questions(knowledge: Knowledge) -> Iterator[str]:
    """Every question in the folder's own files."""
    for language in knowledge.organisation.languages:
        for entry in knowledge.entries.values():
            yield from entry.wording(language).questions
        for talk in knowledge.small_talk.values():
            yield from talk.wording(language).questions
        yield from knowledge.out_of_scope.get(language)


def _answered(knowledge: Knowledge) -> set[str]:
    """The sections that the folder's entries answer, and those whose role another section of theirs has."""
    answered = {section for entry in knowledge.entries.values() for section in entry.sections}
    organisation, usual = knowledge.organisation, Organisation.model_fields
    if organisation.help in answered:
        answered.add(usual["help"].default)
    if answered.intersection(organisation.mentoring):
        answered.update(usual["mentoring"].default)
    return answered


def _left(item: dict[str, Any], spoken: tuple[Language, ...], claimed: Container[str]) -> dict[str, Any] | None:
    """A built-in item without the questions that the folder uses; None when it has none left in a language spoken."""
    questions = {language: _unclaimed(item, language, claimed) for language in spoken}
    if not all(questions.values()):
        return None
    words = {language: item[language] | {"questions": questions[language]} for language in spoken}
    return {key: value for key, value in item.items() if key not in known()} | words


def _with_questions(own: Any, item: dict[str, Any], spoken: Iterable[Language], claimed: Container[str]) -> Any:
    """The folder's item with the built-in questions after its own."""
    changed: dict[str, Any] = {}
    for language in spoken:
        questions = (*own.wording(language).questions, *_unclaimed(item, language, claimed))
        changed[language] = own.wording(language).model_copy(update={"questions": questions})
    return own.model_copy(update=changed)


def _unclaimed(item: dict[str, Any], language: Language, claimed: Container[str]) -> list[str]:
    return [question for question in item.get(language, {}).get("questions", ()) if same(question) not in claimed]


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Key by key, and inside a group of keys too."""
    both = {key for key, value in above.items() if isinstance(value, dict) and isinstance(below.get(key), dict)}
    return {**below, **above, **{key: _over(below[key], above[key]) for key in both}}
