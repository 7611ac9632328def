"""`passeur mcp`: gives reviewed answers to an organisation's own assistants, over the Model Context Protocol.

What is read here is read alone: nothing is kept of who asks, and no mentor is named.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

from bot import __version__
from bot.cli.options import Folders, fitting, settings_with
from bot.errors import MissingLibraryError, PasseurError

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from bot.features.answering.decide import Decider
    from bot.features.answering.intents import Pick, Question

_Object = dict[str, Any]
INSTRUCTIONS = (
    "Answers that colleagues wrote and reviewed on opening software, data, documents and hardware. Quote them with "
    "their source and their day of review, and do not add to them. Where `sure` is false, or nothing fits, say so, and "
    "send people to the organisation's own bot, which knows whom to ask. Nothing here is legal advice."
)


class UnknownEntryError(PasseurError):
    """An id that no entry of the knowledge has."""


def mcp(knowledge: Folders = None) -> None:
    """Serve the knowledge to assistants on standard input and output: search, entry, licence, compatible.

    Example of a client's configuration: {"command": "passeur", "args": ["mcp"]}
    """
    from bot.app.deciding import decider_of

    try:
        import mcp.server  # noqa: F401 - before a minute of fitting
    except ModuleNotFoundError:
        raise MissingLibraryError("passeur mcp", "mcp") from None
    server_on(decider_of(settings_with(knowledge), fitting)).run("stdio")


def server_on(decider: "Decider") -> "MCPServer[Any]":
    """A server with the four tools, each of which only reads."""
    from mcp.server import MCPServer
    from mcp.types import ToolAnnotations

    server: MCPServer[Any] = MCPServer("passeur", title="Passeur", instructions=INSTRUCTIONS, version=__version__)
    reading = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    tools = Tools(decider)
    for tool in (tools.search, tools.entry, tools.licence, tools.compatible):
        server.tool(annotations=reading)(_told(tool))
    return server


def _told(tool: Callable[..., _Object]) -> Callable[..., _Object]:
    """What is expected to go wrong reaches the assistant in its words; of anything else the library says nothing."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def call(*arguments: str, **named: str) -> _Object:
        try:
            return tool(*arguments, **named)
        except PasseurError as error:
            raise ToolError(str(error)) from None

    return call


class Tools:
    """What assistants call; a docstring is what they read of it."""

    def __init__(self, decider: "Decider") -> None:
        self._decider = decider

    def search(self, question: str, language: str | None = None) -> _Object:
        """Find the reviewed answer to a question in a person's words. `language`: of the answer, such as fr or en.

        `sure`: whether the first entry may be quoted as the answer; otherwise the entries are suggestions.
        """
        from bot.features.answering.intents import Question

        found = self._said(Question(text=question), question, language)
        return {**found, "sure": found["outcome"] == "answer"}

    def entry(self, id: str, language: str | None = None) -> _Object:  # noqa: A002 - as assistants are to write it
        """One reviewed answer by its id, with its source, its links, who answers for it and when it was read last."""
        from bot.features.answering.intents import Pick

        known = self._decider.knowledge.own
        if id not in known:
            raise UnknownEntryError(f"'{id}' is no entry. Find the ids with search.")
        spoken = self._language(language)
        said = self._said(Pick(entry=id, language=spoken), "", spoken)
        facts = known[id].model_dump(mode="json", include={"owner", "reviewed", "source", "links", "next", "topics"})
        return {"id": id, "language": spoken, "title": known[id].wording(spoken).title, "text": said["text"], **facts}

    def licence(self, name: str) -> _Object:
        """What a licence permits and asks, by any of its names: facts with the day on which they were checked."""
        from bot.cli.licence import found_in, names_of

        held = self._decider.knowledge
        found = found_in(names_of(held), name)
        facts = [held.licences[one].model_dump(mode="json") for one in found.choices]
        return {"name": name, "first": found.leading, "licences": facts}

    def compatible(self, take: str, give: str) -> _Object:
        """Whether what is under one licence may go into what is given out under another ("closed" for one's own)."""
        from bot.cli.licence import expressions, names_of
        from bot.features.licences.compatible import verdicts

        held = self._decider.knowledge
        names = names_of(held)
        taken, given = expressions(names, take), expressions(names, give)
        pairs = [verdict._asdict() for one in taken for other in given for verdict in verdicts(held, one, other)]
        return {"take": take, "give": give, "verdicts": pairs}

    def _said(self, intent: "Question | Pick", question: str, language: str | None) -> _Object:
        from bot.app.trying import asker_of, whole
        from bot.cli.ask import as_object
        from bot.features.answering.memory import Memory
        from bot.messages.render import Renderer

        held = self._decider.knowledge
        asker = replace(asker_of(held, self._language(language) if language else None), mentors=())
        render = Renderer(held)
        return as_object(question, whole(self._decider.decide(intent, Memory(), asker), held), render)

    def _language(self, wanted: str | None) -> str:
        spoken = self._decider.knowledge.organisation.languages
        return wanted if wanted in spoken else spoken[0]
