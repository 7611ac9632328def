"""Puts what a page shows into its template, in the words of a language: `studio.toml` in the language's folder."""

import hmac
import secrets
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.languages import DEFAULT, ELSEWHERE, folder_of, known, manners
from bot.messages.gaps import readable
from bot.messages.language import language_name, long_date, percent, typographic
from bot.studio.bench import Workbench

SECTIONS = ("ask", "entries", "gaps", "quality", "usage")
"""The pages, in the order of the bar; each has its words under the same name."""
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
TOKEN = secrets.token_urlsafe(24)
"""Stands in each form of this process: another site can send a form here, and can't read this."""


def bench_of(request: Request) -> Workbench:
    bench: Workbench = request.app.state.bench
    return bench


def language_of(request: Request) -> str:
    """The one in the path; 404 when there is no such language."""
    code = str(request.path_params["language"])
    if code not in known():
        raise HTTPException(404)
    return code


def browser_language(request: Request) -> str:
    """The first one of ours that the browser names."""
    wanted = [part.strip()[:2] for part in request.headers.get("accept-language", "").lower().split(",")]
    return next((name for name in wanted if name in known()), DEFAULT)


async def form(request: Request) -> dict[str, str]:
    """What a form of ours sends, without its token; HTTPException 403 for another's."""
    sent = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
    fields = {name: values[0].replace("\r\n", "\n") for name, values in sent.items()}
    if not hmac.compare_digest(fields.pop("token", "").encode(), TOKEN.encode()):
        raise HTTPException(403, "This form is not from this studio, or from before its restart. Load the page anew.")
    return fields


def page(request: Request, name: str, **facts: Any) -> Response:
    """`name`: of the template, and of its section in the bar."""
    language, bench = language_of(request), bench_of(request)
    html = _environment().get_template(f"{name}.html.j2")
    shared = {
        "language": language,
        "words": words(language),
        "section": {"entry": "entries"}.get(name, name),
        "sections": SECTIONS,
        "languages": [(code, manners(code).name) for code in known()],
        "path": request.url.path.removeprefix(f"/{language}"),
        "query": str(request.url.query),
        "organisation": bench.knowledge.organisation.name,
        "errors": sum(problem.severity == "error" for problem in bench.problems),
        "learning": bench.learning,
        "changes": bench.changed_times,
        "token": TOKEN,
    }
    return HTMLResponse(html.render(**shared, **facts), headers=HEADERS)


@cache
def words(language: str) -> Mapping[str, Any]:
    """A language without the file of its own has that of the commands."""
    file = folder_of(language) / "studio.toml"
    read = tomllib.loads((file if file.exists() else folder_of(ELSEWHERE) / "studio.toml").read_text(encoding="utf-8"))
    written: Mapping[str, Any] = _typographic(read, language)
    return written


def _typographic(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        return {name: _typographic(inner, language) for name, inner in value.items()}
    if isinstance(value, list):
        return [_typographic(inner, language) for inner in value]
    return typographic(value, language)


def counted(pair: list[str], count: int) -> str:
    """One of something, or several: the first or the second of the pair, with the number."""
    return pair[count > 1].format(n=count)


def query(**given: object) -> str:
    """Of a link; what is empty is left out."""
    return urlencode({name: value for name, value in given.items() if value not in ("", None)})


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("bot.studio"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        counted=counted, long_date=long_date, language_name=language_name, readable=readable, percent=percent
    )
    made.globals["query_of"] = query
    return made
