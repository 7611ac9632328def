"""What the bot says of itself to the maintainers' channel, once however often it is started."""

from bot.delivery.delivery import Delivery
from bot.delivery.outbox import to_send
from bot.features.answering.replies import KnowledgeRefused
from bot.features.outgoing import Outgoing
from bot.features.recipients import Maintainers


async def tell_maintainers(delivery: Delivery, reply: KnowledgeRefused) -> None:
    """Store what is to be said there; nothing when there is no channel, or when that was said already."""
    serves = delivery.passeur.decider
    if serves.knowledge.organisation.channels.maintainers is None:
        return
    now = delivery.now()
    key = delivery.passeur.pseudonym("knowledge", serves.version, str(reply.more), *reply.problems)
    async with delivery.passeur.store.transaction() as transaction:
        await transaction.add(to_send(key, Outgoing(reply, Maintainers()), now), now)
