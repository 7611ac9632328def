"""Whether the bot can do its work, and if not, why."""

from bot.errors import StorageError
from bot.features.answering.decide import Decider
from bot.search.words.models import NONE
from bot.storage.store import Store
from bot.transports.slack.connect import Running
from bot.transports.slack.oauth.workspaces import Workspaces


async def ready(bot: Running) -> str:
    """What keeps it from its work; empty when nothing does. Waits for the database for two seconds at most."""
    if trouble := await _silent(bot.store):
        return trouble
    if not bot.delivery.passeur.decider.knowledge.entries:
        return "there is no knowledge"
    return bot.trouble or ""


def told(bot: Running) -> dict[str, str]:
    """What meaning is compared by, and what is well enough to go on, and worth a word."""
    waiting = {} if bot.identity.known else {"slack": "does not say yet who the bot is; events are kept until then"}
    refused = bot.delivery.passeur.refused
    model = _model(bot.delivery.passeur.decider)
    edit = {"knowledge": f"refused; the last good one, of {refused.day}, serves"} if refused else {}
    return {**model, **waiting, **edit}


async def ready_for_many(workspaces: Workspaces) -> str:
    """The same for many workspaces; what one of them lacks keeps nothing from the others."""
    if trouble := await _silent(workspaces.store):
        return trouble
    return "" if workspaces.common.served.decider.knowledge.entries else "there is no knowledge"


def told_of_many(workspaces: Workspaces) -> dict[str, str]:
    """How many there are, and how many of them are not well; the log says which."""
    well = [bot for bot in workspaces.bots if not bot.trouble]
    poorly = workspaces.count - len(well)
    return {
        **_model(workspaces.common.served.decider),
        "workspaces": str(workspaces.count),
        **({"not served": str(poorly)} if poorly else {}),
    }


def _model(decider: Decider) -> dict[str, str]:
    if decider.learning:
        return {"knowledge": "is being learned; events are kept until then"}
    return {"model": decider.matcher.model or NONE}


async def _silent(store: Store) -> str:
    try:
        await store.ping()
    except StorageError:
        return "the database does not answer"
    return ""
