"""Rules on the facts about licences, and on which goes into which."""

from collections.abc import Iterator

from bot.knowledge.checks.licences import KNOWN, NAMES
from bot.knowledge.licences.names import own_names
from bot.knowledge.licences.schema import CLOSED, CompatibilityRow
from bot.knowledge.licences.words import Key, key
from bot.knowledge.near import did_you_mean
from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge


def unlisted_licence(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """The id of a licence is SPDX's, or says that it isn't.

    Passes: `MIT`, `LicenseRef-Our-own`. Fails: `MIT-License`.
    """
    for name in knowledge.licences:
        if name.lower() not in KNOWN and not name.startswith("LicenseRef-"):
            near = did_you_mean(name, NAMES)
            hint = f'{near} Begin with "LicenseRef-" what SPDX does not list'.strip()
            message = f'"{name}" is not an SPDX identifier'
            yield places.problem("unlisted-licence", message, "licences", name, "id", hint=hint)


def twin_licence_name(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A name leads to one licence. Fails: the alias `mit` in two licences, unless the second has it as `shared`."""
    owners: dict[Key, str] = {}
    for licence in knowledge.licences.values():
        for number, alias in enumerate(licence.aliases):
            if not key(alias):
                message, hint = f'"{alias}" says no more than the word licence', "remove it"
                yield places.problem("twin-licence-name", message, "licences", licence.id, "aliases", number, hint=hint)
        for name in own_names(licence):
            owner = owners.setdefault(key(name), licence.id)
            if owner != licence.id:
                at = ("aliases", licence.aliases.index(name)) if name in licence.aliases else ("id",)
                hint = "list it under `shared` in one of them, and people are asked which they mean"
                message = f'"{name}" is also a name of {owner}'
                yield places.problem("twin-licence-name", message, "licences", licence.id, *at, hint=hint)


def lone_shared_name(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A shared name is that of two licences at least. Fails: `shared: [gpl]` in one licence alone."""
    names = [key(name) for licence in knowledge.licences.values() for name in (*own_names(licence), *licence.shared)]
    for licence in knowledge.licences.values():
        for number, name in enumerate(licence.shared):
            if names.count(key(name)) < 2:
                hint = "list it under `aliases`, or under `shared` of another licence too"
                message = f'no other licence is called "{name}"'
                yield places.problem("lone-shared-name", message, "licences", licence.id, "shared", number, hint=hint)


def dead_licence(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """What compatibility.yaml names exists: licences, reasons, sources."""
    compatibility, known = knowledge.compatibility, places.items.get("licences", {})
    for number, row in enumerate(() if "licences" in places.partly_unknown else compatibility.rows):
        for part, names in (("take", row.take), ("give", row.give)):
            for place, name in enumerate(names):
                if name not in known and not (part == "give" and name == CLOSED):
                    hint = did_you_mean(name, tuple(known)) or "licences.yaml has the list"
                    at = ("rows", number, part, place)
                    yield _dead(places, f'there is no licence "{name}"', at, hint)
        if row.reason not in compatibility.reasons:
            hint = did_you_mean(row.reason, tuple(compatibility.reasons))
            yield _dead(places, f'there is no reason "{row.reason}"', ("rows", number, "reason"), hint)
    for name, reason in compatibility.reasons.items():
        for place, source in enumerate(reason.sources):
            if source not in compatibility.sources:
                hint = did_you_mean(source, tuple(compatibility.sources))
                yield _dead(places, f'there is no source "{source}"', ("reasons", name, "sources", place), hint)


def twin_pair(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """Each pair and use is answered once."""
    first: dict[tuple[str, str, str], int] = {}
    for number, row in enumerate(knowledge.compatibility.rows):
        for take, give, use in _pairs(row):
            other = first.setdefault((take, give, use), number)
            if other != number:
                message = f"{take} into {give} ({use}) is already answered by row {other + 1}"
                yield places.problem("twin-pair", message, "compatibility", "", "rows", number)
                break


def _pairs(row: CompatibilityRow) -> Iterator[tuple[str, str, str]]:
    return ((take, give, use) for take in row.take for give in row.give for use in row.uses)


def _dead(places: Places, message: str, at: tuple[str | int, ...], hint: str) -> Problem:
    return places.problem("dead-licence", message, "compatibility", "", *at, hint=hint)
