"""Looks at the mail server: reached, with TLS, and logged in to; nothing is sent."""

import smtplib

from bot.doctor.findings import Finding, ok, untried, wrong
from bot.errors import SettingsError
from bot.settings import Settings
from bot.transports.mail.mailer import InClearError, Mailer

PATIENCE = 8.0


async def mail(settings: Settings) -> Finding:
    try:
        mailer = Mailer.of(settings, b"")
    except SettingsError as error:
        return wrong("mail", "half", told=str(error))
    if mailer is None:
        return untried("mail", "none")
    try:
        await mailer.knock(PATIENCE)
    except smtplib.SMTPAuthenticationError:
        return wrong("mail", "login", host=mailer.host)
    except InClearError:
        return wrong("mail", "clear", host=mailer.host)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return wrong("mail", "unreachable", host=mailer.host, reason=type(error).__name__)
    return ok("mail", host=mailer.host)
