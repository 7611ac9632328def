"""A digest that an older version left to send has its reasons as one text each; they are shown the same."""

from bot.features.gaps.replies import GapDigest
from bot.features.gaps.values import ToldReason
from bot.features.outgoing import restored
from bot.knowledge import load
from bot.messages.render import Renderer
from bot.settings import shipped


def test_reasons_of_one_text_are_read() -> None:
    gap = {"question": 3, "text": "Où ?", "language": "fr", "people": 2, "why": "error", "nearest": []}
    gap["reasons"] = ["outdated: Fermé : voir l'autre", "unclear"]
    fields = {"language": "fr", "gaps": [gap], "more": 0}
    row = {"reply": {"class": "GapDigest", "fields": fields}, "to": {"kind": "maintainers"}}
    reply = restored(row).reply
    assert isinstance(reply, GapDigest)
    assert reply.gaps[0].reasons == (ToldReason("outdated", "Fermé : voir l'autre"), ToldReason("unclear"))
    shown = str(Renderer(load([shipped()])).parts(reply))
    assert "Elle n’est pas comprise" in shown
