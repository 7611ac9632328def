"""`passeur licence` tells the facts about a licence; `passeur compatible` whether one goes into another."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import Folders, Forced, settings_with
from bot.cli.words import printed, terminal_language
from bot.errors import PasseurError

if TYPE_CHECKING:
    from bot.features.licences.intents import AskLicence
    from bot.knowledge.licences.names import LicenceNames, NamedLicence
    from bot.knowledge.schema import Knowledge

_AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


class UnknownLicenceError(PasseurError):
    """A name that no licence of the knowledge has, or that may be several."""


def licence(
    name: Annotated[str, typer.Argument(help="The name as you would type it, in quotes.")],
    as_json: _AsJson = False,
    lang: Forced = None,
    knowledge: Folders = None,
) -> None:
    """Tell what a licence permits and asks: information, not legal advice.

    Examples: passeur licence "GPL v2 ou ultérieure" | passeur licence EUPL --json
    """
    from bot.features.licences.intents import AskLicence

    held, names = _facts(knowledge)
    found = found_in(names, name)
    if as_json:
        facts = [held.licences[one].model_dump(mode="json") for one in found.choices]
        _print_json({"name": name, "first": found.leading, "licences": facts})
        return
    language = lang or held.organisation.languages[0]
    asked = AskLicence(
        language=language, licences=(found.choices,), first=(found.leading is not None,), typed=(found.typed,)
    )
    _say(asked, held)


def compatible(
    take: Annotated[str, typer.Argument(help="The licence of what is taken in, or an SPDX expression.")],
    give: Annotated[str, typer.Argument(help='The licence of what is given out; "closed" for one of your own.')],
    as_json: _AsJson = False,
    lang: Forced = None,
    knowledge: Folders = None,
) -> None:
    """Tell whether what is under one licence may be taken into what is given out under another.

    Examples: passeur compatible MIT GPL-3.0-or-later | passeur compatible "MIT OR Apache-2.0" closed --json
    """
    from bot.features.licences.compatible import verdicts
    from bot.features.licences.intents import AskLicence, Topic
    from bot.knowledge.licences.schema import CLOSED

    held, names = _facts(knowledge)
    taken, given = expressions(names, take), expressions(names, give)
    if as_json:
        pairs = [verdict._asdict() for one in taken for other in given for verdict in verdicts(held, one, other)]
        _print_json({"take": take, "give": give, "verdicts": pairs})
        return
    language = lang or held.organisation.languages[0]
    topic: Topic = "close" if given == (CLOSED,) else "mix"
    licences, typed = ((taken,), (take,)) if topic == "close" else ((taken, given), (take, give))
    _say(AskLicence(language=language, licences=licences, typed=typed, topic=topic), held)


def _facts(folders: Any) -> "tuple[Knowledge, LicenceNames]":
    from bot.app.deciding import knowledge_of

    held = knowledge_of(settings_with(folders))
    return held, names_of(held)


def names_of(held: "Knowledge") -> "LicenceNames":
    """How the licences of the knowledge are called; raises UnknownLicenceError when it has none."""
    from bot.knowledge.licences.names import LicenceNames

    if not held.licences:
        raise UnknownLicenceError(printed("no_licences.txt.j2", terminal_language()).strip())
    return LicenceNames.of(held.licences.values())


def found_in(names: "LicenceNames", name: str) -> "NamedLicence":
    """What a name may mean; raises UnknownLicenceError."""
    found = names.resolve(name)
    if found.choices and found.wrong is None:
        return found
    said = printed("unknown_licence.txt.j2", terminal_language(), name=name, near=found.choices)
    raise UnknownLicenceError(said.strip())


def expressions(names: "LicenceNames", typed: str) -> tuple[str, ...]:
    """The licences that the words may mean; an SPDX expression as it is, its names checked."""
    from bot.knowledge.licences.schema import CLOSED

    if typed.lower() == CLOSED:
        return (CLOSED,)
    if " OR " not in typed and " AND " not in typed:
        return found_in(names, typed).choices
    words = typed.replace("(", " ( ").replace(")", " ) ").split()
    known = (word if word in ("OR", "AND", "(", ")") else found_in(names, word).choices[0] for word in words)
    return (" ".join(known).replace("( ", "(").replace(" )", ")"),)


def _say(asked: "AskLicence", held: "Knowledge") -> None:
    from bot.features.feature import FeatureContext
    from bot.features.licences.answers import asked as answer
    from bot.messages.plain import listed
    from bot.messages.render import Renderer

    render = Renderer(held)
    result = answer(asked, FeatureContext("", datetime.now(UTC), knowledge=held))
    typer.echo(listed(part for reply in result.replies for part in render.parts(reply)))


def _print_json(found: dict[str, Any]) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
