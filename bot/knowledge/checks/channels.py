"""Rules on how the bot behaves in channels."""

from collections.abc import Iterator

from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge

OF_QUESTIONS = ("cooldown", "quiet")
"""What says nothing of a channel in which the bot waits to be named."""


def twin_channel(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A channel has one policy.

    Passes: two channels. Fails: the same channel twice.
    """
    seen: set[str] = set()
    for number, policy in enumerate(knowledge.organisation.channel_policies):
        if policy.channel in seen:
            at = ("channel_policies", number, "channel")
            message = f'"{policy.channel}" has a policy already'
            yield places.problem("twin-channel", message, "organisation", "", *at, hint="keep one of the two")
        seen.add(policy.channel)


def idle_policy(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A pause and quiet hours stand where the bot listens to questions: who names it is always answered.

    Passes: `{ listens: questions, cooldown: 10 }`. Fails: `{ cooldown: 10 }`.
    """
    for number, policy in enumerate(knowledge.organisation.channel_policies):
        for key in OF_QUESTIONS:
            if key in policy.model_fields_set and policy.listens == "mentions":
                message = f'"{key}" changes nothing in a channel where the bot waits to be named'
                at = ("channel_policies", number, key)
                hint = "add listens: questions, or leave it out"
                yield places.problem("idle-policy", message, "organisation", "", *at, hint=hint, key=True).as_warning()
