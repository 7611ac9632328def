"""What is shown below a message that links to answers."""

from dataclasses import dataclass

from bot.features.previews.intents import SharedLink
from bot.knowledge.shapes import Language


@dataclass(frozen=True)
class LinkPreviews:
    """Of each link, shown as one `LinkPreview`."""

    language: Language
    unfurl_id: str
    source: str
    links: tuple[SharedLink, ...]


@dataclass(frozen=True)
class LinkPreview:
    """The title and the short answer of an entry, in the language of the page that the link leads to."""

    language: Language
    entry: str
