"""A job: a row of work in this process's hands, with the value that the row holds."""

from dataclasses import dataclass
from datetime import datetime

from bot.app.inbound import Inbound
from bot.features.outgoing import Outgoing
from bot.storage.work import Work


class DroppedError(Exception):
    """The work was stopped while it was being done: nothing of it is kept or said."""


@dataclass(frozen=True)
class Job:
    """`claimed`: when its lease began. `value`: where this process made it itself; None until the row is read."""

    work: Work
    claimed: datetime
    value: Inbound | Outgoing | None = None
