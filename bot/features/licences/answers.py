"""Answers a question about licences from the facts, or asks which licence is meant. Pure."""

from collections.abc import Iterator
from itertools import product

from bot.features.feature import FeatureContext, FeatureResult
from bot.features.licences.alike import alike
from bot.features.licences.compatible import CompatibilityVerdict, Judgement, verdicts
from bot.features.licences.intents import AskLicence, AskUnknownLicence
from bot.features.licences.replies import (
    LicenceAnswer,
    LicenceCard,
    LicenceChoices,
    LicenceComparison,
    LicenceCompatibility,
    LicenceReply,
    LicenceUnknown,
)
from bot.knowledge.licences.schema import CLOSED, LicenceUse
from bot.knowledge.schema import Knowledge

MOST_CHOICES = 6
DIFFERING = ("list",)
"""What « seule » and « ou ultérieure » change, beside what goes into what."""


def asked(intent: AskLicence, context: FeatureContext) -> FeatureResult:
    return FeatureResult((answered(intent, context.knowledge),))


def unknown(intent: AskUnknownLicence, _context: FeatureContext) -> FeatureResult:
    near = tuple(
        (name, AskLicence(language=intent.language, licences=((name,),), people=intent.people))
        for name in intent.near[:MOST_CHOICES]
    )
    return FeatureResult((LicenceUnknown(intent.language, intent.typed, intent.wrong, near, intent.people),))


def answered(intent: AskLicence, knowledge: Knowledge) -> LicenceReply:
    """The reply to a question about licences that may have gone since it was put on a button."""
    if any(not set(_names(name)) <= {*knowledge.licences, CLOSED} for names in intent.licences for name in names):
        return LicenceUnknown(intent.language, intent.licences[0][0], people=intent.people)
    if intent.topic in ("mix", "close", "link"):
        return _compatibility(intent, knowledge)
    doubtful = next((at for at, names in enumerate(intent.licences) if not _clear(intent, names, at, knowledge)), None)
    if doubtful is not None:
        return _which(intent, doubtful)
    licences = tuple(name for names in intent.licences for name in _names(names[0]))
    if len(licences) > 1:
        return LicenceComparison(intent.language, licences, intent.people, intent.topic)
    also = tuple(_with(intent, 0, intent.licences[0][1:]))
    if intent.topic in ("what", "versus"):
        return LicenceCard(intent.language, licences[0], also, intent.people)
    return LicenceAnswer(intent.language, licences[0], intent.topic, also, intent.people)


def _names(expression: str) -> tuple[str, ...]:
    return tuple(word.strip("()") for word in expression.split() if word not in ("OR", "AND"))


def _clear(intent: AskLicence, names: tuple[str, ...], place: int, knowledge: Knowledge) -> bool:
    if alike(intent.topic, (one for name in names for one in _names(name)), knowledge):
        return True
    first = place < len(intent.first) and intent.first[place]
    return len(names) == 1 or (first and intent.topic not in DIFFERING)


def _which(intent: AskLicence, place: int) -> LicenceChoices:
    typed = intent.typed[place] if place < len(intent.typed) else ""
    return LicenceChoices(intent.language, typed, tuple(_with(intent, place, intent.licences[place])))


def _with(intent: AskLicence, place: int, names: tuple[str, ...]) -> Iterator[tuple[str, AskLicence]]:
    """The same question about each of these licences."""
    for name in names[:MOST_CHOICES]:
        licences = (*intent.licences[:place], (name,), *intent.licences[place + 1 :])
        yield name, intent.model_copy(update={"licences": licences})


def _compatibility(intent: AskLicence, knowledge: Knowledge) -> LicenceReply:
    use: LicenceUse | None = intent.use or ("linking" if intent.topic == "link" else None)
    takes, gives = intent.licences[0], intent.licences[1] if len(intent.licences) > 1 else (CLOSED,)
    found = {(take, give): verdicts(knowledge, take, give, use) for take, give in product(takes, gives)}
    if intent.both and gives != (CLOSED,):
        found |= {(give, take): verdicts(knowledge, give, take, use) for take, give in product(takes, gives)}
    there = {_said(found[take, give]) for take, give in product(takes, gives)}
    backs = {_said(found[give, take]) for take, give in product(takes, gives) if intent.both and (give, take) in found}
    if len(there) > 1 or len(backs) > 1:
        place = 0 if len(takes) > 1 else 1
        return _which(intent, place)
    take, give = takes[0], gives[0]
    reverse = found.get((give, take), ()) if intent.both else ()
    typed = intent.typed if any(len(names) > 1 for names in intent.licences) else ()
    back = reverse if give != take else ()
    return LicenceCompatibility(
        intent.language, take, give, found[take, give], back, intent.topic, typed, intent.people
    )


def _said(found: tuple[CompatibilityVerdict, ...]) -> tuple[tuple[LicenceUse, Judgement], ...]:
    return tuple((verdict.use, verdict.answer) for verdict in found)
