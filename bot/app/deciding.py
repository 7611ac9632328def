"""What answers a question, made from the settings: no database and no Slack, so that a terminal need not load them."""

from typing import cast

from bot.app.checked import knowledge_in
from bot.features.answering.corpus import corpus
from bot.features.answering.decide import Decider
from bot.features.table import FEATURES
from bot.knowledge.schema import Knowledge
from bot.search.fitted import FitProgress
from bot.search.matcher import Matcher
from bot.search.prepared import kept, prepared
from bot.settings import Settings


def knowledge_of(settings: Settings) -> Knowledge:
    """The checked knowledge; KnowledgeError tells every problem."""
    return knowledge_in(settings.passeur_knowledge, settings.passeur_cache)


def decider_on(knowledge: Knowledge, settings: Settings, progress: FitProgress | None = None) -> Decider:
    """All that deciding needs; no database, no Slack."""
    matcher = prepared(
        corpus(knowledge),
        settings.passeur_cache,
        wrong_accepted=settings.passeur_wrong_accepted,
        progress=progress,
        model=settings.passeur_model,
    )
    return _deciding(knowledge, matcher)


def learning_on(knowledge: Knowledge, settings: Settings, progress: FitProgress | None = None) -> Decider:
    """The same where the cache has it; else one that is still to learn. Without a cache it learns at once."""
    if settings.passeur_cache is None:
        return decider_on(knowledge, settings, progress)
    accepted, model = settings.passeur_wrong_accepted, settings.passeur_model
    matcher = kept(corpus(knowledge), settings.passeur_cache, wrong_accepted=accepted, model=model)
    return _deciding(knowledge, matcher) if matcher else _deciding(knowledge, cast("Matcher", None), learning=True)


def decider_of(settings: Settings, progress: FitProgress | None = None) -> Decider:
    """The same, on the knowledge that the settings name."""
    return decider_on(knowledge_of(settings), settings, progress)


def _deciding(knowledge: Knowledge, matcher: Matcher, *, learning: bool = False) -> Decider:
    return Decider(knowledge, matcher, FEATURES.read, FEATURES.continued, FEATURES.commands, learning)
