"""The parts of which every file's shape is made: texts, ids, days, and values that come in each language."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from bot.languages import known

TEMPLATE = re.compile(r"{[{%].*?[}%]}", re.DOTALL)
"""A fact of the organisation in an answer, or a condition: no words of the subject."""
Command = Literal["forget_me", "my_data", "my_requests", "become_mentor"]
"""What a person can ask of their own, by a button under an answer as by /passeur and its words."""


def _language(value: object) -> str:
    if isinstance(value, str) and value in known():
        return value
    *others, last = map(repr, known())
    expected = f"{', '.join(others)} or {last}" if others else last
    raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": expected})


Language = Annotated[str, BeforeValidator(_language)]
"""The code of a language that has a folder."""
LANGUAGES: tuple[Language, ...] = ("fr", "en")
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
AnswerText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000)]
ButtonText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=75)]


def refused(sentence: str, hint: str = "") -> PydanticCustomError:
    """To raise in a validator: what is wrong with the value, and the way out."""
    return PydanticCustomError("refused", "{sentence}", {"sentence": sentence, "hint": hint})


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise refused("a date is wanted here, such as 2026-11-23", "write year-month-day in figures")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise refused(f"{value} is not in the calendar", "correct the day") from None


Day = Annotated[date, BeforeValidator(_day)]


class Model(BaseModel):
    """Frozen, and strict about keys: an unknown one is a problem."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Model):
    """Has a part for each language; one that the organisation doesn't speak may be left out, and repeats another then.

    The languages spoken come as the validation's context, `{"languages": (…)}`.
    """

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: Any, info: ValidationInfo) -> Any:
        spoken = (info.context or {}).get("languages", LANGUAGES)
        written = [language for language in spoken if isinstance(data, dict) and language in data]
        if len(spoken) == len(LANGUAGES) or not written:
            return data
        return {**dict.fromkeys(LANGUAGES, data[written[0]]), **data}


class ByLanguage(Bilingual):
    """The same short text in each language."""

    fr: Text
    en: Text

    def get(self, language: Language) -> str:
        return self.fr if language == "fr" else self.en


class ListByLanguage(Model):
    fr: tuple[Line, ...] = ()
    en: tuple[Line, ...] = ()

    def get(self, language: Language) -> tuple[str, ...]:
        return self.fr if language == "fr" else self.en
