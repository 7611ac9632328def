"""The texts of a questionnaire, and how long each may be."""

from typing import Annotated

from pydantic import Field, StringConstraints

from bot.knowledge.shapes import AnswerText, ButtonText, ByLanguage, InLanguage

TitleText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24)]
ShortLine = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class FormTitle(ByLanguage):
    """24 characters, which the title of a form in Slack holds."""

    __pydantic_extra__: dict[str, InLanguage[TitleText]] = Field(init=False)


class Label(ByLanguage):
    """75 characters, which an option or a button in Slack holds."""

    __pydantic_extra__: dict[str, InLanguage[ButtonText]] = Field(init=False)


class Prompt(ByLanguage):
    """What is asked, or one line of help."""

    __pydantic_extra__: dict[str, InLanguage[ShortLine]] = Field(init=False)


class LongText(ByLanguage):
    """Markdown as in answers."""

    __pydantic_extra__: dict[str, InLanguage[AnswerText]] = Field(init=False)
