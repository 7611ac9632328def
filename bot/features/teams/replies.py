"""What is said of a project that is shown to a team."""

from dataclasses import dataclass
from typing import Literal

from bot.knowledge.shapes import Language


@dataclass(frozen=True)
class TeamNote:
    """`shown`: to these `people`, by their Slack ids; to nobody when there are none. `left`: who asked sees it no more.

    `nothing`: there is no result to show.
    """

    language: Language
    of: Literal["shown", "left", "nothing"]
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class TeamInvitation:
    """To a teammate: the person `user` shows them where the project stands."""

    language: Language
    questionnaire: str
    user: str
    about: str = ""


TeamReply = TeamNote | TeamInvitation
