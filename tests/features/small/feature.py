"""The box of ideas, as the table of features knows it."""

from pathlib import Path

from bot.features.commands import CommandRule
from bot.features.feature import Feature, FeatureContext, FeatureResult, IntentRule, ReplyRule
from bot.features.forms import FormErrors, FormField, FormStep
from bot.knowledge.schema import Knowledge
from tests.features.small.intents import NewIdea, OpenIdeas, SendIdea
from tests.features.small.replies import IdeaBox, IdeaKept

FORM, SHORTEST = "idea_form", 10
IDEA = FormField("idea", "lines")
COMMAND = CommandRule("ideas", {"fr": ("boite a idees",), "en": ("ideas",)})
AUDIENCE = FormField("audience", "one", ("team", "everybody"))


def opened(intent: OpenIdeas, context: FeatureContext) -> FeatureResult:
    return FeatureResult((IdeaBox(intent.language, len(context.kept)),))


def begun(intent: NewIdea, context: FeatureContext) -> FeatureResult:
    return FeatureResult((FormStep(intent.language, FORM, SendIdea(language=intent.language), (IDEA,)),))


def step(intent: SendIdea, _knowledge: Knowledge) -> FormStep | FormErrors | None:
    if len(intent.idea.strip()) < SHORTEST:
        return FormErrors(intent.language, FORM, {"idea": "too_short"})
    return None if intent.audience else FormStep(intent.language, FORM, intent, (AUDIENCE,))


def sent(intent: SendIdea, context: FeatureContext) -> FeatureResult:
    key = str(len(context.kept) + 1)
    reply = IdeaKept(intent.language, intent.idea, intent.audience or "team")
    return FeatureResult((reply,), {key: {"idea": intent.idea, "audience": intent.audience}})


FEATURE = Feature(
    "ideas",
    intents=(
        IntentRule(OpenIdeas, handle=opened, command=COMMAND),
        IntentRule(NewIdea, "members", "alone", repeat="always", handle=begun),
        IntentRule(SendIdea, "members", handle=sent, step=step),
    ),
    replies=(ReplyRule(IdeaBox), ReplyRule(IdeaKept, personal=True)),
    templates=Path(__file__).parent / "templates",
)
