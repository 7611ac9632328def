"""The shape of `problems.toml`: what is said of mistakes in the knowledge."""

from collections.abc import Mapping

from pydantic import Field

from bot.languages.shapes import LanguageModel


class RuleWords(LanguageModel):
    """Why a rule of the knowledge finds something, and the way out."""

    cause: str
    fix: str


class ProblemWords(LanguageModel):
    """`problems.toml`: what `passeur check` says. `sentences`: the code's, with names in braces for what varies, and
    ours; what a name in capitals stands for is itself one of the sentences. `rules`: by their ids.
    """

    warning: str = "warning: "
    sentences: Mapping[str, str] = Field(default_factory=dict)
    rules: Mapping[str, RuleWords] = Field(default_factory=dict)
