"""Messages to several people, which local-slack lacks: a private channel stands in, one for the same people."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.demo.workspace import BOT, BOT_NAME, PEOPLE, Json

Forwarder = Callable[[str, Json, str], Awaitable[Json]]


class Groups:
    """`forward`: a method of local-slack's, with its arguments and a token."""

    def __init__(self, forward: Forwarder) -> None:
        self._forward, self._opening = forward, asyncio.Lock()
        self._channels: dict[frozenset[str], str] = {}

    async def opened(self, users: str, token: str) -> Json:
        """The one conversation of these people and the bot; the page names it as Slack does, by who is in it."""
        people = frozenset(users.split(",")) - {BOT}
        async with self._opening:
            known = people in self._channels
            if not known:
                names = [person.role for person in PEOPLE if person.id in people]
                arguments = {"name": ", ".join((*names, BOT_NAME)), "is_private": True}
                made = await self._forward("conversations.create", arguments, token)
                if not made.get("ok"):
                    return made
                self._channels[people] = made["channel"]["id"]
        already = {"no_op": True, "already_open": True} if known else {}
        return {"ok": True, **already, "channel": {"id": self._channels[people], "is_mpim": True}}

    def amended(self, method: str, arguments: Json, answer: Json) -> Json:
        """What local-slack says about such a conversation, as Slack would."""
        channel = arguments.get("channel")
        people = next((people for people, known in self._channels.items() if known == channel), None)
        if people is None:
            return answer
        match method:
            case "conversations.members":
                return {**answer, "members": [*sorted(people), BOT]}
            case "conversations.info":
                members = {"num_members": len(people) + 1, "is_mpim": True, "is_channel": False, "is_group": False}
                return {**answer, "channel": {**answer["channel"], **members}}
        return answer
