"""Running bots take up what is edited in their knowledge, and tell the maintainers when an edit is refused."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.app.reloading import LOOK, FilesState, edits, learned
from bot.app.serving import Serving
from bot.errors import StorageError
from bot.settings import Settings
from bot.transports.slack.announcing import tell_maintainers
from bot.transports.slack.connect import Running

log = logging.getLogger(__name__)


class Reload:
    """One knowledge and the bots that answer from it. `served`: what serves now.

    `known`: the state of the files before it was loaded.
    """

    def __init__(self, settings: Settings, served: Serving, known: FilesState) -> None:
        self.settings, self.served, self._known = settings, served, known
        self._bots: list[Running] = []
        _lives_long()

    async def join(self, bot: Running) -> None:
        """This bot answers from it until it leaves."""
        self._bots.append(bot)
        _serve(bot, self.served)
        await _tell(bot, self.served)

    def leave(self, bot: Running) -> None:
        self._bots.remove(bot)

    async def run(self) -> None:
        """Without end. What is still to be learned comes first."""
        if self.served.decider.learning:
            self.served = await learned(self.settings, self.served)
            for bot in self._bots:
                _serve(bot, self.served)
        async for now in edits(self.settings, self.served, self._known):
            self.served = now
            for bot in self._bots:
                _serve(bot, now)
            _lives_long()
            await asyncio.gather(*(_told(bot, now) for bot in self._bots))


@asynccontextmanager
async def reloaded(settings: Settings, bot: Running, served: Serving, known: FilesState) -> AsyncIterator[Running]:
    """`known`: the state of the files before `served` was loaded."""
    reload = Reload(settings, served, known)
    await reload.join(bot)
    following = asyncio.create_task(reload.run())
    try:
        yield replace(bot, tasks=(*bot.tasks, following))
    finally:
        following.cancel()
        await asyncio.wait({following})


def _lives_long() -> None:
    """To look through the knowledge for garbage takes a tenth of a second, for which nobody is answered: only now."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _serve(bot: Running, served: Serving) -> None:
    """Whoever is being answered is answered from the knowledge with which that began."""
    bot.delivery.passeur = replace(bot.delivery.passeur, decider=served.decider, refused=served.refused)


async def _told(bot: Running, served: Serving) -> None:
    """Tell it until the database has it; a later edit waits, as all answers do while the database is silent."""
    waiting = False
    while True:
        try:
            return await _tell(bot, served)
        except (StorageError, OSError) as error:
            if not waiting:
                log.warning("Who waits for the edit of the knowledge is told later: %s", error)
        waiting = True
        await asyncio.sleep(LOOK)


async def _tell(bot: Running, served: Serving) -> None:
    """Once, however often it is tried."""
    await bot.delivery.live()
    if served.refused is not None:
        await tell_maintainers(bot.delivery, served.refused)
