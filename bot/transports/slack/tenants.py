"""For which workspace's bot Slack sent a payload: the only one, or one of those that installed the app."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from bot.delivery.delivery import Delivery
from bot.transports.slack.departure import Departure
from bot.transports.slack.identity import Identity
from bot.transports.slack.inbound import Payload


class Tenant(NamedTuple):
    """What the listeners need of one workspace's bot."""

    identity: Identity
    delivery: Delivery
    departure: Departure


FindTenant = Callable[[Payload], Awaitable[Tenant | None]]
"""None when no workspace of ours is meant."""


def only(tenant: Tenant) -> FindTenant:
    """Whatever comes is for the one workspace that there is."""

    async def find(_body: Payload) -> Tenant | None:
        return tenant

    return find
