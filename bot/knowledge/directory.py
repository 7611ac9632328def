"""The organisation's directory: the offices whom an answer tells to ask, and how each is reached."""

from typing import Annotated

from pydantic import Field

from bot.knowledge.addresses import ChannelId, Email
from bot.knowledge.shapes import Model, ShortText


class Office(Model):
    """An office, never a person: what it is called, where it is written to, and how soon it answers.

    `name` stands after « avec » or "with", with its article. `delay`: working days.
    """

    name: ShortText | None = None
    channel: ChannelId | None = None
    email: Email | None = None
    delay: Annotated[int, Field(ge=1, le=250)] | None = None


class Directory(Model):
    """Each office by its role; answers name it as `{{ offices.legal }}`, in generic words where none is given."""

    legal: Office = Office()
    security: Office = Office()
    data_protection: Office = Office()
    press: Office = Office()
    procurement: Office = Office()
    ospo: Office = Office()
