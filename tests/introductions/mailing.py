"""A real SMTP server on loopback; and the bot with an external mentor, its e-mails, its page and a clock to move."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import SecretStr

from bot.delivery.delivery import Delivery
from bot.features.answering.decide import Decider
from bot.features.introductions.intents import Introduce
from bot.features.introductions.values import Introduction
from bot.knowledge import load
from bot.messages import checks
from bot.messages.buttons import encode
from bot.settings import shipped
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import HttpBot, http_bot, settings_for

ASKER, MAINTAINERS = "U0CHAMPION", "C0MAINTAIN"
MENTOR = "voisine@example.org"
NOTE = "Nous voudrions publier nos horaires.\nPar où commencer, et avec qui ?"
FROM = "Passeur <passeur@example.org>"
LINK = re.compile(r"http://127\.0\.0\.1:\d+/introductions/\S+")
OK = "250 OK"


def mentor(name: str, email: str, languages: list[str]) -> dict[str, Any]:
    return {
        "id": name,
        "name": "Communauté voisine (exemple)",
        "kind": "external",
        "did": {"fr": "A partagé les plans d'un capteur imaginaire", "en": "Shared the plans of an imaginary sensor"},
        "topics": ["hardware"],
        "languages": languages,
        "consent": {"date": datetime.now(UTC).astimezone().date().isoformat(), "how": "exemple"},
        "email": email,
    }


MENTORS = (mentor("outside", MENTOR, ["fr", "en"]), mentor("other", "autre@example.org", ["fr", "en"]))


@dataclass
class Mailbox:
    """`rcpt`, `data`, `quit`: what the server says next, each word once; then it takes everything."""

    received: list[EmailMessage] = field(default_factory=list)
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    quit: list[str] = field(default_factory=list)
    on_data: Callable[[], Any] | None = None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        word = self.rcpt.pop(0) if self.rcpt else OK
        if word == OK:
            envelope.rcpt_tos.append(address)
        return word

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        word = self.data.pop(0) if self.data else OK
        if word == OK:
            content = envelope.content
            assert isinstance(content, bytes)
            content.decode("ascii")  # what any server takes
            message = message_from_bytes(content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.received.append(message)
            if self.on_data:
                self.on_data()
        return word

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return self.quit.pop(0) if self.quit else "221 Bye"


@asynccontextmanager
async def listening(mailbox: Mailbox, host: str = "127.0.0.1", port: int = 0, **options: Any) -> AsyncIterator[int]:
    """The port on which the mailbox's server listens."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mailbox, loop=loop, **options), host, port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


def decider_with(
    decider: Decider, folder: Path, *, mentors: tuple[dict[str, Any], ...] = MENTORS, maintainers: bool = True
) -> Decider:
    """The knowledge with external mentors, read from YAML as a maintainer would write it."""
    folder.mkdir()
    (folder / "mentors.yaml").write_text(yaml.safe_dump(list(mentors), allow_unicode=True), encoding="utf-8")
    channels = f"channels: {{ maintainers: {MAINTAINERS} }}\n" if maintainers else ""
    (folder / "organisation.yaml").write_text(f'name: "Exemple"\n{channels}', encoding="utf-8")
    return Decider(load((shipped(), folder), checks.RULES), decider.matcher)


@dataclass
class Scene:
    bot: HttpBot
    slack: SlackDouble
    mailbox: Mailbox

    @property
    def delivery(self) -> Delivery:
        return self.bot.running.delivery

    async def ask(self, language: Any = "fr", note: str = NOTE, *mentors: str) -> None:
        """The asker opens the form, writes a note and sends it; both as Slack signs them."""
        candidates = mentors or ("outside",)
        action, value = encode(Introduce(language=language, candidates=candidates, topics=("hardware",), text="Où ?"))
        moment = f"{len(self.slack.calls)}.5"
        changes = {"actions.0.action_id": action, "actions.0.value": value, "actions.0.action_ts": moment}
        await self.bot.take(payload("block_actions_message", {**changes, "trigger_id": f"1.2.{moment}"}))
        await self.settled()
        shown = self.slack.called("views.open")[-1]["view"]
        filled = {"note": {"note": {"type": "plain_text_input", "value": note}}}
        view = {"id": f"V{moment}", "state": {"values": filled}}
        view |= {name: shown[name] for name in ("callback_id", "private_metadata", "blocks")}
        submitted = payload("view_submission")
        await self.bot.take({**submitted, "view": {**submitted["view"], **view}})
        await self.settled()

    async def click(self, label: str, channel: str) -> None:
        """On the newest button there with this label."""
        posts = reversed(self.slack.messages(channel))
        blocks = (block for post in posts for block in post.get("blocks", ()))
        buttons = (button for block in blocks for button in block.get("elements", ()) if button["type"] == "button")
        button = next(button for button in buttons if button["text"]["text"] == label)
        changes = {f"actions.0.{name}": button[name] for name in ("action_id", "value")}
        moment = f"{len(self.slack.calls)}.5"
        changes |= {"actions.0.action_ts": moment, "channel.id": channel, "container.channel_id": channel}
        await self.bot.take(payload("block_actions_message", {**changes, "user.id": "U0JURIST"}))
        await self.settled()

    async def settled(self) -> None:
        """All that is due has been done."""
        await self.delivery.idle()
        await self.delivery.work_off()

    async def forward(self, **time: float) -> None:
        """Move the clock, and do what is due by then."""
        before = self.delivery.now
        self.delivery.now = lambda: before() + timedelta(**time)
        await self.settled()

    async def introductions(self) -> dict[str, Introduction]:
        async with self.bot.running.store.transaction() as transaction:
            found = [
                one
                for need in await transaction.registry.needs()
                for one in (await transaction.registry.of_need(need.id)).values()
            ]
        return {one.mentor: one for one in found}

    async def state(self, mentor: str = "outside") -> str:
        return str((await self.introductions())[mentor].state)

    def link(self) -> str:
        """In the newest e-mail."""
        return LINK.findall(text_of(self.mailbox.received[-1]))[0]

    def told(self, channel: str = ASKER) -> str:
        """All that the bot said there, as Slack shows it."""
        return json.dumps([*self.slack.messages(channel), *self.slack.messages("D" + channel[1:])], ensure_ascii=False)

    async def http(self, method: str, url: str, data: Any = None, **headers: str) -> tuple[int, str, Any]:
        async with aiohttp.ClientSession() as session, session.request(method, url, data=data, headers=headers) as got:
            return got.status, await got.text(), got.headers


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


@asynccontextmanager
async def scene(
    slack: SlackDouble, decider: Decider, folder: Path, smtp: str, mailbox: Mailbox
) -> AsyncIterator[Scene]:
    """The bot, its web part at the address that its links tell; it does only what the tests let it."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        public = f"http://127.0.0.1:{opened.getsockname()[1]}/"
        mail = {"smtp_url": SecretStr(smtp), "smtp_from": FROM, "passeur_public_url": public}
        settings = settings_for(slack, f"sqlite:///{folder}/passeur.sqlite3", **mail)
        async with http_bot(settings, decider, opened) as bot:
            bot.running.delivery.stop()
            yield Scene(bot, slack, mailbox)
