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
