"""`passeur ask` answers one question in the terminal."""

import json
import sys
from typing import Annotated, Any

import typer

from bot.app.trying import asker_of, whole
from bot.cli.options import Folders, Forced, fitting, settings_with
from bot.features.answering.decide import Decider
from bot.features.answering.decision import Decision
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import REPLY_KINDS
from bot.messages.plain import listed, text
from bot.messages.render import Renderer, template_of
from bot.messages.words import Keeping


def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say what matched, and why.")] = False,
    lang: Forced = None,
    knowledge: Folders = None,
) -> None:
    """Answer one question.

    Example: passeur ask "quelle licence pour nos données ?"
    """
    from bot.app.deciding import decider_of

    settings = settings_with(knowledge)
    decider = decider_of(settings, fitting)
    render = Renderer(decider.knowledge, Keeping.of(settings))
    decision = whole(
        decider.decide(Question(text=question), Memory(), asker_of(decider.knowledge, lang)), decider.knowledge
    )
    if as_json:
        typer.echo(json.dumps(as_object(question, decision, render), ensure_ascii=False, indent=2))
        return
    _print(listed(part for reply in decision.replies for part in render.parts(reply)))
    if explain:
        _explain(decider, question, lang)


def _print(markdown: str) -> None:
    """Set for the width of a terminal; elsewhere as it is, without line breaks of our own."""
    if not sys.stdout.isatty():
        typer.echo(markdown)
        return
    from rich.console import Console

    from bot.cli.terminal.shown import shown

    console = Console()
    console.print(shown(markdown, console))


def as_object(question: str, decision: Decision, render: Renderer) -> dict[str, Any]:
    """What `--json` prints; its keys are a promise to whoever reads them."""
    reply = decision.replies[0]
    parts = render.parts(reply)
    entries = [
        {
            "id": match.id,
            "sections": list(render.knowledge.entries[match.id].sections),
            "probability": round(match.probability, 4),
            "matched": match.matched,
        }
        for match in decision.matches
    ]
    return {
        "question": question,
        "language": reply.language,
        "outcome": REPLY_KINDS.get(type(reply)) or template_of(type(reply)),
        "entries": entries,
        "text": text(parts),
    }


def _explain(decider: Decider, question: str, lang: str | None) -> None:
    from rich.console import Console

    console = Console()
    explanation = decider.matcher.explain(question, language=lang)
    ranking = explanation.ranking
    console.rule()
    console.print(f"Language: {ranking.language}{'' if ranking.language_sure else ' (not sure)'}")
    matcher = decider.matcher
    console.print(f"An answer from {matcher.answer_at:.2f}, choices from {matcher.choices_at:.2f} for the first three")
    console.print(f"One of the first three is right: {ranking.first_three:.3f}", highlight=False)
    for match in ranking.matches:
        console.print(f"{match.probability:.3f}  {match.id}  « {match.matched} »", highlight=False)
    for repair in explanation.repairs:
        console.print(f"Read as: {repair.typed} → {repair.read}", highlight=False)
    shared = ", ".join(f"{word.word} {word.weight:.2f}" for word in explanation.shared)
    console.print(f"Shared words and their weight: {shared or 'none'}", highlight=False)
    console.print(
        "Signals: " + ", ".join(f"{signal.name} {signal.value:.2f}" for signal in explanation.signals), highlight=False
    )
    if explanation.runner_up:
        console.print(f"Runner-up: {explanation.runner_up.id}, behind by {explanation.margin:.3f}", highlight=False)
