"""The parts of which every file's shape is made: texts, ids, days, and values that come in each language."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from bot.languages import DEFAULT, known

T = TypeVar("T")

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

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


_ABSENT, _UNKNOWN = object(), object()
"""What stands for a language's part that is not written, and for a key that is neither ours nor a language."""


def _written(part: object) -> object:
    if part is _ABSENT:
        raise PydanticCustomError("missing", "Field required")
    if part is _UNKNOWN:
        raise PydanticCustomError("extra_forbidden", "Extra inputs are not permitted")
    return part


InLanguage = Annotated[T, BeforeValidator(_written)]
"""One language's part."""


class InLanguages(Model):
    """Beside its own keys has one for each language: `fr:`, `en:`.

    Those that the organisation speaks must be there, others may be. They come as the validation's context,
    `{"languages": (…)}`; without it one is enough. `__pydantic_extra__` says what a language's part is.
    """

    model_config = ConfigDict(extra="allow")
    complete: ClassVar[bool] = True
    """Whether each language that is spoken must have a part."""

    @model_validator(mode="before")
    @classmethod
    def _languages(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, dict):
            return data
        written = [language for language in known() if language in data]
        spoken = (info.context or {}).get("languages", written or [DEFAULT]) if cls.complete else ()
        unknown = dict.fromkeys((key for key in data if key not in keys_of(cls)), _UNKNOWN)
        return {**data, **dict.fromkeys((language for language in spoken if language not in data), _ABSENT), **unknown}


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys that a value of this model may have."""
    own = (field.alias or name for name, field in model.model_fields.items())
    return (*own, *(known() if issubclass(model, InLanguages) else ()))


def part_in(language: Language, parts: Mapping[str, T]) -> T:
    """A language's part, or the first one: nobody is answered in a language that the organisation doesn't speak."""
    return parts[language] if language in parts else next(iter(parts.values()))


class ByLanguage(InLanguages):
    """The same short text in each language."""

    __pydantic_extra__: dict[str, InLanguage[Text]] = Field(init=False)

    def get(self, language: Language) -> str:
        return part_in(language, self.__pydantic_extra__)


def _same_in_all(text: object) -> object:
    return dict.fromkeys(known(), text) if isinstance(text, str) else text


ShortText = Annotated[ByLanguage, BeforeValidator(_same_in_all, json_schema_input_type=str | ByLanguage)]
"""A short text in each language, or one that is the same in all."""


class ListByLanguage(InLanguages):
    """Lines of text in each language, which need not be the same nor there."""

    __pydantic_extra__: dict[str, InLanguage[tuple[Line, ...]]] = Field(init=False)
    complete = False

    def get(self, language: Language) -> tuple[str, ...]:
        return self.__pydantic_extra__.get(language, ())
