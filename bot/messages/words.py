"""A reply's class, a language and the facts in; the words of its template's blocks out."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from jinja2 import PackageLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.knowledge.shapes import Language
from bot.messages.language import days, joined, long_date, typographic, working_days
from bot.messages.markdown import Markdown, escaped
from bot.settings import Settings


class Keeping(NamedTuple):
    """Days for which things are kept, as the settings say: facts of the texts, as `{{ keeping.questions }}`."""

    questions: int = Settings.model_fields["passeur_keep_days"].default
    conversations: int = Settings.model_fields["passeur_remember_days"].default

    @classmethod
    def of(cls, settings: Settings) -> "Keeping":
        return cls(settings.passeur_keep_days, settings.passeur_remember_days)


USUAL = Keeping()


def _finalize(value: object) -> str:
    return value if isinstance(value, Markdown) else escaped(str(value))


@lru_cache(maxsize=1)
def environment() -> ImmutableSandboxedEnvironment:
    """Undefined names are errors, and whatever a template inserts is escaped unless it is Markdown."""
    made = ImmutableSandboxedEnvironment(
        loader=PackageLoader("bot.messages"),
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["long_date"] = long_date
    made.filters["joined"] = joined
    made.filters["days"] = days
    made.filters["working_days"] = working_days
    return made


class Words:
    """The blocks of one template, each rendered on demand with the same facts."""

    def __init__(self, template: str, language: Language, **facts: object) -> None:
        self.template = environment().get_template(f"{template}.{language}.j2")
        self.language = language
        self.facts: Mapping[str, object] = facts

    def __call__(self, block: str, **facts: object) -> str:
        context = self.template.new_context({**self.facts, **facts, "language": self.language})
        return typographic("".join(self.template.blocks[block](context)).strip(), self.language)

    def label(self, block: str, **facts: object) -> str:
        """A block as plain text: for buttons and titles, which know no Markdown."""
        return plain(self(block, **facts))


def plain(markdown: str) -> str:
    """Take the backslashes of `escaped` away again."""
    out, pending = [], False
    for character in markdown:
        if character == "\\" and not pending:
            pending = True
            continue
        out.append(character)
        pending = False
    return "".join(out)


def filled(text: str, language: Language, facts: Mapping[str, object]) -> Markdown:
    """An entry's text with the organisation's facts put in; most name none, and are left as they are."""
    if "{{" in text or "{%" in text:
        text = environment().from_string(text).render(facts, language=language)
    return Markdown(typographic(text.strip(), language))


__all__ = ["USUAL", "Keeping", "TemplateError", "Words", "environment", "filled", "plain"]
