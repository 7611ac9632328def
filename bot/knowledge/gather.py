"""Gathers the files of all folders: the values that are right, where they stand, and what is wrong."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.knowledge.defaults import overridden
from bot.knowledge.folder import KINDS, FileKind, Folder, MergeRule, listed
from bot.knowledge.places import Item, Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Entry, Knowledge, Organisation
from bot.knowledge.shapes import Id, Model, keys_of
from bot.knowledge.source import read
from bot.knowledge.tree import PathStep, YamlDocument
from bot.knowledge.wording import PATTERN_HINT, checked
from bot.languages import known, usual

ID: TypeAdapter[str] = TypeAdapter(Id)
WHOLE = ("vocabulary", "out_of_scope", "compatibility")
"""The files that are one value."""

_WANTED: Mapping[MergeRule, tuple[type, str]] = {
    MergeRule.ITEM: (dict, "keys with values are"),
    MergeRule.ITEMS: (list, "a list of items, each with an id, is"),
    MergeRule.BY_ID: (dict, "an id with its value on each line is"),
}


class Gathering:
    """Grows file by file; `knowledge()` is what has been found right so far."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.places = Places(folders=tuple(folders))
        self.problems: list[Problem] = []
        self.languages: Sequence[str] = usual()
        self.languages_unknown = False
        self.whole: dict[str, dict[str, Any]] = {}
        self.models: dict[str, Model] = {}
        if not folders:
            self.problems.append(Problem(Path(), 1, 1, "no folder of knowledge is given", "missing-folder"))
        contents = [listed(folder, first=number == 0) for number, folder in enumerate(folders)]
        for kind in KINDS:
            self.places.items[kind.name], self.places.sources[kind.name] = {}, []
            if kind.required and not all(content.files[kind.name] for content in contents[:1]):
                self.places.partly_unknown.add(kind.name)
            for content in contents:
                self._take_folder(kind, content)
        for content in contents:
            self.problems.extend(content.problems)
        if self.languages_unknown:
            self.problems = [problem for problem in self.problems if problem.rule != "missing-language"]

    def knowledge(self) -> Knowledge:
        """The parts that are right; a nameless organisation stands in for one that is not."""
        organisation = self.models.get("organisation")
        if not isinstance(organisation, Organisation):
            organisation = Organisation(name="?")
        return Knowledge(
            organisation=organisation,
            entries={name: _of(organisation, entry) for name, entry in self._values("entries").items()},
            small_talk=self._values("small_talk"),
            mentors=tuple(self._values("mentors").values()),
            topics=self._values("topics"),
            sections=self._values("sections"),
            words=self._values("words"),
            licences=self._values("licences"),
            questionnaires=self._values("questionnaires"),
            folders=self.places.folders,
            **{name: self.models[name] for name in WHOLE if name in self.models},  # type: ignore[arg-type]
        )

    def _values(self, kind: str) -> dict[str, Any]:
        return {name: item.value for name, item in self.places.items[kind].items() if item.value is not None}

    def _take_folder(self, kind: FileKind, content: Folder) -> None:
        here: dict[str, Item] = {}
        for path, shown in content.files[kind.name]:
            source, problems = read(path, shown)
            self.problems.extend(problems)
            if source is None:
                self.places.partly_unknown.add(kind.name)
                self.languages_unknown |= kind.name == "organisation"
                continue
            self._empty(source)
            if kind.form in (MergeRule.ITEM, MergeRule.ITEMS, MergeRule.BY_ID):
                self._take_items(kind, source, here)
            else:
                self._take_whole(kind, source)
        self.places.items[kind.name].update(here)

    def _empty(self, source: YamlDocument) -> None:
        for key, mark in source.empty:
            message = f'"{key}" has no value' if key else "this item is empty"
            hint = "write one, or remove the line; a text that begins with # needs quotes"
            self.problems.append(Problem(source.path, *mark, message, "empty-value", hint))

    def _take_items(self, kind: FileKind, source: YamlDocument, here: dict[str, Item]) -> None:
        wanted, what = _WANTED[kind.form]
        if not isinstance(source.root.data, wanted):
            self._problem(source, (), f"{what} wanted in this file", "wrong-type")
            self.places.partly_unknown.add(kind.name)
            return
        places = [()] if kind.form is MergeRule.ITEM else [(step,) for step in source.root.children]
        for at in places:
            name, own = self._id(kind, source, at), source.walk(at)[0].data
            data = overridden(kind.name, name, own) if name else own
            value, problems = checked(kind.model, data, source, at, self.languages)
            self.problems.extend(problems)
            if name is not None:
                self._keep(name, Item(source, at, value), here)

    def _id(self, kind: FileKind, source: YamlDocument, at: tuple[PathStep, ...]) -> str | None:
        if kind.form is not MergeRule.BY_ID:
            data = source.walk(at)[0].data
            name = data.get("id") if isinstance(data, dict) else None
            if isinstance(name, str) and name.strip():
                return name.strip()
            self.places.partly_unknown.add(kind.name)
            return None
        try:
            return ID.validate_python(at[0])
        except ValidationError:
            self._problem(source, at, f'"{at[0]}" can\'t be an id', "wrong-value", PATTERN_HINT)
            return None

    def _keep(self, name: str, item: Item, here: dict[str, Item]) -> None:
        if name not in here:
            here[name] = item
            return
        other = here[name]
        first, second = (each.source.value_mark((*each.at, "id")) for each in (other, item))
        message = f'"{name}" is already at {other.source.path}:{first.line}:{first.column}'
        self.problems.append(Problem(item.source.path, *second, message, "twin-id"))

    def _take_whole(self, kind: FileKind, source: YamlDocument) -> None:
        if not isinstance(source.root.data, dict):
            keys = ", ".join(keys_of(kind.model))
            self._problem(source, (), "keys with values are wanted in this file", "wrong-type", f"the keys are {keys}")
            self.places.partly_unknown.add(kind.name)
            return
        before = self.whole.get(kind.name, {})
        override = kind.form is MergeRule.KEYS
        own = source.root.data
        if override and (spoken := _languages({**before, **own})):
            self.languages = spoken
        merged = _overridden(before, own) if override else own
        value, problems = checked(kind.model, merged, source, (), self.languages)
        self.problems.extend(problems)
        if value is None:
            self.places.partly_unknown.add(kind.name)
            return
        self.places.sources[kind.name].append(source)
        together = merged if override else _appended(before, own)
        self.whole[kind.name] = together
        self.models[kind.name] = kind.model.model_validate(together, context={"languages": self.languages})

    def _problem(self, source: YamlDocument, at: tuple[PathStep, ...], message: str, rule: str, hint: str = "") -> None:
        self.problems.append(Problem(source.path, *source.key_mark(at), message, rule, hint))


def _of(organisation: Organisation, entry: Entry) -> Entry:
    """The entry with what the organisation says once for all."""
    said = {key: getattr(organisation, key) for key in ("owner", "source") if getattr(entry, key) is None}
    return entry.model_copy(update=said) if any(said.values()) else entry


def _languages(organisation: dict[str, Any]) -> Sequence[str]:
    listed = organisation.get("languages")
    return [language for language in known() if isinstance(listed, list) and language in listed]


def _overridden(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Key by key, and inside a group of keys too; of anything else, the second."""
    both = {key for key, value in second.items() if isinstance(value, dict) and isinstance(first.get(key), dict)}
    return {**first, **second, **{key: {**first[key], **second[key]} for key in both}}


def _appended(first: Any, second: Any) -> Any:
    """Lists one after the other, groups key by key; of anything else, the second."""
    if isinstance(first, dict) and isinstance(second, dict):
        more = {key: _appended(first[key], value) if key in first else value for key, value in second.items()}
        return {**first, **more}
    return [*first, *second] if isinstance(first, list) and isinstance(second, list) else second
