"""Tells to which entry an address of the published pages leads, such as `fr.html#licence-data` under the site's own."""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from bot.features.previews.intents import SharedLink
from bot.knowledge.schema import Knowledge

MOST = 5
"""Links of a message that are shown."""


def known(urls: Iterable[str], site: str, knowledge: Knowledge) -> tuple[SharedLink, ...]:
    """Those that lead to an entry. `site`: the address of the pages that `passeur export` writes, without a last /."""
    found = (_known(url, site, knowledge) for url in urls)
    return tuple(link for link in found if link is not None)[:MOST]


def _known(url: str, site: str, knowledge: Knowledge) -> SharedLink | None:
    try:
        ours, parts = urlsplit(site), urlsplit(url)
        same = (parts.scheme, parts.hostname, parts.port) == (ours.scheme, ours.hostname, ours.port)
    except ValueError:
        return None
    page = parts.path.removeprefix(ours.path) if parts.path.startswith(ours.path) else None
    if not same or page is None or not (page == "" or page.startswith("/")):
        return None
    spoken = knowledge.organisation.languages
    pages = {**{f"{language}.html": language for language in spoken}, "index.html": spoken[0], "": spoken[0]}
    language, entry = pages.get(page.removeprefix("/")), unquote(parts.fragment)
    if language is None or entry not in knowledge.own:
        return None
    return SharedLink(url=url, entry=entry, language=language)
