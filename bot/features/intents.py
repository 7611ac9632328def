"""Intent: what a person wants, typed, clicked or filled in. Every button is one of these written down."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationInfo


class Intent(BaseModel):
    """Each class has a `kind` of its own, under which it is stored: a kind in use never changes its name."""

    # Checked when the first one is read: a terminal that answers one question reads none.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    kind: str


def _read(value: Any, info: ValidationInfo) -> Any:
    return value if isinstance(value, Intent) else (info.context or {})["features"].adapter.validate_python(value)


StoredIntent = Annotated[Any, PlainValidator(_read)]
"""An intent within a reply; when it is read, the table of features is given as context."""
