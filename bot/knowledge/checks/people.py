"""Rules on mentors."""

from collections.abc import Iterator

from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge


def unreachable_mentor(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """An internal mentor is reached in Slack and an external one by e-mail; without it an introduction can't happen.

    Passes: `kind: internal` with `slack: U0EXAMPLE`. Fails: `kind: external` without `email`.
    """
    for mentor in knowledge.mentors:
        key, address = ("slack", mentor.slack) if mentor.kind == "internal" else ("email", mentor.email)
        if not address:
            message = f'an {mentor.kind} mentor needs "{key}"'
            yield places.problem("unreachable-mentor", message, "mentors", mentor.id, "kind")


def topic_without_mentor(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A topic that entries name is one with which somebody helps, once there are mentors: a warning.

    Passes: an entry with `topics: [data]`, and a mentor with it who gave consent. Fails: a mentor of licences only.
    """
    if not places.items["mentors"] or "mentors" in places.partly_unknown:
        return
    covered = _covered(knowledge, places)
    for topic, (entry, number) in _named(knowledge).items():
        known = places.items["topics"]
        if topic in covered or (topic not in known and places.kept("topics")):
            continue
        message = f'entries name "{topic}", and no mentor who gave consent helps with it'
        at = ("topics", topic) if topic in known else ("entries", entry, "topics", number)
        problem = places.problem("topic-without-mentor", message, *map(str, at[:2]), *at[2:], key=topic in known)
        yield problem._replace(severity="warning")


def _covered(knowledge: Knowledge, places: Places) -> set[str]:
    """Also by mentors in whom something is wrong: they are told of elsewhere."""
    listed = [data.get("topics") for data in places.faulty("mentors")]
    faulty = {topic for topics in listed if isinstance(topics, list) for topic in map(str, topics)}
    return faulty | {topic for mentor in knowledge.mentors if mentor.consent for topic in mentor.topics}


def _named(knowledge: Knowledge) -> dict[str, tuple[str, int]]:
    """Each topic that entries name, and the first place that does."""
    found: dict[str, tuple[str, int]] = {}
    for entry in knowledge.entries.values():
        for number, topic in enumerate(entry.topics):
            found.setdefault(topic, (entry.id, number))
    return found
