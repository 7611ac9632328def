"""What the studio works on: the knowledge as its files stand, and what decides with it; pages hear of each change."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.app.reloading import FilesState, edits, state
from bot.app.serving import Serving
from bot.knowledge.load import examine
from bot.messages.checks import RULES
from bot.search.text import folded
from bot.settings import Settings
from bot.studio.background import Background

if TYPE_CHECKING:
    from bot.app.comparing import DiffReport
    from bot.knowledge.problem import Problem
    from bot.knowledge.schema import Entry
    from bot.studio.measuring import Measured

LOOK = 0.5
"""Seconds between two looks at the files: somebody has just saved one, and waits."""


class Workbench:
    """`knowledge`: the last that was right. `decider`: the last that was fitted, which lags behind while `learning`.

    `problems`: of the files as they stand. `broken`: whether these hold an error, so that the last good one is shown.
    `note`: what the next page tells of the form that was sent.
    """

    def __init__(self, settings: Settings, served: Serving, known: FilesState) -> None:
        self.settings = settings
        self.decider = served.decider
        self.knowledge = served.decider.knowledge
        self.problems: tuple[Problem, ...] = ()
        self.learning = False
        self.note = Markup()
        self.measured: Background[Measured] = Background(self.tell)
        self.changed: Background[DiffReport] = Background(self.tell)
        self._served, self._known = served, known
        self._changes, self._changed = 0, asyncio.Condition()
        self._folded, self._texts = self.knowledge, dict[str, str]()

    @property
    def broken(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def text_of(self, entry: "Entry") -> str:
        """All that is written in an entry, as one searches in it: small letters without accents."""
        if self._folded is not self.knowledge:
            self._folded, self._texts = self.knowledge, {}
        if entry.id not in self._texts:
            self._texts[entry.id] = folded(f"{entry.id} {_words(entry, self.knowledge.organisation.languages)}")
        return self._texts[entry.id]

    async def watch(self) -> None:
        """Take up what is edited, until it is cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._look())
            tasks.create_task(self._learn())

    @property
    def changed_times(self) -> int:
        """How many changes there were; a page that was made before the last one is out of date."""
        return self._changes

    async def changes(self, seen: int) -> AsyncIterator[int]:
        """The number of changes, each time that it is another than what a page has seen."""
        while True:
            async with self._changed:
                while self._changes == seen:
                    await self._changed.wait()
                seen = self._changes
            yield seen

    async def tell(self) -> None:
        """Have the pages that are open load anew."""
        async with self._changed:
            self._changes += 1
            self._changed.notify_all()

    async def _look(self) -> None:
        folders, seen = self.settings.passeur_knowledge, None
        while True:
            now = await asyncio.to_thread(state, folders)
            if now != seen:
                first, seen = seen is None, now
                knowledge, self.problems = await asyncio.to_thread(examine, folders, RULES)
                if knowledge is not None:
                    self.learning = self.learning or knowledge != self.knowledge
                    self.knowledge = knowledge
                if not first or self.problems:
                    await self.tell()
            await asyncio.sleep(LOOK)

    async def _learn(self) -> None:
        async for served in edits(self.settings, self._served, self._known, LOOK):
            self.decider, self.learning = served.decider, False
            await self.tell()


def _words(entry: "Entry", languages: tuple[str, ...]) -> str:
    wordings = (entry.wording(language) for language in languages)
    return " ".join(" ".join((one.title, *one.questions, *one.asked, one.answer)) for one in wordings)
