"""The mail server: sends e-mails over SMTP, and signs the links in them, which expire."""

import asyncio
import hashlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from itsdangerous import BadData, URLSafeSerializer

from bot.delivery.transport import Outcome
from bot.errors import SettingsError
from bot.settings import Settings
from bot.urls import LOOPBACK

PATIENCE = 30.0
VALID = timedelta(days=30)
PATH = "/introductions/"


class Link(NamedTuple):
    introduction: str
    made: datetime


class InClearError(smtplib.SMTPException):
    """The password would travel without TLS."""


@dataclass(frozen=True)
class Mailer:
    """`url`: smtp://user:password@host:port, or smtps:// for TLS from the start; smtp:// uses STARTTLS when offered."""

    url: str = field(repr=False)
    sender: str
    public_url: str
    secret: bytes = field(repr=False)

    @classmethod
    def of(cls, settings: Settings, secret: bytes) -> "Mailer | None":
        """None when no e-mail is configured; raises SettingsError when it is by half."""
        if settings.smtp_url is None:
            return None
        if settings.smtp_from is None or settings.passeur_public_url is None:
            needed = {"SMTP_FROM": settings.smtp_from, "PASSEUR_PUBLIC_URL": settings.passeur_public_url}
            missing = [name for name, value in needed.items() if value is None]
            is_are = "is" if len(missing) == 1 else "are"
            raise SettingsError(
                f"SMTP_URL is set, but {' and '.join(missing)} {is_are} missing. Add to .env (see .env.example)."
            )
        return cls(settings.smtp_url.get_secret_value(), settings.smtp_from, settings.passeur_public_url, secret)

    def link(self, introduction: str, now: datetime) -> str:
        """The address at which an external mentor answers."""
        return self.public_url + PATH + self._signer.dumps([introduction, int(now.timestamp())])

    def read(self, token: str, now: datetime) -> Link | None:
        """What a link stands for; None when it is forged or too old."""
        try:
            name, seconds = self._signer.loads(token)
        except BadData:
            return None
        made = datetime.fromtimestamp(seconds, UTC)
        return Link(name, made) if now < made + VALID else None

    async def post(self, to: str, words: tuple[str, str], key: str, now: datetime) -> Outcome:
        """Send subject and text once; the message's id is the key's, by which mail programs know a copy."""
        try:
            await asyncio.to_thread(self._send, self._message(to, words, key, now))
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            return Outcome("again" if code < 500 else "refused", f"SMTP {code}")
        except smtplib.SMTPResponseException as error:
            return Outcome("again" if error.smtp_code < 500 else "refused", f"SMTP {error.smtp_code}")
        except (InClearError, smtplib.SMTPNotSupportedError, ValueError) as error:
            return Outcome("refused", type(error).__name__)
        except (smtplib.SMTPException, OSError) as error:
            return Outcome("again", type(error).__name__)
        return Outcome("sent")

    def _message(self, to: str, words: tuple[str, str], key: str, now: datetime) -> EmailMessage:
        message, (subject, text) = EmailMessage(), words
        message["From"], message["To"], message["Subject"] = self.sender, to, " ".join(subject.splitlines())
        message["Date"] = format_datetime(now)
        domain = parseaddr(self.sender)[1].rpartition("@")[2]
        message["Message-ID"] = f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text, cte="quoted-printable")  # not every server takes eight bits
        return message

    @property
    def host(self) -> str:
        """What a person may read of the address."""
        return urlsplit(self.url).hostname or ""

    async def knock(self, patience: float) -> None:
        """Reach the server and log in, and send nothing; raises what smtplib raises, or InClearError."""

        def knock() -> None:
            with self._server(patience) as server:
                server.noop()

        await asyncio.to_thread(knock)

    def _send(self, message: EmailMessage) -> None:
        with self._server(PATIENCE) as server:
            server.send_message(message)

    @contextmanager
    def _server(self, patience: float) -> Iterator[smtplib.SMTP]:
        """A connection that is logged in to, and left politely."""
        at = urlsplit(self.url)
        host, tls = at.hostname or "", ssl.create_default_context()
        server: smtplib.SMTP
        if at.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, at.port or 465, timeout=patience, context=tls)
        else:
            server = smtplib.SMTP(host, at.port or 587, timeout=patience)
        try:
            server.ehlo_or_helo_if_needed()
            if at.scheme != "smtps" and server.has_extn("starttls"):
                server.starttls(context=tls)
            if at.username:
                if not isinstance(server.sock, ssl.SSLSocket) and host not in LOOPBACK:
                    raise InClearError
                server.login(unquote(at.username), unquote(at.password or ""))
            yield server
            with suppress(smtplib.SMTPException, OSError):  # it has gone, however the server takes leave
                server.quit()
        finally:
            server.close()

    @property
    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt="introduction")
