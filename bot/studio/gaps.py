"""Gaps: what people asked in vain, decided on as in the maintainers' channel, and the patch that follows."""

import asyncio
import secrets
from datetime import UTC, datetime
from typing import NamedTuple

from markupsafe import Markup
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.app.decided import edits_of
from bot.app.directories import PersonKey
from bot.app.gaps import gaps_of
from bot.app.handlers import handled
from bot.app.introducing import Introducing
from bot.app.service import Passeur
from bot.delivery.outbox import to_send
from bot.errors import PasseurError, StorageError
from bot.features.gaps.grouping import Gap, judged
from bot.features.gaps.intents import AddExample, AnswerNow, DecideGap, WriteEntry
from bot.features.gaps.replies import GapNote
from bot.features.outgoing import Outgoing
from bot.features.recipients import Maintainers
from bot.knowledge.editing.entries import AppliedEdits, KnowledgeEdit, edited
from bot.knowledge.editing.files import write
from bot.knowledge.editing.patches import FilePatch, folder_of, how_to_apply, patch
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language
from bot.messages.catalogue import Catalogue
from bot.messages.html import html
from bot.messages.parts import Paragraph
from bot.storage.transaction import Transaction
from bot.studio.bench import Workbench
from bot.studio.database import database
from bot.studio.pages import bench_of, form, language_of, page

SHOWN = 20
"""Gaps on a page; each costs a ranking."""
NOBODY = PersonKey("", "")
GapIntent = AddExample | WriteEntry | AnswerNow | DecideGap
WITH_WORDS: dict[str, type[AddExample | WriteEntry | AnswerNow]] = {
    "entry": AddExample,
    "new": WriteEntry,
    "answered": AnswerNow,
}
"""The decisions that need words; the others are a DecideGap."""


class GapCard(NamedTuple):
    """`reasons`: why the answer did not help, in the words of the digest in Slack."""

    gap: Gap
    reasons: Markup


class DecidedPatch(NamedTuple):
    """`apply`: the command that takes it. `refused`: why some of what was decided can't be applied."""

    text: str
    apply: str
    refused: tuple[str, ...]


async def gaps(request: Request) -> Response:
    bench = bench_of(request)
    note, bench.note = bench.note, Markup()
    try:
        found, edits = await _found(bench)
    except StorageError as error:
        return page(request, "gaps", note=note, trouble=str(error), gaps=(), more=0, made=None, entries=())
    undecided = [gap for gap in found if gap.undecided]
    shown = await asyncio.to_thread(_judged, bench, undecided[:SHOWN], language_of(request))
    made = await asyncio.to_thread(_patch, bench.knowledge, edits)
    more = max(0, len(undecided) - SHOWN)
    names = sorted(bench.decider.knowledge.own)
    return page(request, "gaps", note=note, trouble="", gaps=shown, more=more, made=made, entries=names)


async def decide(request: Request) -> Response:
    """A form of the page: the same intents as the buttons and forms in Slack."""
    bench, language = bench_of(request), language_of(request)
    fields = await form(request)
    try:
        ask = _intent({**fields, "language": language})
    except ValidationError:
        raise HTTPException(400, "This decision can't be read. Load the page anew.") from None
    try:
        async with database(bench.settings) as store:
            passeur = await Passeur.build(bench.settings, store, bench.decider)
            async with store.transaction() as transaction:
                bench.note = await _decided(passeur, transaction, ask)
    except StorageError as error:
        bench.note = Markup("<p>{}</p>").format(str(error))
    return RedirectResponse(f"/{language}/gaps", 303)


async def apply(request: Request) -> Response:
    """Write what was decided into the files; the watch takes it up."""
    bench, language = bench_of(request), language_of(request)
    await form(request)
    try:
        _, edits = await _found(bench)
        for file in (await asyncio.to_thread(edited, bench.knowledge, [edit for _, edit in edits])).files:
            write(file.path, file.after)
    except PasseurError as error:
        bench.note = Markup("<p>{}</p>").format(str(error))
    return RedirectResponse(f"/{language}/gaps", 303)


def _intent(fields: dict[str, str]) -> GapIntent:
    """Raises ValidationError."""
    if (kind := WITH_WORDS.get(fields.get("do", ""))) is None:
        return DecideGap.model_validate(fields)
    return kind.model_validate({name: value for name, value in fields.items() if name != "do"})


async def _found(bench: Workbench) -> tuple[tuple[Gap, ...], list[tuple[int | None, KnowledgeEdit]]]:
    now = datetime.now(UTC)
    async with database(bench.settings) as store, store.transaction() as transaction:
        return await gaps_of(transaction, bench.decider, now), await edits_of(transaction, now)


async def _decided(passeur: Passeur, transaction: Transaction, ask: GapIntent) -> Markup:
    """What became of it, for the page. What others hear waits for the bot, which sends it."""
    now = datetime.now(UTC)
    asked = Introducing(
        *(passeur.directories, transaction, "", NOBODY, now),
        maintainers=True,
        keep=passeur.keep,
        decider=passeur.decider,
    )
    said = Markup()
    for reply in await handled(ask, asked):
        note = reply.reply if isinstance(reply, Outgoing) and isinstance(reply.to, Maintainers) else reply
        if isinstance(note, GapNote):
            said += html(passeur.renderer.parts(note))
        elif isinstance(reply, Outgoing):
            await transaction.add(to_send(f"gap:{secrets.token_hex(8)}", reply, now), now)
    return said


def _judged(bench: Workbench, found: list[Gap], language: Language) -> list[GapCard]:
    words = Catalogue(bench.decider.knowledge).words("gap_digest", language)
    shown: list[GapCard] = []
    for gap in found:
        told = (one.told_reason for one in gap.questions if one.told_reason)
        reasons = [Paragraph(words("reason", wrong=wrong, said=said)) for wrong, said in told]
        shown.append(GapCard(judged(bench.decider, gap), html(reasons)))
    return shown


def _patch(knowledge: Knowledge, edits: list[tuple[int | None, KnowledgeEdit]]) -> DecidedPatch | None:
    """None when there is nothing to apply."""
    done: AppliedEdits = edited(knowledge, [edit for _, edit in edits])
    if not done.files and not done.refused:
        return None
    folder = folder_of([file.path for file in done.files]) if done.files else None
    text = "".join(patch(FilePatch(*file), folder) for file in done.files) if folder else ""
    refused = tuple(f"{edits[place][1].words}: {why}" for place, why in done.refused.items())
    return DecidedPatch(text, how_to_apply(folder) if folder else "", refused)
