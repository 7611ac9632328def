"""E-mails to an external mentor, through a real SMTP server: what they say, and what goes wrong on the way."""

import asyncio
import os
import re
import sys
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from bot.delivery.retry import MAILS
from bot.features.answering.decide import Decider
from bot.settings import shipped
from tests.double import BOT_TOKEN, SlackDouble
from tests.introductions.mailing import (
    ASKER,
    FROM,
    LINK,
    MAINTAINERS,
    MENTOR,
    MENTORS,
    NOTE,
    Mailbox,
    Scene,
    decider_with,
    listening,
    mentor,
    scene,
    text_of,
)

SAID = {
    "fr": (
        "Une demande d’aide – matériel",
        (
            "Bonjour,",
            "Quelqu’un chez nous",
            "Sa note\u00a0:",
            "Acceptez-vous d’être",
            "cette personne\u202f?",
            "Bien à vous,",
        ),
    ),
    "en": (
        "A request for help – hardware",
        ("Hello,", "Somebody here", "Their note:", "Would you like", "this person?", "Kind regards,"),
    ),
}


@pytest.mark.parametrize("language", SAID)
async def test_the_mentor_reads_the_note_and_a_link_but_not_who_asks(mailed: Scene, language: str) -> None:
    await mailed.ask(language)
    [message] = mailed.mailbox.received
    text, (subject, words) = text_of(message), SAID[language]
    assert (message["From"], message["To"], message["Subject"]) == (FROM, MENTOR, subject)
    assert message["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", message["Message-ID"])
    assert abs(parsedate_to_datetime(message["Date"]) - mailed.delivery.now()).total_seconds() < 60
    assert (message.get_content_type(), message.get_content_charset()) == ("text/plain", "utf-8")
    for words_of_it in (*words, NOTE, "Exemple"):
        assert words_of_it in text
    assert len(LINK.findall(text)) == 1
    whole = message.as_string() + text
    assert not re.search(r"[UCDTW]0[A-Z]{5,}", whole)
    assert "champion" not in whole.lower()
    assert "{" not in text
    assert "Communauté voisine (exemple)" in mailed.told()
    assert MENTOR not in mailed.told()


async def test_the_mentors_language_counts_where_they_do_not_speak_the_askers(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    english = (mentor("outside", MENTOR, ["en"]),)
    mailbox = Mailbox()
    async with (
        listening(mailbox) as port,
        scene(
            slack,
            decider_with(decider, tmp_path / "english", mentors=english),
            tmp_path,
            f"smtp://127.0.0.1:{port}",
            mailbox,
        ) as mailed,
    ):
        await mailed.ask("fr")
        assert "Would you like" in text_of(mailbox.received[0])
        _, page, _ = await mailed.http("GET", mailed.link())
        assert 'lang="en"' in page
        assert "Somebody would like your help" in page


async def test_a_server_that_is_busy_is_asked_again_and_the_e_mail_comes_once(mailed: Scene) -> None:
    mailed.mailbox.rcpt += ["450 Busy"] * 3
    await mailed.ask()
    for _ in range(3):
        assert mailed.mailbox.received == []
        await mailed.forward(seconds=5)
    assert len(mailed.mailbox.received) == 1
    await mailed.forward(hours=1)
    assert len(mailed.mailbox.received) == 1


async def test_back_off_waits_longer_each_time(mailed: Scene) -> None:
    mailed.mailbox.rcpt += ["450 Busy"] * 4
    await mailed.ask()
    left = []
    for _ in range(8):
        left.append(len(mailed.mailbox.rcpt))
        await mailed.forward(seconds=1)
    assert left == [3, 2, 2, 1, 1, 1, 1, 0]


async def test_a_server_that_is_down_for_hours_is_asked_again(
    slack: SlackDouble, outside: Decider, tmp_path: Path
) -> None:
    mailbox = Mailbox()
    async with listening(mailbox) as port:
        pass
    async with scene(slack, outside, tmp_path, f"smtp://127.0.0.1:{port}", mailbox) as mailed:
        await mailed.ask()
        for _ in range(24):
            await mailed.forward(minutes=10)
        assert slack.messages(MAINTAINERS) == []
        async with listening(mailbox, port=port):
            await mailed.forward(minutes=10)
            await mailed.forward(minutes=10)
    assert len(mailbox.received) == 1


async def test_a_server_that_stays_away_is_given_up_for_a_draft(
    slack: SlackDouble, outside: Decider, tmp_path: Path
) -> None:
    async with listening(Mailbox()) as port:
        pass
    async with scene(slack, outside, tmp_path, f"smtp://127.0.0.1:{port}", Mailbox()) as mailed:
        await mailed.ask()
        for _ in range(MAILS):
            await mailed.forward(minutes=5)
    assert len(slack.messages(MAINTAINERS)) == 1


@pytest.mark.parametrize("where", ["rcpt", "data"])
async def test_a_refused_e_mail_becomes_the_maintainers_draft(mailed: Scene, slack: SlackDouble, where: str) -> None:
    getattr(mailed.mailbox, where).append("550 No such user")
    await mailed.ask()
    assert mailed.mailbox.received == []
    [draft] = slack.messages(MAINTAINERS)
    assert MENTOR in str(draft["blocks"])
    assert "Par où commencer" in str(draft["blocks"])
    assert ASKER not in str(draft["blocks"])
    assert await mailed.state() == "asked"
    await mailed.click("A dit oui", MAINTAINERS)
    assert await mailed.state() == "accepted"
    assert MENTOR in mailed.told()


async def test_where_nobody_takes_the_draft_the_next_mentor_is_asked(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    mailbox = Mailbox(rcpt=["550 No such user"])
    alone = decider_with(decider, tmp_path / "alone", maintainers=False)
    async with listening(mailbox) as port, scene(slack, alone, tmp_path, f"smtp://127.0.0.1:{port}", mailbox) as mailed:
        await mailed.ask("fr", NOTE, "outside", "other")
        assert await mailed.state() == "closed"
        assert await mailed.state("other") == "asked"
        [message] = mailbox.received
        assert message["To"] == MENTORS[1]["email"]


async def test_a_channel_that_refuses_the_draft_does_not_hold_the_asker_up(mailed: Scene, slack: SlackDouble) -> None:
    mailed.mailbox.rcpt.append("550 No such user")
    slack.workspace.channels[MAINTAINERS] = False
    await mailed.ask("fr", NOTE, "outside", "other")
    assert await mailed.state() == "closed"
    assert [message["To"] for message in mailed.mailbox.received] == [MENTORS[1]["email"]]


async def test_a_bad_goodbye_after_the_e_mail_was_taken_sends_no_copy(mailed: Scene) -> None:
    mailed.mailbox.quit.append("421 Gone")
    await mailed.ask()
    await mailed.forward(hours=1)
    assert len(mailed.mailbox.received) == 1


KILLED = """
import asyncio
from bot.features.answering.decide import Decider
from bot.app.deciding import knowledge_of
from bot.settings import read
from bot.transports.slack.connect import running

async def serve():
    settings = read()
    async with running(settings, Decider(knowledge_of(settings), None)):
        await asyncio.Event().wait()

asyncio.run(serve())
"""


async def test_a_process_killed_after_the_server_took_it_leaves_a_copy_with_the_same_id(
    mailed: Scene, slack: SlackDouble, tmp_path: Path
) -> None:
    assert mailed.bot.running.mailer is not None
    mailed.mailbox.rcpt.append("450 Busy")
    await mailed.ask()
    environment = os.environ | {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_BASE_URL": slack.url,
        "DATABASE_URL": f"sqlite:///{tmp_path}/passeur.sqlite3",
        "PASSEUR_KNOWLEDGE": f"{shipped()}{os.pathsep}{tmp_path / 'outside'}",
        "SMTP_URL": mailed.bot.running.mailer.url,
        "SMTP_FROM": FROM,
        "PASSEUR_PUBLIC_URL": mailed.bot.origin,
    }
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, env=environment)
    mailed.mailbox.on_data = other.kill  # the message is there; the process never hears 250
    async with asyncio.timeout(60):
        await other.wait()
    mailed.mailbox.on_data = None
    await mailed.settled()
    assert len(mailed.mailbox.received) == 1  # the lease of the dead still runs
    await mailed.forward(seconds=31)
    first, copy = mailed.mailbox.received
    assert first["Message-ID"] == copy["Message-ID"]
    await mailed.forward(hours=1)
    assert len(mailed.mailbox.received) == 2
