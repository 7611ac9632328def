"""`passeur gaps …`: what people asked without getting what they needed, what is decided on it, and that as YAML."""

import asyncio
import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.options import Folders, fitting, settings_with
from bot.errors import PasseurError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.features.answering.decide import Decider
    from bot.features.gaps.grouping import Gap
    from bot.features.gaps.values import NewDecision
    from bot.knowledge.editing.entries import KnowledgeEdit

app = typer.Typer(help="What had no answer, for those who write them.", add_completion=False)
WHY = {
    "nothing_near": "no entry is near",
    "between": "two entries are as likely",
    "below": "not sure enough",
    "answered": "answered now",
    "not_helpful": "the answer did not help",
    "other_choice": "another choice was taken",
    "doubt": "the answer was doubted",
    "error": "a mistake is reported",
}


class FoundGaps(NamedTuple):
    gaps: "list[Gap]"
    votes: dict[str, tuple[int, int]]


@app.callback(invoke_without_command=True)
def gaps(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="List those that are decided or answered, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    knowledge: Folders = None,
) -> None:
    """List what had no answer or a bad one, grouped, the most asked first, without naming anybody.

    Examples: passeur gaps | passeur gaps decide 12 --entry licence-data | passeur gaps apply
    """
    if context.invoked_subcommand is not None:
        return
    found = asyncio.run(_found(settings_with(knowledge)))
    shown = [gap for gap in found.gaps if everything or gap.open]
    if as_json:
        unhelpful = [{"entry": entry, "helpful": yes, "not_helpful": no} for entry, (yes, no) in _unhelpful(found)]
        told = {"gaps": [as_object(gap) for gap in shown], "unhelpful": unhelpful}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    _show(shown, found)


@app.command()
def decide(  # noqa: PLR0913 - each is an option
    number: Annotated[int, typer.Argument(help="The number that passeur gaps shows.")],
    entry: Annotated[str | None, typer.Option(help="It becomes an example of the entry with this id.")] = None,
    words: Annotated[str | None, typer.Option(help="The example, or the new entry's question, in other words.")] = None,
    new: Annotated[bool, typer.Option("--new", help="It becomes a new entry.")] = False,
    out_of_scope: Annotated[bool, typer.Option("--out-of-scope", help="It stays without an answer.")] = False,
    done: Annotated[bool, typer.Option("--done", help="It is dealt with already.")] = False,
    ignore: Annotated[bool, typer.Option("--ignore", help="Don't show it any more.")] = False,
    answer: Annotated[str | None, typer.Option(help="Send these words to those who asked, as not reviewed.")] = None,
    knowledge: Folders = None,
) -> None:
    """Decide what becomes of one of them, as in the maintainers' channel.

    Examples: passeur gaps decide 12 --entry licence-data | passeur gaps decide 12 --answer "Yes, until June."
    """
    given = {"--entry": entry, "--words": words, "--answer": answer}
    if blank := [name for name, said in given.items() if said is not None and not said.strip()]:
        raise PasseurError(f"{blank[0]} is empty. Write what it is to say between quotes, or leave it out.")
    asked = {"new": new, "out_of_scope": out_of_scope, "done": done, "ignored": ignore}
    verdicts = [name for name, wanted in asked.items() if wanted]
    verdicts += [name for name, given in (("entry", entry), ("answered", answer)) if given is not None]
    if len(verdicts) != 1:
        raise PasseurError(
            "One decision is wanted: --entry ID, --new, --out-of-scope, --done, --ignore or --answer WORDS."
        )
    typer.echo(asyncio.run(_decide(settings_with(knowledge), number, verdicts[0], (entry, words, answer))))


@app.command()
def apply(
    write: Annotated[bool, typer.Option("--write", help="Change the files instead of printing the patch.")] = False,
    knowledge: Folders = None,
) -> None:
    """Print what was decided as a patch of the knowledge: examples, drafts, questions out of scope, reviews.

    What the files have already is left out. What can't be applied is told on stderr, with exit code 1, and the rest is
    applied all the same. Then: passeur check, passeur diff, and commit.

    Examples: passeur gaps apply | git apply; passeur gaps apply --write
    """
    from bot.app.deciding import knowledge_of
    from bot.cli.patches import show
    from bot.knowledge.editing import patches
    from bot.knowledge.editing.entries import edited
    from bot.knowledge.editing.files import write as write_file

    settings = settings_with(knowledge)
    decided = asyncio.run(_edits(settings))
    changed, refused = edited(knowledge_of(settings), [edit for _, edit in decided])
    if not changed and not refused:
        typer.echo("Nothing to apply: the knowledge says what was decided.", err=True)
    elif changed and not write:
        show([patches.FilePatch(*file) for file in changed])
    elif write:
        for file in changed:
            write_file(file.path, file.after)
            typer.echo(f"{file.path} is changed. Next: passeur check")
    for place, why in refused.items():
        number, edit = decided[place]
        typer.echo(f"Not applied, {f'No {number}' if number else repr(edit.words)}: {why}", err=True)
    if refused:
        raise typer.Exit(1)


def as_object(gap: "Gap") -> dict[str, Any]:
    """For JSON; nobody is in it."""
    from bot.messages.gaps import readable

    return {
        "number": gap.number,
        "text": readable(gap.text),
        "language": gap.language,
        "people": gap.people,
        "why": gap.why,
        "nearest": [near._asdict() for near in gap.nearest],
        "decision": gap.decision.verdict if gap.decision else None,
        "asked": [
            {"asked": one.asked.isoformat(), "text": readable(one.text), "kind": one.kind, "entry": one.entry,
             "wrong": one.wrong, "reason": one.reason, "knowledge": one.knowledge} for one in gap.questions
        ],
    }  # fmt: skip


def _show(shown: "list[Gap]", found: FoundGaps) -> None:
    from bot.messages.gaps import readable

    if not shown:
        typer.echo("No question waits for an answer.")
    else:
        table = Table("No", "People", "Question", "Why", "Nearest")
        for gap in shown:
            near = ", ".join(f"{one.entry} ({one.probability:.0%})" for one in gap.nearest[:2])
            why = gap.decision.verdict if gap.decision else WHY[gap.why]
            text = gap.text.strip() or gap.questions[0].entry or ""  # of an answer shown long before only that is known
            told = (one.told_reason for one in gap.questions if one.told_reason)
            reasons = "".join(f"\n  {': '.join(filter(None, reason))}" for reason in told)
            table.add_row(str(gap.number), str(gap.people), Text(readable(text + reasons)), why, near)
        Console().print(table)
    if unhelpful := _unhelpful(found):
        table = Table("Entry", "Helpful", "Not helpful", title="Answers that were not helpful", title_justify="left")
        for entry, (yes, no) in unhelpful:
            table.add_row(entry, str(yes), str(no))
        Console().print(table)


def _unhelpful(found: FoundGaps) -> list[tuple[str, tuple[int, int]]]:
    worst_first = sorted(found.votes.items(), key=lambda vote: vote[1][1], reverse=True)
    return [(entry, counts) for entry, counts in worst_first if counts[1]]


async def _found(settings: Settings) -> FoundGaps:
    from bot.app.gaps import gaps_of
    from bot.cli.kept import kept_store
    from bot.features.gaps.grouping import judged

    async with kept_store(settings) as store:
        decider = _decider(settings)
        async with store.transaction() as transaction:
            found, votes = await gaps_of(transaction, decider, datetime.now(UTC)), await transaction.votes()
    return FoundGaps([judged(decider, gap) for gap in found], votes)


async def _decide(
    settings: Settings, number: int, verdict: str, said: tuple[str | None, str | None, str | None]
) -> str:
    """What was done, as a sentence."""
    from bot.app.gaps import gap_of, human_answers, settle
    from bot.cli.kept import kept_store
    from bot.delivery.outbox import to_send

    entry, words, answer = said
    async with kept_store(settings) as store:
        decider, now = _decider(settings), datetime.now(UTC)
        if entry is not None and entry not in decider.knowledge.own:
            raise PasseurError(f"No entry has the id '{entry}'. Take one from a file of entries/.")
        async with store.transaction() as transaction:
            gap = await gap_of(transaction, decider, number, now)
            if gap is None:
                raise PasseurError(f"There is no question {number}. Run: passeur gaps")
            decision = _decision(gap, verdict, entry, words)
            told = human_answers(gap, answer) if answer is not None else ()
            for outgoing in told:
                key = f"gap:{secrets.token_hex(8)}"
                await transaction.add(to_send(key, outgoing, now), now)
            await settle(transaction, decision, gap, now, timedelta(days=settings.passeur_keep_days))
    follows = f" {len(told)} messages wait for the bot." if answer is not None else " Next: passeur gaps apply"
    return f"Decided on {gap.number}: {verdict}.{follows if verdict not in ('done', 'ignored') else ''}"


def _decision(gap: "Gap", verdict: str, entry: str | None, words: str | None) -> "NewDecision":
    from bot.features.gaps.values import NewDecision

    said = (words or gap.text) if verdict in ("entry", "new", "out_of_scope") else None
    return NewDecision(verdict, gap.language, entry, said)  # type: ignore[arg-type]


async def _edits(settings: Settings) -> "list[tuple[int | None, KnowledgeEdit]]":
    from bot.app.decided import edits_of
    from bot.cli.kept import kept_store

    async with kept_store(settings) as store, store.transaction() as transaction:
        return await edits_of(transaction, datetime.now(UTC))


def _decider(settings: Settings) -> "Decider":
    from bot.app.deciding import decider_of

    return decider_of(settings, fitting)
