"""Where the answer is the same for all licences that a name may mean: nobody is asked which. Pure."""

from collections.abc import Callable, Iterable, Mapping

from bot.features.licences.intents import Topic
from bot.knowledge.licences.schema import Licence
from bot.knowledge.schema import Knowledge

ANSWERED_BY: Mapping[Topic, Callable[[Licence], object]] = {
    "sell": lambda licence: (licence.family, "sell" in licence.permits, "selling_alone" in licence.excludes),
    "serve": lambda licence: (licence.open, licence.service),
    "internal": lambda licence: (licence.open, licence.service),
}
"""On what the answer hangs."""


def alike(topic: Topic, licences: Iterable[str], knowledge: Knowledge) -> bool:
    """Whether the question has one answer for all of these licences, which are known."""
    answered_by = ANSWERED_BY.get(topic)
    return answered_by is not None and len({answered_by(knowledge.licences[name]) for name in licences}) == 1
