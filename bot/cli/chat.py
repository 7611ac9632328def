"""`passeur chat`: the conversation that Slack has, in a terminal, with its memory and numbered buttons."""

import gc
import sys
from contextlib import suppress

from rich.console import Console

from bot.cli.asker import asker_of
from bot.cli.options import Folders, Forced, fitting, settings_with
from bot.cli.shown import shown
from bot.features.answering.decide import Decider
from bot.features.answering.decision import Asker, Decision
from bot.features.answering.feature import FEATURE as ANSWERING
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import Note
from bot.features.intents import Intent
from bot.features.table import FEATURES
from bot.knowledge.shapes import Language
from bot.messages.plain import numbered
from bot.messages.render import Renderer
from bot.messages.words import Keeping
from bot.settings import Settings

WELCOME = "Posez votre question, ou tapez le numéro d'un bouton. / Ask a question, or type a button's number. (Ctrl-D)"
ENOUGH = ("quit", "exit", ":q", "quitter")


def chat(lang: Forced = None, knowledge: Folders = None) -> None:
    """Talk with Passeur here, without Slack."""
    converse(settings_with(knowledge), lang)


def converse(settings: Settings, lang: Language | None = None) -> None:
    """Read lines until the end of the input."""
    from bot.app.deciding import decider_of

    decider = decider_of(settings, fitting)
    gc.enable()
    render = Renderer(decider.knowledge, Keeping.of(settings))
    console = Console()
    console.print(WELCOME, style="dim", highlight=False)
    memory = Memory()
    buttons: tuple[Intent, ...] = ()
    with suppress(ImportError):  # arrow keys and history, where the system has them
        import readline  # noqa: F401
    while (line := _line(console)) is not None and line.lower() not in ENOUGH:
        asker = asker_of(decider.knowledge, lang, "U0TERMINAL")
        memory, buttons, words = _turn(line, decider, render, asker, memory, buttons)
        console.print(shown(words, console))
        console.print()


def _turn(
    line: str, decider: Decider, render: Renderer, asker: Asker, memory: Memory, buttons: tuple[Intent, ...]
) -> tuple[Memory, tuple[Intent, ...], str]:
    number = int(line) - 1 if line.isascii() and line.isdigit() else -1
    ask = buttons[number] if 0 <= number < len(buttons) else Question(text=line)
    if FEATURES.owner(ask) != ANSWERING:
        language = getattr(ask, "language", None) or decider.knowledge.organisation.languages[0]
        decision = Decision((Note(language, "in_slack"),), memory)
    else:
        decision = decider.decide(ask, memory, asker)
    parts = [part for reply in decision.replies for part in render.parts(reply)]
    words, asks = numbered(parts)
    return decision.memory, asks or buttons, words


def _line(console: Console) -> str | None:
    try:
        return console.input("[bold]> [/bold]" if sys.stdin.isatty() else "").strip()
    except EOFError:
        console.print()
        return None
