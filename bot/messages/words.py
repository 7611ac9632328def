"""The words of a template's blocks, in a language."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, Template, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.knowledge.shapes import ByLanguage, Language
from bot.languages import folder_of, known
from bot.messages.language import capitalised, days, joined, language_name, long_date, typographic, working_days
from bot.messages.markdown import Markdown, address, escaped
from bot.settings import Settings


class Keeping(NamedTuple):
    """Days for which things are kept, as the settings say: facts of the texts, as `{{ keeping.questions }}`."""

    questions: int = Settings.model_fields["passeur_keep_days"].default
    conversations: int = Settings.model_fields["passeur_remember_days"].default

    @classmethod
    def of(cls, settings: Settings) -> "Keeping":
        return cls(settings.passeur_keep_days, settings.passeur_remember_days)


USUAL = Keeping()
NONE: Mapping[str, ByLanguage] = MappingProxyType({})


def _finalize(value: object) -> str:
    return value if isinstance(value, Markdown) else escaped(str(value))


@lru_cache(maxsize=4)
def environment(folders: tuple[Path, ...] = ()) -> ImmutableSandboxedEnvironment:
    """Undefined names are errors, and whatever a template inserts is escaped unless it is Markdown.

    `folders`: of features that bring their own templates, `<language>/<reply>.j2`.
    """
    languages = PrefixLoader({code: FileSystemLoader(folder_of(code) / "templates") for code in known()})
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([languages, FileSystemLoader(folders)]) if folders else languages,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["address"] = address
    made.filters["long_date"] = long_date
    made.filters["joined"] = joined
    made.filters["capitalised"] = capitalised
    made.filters["language_name"] = language_name
    made.filters["days"] = days
    made.filters["working_days"] = working_days
    return made


@lru_cache(maxsize=1000)
def _compiled(text: str) -> Template:
    """A text of the knowledge, never a person's: to compile it takes longer than all the rest of a message."""
    return environment().from_string(text)


def name_of(template: str, block: str) -> str:
    """The name of a block in words.yaml: `home-welcome`, `hand-off-body`."""
    return f"{template}-{block}".replace("_", "-")


def blocks(language: Language) -> dict[str, tuple[str, str]]:
    """Template and block of every name that words.yaml may have."""
    made, end = environment(), ".j2"
    paths = [path.split("/") for path in made.list_templates() if path.endswith(end)]
    names = [name.removesuffix(end) for code, name in paths if code == language]
    found = {name: made.get_template(path_of(name, language)).blocks for name in names}
    return {name_of(name, block): (name, block) for name, blocks in found.items() for block in blocks}


def path_of(template: str, language: str) -> str:
    """Where the loader finds a reply's template."""
    return f"{language}/{template}.j2"


def facts_of(template: str, block: str) -> set[str]:
    """The facts that the blocks of this name use, in any language: a text in its place may name them."""
    made, found = environment(), set()
    for language in known():
        source = made.loader.get_source(made, path_of(template, language))[0] if made.loader else ""
        for node in made.parse(source).find_all(nodes.Block):
            if node.name == block:
                body = nodes.Template(node.body, lineno=1)
                body.set_environment(made)
                found |= meta.find_undeclared_variables(body)
    return found | {"about", "language"}


class TemplateBlocks:
    """The blocks of one template, each rendered on demand with the same facts."""

    def __init__(
        self,
        template: str,
        language: Language,
        otherwise: Mapping[str, ByLanguage] = NONE,
        made: ImmutableSandboxedEnvironment | None = None,
        **facts: object,
    ) -> None:
        """`otherwise`: what the organisation says instead, by `name_of` the block."""
        self.name, self.otherwise = template, otherwise
        self.template = (made or environment()).get_template(path_of(template, language))
        self.language = language
        self.facts: Mapping[str, object] = facts

    def __call__(self, block: str, **facts: object) -> str:
        known = {**self.facts, **facts, "language": self.language}
        if own := self.otherwise.get(name_of(self.name, block)):
            return typographic(_compiled(own.get(self.language)).render(known).strip(), self.language)
        context = self.template.new_context(known)
        return typographic("".join(self.template.blocks[block](context)).strip(), self.language)

    def __contains__(self, block: str) -> bool:
        return block in self.template.blocks

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
        text = _compiled(text).render(facts, language=language)
    return Markdown(typographic(text.strip(), language))


__all__ = ["USUAL", "Keeping", "TemplateBlocks", "TemplateError", "environment", "filled", "plain"]
