"""Which links of a message lead to answers of the published pages: of others nothing is written down."""

from bot.app.inbound import Inbound
from bot.features.previews.intents import PreviewLinks
from bot.features.previews.site import known
from bot.knowledge.schema import Knowledge


def previewed(asked: Inbound, intent: PreviewLinks, site: str | None, knowledge: Knowledge) -> Inbound | None:
    """The same with those alone; None without any. `site`: where the pages are, if they are."""
    links = known(intent.urls, site, knowledge) if site else ()
    return (
        asked.model_copy(update={"intent": intent.model_copy(update={"urls": (), "links": links})}) if links else None
    )
