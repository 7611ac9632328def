"""The step « ask Passeur » of Workflow Builder: what it is given, and the call that gives its outcome back."""

from typing import Any

from bot.app.inbound import Inbound
from bot.features.answering.replies import Answer
from bot.features.outgoing import AnyReply
from bot.features.recipients import SlackPlace
from bot.features.steps.intents import AskInStep
from bot.features.steps.replies import StepOutcome
from bot.messages import plain
from bot.messages.blocks import FALLBACK, cut
from bot.messages.markdown import mrkdwn
from bot.messages.parts import Footnote, Paragraph
from bot.messages.render import Renderer
from bot.transports.slack.inbound import Payload, team_of, unescaped

STEP = "ask_passeur"
"""Its name in the manifest."""
SUCCESS, ERROR = "functions.completeSuccess", "functions.completeError"


def read(body: Payload, _bot: str) -> Inbound | None:
    event = body.get("event") or {}
    if event.get("type") != "function_executed" or (event.get("function") or {}).get("callback_id") != STEP:
        return None
    inputs, team, execution = event.get("inputs") or {}, team_of(body), str(event["function_execution_id"])
    language = str(inputs.get("language") or "").strip().lower()[:2]
    return Inbound(
        key=f"step:{team}:{execution}",
        intent=AskInStep(text=unescaped(str(inputs.get("question") or "")), language=language),
        address=SlackPlace(surface="step", team=team, user="", execution=execution),
        conversation=f"step:{execution}",
        keep=False,
    )


def completed(reply: AnyReply, execution: str, renderer: Renderer) -> tuple[str, dict[str, Any]]:
    """Method and arguments; whatever is no outcome is an error, in its own words."""
    if not isinstance(reply, StepOutcome):
        return ERROR, {"function_execution_id": execution, "error": plain.text(renderer.parts(reply))}
    known = reply.entry if reply.entry in renderer.knowledge.entries else None
    outputs = {
        "outcome": "answer" if known else "unknown",
        "answer": _words(Answer(reply.language, known), renderer) if known else "",
        "entry": known or "",
    }
    return SUCCESS, {"function_execution_id": execution, "outputs": outputs}


def _words(answer: Answer, renderer: Renderer) -> str:
    """With its source, as a message says it; a workflow has no buttons of ours."""
    parts = renderer.parts(answer)
    return cut("\n\n".join(mrkdwn(part.markdown) for part in parts if isinstance(part, Paragraph | Footnote)), FALLBACK)
