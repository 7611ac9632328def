"""E-mail as delivery sees it: puts what is to be said into words, with a link to answer at, and sends it once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.transport import Attempt, Outcome
from bot.features.outgoing import Outgoing, StoredCall
from bot.features.recipients import Mailbox
from bot.messages.introductions import LINK
from bot.messages.render import Renderer
from bot.transports.mail.mailer import Mailer


@dataclass(frozen=True)
class MailTransport:
    """`renderer`: makes one on the knowledge that serves now."""

    mailer: Mailer
    renderer: Callable[[], Renderer]
    now: Callable[[], datetime]

    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """The link is made now: it expires."""
        if not isinstance(outgoing.to, Mailbox):
            raise TypeError(f"{type(outgoing.to).__name__} is no mailbox")
        now, (subject, text) = self.now(), self._words(outgoing)
        text = text.replace(LINK, self.mailer.link(outgoing.introduction or "", now))
        return await self.mailer.post(outgoing.to.address, (subject, text), attempt.key, now)

    def fallback(self, _outgoing: Outgoing) -> Outgoing | None:
        """Whoever writes an e-mail says what is done without it."""
        return None

    def _words(self, outgoing: Outgoing) -> tuple[str, str]:
        if isinstance(outgoing.reply, StoredCall):
            mail = outgoing.reply.call["arguments"]
            return mail["subject"], mail["text"]
        return self.renderer().mail(outgoing.reply)  # type: ignore[arg-type]
