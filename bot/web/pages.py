"""The pages that people see in a browser: one frame, and the words of their language."""

from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.knowledge.shapes import Language
from bot.languages import DEFAULT, folder_of, known
from bot.messages.language import long_date

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


@cache
def _pages() -> Environment:
    """The frame of a page is one for all languages, its words lie with the language."""
    words = PrefixLoader({code: FileSystemLoader(folder_of(code) / "pages") for code in known()})
    made = Environment(
        loader=ChoiceLoader([words, PackageLoader("bot.web")]), undefined=StrictUndefined, autoescape=True
    )
    made.filters["long_date"] = long_date
    return made


def page(name: str, language: Language, status: int = 200, /, **facts: Any) -> Response:
    """The page of this name, which each language has, with what it tells."""
    html = _pages().get_template(f"{language}/{name}.html.j2").render({"language": language, **facts})
    return HTMLResponse(html, status, HEADERS)


def browser_language(request: Request) -> Language:
    """The first one of ours that the browser names."""
    wanted = [part.strip()[:2] for part in request.headers.get("accept-language", "").lower().split(",")]
    return next((language for name in wanted for language in known() if language == name), DEFAULT)
