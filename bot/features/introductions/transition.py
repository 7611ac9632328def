"""What an event of an introduction changes: the values to save, whom to write to, and the timers to set."""

from datetime import datetime
from typing import NamedTuple

from bot.features.introductions.card import Card
from bot.features.introductions.replies import Draft, IntroductionReply
from bot.features.introductions.states import Event
from bot.features.introductions.values import Introduction, Need
from bot.features.recipients import Addressee


class Notification(NamedTuple):
    """A reply and whom it goes to.

    `introduction`: the one that ends if a person can't be reached. `draft`: what the maintainers get when an e-mail is
    refused. `need`: what it is about; what one person is sent about it keeps its order. `card`: to be
    known again once it stands in Slack. `replaces`: a card that stands there.
    """

    to: Addressee
    reply: IntroductionReply
    introduction: str | None = None
    draft: Draft | None = None
    need: str = ""
    card: Card | None = None
    replaces: Card | None = None


class Timer(NamedTuple):
    """An event that falls due unless the introduction has moved by then."""

    introduction: str
    turn: int
    event: Event
    due: datetime


class Transition(NamedTuple):
    """What follows from a move: the values to save, the letters to send and the timers to set."""

    need: Need
    introductions: tuple[Introduction, ...] = ()
    letters: tuple[Notification, ...] = ()
    timers: tuple[Timer, ...] = ()
    expired: str | None = None
    """A mentor who let a request expire."""
    answered: str | None = None
    """A mentor who answered, whatever the answer."""
