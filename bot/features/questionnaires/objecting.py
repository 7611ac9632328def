"""Reads « pourquoi pas la GPL ? »: why a questionnaire that advises licences does not propose one. Pure."""

from collections.abc import Iterator
from functools import lru_cache

from bot.features.feature import Heard
from bot.features.questionnaires.intents import AskWhyNotNamed
from bot.features.slots import SlotLines
from bot.knowledge.licences.lookup import names_of
from bot.knowledge.questionnaires.schema import Questionnaire, QuestionnaireOutcome
from bot.knowledge.schema import Knowledge
from bot.languages import known, phrasebook
from bot.search.text import folded

MOST_BESIDE = 7
"""Words of the sentence besides the phrase: « la GPL, alors, puisque c'est du code »."""


def objection(heard: Heard) -> AskWhyNotNamed | None:
    """The outcome that is asked about; None when the sentence asks why not of no one licence, or an entry is sure."""
    questionnaires = [one for one in heard.knowledge.questionnaires.values() if _advises(one)]
    words = tuple(folded(heard.text).split()) if questionnaires else ()
    begun = max(_phrases(known()).beginnings(words), default=0)
    if not begun or len(words) - begun > MOST_BESIDE:
        return None
    named = names_of(heard.knowledge.licences).find(heard.text)
    if len(named) != 1 or named[0].wrong is not None or heard.sure() is not None:
        return None
    for questionnaire in questionnaires:
        if outcome := _about(questionnaire, named[0].choices, heard.knowledge):
            return AskWhyNotNamed(language=heard.language, questionnaire=questionnaire.id, outcome=outcome.id)
    return None


def _advises(questionnaire: Questionnaire) -> bool:
    return any(outcome.licence for outcome in questionnaire.outcomes)


def _about(
    questionnaire: Questionnaire, licences: tuple[str, ...], knowledge: Knowledge
) -> QuestionnaireOutcome | None:
    """The one that advises the likeliest of these licences, or that names it in its title."""
    advised = {outcome.licence: outcome for outcome in questionnaire.outcomes if outcome.licence}
    found = next((advised[name] for name in licences if name in advised), None)
    if found is not None:
        return found
    against = [outcome for outcome in questionnaire.outcomes if outcome.against]
    return next((one for one in against if not set(licences).isdisjoint(_titled(one, knowledge))), None)


def _titled(outcome: QuestionnaireOutcome, knowledge: Knowledge) -> Iterator[str]:
    for title in outcome.title.__pydantic_extra__.values():
        for named in names_of(knowledge.licences).find(title):
            yield from named.choices


@lru_cache(maxsize=1)
def _phrases(languages: tuple[str, ...]) -> SlotLines:
    return SlotLines(line for language in languages for line in phrasebook(language).asking.why_not)
