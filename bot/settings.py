"""The settings, read once at the start from the environment and .env.

pydantic checks them. pydantic-settings would read them too, but it loads asyncio, TLS and a command line's parser: a
tenth of what a question in the terminal costs.
"""

import os
import re
from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from bot.errors import SettingsError

SLACK_API = "https://slack.com/api/"
Guests = Literal["none", "answers", "mentors"]
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def shipped() -> Path:
    """The folder of the knowledge that comes with Passeur: the repository's, or the installed copy."""
    here = Path(__file__).resolve().parent
    return next((folder for folder in (here / "shipped", here.parent / "knowledge") if folder.is_dir()), here)


class Settings(BaseModel):
    """Each field is an environment variable of the same name in capitals; its description is the README's table."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    slack_bot_token: SecretStr | None = Field(
        None, description="Bot token (`xoxb-…`). Without it, `make run` starts a Slack without Slack."
    )
    slack_app_token: SecretStr | None = Field(
        None, description="App-level token (`xapp-…`): Socket Mode, no public address needed."
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="Signing secret: HTTP mode, requests arrive at `POST /slack/events`."
    )
    slack_api_base_url: str = Field(
        SLACK_API, description="Address of Slack's Web API; plain http only to this machine."
    )
    database_url: SecretStr = Field(
        SecretStr("sqlite:///passeur.sqlite3"),
        description="Where Passeur keeps its memory: `sqlite:///file` or `postgresql://…`.",
    )
    host: str = Field("0.0.0.0", description="Address on which the web part listens.")  # noqa: S104 - a platform's router must reach it
    port: int = Field(3000, ge=0, le=65535, description="Port on which the web part listens.")
    passeur_knowledge: tuple[Path, ...] = Field(
        default_factory=lambda: (shipped(),),
        description="Folder of the knowledge; several, separated as in `PATH`, add to the first and override it by id.",
    )
    passeur_languages: Path | None = Field(
        None, description="Folder that holds a folder for each language added to those that come with Passeur."
    )
    passeur_cache: Path | None = Field(
        Path(".cache/passeur"),
        description="Folder in which the fitted matcher and the last good knowledge are kept between starts; its "
        "files may be deleted at any time.",
    )
    passeur_wrong_accepted: float = Field(
        0.02, gt=0, lt=0.5, description="Share of wrong answers accepted; lower means more choices and hand-offs."
    )
    passeur_model: str = Field(
        "none",
        description="What compares meanings: `none` words alone, `auto` the encoders that `make run` then installs; or "
        "a static embedding model, a folder or a hub name.",
    )
    passeur_keep_days: int = Field(
        90, ge=1, le=3650, description="Days for which an unanswered question is kept for the maintainers."
    )
    passeur_remember_days: int = Field(
        7, ge=1, le=365, description="Days for which a conversation is remembered, to understand follow-ups."
    )
    passeur_lease_seconds: float = Field(
        30,
        ge=1,
        le=3600,
        description="Seconds after which what a stopped process left undone is taken up by another; "
        "what takes longer is not done twice.",
    )
    passeur_offline_seconds: float = Field(
        600,
        ge=0,
        le=86400,
        description="Seconds without a connection to Slack (Socket Mode) after which the program ends with code 1, "
        "for whatever runs it to start it anew; 0: never.",
    )
    passeur_secret: SecretStr | None = Field(
        None, description="Key of the hash under which people are kept; made and kept in the database when absent."
    )
    passeur_guests: Guests = Field(
        "answers",
        description="What guests may have: `none`, `answers`, or `mentors` too, as colleagues do. "
        "People of other organisations (Slack Connect) never get mentors, and no answers with `none`.",
    )
    smtp_url: SecretStr | None = Field(
        None, description="Server for e-mails to external mentors: `smtp://user:password@host:587` or `smtps://…`."
    )
    smtp_from: str | None = Field(None, description="Sender of these e-mails, such as `Passeur <passeur@example.org>`.")
    passeur_public_url: str | None = Field(
        None, description="Address under which the web part is reached from outside, for the links in e-mails."
    )
    passeur_log_level: str = Field(
        "INFO",
        pattern="(?i)^(debug|info|warning|error)$",
        description="How much is logged: debug, info, warning, error.",
    )

    @field_validator("passeur_knowledge", mode="before")
    @classmethod
    def _folders(cls, value: object) -> object:
        return tuple(Path(part) for part in value.split(os.pathsep) if part) if isinstance(value, str) else value

    @field_validator("slack_api_base_url")
    @classmethod
    def _safe_address(cls, value: str) -> str:
        try:
            parts = urlsplit(value.strip())
        except ValueError as error:
            raise ValueError(f"'{value}' is no address") from error
        if "@" in parts.netloc:  # what stands before it may look like this machine, and may be a password
            raise ValueError("the address must hold no user's name and no password (the part that ends with @)")
        local = parts.scheme == "http" and parts.hostname in LOOPBACK
        if not parts.hostname or not (parts.scheme == "https" or local):
            raise ValueError(
                f"'{value}' must begin with https:// (plain http only to this machine), or tokens could leak"
            )
        return parts.geturl().rstrip("/") + "/"

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        """Its value is in no error: it may hold a password."""
        try:
            parts = urlsplit(value.get_secret_value().strip()) if value else None
            wrong = parts is not None and (parts.scheme not in ("smtp", "smtps") or not parts.hostname)
            port = parts.port if parts else None
        except ValueError:
            wrong, port = True, None
        if wrong or port == 0:
            raise ValueError(
                "an address such as smtp://user:password@host:587 or smtps://host is wanted "
                "(in a password, / # ? @ and : are written %2F %23 %3F %40 and %3A)"
            )
        return SecretStr(parts.geturl()) if parts else None

    @field_validator("smtp_from")
    @classmethod
    def _sender(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1]):
            raise ValueError(f"'{value}' holds no address; write Passeur <passeur@example.org>")
        return value

    @field_validator("passeur_public_url")
    @classmethod
    def _public(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value.strip())
        local = parts.scheme == "http" and parts.hostname in LOOPBACK
        if not parts.hostname or parts.query or parts.fragment or not (parts.scheme == "https" or local):
            raise ValueError(
                f"'{value}' must begin with https:// and end with the host or a path: it is put into links"
            )
        return parts.geturl().rstrip("/")


def read(env_file: Path | None = Path(".env"), **changes: object) -> Settings:
    """Read the environment and .env; `changes` win over both, the environment over the file. An empty one is unset."""
    written = {**(_in_file(env_file) if env_file else {}), **_set(os.environ)}
    try:
        return Settings.model_validate({**written, **changes})
    except ValidationError as error:
        lines = [
            f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg'].removeprefix('Value error, ')}." for e in error.errors()
        ]
        raise SettingsError(
            "The settings can't be used.\n" + "\n".join(lines) + "\nMend the environment or .env."
        ) from None


def _in_file(path: Path) -> dict[str, str]:
    if not path.is_file() and not path.is_fifo():  # a shell can hand over secrets by a pipe
        return {}
    from dotenv import dotenv_values  # here: most have no such file

    return _set(dotenv_values(path, encoding="utf-8"))


def _set(variables: Mapping[str, str | None]) -> dict[str, str]:
    return {name.lower(): value for name, value in variables.items() if value}


def table() -> str:
    """The README's table of settings."""
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = (
            ""
            if field.default_factory or default is None
            else str(getattr(default, "get_secret_value", lambda d=default: d)())
        )
        rows.append(f"| `{name.upper()}` | {f'`{shown}`' if shown else ''} | {field.description} |")
    return "\n".join(rows)
