"""Ask: a question as somebody puts it; what the bot would say, in each language, and why."""

import asyncio
from typing import NamedTuple

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from bot.app.trying import asker_of, whole
from bot.features.answering.decide import Decider
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import REPLY_KINDS
from bot.knowledge.shapes import Language
from bot.messages.html import html
from bot.messages.render import Renderer, template_of
from bot.messages.words import Keeping
from bot.studio.pages import bench_of, language_of, page

LONGEST = 1_000
RANKED = 5


class ShownMessage(NamedTuple):
    """What is said in a language. `outcome`: its kind, as `passeur ask --json` calls it."""

    language: Language
    outcome: str
    html: Markup


class RankedEntry(NamedTuple):
    """`title`: empty for what is ranked beside the entries: small talk, and what is out of scope."""

    id: str
    title: str
    probability: float
    matched: str


async def ask(request: Request) -> Response:
    bench, language = bench_of(request), language_of(request)
    question = request.query_params.get("q", "").strip()[:LONGEST]
    facts = {"question": question, "examples": _examples(bench.decider, language)}
    if not question:
        return page(request, "ask", **facts, messages=(), entries=(), explanation=None, thresholds=None)
    render = Renderer(bench.decider.knowledge, Keeping.of(bench.settings))
    return page(request, "ask", **facts, **await asyncio.to_thread(_answered, bench.decider, render, question))


def _answered(decider: Decider, render: Renderer, question: str) -> dict[str, object]:
    knowledge, matcher = decider.knowledge, decider.matcher
    explanation = matcher.explain(question, limit=RANKED)
    spoken = explanation.ranking.language
    languages = sorted(knowledge.organisation.languages, key=lambda language: language != spoken)
    return {
        "messages": [_message(decider, render, question, language) for language in languages],
        "entries": [
            RankedEntry(match.id, _title(render, match.id, spoken), match.probability, match.matched)
            for match in explanation.ranking.matches[:RANKED]
        ],
        "explanation": explanation,
        "thresholds": (matcher.answer_at, matcher.choices_at),
    }


def _title(render: Renderer, entry: str, language: Language) -> str:
    return render.title(entry, language) if entry in render.knowledge.entries else ""


def _message(decider: Decider, render: Renderer, question: str, language: Language) -> ShownMessage:
    asker = asker_of(decider.knowledge, language)
    decision = whole(decider.decide(Question(text=question), Memory(), asker), decider.knowledge)
    kind = type(decision.replies[0])
    parts = [part for reply in decision.replies for part in render.parts(reply)]
    return ShownMessage(language, REPLY_KINDS.get(kind) or template_of(kind), html(parts))


def _examples(decider: Decider, language: Language) -> list[str]:
    """What to ask first."""
    knowledge = decider.knowledge
    spoken = language if language in knowledge.organisation.languages else knowledge.organisation.languages[0]
    return [knowledge.entries[entry].wording(spoken).questions[0] for entry in knowledge.prompts]
