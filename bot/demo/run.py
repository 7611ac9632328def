"""Runs the demo until it is told to end: local-slack, the shim and the bot."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from bot.app.reloading import FilesState, state
from bot.app.serving import Serving, good
from bot.demo.peer import install, local_slack
from bot.demo.shim import shim
from bot.demo.workspace import APP_TOKEN, BOT_TOKEN, config
from bot.knowledge.schema import Knowledge
from bot.search.fitted import FitProgress
from bot.settings import Settings, shipped
from bot.transports.slack.connect import connected, ended_by
from bot.transports.slack.reloading import reloaded

LOCAL = Path(".local")
KNOWLEDGE = Path(__file__).parent / "knowledge"
DATABASE = ("demo.sqlite3", "demo.sqlite3-wal", "demo.sqlite3-shm")
WELCOME = """
Un Slack sans Slack est ouvert / a Slack without Slack is open:  {address}

{try_it}

« Act as », en haut à droite, dit qui vous êtes. Ctrl-C arrête tout, et tout est oublié.
La page n'a pas de mot de passe : d'autres, sur votre réseau, peuvent l'ouvrir aussi.
The page has no password: others on your network can open it too.
"""
OURS = """\
À essayer, dans cette page :
  1. dans #general : @passeur quelle licence pour nos données ?
  2. dans « Direct messages », sous le nom de votre rôle : par où commencer ?  puis : et après ?
  3. n'importe où : /passeur qui peut m'aider à ouvrir un logiciel ?
  4. comme au 2 : je cherche un mentor sur les licences ; répondez ensuite comme Juriste, sous « Juriste »
To try it in English, act as Developer: @passeur how do we start?  |  /passeur help  |  Apps > passeur"""
THEIRS = """\
À essayer, dans cette page / to try in this page:
  1. #general: @passeur {question}
  2. « Direct messages », sous le nom de votre rôle / under your role's name: {question}
  3. n'importe où / anywhere: /passeur help  |  Apps > passeur"""


def run(settings: Settings, say: Callable[[str], None], progress: FitProgress | None = None) -> None:
    """Say where to look once the bot answers, then go on until Ctrl-C, SIGTERM or the terminal's end.

    `progress` is told how far the fitting is, which takes a while the first time.
    """
    say("Un Slack sans Slack se prépare… / A Slack without Slack is being prepared…")
    program = asyncio.run(install(LOCAL))
    settings = _in_the_demo(settings)
    known = state(settings.passeur_knowledge)
    served = good(settings, progress)  # in no thread: that could not be stopped for a minute
    asyncio.run(_shown(program, settings, say, served, known))


async def _shown(
    program: Path, settings: Settings, say: Callable[[str], None], served: Serving, known: FilesState
) -> None:
    with ended_by(signal.SIGTERM, signal.SIGHUP):
        async with (
            _forgotten(LOCAL),
            local_slack(program, config()) as page,
            shim(page) as address,
            connected(settings.model_copy(update={"slack_api_base_url": f"{address}/api/"}), served.decider) as started,
            reloaded(settings, started, served, known) as bot,
        ):
            say(WELCOME.format(address=page, try_it=_try(served.decider.knowledge)))
            await bot.broken()


def _try(knowledge: Knowledge) -> str:
    """What to type first: for a knowledge of one's own, a question of its own."""
    if shipped() in [folder.resolve() for folder in knowledge.folders]:
        return OURS
    entry = next(iter(knowledge.own.values()))
    return THEIRS.format(question=entry.wording(knowledge.organisation.languages[0]).questions[0])


def _in_the_demo(settings: Settings) -> Settings:
    """The fictional mentors name topics of the shipped knowledge, so they go only with it."""
    folders = settings.passeur_knowledge
    with_ours = shipped() in [folder.resolve() for folder in folders]
    return settings.model_copy(
        update={
            "slack_bot_token": SecretStr(BOT_TOKEN),
            "slack_app_token": SecretStr(APP_TOKEN),
            "database_url": SecretStr(f"sqlite:///{LOCAL / DATABASE[0]}"),
            "passeur_knowledge": (*folders, KNOWLEDGE) if with_ours else folders,
        }
    )


@asynccontextmanager
async def _forgotten(folder: Path) -> AsyncIterator[None]:
    """No database of the demo's before and after."""
    _forget(folder)
    try:
        yield
    finally:
        _forget(folder)


def _forget(folder: Path) -> None:
    for name in DATABASE:
        (folder / name).unlink(missing_ok=True)
