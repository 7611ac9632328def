"""`passeur chat`: the conversation that Slack has, in a terminal, with its memory and numbered buttons."""

import gc
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from bot.cli.asker import asker_of
from bot.cli.forms import filled
from bot.cli.options import Folders, Forced, fitting, settings_with
from bot.cli.shown import shown
from bot.features.answering.decide import Decider
from bot.features.answering.feature import FEATURE as ANSWERING
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import Note
from bot.features.feature import FeatureContext, FeatureTable, PureHandler
from bot.features.forms import FormStep
from bot.features.intents import Intent
from bot.features.introductions.transition import Notification
from bot.features.table import FEATURES
from bot.knowledge.shapes import Language
from bot.languages import manners
from bot.messages.plain import numbered
from bot.messages.render import Renderer
from bot.messages.words import Keeping
from bot.settings import Settings

USER = "U0TERMINAL"
ENOUGH = ("quit", "exit", ":q", "quitter")


def chat(lang: Forced = None, knowledge: Folders = None) -> None:
    """Talk with Passeur here, without Slack."""
    converse(settings_with(knowledge), lang)


def converse(settings: Settings, lang: Language | None = None, features: FeatureTable = FEATURES) -> None:
    """Read lines until the end of the input."""
    from bot.app.deciding import decider_of

    decider = decider_of(settings, fitting)
    gc.enable()
    console = Console()
    spoken = (lang,) if lang else decider.knowledge.organisation.languages
    console.print(f"{' / '.join(manners(code).chat for code in spoken)} (Ctrl-D)", style="dim", highlight=False)
    talk = Conversation(decider, Renderer(decider.knowledge, Keeping.of(settings), features), console, lang)
    with suppress(ImportError):  # arrow keys and history, where the system has them
        import readline  # noqa: F401
    while (line := _line(console)) is not None and line.lower() not in ENOUGH:
        talk.show(talk.turn(line))
        console.print()


@dataclass
class Conversation:
    """What is remembered between two lines, and by nobody after the last one. `kept`: by the feature's name."""

    decider: Decider
    render: Renderer
    console: Console
    lang: Language | None
    memory: Memory = field(default_factory=Memory)
    buttons: tuple[Intent, ...] = ()
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    def show(self, words: str) -> None:
        self.console.print(shown(words, self.console))

    def turn(self, line: str) -> str:
        """The answer to a line, which may be a button's number."""
        number = int(line) - 1 if line.isascii() and line.isdigit() else -1
        chosen = 0 <= number < len(self.buttons)
        replies = self._replies(self.buttons[number] if chosen else self._typed(line))
        words, asks = numbered(part for reply in replies for part in self.render.parts(reply))
        self.buttons = asks or self.buttons
        return words

    def _typed(self, line: str) -> Intent:
        return self.render.features.typed(line) or Question(text=line)

    def _replies(self, ask: Intent) -> tuple[Any, ...]:
        rule, feature = self.render.features.rule(ask), self.render.features.owner(ask)
        if rule.handle is not None:
            return self._handled(rule.handle, ask, self.kept.setdefault(feature.name, {}))
        asker = asker_of(self.decider.knowledge, self.lang, USER)
        if feature != ANSWERING:
            language = getattr(ask, "language", None) or self.decider.knowledge.organisation.languages[0]
            return (Note(language, "in_slack"),)
        decision = self.decider.decide(ask, self.memory, asker)
        self.memory = decision.memory
        return self._replies(decision.ask) if decision.ask else decision.replies

    def _handled(self, handle: PureHandler, ask: Intent, kept: dict[str, Any]) -> tuple[Any, ...]:
        """Forms are filled in here and now."""
        result = handle(ask, FeatureContext(USER, datetime.now(UTC), kept, knowledge=self.decider.knowledge))
        kept |= result.keep
        replies: list[Any] = []
        for reply in result.replies:
            if isinstance(reply, FormStep):
                intent = filled(reply, self.render, self.show, lambda: _line(self.console))
                replies += self._replies(intent) if intent is not None else ()
            elif not isinstance(reply, Notification):
                replies.append(reply)
        return tuple(replies)


def _line(console: Console) -> str | None:
    try:
        return console.input("[bold]> [/bold]" if sys.stdin.isatty() else "").strip()
    except EOFError:
        console.print()
        return None
