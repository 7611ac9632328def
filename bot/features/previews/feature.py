"""Previews, as the table of features knows them."""

from bot.features.feature import Feature, FeatureContext, FeatureResult, IntentRule, ReplyRule
from bot.features.previews.intents import PreviewLinks
from bot.features.previews.replies import LinkPreview, LinkPreviews


def shown(intent: PreviewLinks, _context: FeatureContext) -> FeatureResult:
    """Links that lead to no entry were taken out before."""
    first = intent.links[0].language
    return FeatureResult((LinkPreviews(first, intent.unfurl_id, intent.source, intent.links),))


FEATURE = Feature(
    "previews",
    intents=(IntentRule(PreviewLinks, handle=shown),),
    replies=(ReplyRule(LinkPreviews), ReplyRule(LinkPreview)),
)
