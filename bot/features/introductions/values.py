"""Need and Introduction, which are kept; and MentorStatus, what is known of a mentor."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.features.introductions.card import Card
from bot.features.introductions.intents import Worth
from bot.features.introductions.states import OPEN, State
from bot.features.questionnaires.station import Station
from bot.knowledge.people import Mentor
from bot.knowledge.shapes import Language


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


class Need(_Kept):
    """What a champion looks for. `asker`: their Slack id. `candidates`: mentors still to be asked, in the agreed order.

    `note`: what a mentor reads. `entry`: the answer from which it came. `given_up`: the asker withdrew it, or left.
    `cards`: its messages that have buttons now. `group`: the conversation that a yes opened; empty when it can't be
    opened, or needn't be.
    """

    id: str
    team: str
    asker: str
    language: Language
    note: str
    candidates: tuple[str, ...]
    opened: datetime
    entry: str | None = None
    topics: tuple[str, ...] = ()
    closed: datetime | None = None
    given_up: bool = False
    cards: tuple[Card, ...] = ()
    group: str | None = None


class Introduction(_Kept):
    """One mentor asked for one need. `begun`: when first asked, `asked`: when last.

    `first_answer`: when the mentor first said anything, `answered`: when they said yes.
    `turn` counts the moves, so that an timer of an older turn is known as late.
    `question`, `reply`: "tell me more" and what came back. `reason`: why not, told to nobody.
    `worth_to_asker`, `words_of_asker` and those of the mentor: what each says of the meeting, to the team alone.
    """

    id: str
    need: str
    mentor: str
    state: State
    begun: datetime
    asked: datetime
    turn: int = 0
    first_answer: datetime | None = None
    answered: datetime | None = None
    question: str = ""
    reply: str = ""
    not_before: date | None = None
    reason: str = ""
    met_by_asker: bool | None = None
    met_by_mentor: bool | None = None
    worth_to_asker: Worth | None = None
    worth_to_mentor: Worth | None = None
    words_of_asker: str = ""
    words_of_mentor: str = ""

    @property
    def open(self) -> bool:
        return self.state in OPEN

    def changed(self, **values: object) -> "Introduction":
        return self.model_copy(update=values)


@dataclass(frozen=True)
class MentorStatus:
    """A mentor as things stand: how many introductions are open, when last asked, left to expire how often in a row."""

    mentor: Mentor
    open: int = 0
    last_asked: datetime | None = None
    expired: int = 0
    hidden: bool = False


class Mine(NamedTuple):
    """What the Home tab shows of a person's own: needs with their introductions and mentors' names, and a profile.

    `may_help`: whether they may offer to be a mentor. `stations`: where they, or the teams that they are of, stand.
    """

    needs: tuple[tuple[Need, tuple[tuple[Introduction, str], ...]], ...] = ()
    profile: MentorStatus | None = None
    may_help: bool = True
    stations: tuple[Station, ...] = ()


NOTHING = Mine()
