"""The settings, read once at the start from the environment and .env.

pydantic checks them. pydantic-settings would read them too, but it loads asyncio, TLS and a command line's parser: a
tenth of what a question in the terminal costs.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from bot.errors import SettingsError
from bot.urls import mail_server, public, sender, web_api

SLACK_API = "https://slack.com/api/"
Guests = Literal["none", "answers", "mentors"]
DirectReplies = Literal["flat", "threads"]
Rhythm = Literal["never", "daily", "weekly", "monthly"]


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
    slack_client_id: str | None = Field(
        None,
        description="Client id of the app: any workspace may then install it at `/slack/install`, and "
        "`SLACK_BOT_TOKEN` is left out.",
    )
    slack_client_secret: SecretStr | None = Field(None, description="Client secret of the app, with its client id.")
    slack_config_token: SecretStr | None = Field(
        None,
        description="App configuration token (`xoxe.xoxp-…`), for `passeur doctor` alone: with it, the app's events "
        "are compared with the manifest.",
    )
    slack_api_base_url: Annotated[str, AfterValidator(web_api)] = Field(
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
        90,
        ge=1,
        le=3650,
        description="Days for which what went unanswered, or was answered badly, is kept for the maintainers.",
    )
    passeur_digest: Rhythm = Field(
        "weekly",
        description="How often the maintainers' channel is shown what had no answer: `never`, `daily` (working days), "
        "`weekly` (Mondays) or `monthly` (its first Monday); nothing is said when there is nothing.",
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
    passeur_encryption_keys: SecretStr | None = Field(
        None,
        description="Keys under which workspaces' tokens are kept, separated by commas: the first encrypts, all "
        "decrypt. `passeur workspaces key` makes one.",
    )
    passeur_workspaces: Path | None = Field(
        None,
        description="Folder with what is a workspace's own: knowledge in `T0EXAMPLE/`, settings in `T0EXAMPLE.env`.",
    )
    passeur_guests: Guests = Field(
        "answers",
        description="What guests may have: `none`, `answers`, or `mentors` too, as colleagues do. "
        "People of other organisations (Slack Connect) never get mentors, and no answers with `none`.",
    )
    passeur_welcome: bool = Field(
        default=True,
        description="Whether who opens the app or writes to it for the first time, and each channel to which it is "
        "added, is welcomed once.",
    )
    passeur_direct: DirectReplies = Field(
        "flat",
        description="Where a direct message is answered: `flat`, below it, or `threads`, in a thread of its own.",
    )
    smtp_url: Annotated[SecretStr | None, AfterValidator(mail_server)] = Field(
        None, description="Server for e-mails to external mentors: `smtp://user:password@host:587` or `smtps://…`."
    )
    smtp_from: Annotated[str | None, AfterValidator(sender)] = Field(
        None, description="Sender of these e-mails, such as `Passeur <passeur@example.org>`."
    )
    passeur_public_url: Annotated[str | None, AfterValidator(public)] = Field(
        None, description="Address under which the web part is reached from outside, for the links in e-mails."
    )
    passeur_site_url: Annotated[str | None, AfterValidator(public)] = Field(
        None,
        description="Address at which the pages of `passeur export` are published: in Slack, a link to an answer there "
        "shows its title and short answer. Its domain stands under `features.unfurl_domains` of the manifest.",
    )
    passeur_log_level: str = Field(
        "INFO",
        pattern="(?i)^(debug|info|warning|error)$",
        description="How much is logged: debug, info, warning, error.",
    )
    passeur_log_format: Literal["auto", "json", "text"] = Field(
        "auto", description="Form of the log: `json` or `text`, a line an event; `auto`: text on a terminal, else JSON."
    )
    passeur_metrics_token: SecretStr | None = Field(
        None, description="Bearer token that `/metrics` then asks for; without it whoever reaches the port may read it."
    )

    @field_validator("passeur_knowledge", mode="before")
    @classmethod
    def _folders(cls, value: object) -> object:
        return tuple(Path(part) for part in value.split(os.pathsep) if part) if isinstance(value, str) else value


def read(env_file: Path | None = Path(".env"), **changes: object) -> Settings:
    """Read the environment and .env; `changes` win over both, the environment over the file. An empty one is unset."""
    written = {**(in_file(env_file) if env_file else {}), **_set(os.environ)}
    try:
        return Settings.model_validate({**written, **changes})
    except ValidationError as error:
        lines = [
            f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg'].removeprefix('Value error, ')}." for e in error.errors()
        ]
        raise SettingsError(
            "The settings can't be used.\n" + "\n".join(lines) + "\nMend the environment or .env."
        ) from None


def in_file(path: Path) -> dict[str, str]:
    """What a file such as .env sets; raises SettingsError when it is no text in UTF-8."""
    if not path.is_file() and not path.is_fifo():  # a shell can hand over secrets by a pipe
        return {}
    from dotenv import dotenv_values  # here: most have no such file

    try:
        return _set(dotenv_values(path, encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"'{path}' is not written in UTF-8 (byte {error.start + 1}): save it again in UTF-8, without changing it."
        ) from None


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
