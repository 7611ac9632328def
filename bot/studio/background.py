"""What takes longer than a page may: it is computed once for each state of things, and pages are told of its end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.errors import PasseurError

T = TypeVar("T")


class Background(Generic[T]):
    """`tell`: called when the result is there. One computation at a time; a newer one is begun when it is asked for."""

    def __init__(self, tell: Callable[[], Awaitable[None]]) -> None:
        self._tell = tell
        self._of: object = None
        self._result: T | PasseurError | None = None
        self._task: asyncio.Task[None] | None = None

    def result(self, of: object, compute: Callable[[], T]) -> T | PasseurError | None:
        """What `compute` gave for this state, or why it could not; None while it is not known, and it is begun."""
        if self._of is not of and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._computed(of, compute))
        return self._result if self._of is of else None

    async def _computed(self, of: object, compute: Callable[[], T]) -> None:
        try:
            self._result = await asyncio.to_thread(compute)
        except PasseurError as error:
            self._result = error
        self._of = of
        await self._tell()
