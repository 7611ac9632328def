"""What links in a message ask for."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.features.intents import Intent
from bot.knowledge.shapes import Language


class SharedLink(BaseModel):
    """An address as somebody wrote it, and the entry that it leads to, in a language."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    url: str
    entry: str
    language: Language


class PreviewLinks(Intent):
    """Show what the links of a message lead to; `unfurl_id` and `source` name the message, in Slack's terms.

    `urls`: as they came. `links`: those of them that are known to lead to an entry.
    """

    kind: Literal["preview_links"] = "preview_links"
    unfurl_id: str
    source: str
    urls: tuple[str, ...] = ()
    links: tuple[SharedLink, ...] = ()
