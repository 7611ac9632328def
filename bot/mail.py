"""Letters to external mentors in; e-mails over SMTP out, each with a signed link that expires."""

import asyncio
import hashlib
import smtplib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from bot.errors import SettingsError
from bot.settings import Settings

PATIENCE = 20.0
VALID = timedelta(days=30)
PATH = "/introductions/"


class Posted(NamedTuple):
    """`sent`, or the server's own word: `later` (it may take it then) or `refused`."""

    kind: Literal["sent", "later", "refused"]
    error: str = ""


class Link(NamedTuple):
    introduction: str
    made: datetime


@dataclass(frozen=True)
class Mailer:
    """`url`: smtp://user:password@host:port, or smtps:// for TLS from the start; smtp:// uses STARTTLS when offered."""

    url: str
    sender: str
    public_url: str
    secret: bytes

    @classmethod
    def of(cls, settings: Settings, secret: bytes) -> "Mailer | None":
        """None when no e-mail is configured; raises SettingsError when it is by half."""
        if settings.smtp_url is None:
            return None
        if settings.smtp_from is None or settings.passeur_public_url is None:
            missing = "SMTP_FROM" if settings.smtp_from is None else "PASSEUR_PUBLIC_URL"
            raise SettingsError(f"SMTP_URL is set, but {missing} is missing. Put it into .env (see .env.example).")
        url = settings.smtp_url.get_secret_value()
        return cls(url, settings.smtp_from, settings.passeur_public_url.rstrip("/"), secret)

    def link(self, introduction: str) -> str:
        """The address at which an external mentor answers."""
        return self.public_url + PATH + self._signer.dumps(introduction)

    def read(self, token: str) -> Link | None:
        """What a link stands for; None when it is forged or too old."""
        try:
            name, made = self._signer.loads(token, max_age=int(VALID.total_seconds()), return_timestamp=True)
        except (BadSignature, SignatureExpired):
            return None
        return Link(str(name), made.astimezone(UTC))

    async def post(self, to: str, subject: str, text: str, key: str) -> Posted:
        """Send once; the message's id is the key's, by which mail programs know a copy."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, " ".join(subject.split())
        message["Message-ID"] = f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@passeur>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        try:
            await asyncio.to_thread(self._send, message)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            return Posted("later" if code < 500 else "refused", f"SMTP {code}")
        except smtplib.SMTPResponseException as error:
            return Posted("later" if error.smtp_code < 500 else "refused", f"SMTP {error.smtp_code}")
        except (smtplib.SMTPException, OSError) as error:
            return Posted("later", type(error).__name__)
        return Posted("sent")

    def _send(self, message: EmailMessage) -> None:
        at = urlsplit(self.url)
        secure = at.scheme == "smtps"
        kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
        with kind(at.hostname or "", at.port or (465 if secure else 587), timeout=PATIENCE) as server:
            if not secure and server.has_extn("starttls"):
                server.starttls()
            if at.username:
                server.login(unquote(at.username), unquote(at.password or ""))
            server.send_message(message)

    @property
    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt="introduction")
