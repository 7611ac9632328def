"""Usage: what the bot's database knows of how it is used, day by day, naming nobody."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple, get_args

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from bot.app.gaps import gaps_of
from bot.app.overview import overview
from bot.app.service import Passeur
from bot.app.usage import OUTCOMES
from bot.errors import StorageError
from bot.features.answering.decision import KeptKind
from bot.features.gaps.grouping import Gap
from bot.features.gaps.values import KeptQuestion
from bot.features.introductions.figures import Figures
from bot.knowledge.shapes import Language
from bot.messages.catalogue import Catalogue
from bot.messages.language import long_date
from bot.studio import plots
from bot.studio.bench import Workbench
from bot.studio.database import database
from bot.studio.pages import bench_of, language_of, page, words

DAYS, MOST = 30, 15
KINDS: tuple[str, ...] = get_args(KeptKind)
"""How it can go wrong: each is kept, as a masked question."""


class Used(NamedTuple):
    """`outcomes`: how often questions ended how, by day. `answered`: how often each entry answered in these days.

    `votes`: helpful and not, by entry.
    """

    outcomes: Mapping[date, Mapping[str, int]]
    answered: Mapping[str, int]
    kept: Sequence[KeptQuestion]
    gaps: Sequence[Gap]
    votes: dict[str, tuple[int, int]]
    introductions: Figures


class Series(NamedTuple):
    """Bars of days, and the same as a table: `days` have a count for each of the `kinds`, which are words."""

    id: str
    heading: str
    plot: Markup | None
    kinds: Sequence[str]
    days: Sequence[tuple[str, Sequence[int]]]


async def usage(request: Request) -> Response:
    bench, language = bench_of(request), language_of(request)
    now = datetime.now(UTC)
    try:
        used = await _used(bench, now)
    except StorageError as error:
        return page(request, "usage", used=None, trouble=str(error), series=(), answers=(), titles={})
    said = words(language)["usage"]
    today = now.date()
    return page(
        request,
        "usage",
        used=used,
        trouble="",
        series=(
            _series("outcomes", _days(used.outcomes, today), OUTCOMES, said, language),
            _series("kinds", _days(_wrong(used.kept), today), KINDS, said, language),
        ),
        answers=_answers(used),
        titles=_titles(bench, language, {*used.answered, *used.votes}),
    )


async def _used(bench: Workbench, now: datetime) -> Used:
    async with database(bench.settings) as store:
        passeur = await Passeur.build(bench.settings, store, bench.decider)
        async with store.transaction() as transaction:
            first = now.date() - timedelta(days=DAYS - 1)
            return Used(
                await transaction.usage.per_day(first),
                await transaction.usage.per_entry(first),
                await transaction.gaps.questions(now),
                (await gaps_of(transaction, bench.decider, now))[:MOST],
                await transaction.votes(),
                await overview(passeur.directories, transaction, now),
            )


def _wrong(kept: Sequence[KeptQuestion]) -> Mapping[date, Mapping[str, int]]:
    """How often what went wrong, by day."""
    counts: dict[date, Counter[str]] = {}
    for one in kept:
        counts.setdefault(one.asked.date(), Counter())[one.kind] += 1
    return counts


def _days(counts: Mapping[date, Mapping[str, int]], today: date) -> list[tuple[date, Mapping[str, int]]]:
    """The last ones, the newest first."""
    days = (today - timedelta(days=back) for back in range(DAYS))
    return [(day, counts.get(day, {})) for day in days]


def _series(
    name: str,
    days: Sequence[tuple[date, Mapping[str, int]]],
    kinds: Sequence[str],
    said: Mapping[str, Any],
    language: Language,
) -> Series:
    """`said`: the words of the page; those of the kinds stand under the series' name."""
    there, names = [kind for kind in kinds if any(counts.get(kind) for _, counts in days)], said[name]
    bars = [(day.isoformat(), names[kind], counts.get(kind, 0)) for day, counts in days for kind in there]
    heading = said["per_day"][name]
    return Series(
        name,
        heading,
        plots.per_day(bars, [names[kind] for kind in there], heading) if there else None,
        [names[kind] for kind in there],
        [(long_date(day, language), [counts.get(kind, 0) for kind in there]) for day, counts in days if counts],
    )


def _answers(used: Used) -> list[tuple[str, int, int, int]]:
    """Entry, how often it answered, helpful and not; the most used first."""
    rows = [(entry, used.answered.get(entry, 0), *used.votes.get(entry, (0, 0))) for entry in
            {*used.answered, *used.votes}]  # fmt: skip
    return sorted(rows, key=lambda row: (-row[1], -row[2] - row[3], row[0]))


def _titles(bench: Workbench, language: Language, entries: Collection[str]) -> dict[str, str]:
    knowledge = bench.knowledge
    spoken = language if language in knowledge.organisation.languages else knowledge.organisation.languages[0]
    return {name: Catalogue(knowledge).title(name, spoken) for name in entries if name in knowledge.entries}
