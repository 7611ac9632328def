"""What goes into storage and comes out of it: plain values, aware UTC datetimes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple


class NewWork(NamedTuple):
    """Something to do from `due` on. A `key` is known until its work is purged: adding it again adds nothing."""

    kind: str
    key: str
    payload: dict[str, Any]
    due: datetime


@dataclass(frozen=True)
class Work:
    """A row of the queue; `attempts` counts the claims, this one included; `added`: when it was written down."""

    id: int
    kind: str
    key: str
    payload: dict[str, Any]
    attempts: int
    due: datetime
    added: datetime


class Workspace(NamedTuple):
    """A Slack workspace, or with an org-wide installation the organisation (its id begins with E)."""

    id: str
    name: str
