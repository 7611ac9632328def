"""`passeur chat`: the conversation that Slack has, in a terminal, with its memory and numbered buttons."""

import gc
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.app.trying import asker_of
from bot.cli.options import Folders, Forced, fitting, settings_with
from bot.cli.pictures import drawn
from bot.cli.terminal.forms import filled
from bot.cli.terminal.shown import shown
from bot.cli.words import printed
from bot.features.answering.decide import Decider
from bot.features.answering.feature import FEATURE as ANSWERING
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import Note
from bot.features.feature import FeatureContext, FeatureTable, PureHandler
from bot.features.forms import FormStep
from bot.features.intents import Intent
from bot.features.introductions.transition import Notification
from bot.features.questionnaires.replies import ResultPicture
from bot.features.table import FEATURES
from bot.knowledge.shapes import Language
from bot.languages import manners
from bot.messages.markdown import escaped
from bot.messages.plain import numbered
from bot.messages.render import Renderer
from bot.messages.words import Keeping
from bot.settings import Settings

USER = "U0TERMINAL"
LONGEST_NUMBER = 2
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
    """What is remembered between two lines, and by nobody after the last one.

    `choices`: the lines of the numbered buttons. `kept`: by the feature's name.
    `picture`: the file for a result's picture. `files`: what is to be said of those written, in lines that stay whole.
    """

    decider: Decider
    render: Renderer
    console: Console
    lang: Language | None
    memory: Memory = field(default_factory=Memory)
    buttons: tuple[Intent, ...] = ()
    choices: str = ""
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    picture: Path | None = None
    files: list[str] = field(default_factory=list)

    def show(self, words: str) -> None:
        self.console.print(shown(words, self.console))
        for line in self.files:
            self.console.print(line, markup=False, highlight=False, soft_wrap=True)
        self.files = []

    def turn(self, line: str) -> str:
        """The answer to a line, which may be a button's number."""
        number = int(line) - 1 if line.isascii() and line.isdigit() else -1
        chosen = 0 <= number < len(self.buttons)
        if self.buttons and not chosen and _is_number(line):
            return self._no_such_number(line)
        replies = self._replies(self.buttons[number] if chosen else self._typed(line))
        return self._said(replies)

    def begin(self, ask: Intent) -> None:
        """What a button of Slack would begin, and what follows from the buttons under its answers."""
        self.show(self._said(self._replies(ask)))
        while (line := _line(self.console)) and line.lower() not in ENOUGH:
            chosen = line.isascii() and line.isdigit() and 0 < int(line) <= len(self.buttons)
            self.show(self.turn(line) if chosen else self._no_such_number(line))

    def _no_such_number(self, line: str) -> str:
        """That nothing has this number, and what there is to choose from."""
        spoken = self.lang or self.memory.language or self.decider.knowledge.organisation.languages[0]
        told = printed("no_such_number.md.j2", spoken, typed=escaped(line), most=len(self.buttons))
        return f"{told.strip()}\n\n{self.choices}"

    def _said(self, replies: tuple[Any, ...]) -> str:
        self.files += [drawn(reply, self.render, self.picture) for reply in replies if isinstance(reply, ResultPicture)]
        said = [reply for reply in replies if not isinstance(reply, ResultPicture)]
        words, asks = numbered(part for reply in said for part in self.render.parts(reply))
        if asks:
            self.buttons = asks
            self.choices = "\n".join(line for line in words.splitlines() if line.startswith("- **["))
        return words

    def _typed(self, line: str) -> Intent:
        """A command, if nothing that it does needs Slack; an entry tells of the others."""
        command = self.render.features.commands.read(line)
        return command if command and self.render.features.rule(command).handle else Question(text=line)

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
        knowledge = self.decider.knowledge
        result = handle(ask, FeatureContext(USER, datetime.now(UTC), kept, knowledge=knowledge))
        for key, value in result.keep.items():
            kept.pop(key, None) if value is None else kept.update({key: value})
        replies: list[Any] = []
        for reply in result.replies:
            if isinstance(reply, FormStep):
                intent = filled(reply, self.render, self.show, lambda: _line(self.console), self._replies)
                replies += self._replies(intent) if intent is not None else ()
            elif not isinstance(reply, Notification):
                replies.append(reply)
        return tuple(replies)


def _is_number(line: str) -> bool:
    """Of a button: « 2024 » is a question."""
    return line.isascii() and line.isdigit() and len(line) <= LONGEST_NUMBER


def _line(console: Console) -> str | None:
    try:
        return console.input("[bold]> [/bold]" if sys.stdin.isatty() else "").strip()
    except EOFError:
        console.print()
        return None
