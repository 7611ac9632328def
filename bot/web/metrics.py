"""`/metrics`: what was counted, and how things stand at the moment of asking; within a bounded time."""

import secrets
from collections.abc import Mapping, Sequence

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot import metrics
from bot.errors import StorageError
from bot.features.introductions.states import State
from bot.storage.figures import Queue
from bot.transports.slack.connect import Running

Counted = tuple[Queue, float, Mapping[str, int]]
"""Work, for how many seconds the oldest that is due waits, and introductions by state."""


async def answered(request: Request, bots: Sequence[Running], token: str | None, *, ready: bool) -> Response:
    """With a token set, only who shows it may read. Of many workspaces' bots, the sums are told."""
    shown = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token is not None and not secrets.compare_digest(shown.encode(), token.encode()):
        raise HTTPException(401, "/metrics wants PASSEUR_METRICS_TOKEN as a bearer token.")
    metrics.READY.set(ready)
    await _measure(bots)
    return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _measure(bots: Sequence[Running]) -> None:
    metrics.CONNECTED.set(bool(bots) and all(bot.trouble is None and bot.identity.known for bot in bots))
    metrics.KNOWLEDGE.clear()
    for decider in (bot.delivery.passeur.decider for bot in bots):
        metrics.KNOWLEDGE.labels(decider.version).set(len(decider.knowledge.own))
    try:
        counted = [await _counted(bot) for bot in bots]
    except StorageError:
        metrics.QUEUE.clear()
        metrics.INTRODUCTIONS.clear()
    else:
        _set(counted)
    metrics.DATABASE_FAILURES.set(sum(bot.store.outage.failures for bot in bots))


def _set(counted: Sequence[Counted]) -> None:
    for state in ("due", "in_hand", "later"):
        metrics.QUEUE.labels(state).set(sum(getattr(queue, state) for queue, _, _ in counted))
    metrics.OLDEST.set(max((waits for _, waits, _ in counted), default=0))
    for one in State:
        metrics.INTRODUCTIONS.labels(one.value).set(sum(counts.get(one.value, 0) for _, _, counts in counted))


async def _counted(bot: Running) -> Counted:
    now = bot.delivery.now()
    async with bot.store.transaction() as transaction:
        queue, introductions = await transaction.figures.queue(now), await transaction.figures.introductions()
    return queue, (now - queue.oldest).total_seconds() if queue.oldest else 0, introductions
