"""What mentors changed elsewhere in; the mentors.yaml of each folder as it would be with that, out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.errors import PasseurError
from bot.knowledge.editing.sheet import Sheet
from bot.knowledge.folder import SUFFIXES
from bot.knowledge.people import Mentor
from bot.knowledge.schema import Knowledge

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
    of = {name: folder for folder, (_, text) in texts.items() if text for name in Sheet(text).items}
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
    sheet = Sheet(text or "")
    edits = [edit for name, change in here.items() for edit in sheet.changed(name, change, ORDER)]
    after = sheet.with_edits(edits)
    for data in added:
        appending = Sheet(after)
        after = appending.with_edits([appending.appended(data)])
    if not _as_wanted(text or "", after, here, added):
        raise PasseurError(f"'{path}' is written in a way that can't be edited here. Change by hand: {_told(here)}")
    taken = {name: tuple(change) for name, change in here.items()}
    return Rewritten(path, text, after, {**taken, **{str(data["id"]): () for data in added}})


def _as_wanted(before: str, after: str, here: Changes, added: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the text reads as the former one with the changes, and nothing else."""
    try:
        found = yaml.safe_load(after)
    except yaml.YAMLError:
        return False
    wanted = []
    for data in yaml.safe_load(before) or []:
        change = here.get(str(data["id"]).strip(), {})
        merged = {**data, **change}
        wanted.append({key: value for key, value in merged.items() if value is not None or key not in change})
    return isinstance(found, list) and _words(found) == _words([*wanted, *added])


def _words(value: Any) -> Any:
    """Days and numbers as text, whether they stand in quotes or not."""
    if isinstance(value, Mapping):
        return {str(key): _words(inner) for key, inner in value.items()}
    return [_words(inner) for inner in value] if isinstance(value, list | tuple) else str(value)


def _told(here: Changes) -> str:
    return "; ".join(f"{name}: " + ", ".join(f"{key} {value}" for key, value in c.items()) for name, c in here.items())


def _read(folder: Path) -> tuple[Path, str | None]:
    """Bytes as they are, line breaks and mark at the beginning included."""
    found = [path for suffix in SUFFIXES if (path := folder / f"{FILE}{suffix}").is_file()]
    return (found[0], found[0].read_bytes().decode("utf-8")) if found else (folder / f"{FILE}{SUFFIXES[0]}", None)
