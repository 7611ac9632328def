"""Makes parts HTML, for a page that shows a message as Slack does. Buttons are looked at there, not pressed."""

import re
from collections.abc import Iterable
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from bot.messages.parts import Buttons, Divider, Field, Footnote, Paragraph, Part, Quote, Title

MENTION = re.compile(r'<a href="(user|channel):([^"]*)">(.*?)</a>', re.DOTALL)
"""A link to `user:U…` or `channel:C…`, which leads nowhere outside Slack."""
SIGILS = {"user": "@", "channel": "#"}


def html(parts: Iterable[Part]) -> Markup:
    """Each part by its class, `title` to `buttons`; no address in it is opened by being shown."""
    return Markup("\n").join(_shown(part) for part in parts)


def _shown(part: Part) -> Markup:
    match part:
        case Title(text=text):
            return Markup('<p class="title">{}</p>').format(text)
        case Paragraph(markdown=markdown):
            return Markup('<div class="said">{}</div>').format(_rendered(markdown))
        case Footnote(markdown=markdown):
            return Markup('<div class="footnote">{}</div>').format(_rendered(markdown))
        case Quote(text=text):
            return Markup("<blockquote>{}</blockquote>").format(text)
        case Buttons(buttons=buttons):
            labels = Markup("").join(Markup("<li>{}</li>").format(button.label) for button in buttons)
            return Markup('<ul class="buttons">{}</ul>').format(labels)
        case Field(label=label):
            return Markup('<p class="field">{}</p>').format(label)
        case Divider():
            return Markup("<hr>")


def _rendered(markdown: str) -> Markup:
    made = MENTION.sub(_mention, _commonmark().render(markdown))
    return Markup(made)  # noqa: S704 - rendered without HTML of its own


def _mention(found: re.Match[str]) -> str:
    """Its target and its label are escaped already."""
    kind, target, label = found.groups()
    return f'<span class="mention">{SIGILS[kind]}{label or target}</span>'


@cache
def _commonmark() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})
