"""What is shown of an entry below a link to it."""

from bot.features.previews.replies import LinkPreview
from bot.messages.catalogue import Catalogue
from bot.messages.parts import Paragraph, Part
from bot.messages.words import TemplateBlocks


def preview(render: Catalogue, reply: LinkPreview, words: TemplateBlocks) -> list[Part]:
    entry = render.knowledge.entries[reply.entry]
    return [Paragraph(words("body", **render.facts(entry, reply.language, short=True)))]
