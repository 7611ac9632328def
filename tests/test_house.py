"""The house keeps its own rules: layers, sizes, both languages, documentation that tells all."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from importlinter.cli import lint_imports
from typer.main import get_command

from bot.cli.main import app
from bot.features.answering.replies import Reply
from bot.features.table import FEATURES
from bot.languages import known, manners
from bot.messages.render import template_of
from bot.messages.words import environment
from bot.settings import table

ROOT = Path(__file__).parents[1]
CODE = sorted((ROOT / "bot").rglob("*.py"))
REPLIES = tuple(dict.fromkeys((*Reply.__args__, *FEATURES.replies.values())))  # type: ignore[attr-defined]
AT_ROOT = {
    "pyproject.toml", "bot", "knowledge", "tests", "Procfile", "README.md", "Makefile", "LICENSE", "docs", "benchmarks",
    ".ci", ".github", "findings", ".env.example", ".gitignore", "constraints.txt",
}  # fmt: skip


def test_imports_go_down_and_every_file_has_a_room() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(ROOT)))
def test_files_and_functions_are_short_enough_to_read(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= 250
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [f"{f.name}: {f.end_lineno - f.lineno + 1}" for f in functions if (f.end_lineno or 0) - f.lineno >= 40]
    assert not long


@pytest.mark.parametrize(
    "file", [f for f in CODE if f.name != "__main__.py"], ids=lambda file: str(file.relative_to(ROOT))
)
def test_every_module_says_what_it_is_for(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply.__name__)
def test_each_reply_has_the_same_words_to_fill_in_every_language(reply: type) -> None:
    name, used = template_of(reply), {}
    for language in known():
        source = environment().loader.get_source(environment(), f"{language}/{name}.j2")[0]  # type: ignore[union-attr]
        blocks = re.findall(r"{% block (\w+) %}(.*?){% endblock %}", source, re.DOTALL)
        used[language] = {block: sorted(set(re.findall(r"{[{%].*?(\w+)[^}]*[%}]}", text))) for block, text in blocks}
    first = next(iter(used.values()))
    assert all(blocks.keys() == first.keys() for blocks in used.values())


def test_no_template_is_left_without_a_reply() -> None:
    names = {file.name.split(".")[0] for file in (ROOT / "bot/languages").glob("*/templates/*.j2")}
    assert names == {template_of(reply) for reply in REPLIES}


def test_the_readme_holds_the_table_of_settings() -> None:
    assert table() in (ROOT / "README.md").read_text(encoding="utf-8"), f"Put this into README.md:\n{table()}"


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert [name for name in commands if f"`passeur {name}" not in readme] == []


def test_only_what_people_and_tools_expect_lies_at_the_root() -> None:
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if kept.returncode:
        pytest.skip("this is no git checkout")
    assert {line.split("/")[0] for line in kept.stdout.splitlines()} <= AT_ROOT


def test_pinned_versions_name_no_address() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9._-]+==[\w.+!-]+|#.*|", line)] == []


def test_the_manifest_asks_for_the_scopes_of_what_the_bot_does_and_no_more() -> None:
    manifest = yaml.safe_load((ROOT / "bot/transports/slack/manifest.yaml").read_text(encoding="utf-8"))
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "bot/transports/slack").glob("*.py"))
    events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    needed = {SCOPE_OF_EVENT[event] for event in events if SCOPE_OF_EVENT[event]}
    needed |= {scope for method, scopes in SCOPE_OF_METHOD.items() if method in code for scope in scopes.split()}
    needed |= {"commands"} if "slash_commands" in manifest["features"] else set()
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed


def test_every_method_that_the_code_calls_has_a_known_scope() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "bot/transports/slack").glob("*.py"))
    called = set(re.findall(r'"((?:chat|views|assistant|users|conversations|auth|reactions|files)\.[\w.]+)"', code))
    called |= set(
        re.findall(r"client\.((?:chat|views|assistant|users|conversations|auth|reactions|files)_\w+)\(", code)
    )
    assert called == set(SCOPE_OF_METHOD)


def test_the_manifest_declares_the_doors_that_the_code_has() -> None:
    from bot.transports.slack.command import COMMAND
    from bot.transports.slack.shortcut import CALLBACK

    features = yaml.safe_load((ROOT / "bot/transports/slack/manifest.yaml").read_text(encoding="utf-8"))["features"]
    assert [command["command"] for command in features["slash_commands"]] == [COMMAND]
    assert [shortcut["callback_id"] for shortcut in features["shortcuts"]] == [CALLBACK]


def test_no_code_outside_its_folder_names_a_language() -> None:
    """Neither by its code nor by its name: what depends on one is data in its folder."""
    named = {*known(), *(manners(code).english.lower() for code in known())}
    told = {
        f"{file.relative_to(ROOT)}:{node.lineno}: {word}"
        for file in CODE
        if "languages" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for word in _words_of(node)
        if not named.isdisjoint(word.lower().split("_")) and word not in LANGUAGE_FREE
    }
    assert told == set()


def _words_of(node: ast.AST) -> list[str]:
    """The names that a node says, and its text where that is one word."""
    said = [getattr(node, field, None) for field in ("id", "attr", "arg", "name", "value")]
    return [word for word in said if isinstance(word, str) and len(word.split()) == 1]


LANGUAGE_FREE = {"english", "FR"}
"""A language's name in the maintainers' commands, which are in English; the country of a mentor who names none."""


SCOPE_OF_EVENT = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}
"""From Slack's reference of events."""
SCOPE_OF_METHOD = {
    "auth_test": "",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations_history": "im:history mpim:history",
    "conversations_open": "im:write mpim:write",
    "conversations_replies": "channels:history groups:history im:history mpim:history",
    "files.upload": "files:write",
    "files_upload_v2": "files:write",
    "users_info": "users:read",
    "views.open": "",
    "views.publish": "",
}
"""From Slack's reference of methods; the history of channels is read only where the events' scopes allow it already."""


def test_a_public_class_or_type_has_one_owner() -> None:
    owners: dict[str, set[str]] = {}
    for file in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            for name in _type_names(node):
                owners.setdefault(name, set()).add(file.relative_to(ROOT).as_posix())
    assert {name: sorted(files) for name, files in owners.items() if len(files) > 1} == {}


def _type_names(node: ast.stmt) -> list[str]:
    """Classes and named types, which begin with a capital and have small letters; `_` is private, `T` a variable."""
    named = [node.name] if isinstance(node, ast.ClassDef) else []
    if isinstance(node, ast.Assign):
        named += [target.id for target in node.targets if isinstance(target, ast.Name)]
    return [name for name in named if re.fullmatch(r"[A-Z]\w*[a-z]\w*", name)]
