"""A form that an older version opened, or was about to, is still understood after the update."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.features.answering.decide import Decider
from bot.features.forms import FormStep
from bot.features.introductions import forms
from bot.features.outgoing import restored
from bot.features.table import FEATURES, INTENT
from bot.knowledge import Knowledge
from bot.messages.render import Renderer
from bot.transports.slack import modals
from bot.transports.slack.calls import ApiCall, call_for
from tests.blockkit.checker import check_message, check_view
from tests.signed import payload

FORMS = yaml.safe_load((Path(__file__).parent / "forms-before.yaml").read_text(encoding="utf-8"))
NAMES = [form["form"] for form in FORMS]
OFFERED = ("offer", "profile")
MADE: dict[str, Callable[[Any, Knowledge], FormStep]] = {
    "need": lambda intent, knowledge: forms.asking(intent, ("Ada",), knowledge),
    "note": lambda intent, _: forms.rewriting(intent),
    **dict.fromkeys(("no", "question", "reply", "not_before"), lambda intent, _: forms.answering(intent, "?")),
    "offer": forms.offering,
    "profile": forms.changing,
}


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_what_was_filled_in_is_read(form: dict[str, Any]) -> None:
    view = {"callback_id": form["callback_id"], "private_metadata": form["private_metadata"]}
    sent = payload("view_submission", {f"view.{name}": value for name, value in view.items()})
    sent["view"]["state"] = {"values": form["values"]}
    read = modals.read(sent, FEATURES)
    assert read is not None
    assert read.intent == INTENT.validate_python(form["intent"])


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_a_stored_form_opens_or_is_offered_again(form: dict[str, Any], decider: Decider) -> None:
    """One of the old shape has no fields: it opens no more. What is said instead is for who asked alone."""
    call = call_for(restored(form["row"]), Renderer(decider.knowledge))
    assert isinstance(call, ApiCall)
    if form["row"]["reply"]["class"] == "FormStep":
        assert call.method == "views.open"
        assert check_view(call.arguments["view"]) == []
        return
    assert call.method == "chat.postEphemeral"
    shown = {"text": call.arguments["text"], "blocks": call.arguments["blocks"]}
    assert check_message(shown) == []
    buttons = [block for block in shown["blocks"] if block["type"] == "actions"]
    assert bool(buttons) == (form["form"] in OFFERED)


@pytest.mark.parametrize("form", [form for form in FORMS if form["form"] in MADE], ids=list(MADE))
def test_either_version_reads_what_the_other_opened(form: dict[str, Any], decider: Decider) -> None:
    """A form of today has the same fields, and carries the same values."""
    intent = INTENT.validate_json(form["private_metadata"])
    view = Renderer(decider.knowledge).form(MADE[form["form"]](intent, decider.knowledge))
    assert view["private_metadata"] == form["private_metadata"]
    assert {block["block_id"] for block in view["blocks"] if block["type"] == "input"} == form["values"].keys()
