"""What the bot says of itself to the maintainers' channel, once however often it is started."""

from bot.features.answering.replies import KnowledgeRefused
from bot.messages import blocks
from bot.storage.work import NewWork
from bot.transports.slack.delivery import Delivery
from bot.transports.slack.outgoing import post


async def tell_maintainers(delivery: Delivery, reply: KnowledgeRefused) -> None:
    """Write down what is to be said there; nothing when there is no channel, or when the same was said already."""
    renderer = delivery.passeur.renderer
    channel = renderer.knowledge.organisation.channels.maintainers
    if channel is None:
        return
    message = blocks.message(renderer.parts(reply))
    call = post(channel, None, {"text": message.text, "blocks": message.blocks})
    now = delivery.now()
    key = delivery.passeur.pseudonym("knowledge", str(reply.more), *reply.problems)
    async with delivery.passeur.store.transaction() as transaction:
        await transaction.add(NewWork("say", key, call, now), now)
