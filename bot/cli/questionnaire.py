"""`passeur questionnaire` lists the questionnaires, or asks the questions of one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from bot.cli.options import Folders, Forced, settings_with
from bot.errors import PasseurError

if TYPE_CHECKING:
    from bot.knowledge.questionnaires.schema import Questionnaire
    from bot.search.matcher import Matcher


class UnknownQuestionnaireError(PasseurError):
    """No questionnaire has this id."""


class NoPictureError(PasseurError):
    """The result has no picture, or it can't be written there."""


def questionnaire(
    name: Annotated[str, typer.Argument(help="The id of the questionnaire; none lists them all.")] = "",
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Where to write the result's picture.")
    ] = None,
    lang: Forced = None,
    knowledge: Folders = None,
) -> None:
    """Answer a questionnaire, question by question.

    Examples: passeur questionnaire | passeur questionnaire licence | passeur questionnaire commons --picture radar.png
    """
    from rich.console import Console

    from bot.app.deciding import knowledge_of
    from bot.cli.chat import Conversation
    from bot.features.answering.decide import Decider
    from bot.features.questionnaires.intents import StartQuestionnaire
    from bot.messages.render import Renderer
    from bot.messages.words import Keeping

    settings = settings_with(knowledge)
    held = knowledge_of(settings)
    language = lang or held.organisation.languages[0]
    if not name:
        for one in held.questionnaires.values():
            typer.echo(f"{one.id}: {one.title.get(language)}")
        return
    if name not in held.questionnaires:
        known = ", ".join(held.questionnaires) or "none; add one to questionnaires/"
        raise UnknownQuestionnaireError(f"There is no questionnaire '{name}'. The questionnaires: {known}.")
    if picture is not None:
        _see_that_it_can_be(picture, held.questionnaires[name])
    nothing_ranked = cast("Matcher", None)  # no question in words is asked here
    decider, render = Decider(held, nothing_ranked), Renderer(held, Keeping.of(settings))
    talk = Conversation(decider, render, Console(), language, picture=picture)
    talk.begin(StartQuestionnaire(language=language, questionnaire=name))


def _see_that_it_can_be(picture: Path, asked: "Questionnaire") -> None:
    """Before the questions are answered, not after."""
    if asked.picture is None:
        raise NoPictureError(f"The result of '{asked.id}' has no picture. Leave --picture out.")
    if picture.is_dir() or not picture.absolute().parent.is_dir():
        raise NoPictureError(f"'{picture}' is no file that can be written. Name one in a folder that exists.")
