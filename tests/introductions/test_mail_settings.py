"""The settings of e-mail: what is missing or wrong is said in a sentence, and the password is said nowhere."""

import logging
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from pydantic import SecretStr

from bot.errors import SettingsError
from bot.features.answering.decide import Decider
from bot.settings import read
from bot.transports.mail.mailer import Mailer
from bot.transports.slack.connect import running
from tests.double import SlackDouble
from tests.introductions.directory import MONDAY
from tests.introductions.mailing import FROM, MAINTAINERS, Mailbox, listening, scene
from tests.slack.bots import settings_for

PASSWORD = "s3cret/#?@:"
WRITTEN = "s3cret%2F%23%3F%40%3A"
WHOLE: dict[str, Any] = {"smtp_from": FROM, "passeur_public_url": "https://passeur.example.org/bot/"}


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        ("smtp_from", "SMTP_URL is set, but SMTP_FROM is missing. Add to .env (see .env.example)."),
        ("passeur_public_url", "SMTP_URL is set, but PASSEUR_PUBLIC_URL is missing. Add to .env (see .env.example)."),
        ("", "SMTP_URL is set, but SMTP_FROM and PASSEUR_PUBLIC_URL are missing. Add to .env (see .env.example)."),
    ],
)
async def test_half_of_the_settings_is_one_sentence(
    slack: SlackDouble, decider: Decider, tmp_path: Path, left: str, sentence: str
) -> None:
    given = {name: value for name, value in WHOLE.items() if left and name != left}
    given["smtp_url"] = SecretStr(f"smtp://passeur:{WRITTEN}@127.0.0.1:25")
    with pytest.raises(SettingsError) as told:
        async with running(settings_for(slack, f"sqlite:///{tmp_path}/p.sqlite3", **given), decider):
            pass
    assert str(told.value) == sentence


def test_without_a_server_the_other_settings_do_nothing() -> None:
    assert Mailer.of(read(None, **WHOLE), b"key") is None


@pytest.mark.parametrize(
    "url",
    [
        f"http://passeur:{WRITTEN}@mail.example.org",
        f"passeur:{WRITTEN}@mail.example.org",
        "mail.example.org:587",
        f"smtp://passeur:{PASSWORD}@mail.example.org",
        "smtp://passeur:s3cret/x@mail.example.org",
        "smtp://passeur:s3cret@mail.example.org:smtp",
        "smtp://passeur:s3cret@mail.example.org:99999",
        "smtp://passeur:s3cret@[::1",
        "smtp://passeur:s3cret@",
        "smtp:///s3cret",
    ],
)
def test_a_wrong_server_is_refused_with_the_way_out_and_without_the_password(url: str) -> None:
    with pytest.raises(SettingsError, match="SMTP_URL") as refused:
        read(smtp_url=url, **WHOLE)
    assert "smtp://user:password@host:587 or smtps://host" in str(refused.value)
    assert "s3cret" not in str(refused.value) + repr(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("sender", ["Passeur", "Passeur <>", "@", "", "Passeur <passeur@>"])
def test_a_sender_without_an_address_is_refused(sender: str) -> None:
    with pytest.raises(SettingsError, match=r"SMTP_FROM: '.*' holds no address; write Passeur <passeur@example.org>"):
        read(smtp_from=sender)


@pytest.mark.parametrize(
    "address",
    ["passeur.example.org", "http://passeur.example.org", "https://", "ftp://x", "https://x/?a", "https://[x"],
)
def test_an_address_that_no_link_can_begin_with_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="PASSEUR_PUBLIC_URL"):
        read(passeur_public_url=address)


def test_a_link_begins_with_the_public_address() -> None:
    mailer = Mailer.of(read(smtp_url="smtps://mail.example.org", **WHOLE), b"key")
    assert mailer is not None
    link = mailer.link("one", MONDAY)
    assert link.startswith("https://passeur.example.org/bot/introductions/")
    found = mailer.read(link.rpartition("/")[2], MONDAY)
    assert found is not None
    assert found.introduction == "one"
    assert "key" not in repr(mailer)


class Door:
    """Takes this one user and password; remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[bytes] = []

    def __call__(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, shown: Any) -> AuthResult:
        assert isinstance(shown, LoginPassword)
        self.shown.append(shown.password)
        return AuthResult(success=shown.password == PASSWORD.encode(), handled=False)


async def by_password(
    slack: SlackDouble, outside: Decider, folder: Path, written: str, host: str = "127.0.0.1"
) -> tuple[Mailbox, Door]:
    mailbox, door = Mailbox(), Door()
    options = {"authenticator": door, "auth_require_tls": False}
    async with (
        listening(mailbox, host=host, **options) as port,
        scene(slack, outside, folder, f"smtp://passeur:{written}@{host}:{port}", mailbox) as mailed,
    ):
        await mailed.ask()
        assert mailed.bot.running.mailer is not None
        assert "s3cret" not in repr(mailed.bot.running.mailer)
    return mailbox, door


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, logger="bot")
    return caplog


async def test_the_password_is_shown_to_the_server_and_to_nobody_else(
    slack: SlackDouble, outside: Decider, tmp_path: Path, logged: pytest.LogCaptureFixture
) -> None:
    mailbox, door = await by_password(slack, outside, tmp_path, WRITTEN)
    assert door.shown == [PASSWORD.encode()]
    assert len(mailbox.received) == 1
    assert "s3cret" not in logged.text


async def test_a_wrong_password_gives_the_maintainers_a_draft_and_is_not_logged(
    slack: SlackDouble, outside: Decider, tmp_path: Path, logged: pytest.LogCaptureFixture
) -> None:
    mailbox, _ = await by_password(slack, outside, tmp_path, "s3cret-old")
    assert mailbox.received == []
    assert len(slack.messages(MAINTAINERS)) == 1
    assert "SMTP 535" in logged.text
    assert "s3cret" not in logged.text


async def test_the_password_does_not_travel_in_clear_to_another_machine(
    slack: SlackDouble, outside: Decider, tmp_path: Path, logged: pytest.LogCaptureFixture
) -> None:
    mailbox, door = await by_password(slack, outside, tmp_path, WRITTEN, host="127.0.0.2")
    assert (mailbox.received, door.shown) == ([], [])
    assert len(slack.messages(MAINTAINERS)) == 1
    assert "InClearError" in logged.text
