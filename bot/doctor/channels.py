"""Looks at the channels that the knowledge names: whether they exist, and the bot is in them."""

from bot.doctor.findings import Finding, ok, some, untried, wrong
from bot.doctor.slack import WebApi
from bot.knowledge.schema import Knowledge

READ = "conversations.history"
NOWHERE = frozenset({"channel_not_found", "is_archived"})


async def channel(api: WebApi, token: str, knowledge: Knowledge | None) -> Finding:
    """Reading it needs no scope more than listening there does, and works for a member only."""
    if knowledge is None:
        return untried("channel", "knowledge")
    name = knowledge.organisation.channels.maintainers
    if name is None:
        return untried("channel", "none")
    answer = await api.ask(READ, token, **_reading(name))
    if answer.trouble:
        return answer.untried("channel")
    if answer.error == "not_in_channel":
        return wrong("channel", "not-in", channel=name)
    if answer.error in NOWHERE:
        return wrong("channel", "unknown", channel=name)
    return (
        wrong("channel", "refused", channel=name, error=answer.error) if answer.error else ok("channel", channel=name)
    )


async def policies(api: WebApi, token: str, knowledge: Knowledge | None) -> Finding:
    """The same of each channel of `channel_policies`: in one that the bot is not in, the policy does nothing."""
    if knowledge is None:
        return untried("policies", "knowledge")
    names = [policy.channel for policy in knowledge.organisation.channel_policies]
    if not names:
        return untried("policies", "none")
    # `names` may be more than are asked about.
    answers = dict(zip(names, await api.ask_each(READ, token, map(_reading, names)), strict=False))
    unknown = [name for name, answer in answers.items() if answer.error in NOWHERE]
    outside = [name for name, answer in answers.items() if answer.error == "not_in_channel"]
    if unknown or outside:
        found = ("unknown", unknown) if unknown else ("not-in", outside)
        return wrong("policies", found[0], channels=some(found[1]))
    refused = next((answer for answer in answers.values() if answer.trouble or answer.error), None)
    if refused is None:
        return ok("policies", count=len(answers))
    return refused.untried("policies") if refused.trouble else wrong("policies", "refused", error=refused.error)


def _reading(name: str) -> dict[str, str]:
    return {"channel": name, "limit": "1"}
