"""Checks the addresses among the settings; a password that one holds is in no error."""

import re
from email.utils import parseaddr
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def _safe(parts: SplitResult) -> bool:
    """Whether what is sent there can't be read on the way."""
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    return bool(parts.hostname) and (parts.scheme == "https" or local)


def web_api(value: str) -> str:
    """The address of Slack's Web API, with one slash at its end; raises ValueError."""
    try:
        parts = urlsplit(value.strip())
    except ValueError as error:
        raise ValueError(f"'{value}' is no address") from error
    if "@" in parts.netloc:  # what stands before it may look like this machine, and may be a password
        raise ValueError("the address must hold no user's name and no password (the part that ends with @)")
    if not _safe(parts):
        raise ValueError(f"'{value}' must begin with https:// (plain http only to this machine), or tokens could leak")
    return parts.geturl().rstrip("/") + "/"


def mail_server(value: SecretStr | None) -> SecretStr | None:
    """The address of a mail server; raises ValueError, which holds nothing of it."""
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


def sender(value: str | None) -> str | None:
    """Whose address e-mails come from; raises ValueError."""
    if value is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1]):
        raise ValueError(f"'{value}' holds no address; write Passeur <passeur@example.org>")
    return value


def public(value: str | None) -> str | None:
    """The address that is put into links, without a slash at its end; raises ValueError."""
    if value is None:
        return None
    parts = urlsplit(value.strip())
    if parts.query or parts.fragment or not _safe(parts):
        raise ValueError(f"'{value}' must begin with https:// and end with the host or a path: it is put into links")
    return parts.geturl().rstrip("/")
