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
            hint = "add it: it is shown to nobody before both sides said yes"
            yield places.problem("unreachable-mentor", message, "mentors", mentor.id, "kind", hint=hint)


def twin_address(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """Each mentor has an address of their own: what is meant for one must not reach another.

    Passes: two mentors with two Slack ids. Fails: two mentors with `slack: U0EXAMPLE`, or with one e-mail address.
    """
    first: dict[tuple[str, str], str] = {}
    for mentor in knowledge.mentors:
        for key, address in (("slack", mentor.slack), ("email", mentor.email and mentor.email.lower())):
            other = first.setdefault((key, address), mentor.id) if address else mentor.id
            if other == mentor.id:
                continue
            message = f'"{other}" at {places.shown("mentors", other, key)} has the same {_named(key)}'
            hint = "correct one; one person is one mentor, with all the topics"
            yield places.problem("twin-address", message, "mentors", mentor.id, key, hint=hint)


def missing_consent(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """Only who agreed to it is proposed as a mentor; somebody who has not is a warning.

    Passes: `consent: { date: 2026-11-02, how: in writing }`. Fails: no `consent`.
    """
    for mentor in knowledge.mentors:
        if mentor.consent is None:
            message = f'"{mentor.id}" has no "consent", and is never proposed'
            hint = "once they agreed, add for instance consent: { date: 2026-11-02, how: in writing }"
            yield places.problem("missing-consent", message, "mentors", mentor.id, "id", hint=hint).as_warning()


def topic_without_mentor(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A topic that entries name is one with which somebody helps, once there are mentors: a warning.

    Passes: an entry with `topics: [data]`, and a mentor with it. Fails: a mentor of licences only.
    """
    if not places.items["mentors"] or "mentors" in places.partly_unknown:
        return
    covered = _covered(knowledge, places)
    for topic, (entry, number) in _topics(knowledge).items():
        known = places.items["topics"]
        if topic in covered or (topic not in known and places.kept("topics")):
            continue
        message = f'entries name "{topic}", and no mentor helps with it'
        hint = "find somebody, or add it to a mentor's topics"
        at = ("topics", topic) if topic in known else ("entries", entry, "topics", number)
        problem = places.problem(
            "topic-without-mentor", message, *map(str, at[:2]), *at[2:], key=topic in known, hint=hint
        )
        yield problem.as_warning()


def _named(key: str) -> str:
    return "Slack id" if key == "slack" else "e-mail address"


def _covered(knowledge: Knowledge, places: Places) -> set[str]:
    """Also by mentors in whom something is wrong, or who have yet to agree: they are told of elsewhere."""
    listed = [data.get("topics") for data in places.faulty("mentors")]
    faulty = {topic for topics in listed if isinstance(topics, list) for topic in map(str, topics)}
    return faulty | {topic for mentor in knowledge.mentors for topic in mentor.topics}


def _topics(knowledge: Knowledge) -> dict[str, tuple[str, int]]:
    """Each topic that entries name, and the first place that does."""
    found: dict[str, tuple[str, int]] = {}
    for entry in knowledge.entries.values():
        for number, topic in enumerate(entry.topics):
            found.setdefault(topic, (entry.id, number))
    return found
