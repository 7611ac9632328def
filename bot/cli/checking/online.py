"""`passeur check --online`: opens each link of the knowledge once, a few at a time, and tells those that fail."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urldefrag

import aiohttp

from bot.knowledge.checks.links import LINK
from bot.knowledge.checks.written import written
from bot.knowledge.places import Check, Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge

AT_ONCE, A_HOST = 8, 2
"""Pages that are asked for at once, and those of one host."""
PATIENCE = aiohttp.ClientTimeout(total=20)
REFUSED = frozenset({401, 403, 405, 429, 999})
"""What a page answers that is there, and not for programs."""
GONE = 400
HINT = "open it in a browser, and correct the address or remove the link"
AGENT = {"User-Agent": "passeur-check (https links of a knowledge base)"}
LinkProgress = Callable[[int, int], None]


def dead_links(progress: LinkProgress) -> Check:
    """The rule; `progress` is told how many of how many are done."""

    def dead_link(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
        found: dict[str, list[Problem]] = defaultdict(list)
        for address, problem in _links(knowledge, places):
            found[urldefrag(address).url].append(problem)
        for address, message in asyncio.run(_faults(found, progress)):
            yield from (problem._replace(message=message) for problem in found[address])

    return dead_link


def _links(knowledge: Knowledge, places: Places) -> Iterator[tuple[str, Problem]]:
    """Each address, with the problem at its place, whose message is still to come."""
    for text in written(knowledge):
        for found in LINK.finditer(text.prose):
            address = found[2].split()[0].strip("<>") if found[2].split() else ""
            if address.startswith("https://"):
                yield address, text.problem(places, "dead-link", "", *found.span(), hint=HINT).as_warning()
    for entry in knowledge.entries.values():
        for number, link in enumerate(entry.links):
            at = ("links", number, "url")
            yield link.url, places.problem("dead-link", "", "entries", entry.id, *at, hint=HINT).as_warning()


async def _faults(addresses: Iterable[str], progress: LinkProgress) -> list[tuple[str, str]]:
    connector = aiohttp.TCPConnector(limit=AT_ONCE, limit_per_host=A_HOST)
    wanted = list(addresses)
    faults: list[tuple[str, str]] = []
    async with aiohttp.ClientSession(connector=connector, timeout=PATIENCE, headers=AGENT, trust_env=True) as session:
        tasks = [asyncio.create_task(_fault(address, session)) for address in wanted]
        for done, task in enumerate(asyncio.as_completed(tasks), 1):
            address, message = await task
            faults += [(address, message)] if message else []
            progress(done, len(wanted))
    return faults


async def _fault(address: str, session: aiohttp.ClientSession) -> tuple[str, str]:
    """The address and what is wrong with its page, nothing where it is there. Many servers refuse HEAD: then GET."""
    try:
        for ask in (session.head, session.get):
            async with ask(address, allow_redirects=True, max_redirects=5) as answer:
                if answer.status < GONE or answer.status in REFUSED:
                    return address, ""
                status = answer.status
    except TimeoutError:
        return address, "the page can't be reached: no answer in 20 seconds"
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return address, f"the page can't be reached: {' '.join(str(error).split()) or type(error).__name__}"
    return address, f"the page answers {status}"
