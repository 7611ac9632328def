"""Memory: what a conversation needs to understand a follow-up; no name, no more words than the last question."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.features.answering.intents import AnsweringIntent
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.knowledge.shapes import Language

TRAIL = 12
OfferedIntent = Annotated[AnsweringIntent | ForgetMe | ShowMyData, Field(discriminator="kind")]
"""What « oui » may do next."""


class Memory(BaseModel):
    """`entry`: the last answer; `trail`: the answers before it, oldest first; `offers`: what « oui » or « 2 » takes.

    `asked`: the last question that found one; `listed`: the choices shown last, while what was picked is among them.
    `question`: the last question that found no answer; `others`: it is somebody else's words.
    `elsewhere`: the last question, when another feature answered it. `people`: keyed hashes of
    those who spoke to the bot here; `crowd`: others talk here too. `outside`: people of another organisation
    read it.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    language: Language | None = None
    entry: str | None = None
    trail: tuple[str, ...] = ()
    offers: tuple[OfferedIntent, ...] = ()
    asked: str = ""
    listed: tuple[str, ...] = ()
    question: str = ""
    others: bool = False
    elsewhere: str = ""
    people: tuple[str, ...] = ()
    crowd: bool = False
    outside: bool = False

    def answered(self, entry: str, offers: tuple[OfferedIntent, ...], language: Language, asked: str = "") -> "Memory":
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
                "others": False,
            }
        )

    def leaving(self, language: Language) -> "Memory":
        """What was said leads nowhere: the conversation stands as before, with nothing to take up."""
        return self.model_copy(update={"offers": (), "question": "", "language": language})

    def met(self, person: str) -> "Memory":
        return self if person in self.people else self.model_copy(update={"people": (*self.people, person)[-TRAIL:]})
