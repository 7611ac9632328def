"""The settings of one workspace: those of all, and what the operator gave it for its own."""

from pathlib import Path

from pydantic import SecretStr, ValidationError

from bot.errors import SettingsError
from bot.settings import Settings, in_file
from bot.transports.slack.oauth.vault import Grant

OWN = frozenset(
    {
        "passeur_guests",
        "passeur_digest",
        "passeur_keep_days",
        "passeur_remember_days",
        "passeur_wrong_accepted",
    }
)
"""Settings that a workspace may have for itself; the others are of the machine."""


def own_settings(settings: Settings, workspace: str, grant: Grant, place: str) -> Settings:
    """`place`: the address of its rows. Raises SettingsError when its file says what can't be."""
    given: dict[str, object] = {"slack_bot_token": grant.token, "database_url": SecretStr(place)}
    if settings.passeur_public_url is not None:
        given["passeur_public_url"] = f"{settings.passeur_public_url}/{workspace}"
    given["passeur_knowledge"] = own_knowledge(settings, workspace)
    if settings.passeur_workspaces is not None:
        given |= _written(settings.passeur_workspaces / f"{workspace}.env")
    try:
        return Settings.model_validate({**dict(settings), **given})
    except ValidationError as error:
        wrong = ", ".join(str(one["loc"][0]).upper() for one in error.errors())
        raise SettingsError(f"The settings of {workspace} can't be used: {wrong}.") from None


def own_knowledge(settings: Settings, workspace: str) -> tuple[Path, ...]:
    """The folders of its knowledge: those of all, and its own if there is one."""
    own = settings.passeur_workspaces / workspace if settings.passeur_workspaces else None
    return (*settings.passeur_knowledge, own) if own is not None and own.is_dir() else settings.passeur_knowledge


def _written(file: Path) -> dict[str, str]:
    found = in_file(file)
    if others := found.keys() - OWN:
        allowed = ", ".join(sorted(name.upper() for name in OWN))
        raise SettingsError(
            f"'{file}' sets {', '.join(sorted(others)).upper()}, which is not a workspace's own. It may set {allowed}."
        )
    return found
