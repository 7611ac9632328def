"""Recipients: to whom something is said. Each kind is a type of its own, and `kind` tells them apart in storage."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Surface = Literal["message", "ephemeral", "response", "home", "prompts", "step"]


class _Recipient(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, defer_build=True)


class Person(_Recipient):
    """Somebody alone, in their direct messages; `user`: their Slack id."""

    kind: Literal["person"] = "person"
    user: str


class PeopleGroup(_Recipient):
    """Several people in a conversation of their own; `users`: their Slack ids."""

    kind: Literal["people"] = "people"
    users: tuple[str, ...]


class Maintainers(_Recipient):
    """The maintainers' channel, whichever the organisation names."""

    kind: Literal["maintainers"] = "maintainers"


class Mailbox(_Recipient):
    """Somebody outside, by e-mail."""

    kind: Literal["mailbox"] = "mailbox"
    address: str


class SlackPlace(_Recipient):
    """Where somebody asked in Slack. `response`: to them alone, through the address that Slack gave with the click.

    `trigger`: with it a form can be opened, within three seconds. `view`: the form that is open, whose next step takes
    its place. `opens_thread`: the reply is the thread's first. `message`: the timestamp of the message that asks.
    `execution`: the step of a workflow that asks, of which nobody reads more than its outcome.
    """

    kind: Literal["slack"] = "slack"
    surface: Surface
    team: str
    user: str
    channel: str = ""
    thread: str | None = None
    opens_thread: bool = False
    message: str | None = None
    response_url: str | None = None
    in_channel: bool = False
    trigger: str | None = None
    view: str | None = None
    execution: str | None = None


def _as_0_1_wrote_it(value: object) -> object:
    """Version 0.1 wrote recipients as strings: an id, ids with a comma, "maintainers", or an e-mail address.

    Needs of that time hold them until they are erased. To be removed with version 0.3.
    """
    if not isinstance(value, str):
        return value
    if value == "maintainers":
        return Maintainers()
    if "@" in value:
        return Mailbox(address=value)
    users = tuple(value.split(","))
    return PeopleGroup(users=users) if len(users) > 1 else Person(user=value)


Addressee = Annotated[
    Annotated[Person | PeopleGroup | Maintainers | Mailbox, Field(discriminator="kind")],
    BeforeValidator(_as_0_1_wrote_it),
]
"""Whom introductions write to."""
Recipient = Annotated[Person | PeopleGroup | Maintainers | Mailbox | SlackPlace, Field(discriminator="kind")]
