"""Memory: what a conversation needs to understand a follow-up; no name, no more words than the last question."""

from typing import get_args

from pydantic import BaseModel, ConfigDict

from bot.features.answering.intents import AnsweringIntent
from bot.features.intents import StoredIntent
from bot.knowledge.private.mask import masked
from bot.knowledge.shapes import Language

TRAIL = 12
_OWN: tuple[type, ...] = get_args(get_args(AnsweringIntent)[0])


class Memory(BaseModel):
    """`entry`: the last answer; `trail`: the answers before it, oldest first; `offers`: what « oui » or « 2 » takes.

    `asked`: the last question that found one; `listed`: the choices shown last, while what was picked is among them.
    `question`: the last question that found no answer; `others`: it, or `asked`, is somebody else's words.
    `elsewhere`: the last question, when another feature answered it. `people`: keyed hashes of
    those who spoke to the bot here; `crowd`: others talk here too. `outside`: people of another organisation
    read it.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    language: Language | None = None
    entry: str | None = None
    trail: tuple[str, ...] = ()
    offers: tuple[StoredIntent, ...] = ()
    asked: str = ""
    listed: tuple[str, ...] = ()
    question: str = ""
    others: bool = False
    elsewhere: str = ""
    people: tuple[str, ...] = ()
    crowd: bool = False
    outside: bool = False

    def answered(
        self,
        entry: str,
        offers: tuple[StoredIntent, ...],
        language: Language,
        asked: str = "",
        *,
        others: bool = False,
    ) -> "Memory":
        trail = self.trail
        if self.entry and self.entry != entry:
            trail = (*trail, self.entry)[-TRAIL:]
        return self.model_copy(
            update={
                "entry": entry,
                "trail": trail,
                "offers": offers,
                "language": language,
                "asked": asked,
                "listed": self.listed if entry in self.listed else (),
                "question": "",
                "elsewhere": "",
                "others": others,
            }
        )

    def leaving(self, language: Language) -> "Memory":
        """What was said leads nowhere: the conversation stands as before, with nothing to take up."""
        return self.model_copy(update={"offers": (), "question": "", "language": language})

    @property
    def asks_back(self) -> bool:
        """Whether « oui » does what another feature asked about, such as erasing."""
        return any(not isinstance(offer, _OWN) for offer in self.offers)

    def masked(self) -> "Memory":
        """As it is kept: without what is private in somebody's words."""
        words = {name: masked(getattr(self, name)) for name in ("asked", "question", "elsewhere")}
        offers = tuple(
            offer.model_copy(update={"text": masked(text)}) if (text := getattr(offer, "text", "")) else offer
            for offer in self.offers
        )
        return self.model_copy(update={**words, "offers": offers})

    def met(self, person: str) -> "Memory":
        return self if person in self.people else self.model_copy(update={"people": (*self.people, person)[-TRAIL:]})
