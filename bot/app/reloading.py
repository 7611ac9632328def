"""Watches the knowledge while a bot serves: a good edit is fitted in another process and served, a bad one refused.

The files are looked at every few seconds. A service of the system would tell sooner, but not of every kind of folder:
a mounted volume or a network's says nothing.
"""

import asyncio
import json
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from pathlib import Path

from bot.app.deciding import decider_on
from bot.app.serving import Serving, good, refusal
from bot.errors import PasseurError
from bot.knowledge.folder import listed
from bot.knowledge.problem import KnowledgeError, Problem
from bot.settings import Settings

log = logging.getLogger(__name__)
LOOK = 2.0
"""Seconds between two looks at the files."""
NICENESS = 10
"""The process that fits gives way to the one that answers."""

FilesState = tuple[tuple[str, int, int, int], ...]
"""Of each file the path, when it was changed, its size and its number on the disk."""


def state(folders: Sequence[Path]) -> FilesState:
    """What tells one edit from another, without reading the files."""
    found: list[tuple[str, int, int, int]] = []
    for number, folder in enumerate(folders):
        here = listed(folder, first=not number)
        found += [(str(problem), 0, 0, 0) for problem in here.problems]
        found += [_of(path) for files in here.files.values() for path, _ in files]
    return tuple(found)


def _of(path: Path) -> tuple[str, int, int, int]:
    try:
        told = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), told.st_mtime_ns, told.st_size, told.st_ino


async def edits(settings: Settings, served: Serving, known: FilesState, look: float = LOOK) -> AsyncIterator[Serving]:
    """What serves from each edit on; an edit that is still being written is waited for.

    `served`: what serves now. `known`: the state of the files before it was loaded. Without a cache there are none:
    it is where the other process leaves what it fitted.
    """
    seen, said = known, ""
    while settings.passeur_cache is not None:
        await asyncio.sleep(look)
        now = await asyncio.to_thread(state, settings.passeur_knowledge)
        if now == known or now != seen:
            seen = now  # nothing new, or perhaps not all written yet
            continue
        try:
            problems = await _tried(settings)
            if await asyncio.to_thread(state, settings.passeur_knowledge) != now:
                continue
            served = await _served(settings, served, problems)
        except FitError as error:
            message = "The edit of the knowledge could not be tried, and the one before serves: %s. %s"
            log.error(message, error, "To see more, run: passeur fit")
            known = now
            continue
        except OSError as error:  # no process, memory or file to be had just now: the next look tries again
            if said != (said := str(error)):
                log.error("The edit of the knowledge could not be tried yet, and the one before serves: %s.", error)
            continue
        known, said = now, ""
        yield served


async def learned(settings: Settings, served: Serving) -> Serving:
    """The same knowledge once it is learned: in another process, so that questions are written down meanwhile.

    That process reads the files; what they held before a mistake is learned in this one.
    """
    try:
        if served.refused is None:
            await _tried(settings, log.info)
    except (FitError, OSError) as error:
        await asyncio.sleep(LOOK)  # who stops both stops this one now: in a thread it could not be stopped
        log.warning("The knowledge is learned in this process: %s.", error)
    decider = await asyncio.to_thread(decider_on, served.decider.knowledge, settings)
    log.info("The knowledge is learned: questions are answered.")
    return served._replace(decider=decider)


async def _served(settings: Settings, before: Serving, problems: tuple[Problem, ...]) -> Serving:
    """The new knowledge, whose matcher lies in the cache; or that of before, with what is wrong."""
    if not problems:
        try:
            after = await asyncio.to_thread(good, settings)
        except KnowledgeError as error:  # changed in this very moment
            problems = error.problems
        else:
            log.info("The knowledge was edited, and the new one serves.")
            return after
    return before._replace(refused=refusal(problems, before.decider.knowledge, before.day, edited=True))


class FitError(PasseurError):
    """Knowledge could not be tried, for a reason that is not in it."""


async def _tried(settings: Settings, say: Callable[[str], None] | None = None) -> tuple[Problem, ...]:
    """Check and fit in another process, which fills the cache; what is wrong, if anything.

    `say` is told how far it is.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "fit", "--json"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | _environment(settings),
    )
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        told, complained = await asyncio.gather(_followed(process.stdout, say), process.stderr.read())
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
    try:
        return tuple(Problem.of_object(problem) for problem in json.loads(told)["problems"])
    except (ValueError, KeyError, TypeError):
        why = complained.decode(errors="replace").strip().rpartition("\n")[2] or f"code {process.returncode}"
        raise FitError(why) from None


async def _followed(stream: asyncio.StreamReader, say: Callable[[str], None] | None) -> bytes:
    """The last line; of those before, a tenth of the way each is said."""
    last, tenth = b"", 0
    async for line in stream:
        last = line
        with suppress(ValueError, KeyError, TypeError):
            told = json.loads(line)
            if say and int(told["share"] * 10) > tenth:
                tenth = int(told["share"] * 10)
                say(f"Learning the knowledge: {told['stage']}, {told['share']:.0%}")
    return last


def _environment(settings: Settings) -> dict[str, str]:
    """The settings that fitting depends on, wherever they came from."""
    given = {
        "PASSEUR_KNOWLEDGE": os.pathsep.join(map(str, settings.passeur_knowledge)),
        "PASSEUR_LANGUAGES": str(settings.passeur_languages or ""),
        "PASSEUR_CACHE": str(settings.passeur_cache),
        "PASSEUR_WRONG_ACCEPTED": str(settings.passeur_wrong_accepted),
        "PASSEUR_MODEL": settings.passeur_model,
    }
    return {name: value for name, value in given.items() if value}
