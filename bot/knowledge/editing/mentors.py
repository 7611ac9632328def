"""Writes what mentors changed in Slack into the mentors.yaml of each folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import PasseurError
from bot.knowledge.editing.edits import append, remove, set_value
from bot.knowledge.editing.opened import opened, unmarked
from bot.knowledge.folder import SUFFIXES
from bot.knowledge.people import Mentor
from bot.knowledge.schema import Knowledge
from bot.knowledge.source import parsed
from bot.knowledge.tree import YamlDocument

FILE = "mentors"
PRIVATE = frozenset({"do_not_introduce"})
ORDER = tuple(Mentor.model_fields)
Changes = Mapping[str, Mapping[str, Any]]


class Rewritten(NamedTuple):
    """`before` is None for a file that isn't there yet. `taken`: by mentor, what changed; nothing for a new one."""

    path: Path
    before: str | None
    after: str
    taken: dict[str, tuple[str, ...]]


def taken_over(knowledge: Knowledge, changes: Changes) -> tuple[Rewritten, ...]:
    """The files that change. `changes`: by id, of mentors in the files what differs, of others all of them."""
    known = {mentor.id: mentor for mentor in knowledge.mentors}
    differing = {name: differences(known[name], change) for name, change in changes.items() if name in known}
    new = [offered(change) for name, change in changes.items() if name not in known and "name" in change]
    texts = {folder: _read(folder) for folder in knowledge.folders}
    of = {name: folder for folder, (path, text) in texts.items() if text for name in _named(text, path)}
    rewritten = []
    for number, (folder, (path, text)) in enumerate(texts.items(), 1):
        here = {name: change for name, change in differing.items() if change and of.get(name) == folder}
        added = new if number == len(texts) else []
        if here or added:
            rewritten.append(_rewritten(path, text, here, added))
    return tuple(rewritten)


def differences(mentor: Mentor, change: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that a change makes different, as JSON has them; None for one that is no longer set."""
    after = Mentor.model_validate({**mentor.model_dump(), **change})
    if set(after.topics) == set(mentor.topics):  # in whatever order they were chosen
        after = after.model_copy(update={"topics": mentor.topics})
    kept = tuple(topic for topic in mentor.topics if topic in after.topics)
    topics = (*kept, *(topic for topic in after.topics if topic not in kept))
    dumped = after.model_copy(update={"topics": topics}).model_dump(mode="json")
    changed = (key for key in ORDER if getattr(after, key) != getattr(mentor, key) and key not in PRIVATE)
    return {key: dumped[key] for key in changed}


def offered(change: Mapping[str, Any]) -> dict[str, Any]:
    """A mentor whom no file has, with what isn't said otherwise left out."""
    dumped = Mentor.model_validate(dict(change)).model_dump(mode="json", exclude_defaults=True)
    return {key: dumped[key] for key in ORDER if key in dumped and key not in PRIVATE}


def _rewritten(path: Path, text: str | None, here: Changes, added: Sequence[Mapping[str, Any]]) -> Rewritten:
    try:
        after = changed(text or "", path, here, added)
    except PasseurError:
        raise PasseurError(
            f"'{path}' is written in a way that can't be edited here. Change by hand: {_told(here)}"
        ) from None
    taken = {name: tuple(change) for name, change in here.items()}
    return Rewritten(path, text, after, {**taken, **{str(data["id"]): () for data in added}})


def changed(text: str, path: Path, here: Changes, added: Sequence[Mapping[str, Any]]) -> str:
    """The text with keys of mentors set, or removed for None, and with new mentors at its end."""
    mark, text = unmarked(text)
    document = opened(text, path)
    if document is None or not isinstance(document.root.data, list):
        raise PasseurError(f"'{path}' is no list that can be read.")
    for name, change in here.items():
        number = _ids(document).index(name)
        for key, value in change.items():
            if value is not None:
                document = set_value(document, (number, key), value, ORDER)
            elif key in document.root.children[number].children:
                document = remove(document, (number, key))
    for data in added:
        document = append(document, (), data)
    return mark + document.text


def _named(text: str, path: Path) -> list[str]:
    document, _ = parsed(unmarked(text)[1], path)
    return _ids(document) if document is not None else []


def _ids(document: YamlDocument) -> list[str]:
    items = document.root.data if isinstance(document.root.data, list) else []
    return [str(item["id"]).strip() if isinstance(item, dict) and "id" in item else "" for item in items]


def _told(here: Changes) -> str:
    return "; ".join(f"{name}: " + ", ".join(f"{key} {value}" for key, value in c.items()) for name, c in here.items())


def _read(folder: Path) -> tuple[Path, str | None]:
    """Bytes as they are, line breaks and mark at the beginning included."""
    found = [path for suffix in SUFFIXES if (path := folder / f"{FILE}{suffix}").is_file()]
    return (found[0], found[0].read_bytes().decode("utf-8")) if found else (folder / f"{FILE}{SUFFIXES[0]}", None)
