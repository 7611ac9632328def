"""Entries: what there is, what is wrong in it, how it is used, and when it was last read."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import StorageError
from bot.knowledge.review import MONTH
from bot.knowledge.schema import Entry, Knowledge
from bot.knowledge.shapes import Language
from bot.messages.catalogue import Catalogue
from bot.search.text import folded
from bot.studio.bench import Workbench
from bot.studio.database import database
from bot.studio.pages import bench_of, language_of, page
from bot.studio.shown_problems import entry_of, shown_problems

AT_ONCE = 50
"""Entries, or problems, on a page."""
SOON = timedelta(days=90)
ReviewState = Literal["ok", "soon", "overdue", "never"]
Votes = dict[str, tuple[int, int]]


class EntryRow(NamedTuple):
    """`helpful` and `not_helpful`: votes. `problems`: how many stand in its lines."""

    id: str
    title: str
    sections: tuple[str, ...]
    questions: int
    owner: str
    reviewed: date | None
    review: ReviewState
    problems: int
    helpful: int
    not_helpful: int


async def entries(request: Request) -> Response:
    bench, language = bench_of(request), language_of(request)
    asked, state = request.query_params.get("q", "").strip(), request.query_params.get("state", "")
    number = request.query_params.get("page", "1")
    votes = await _votes(bench)
    rows = await asyncio.to_thread(_rows, bench, language, asked, votes)
    if state in ("soon", "overdue", "never"):
        rows = [row for row in rows if row.review == state]
    elif state == "problems":
        rows = [row for row in rows if row.problems]
    pages = max(1, -(-len(rows) // AT_ONCE))
    shown = min(max(1, int(number) if number.isascii() and number.isdigit() else 1), pages)
    return page(
        request,
        "entries",
        asked=asked,
        state=state,
        count=len(rows),
        rows=rows[(shown - 1) * AT_ONCE : shown * AT_ONCE],
        number=shown,
        pages=pages,
        problems=list(shown_problems(bench.problems[:AT_ONCE], language)),
        more=max(0, len(bench.problems) - AT_ONCE),
    )


async def entry(request: Request) -> Response:
    bench, language = bench_of(request), language_of(request)
    found = bench.knowledge.entries.get(request.path_params["entry"])
    if found is None:
        raise HTTPException(404)
    here = [problem for problem in bench.problems if entry_of(problem) == found.id]
    spoken = bench.knowledge.organisation.languages
    return page(
        request,
        "entry",
        entry=found,
        title=Catalogue(bench.knowledge).title(found.id, language if language in spoken else spoken[0]),
        spoken=spoken,
        review=review_of(found, bench.knowledge, datetime.now(UTC).date()),
        problems=list(shown_problems(here, language)),
        votes=(await _votes(bench)).get(found.id, (0, 0)),
    )


def review_of(entry: Entry, knowledge: Knowledge, today: date) -> ReviewState:
    """Whether somebody has to read the answer again, as `style.review_months` says."""
    if entry.reviewed is None:
        return "never"
    due = entry.reviewed + timedelta(days=knowledge.organisation.style.review_months * MONTH)
    return "overdue" if due < today else "soon" if due < today + SOON else "ok"


async def _votes(bench: Workbench) -> Votes:
    """By entry; none where there is no database."""
    try:
        async with database(bench.settings) as store, store.transaction() as transaction:
            return await transaction.votes()
    except StorageError:
        return {}


def _rows(bench: Workbench, language: Language, asked: str, votes: Votes) -> list[EntryRow]:
    knowledge, catalogue = bench.knowledge, Catalogue(bench.knowledge)
    spoken = knowledge.organisation.languages
    shown = language if language in spoken else spoken[0]
    wrong = Counter(entry_of(problem) for problem in bench.problems)
    wanted, today = folded(asked).split(), datetime.now(UTC).date()
    found = (one for one in knowledge.own.values() if all(word in bench.text_of(one) for word in wanted))
    return [
        EntryRow(
            one.id,
            catalogue.title(one.id, shown),
            one.sections,
            sum(len(one.wording(code).questions) for code in spoken),
            one.owner or "",
            one.reviewed,
            review_of(one, knowledge, today),
            wrong[one.id],
            *votes.get(one.id, (0, 0)),
        )
        for one in found
    ]
