"""The house keeps its own rules: layers, sizes, both languages, documentation that tells all."""

import ast
import re
import subprocess
from pathlib import Path
from typing import Any

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
FORMS = [form for feature in FEATURES.features for form in feature.forms]
AT_ROOT = {
    "pyproject.toml", "bot", "knowledge", "tests", "Procfile", "README.md", "Makefile", "LICENSE", "docs", "benchmarks",
    ".ci", ".github", ".pre-commit-hooks.yaml", "findings", ".env.example", ".gitignore", "constraints.txt",
    "Dockerfile", ".dockerignore", "compose.yaml", "README.fr.md",
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


@pytest.mark.parametrize("name", [*map(template_of, REPLIES), *FORMS])
def test_each_reply_has_the_same_words_to_fill_in_every_language(name: str) -> None:
    used = {}
    for language in known():
        source = environment().loader.get_source(environment(), f"{language}/{name}.j2")[0]  # type: ignore[union-attr]
        blocks = re.findall(r"{% block (\w+) %}(.*?){% endblock %}", source, re.DOTALL)
        used[language] = {block: sorted(set(re.findall(r"{[{%].*?(\w+)[^}]*[%}]}", text))) for block, text in blocks}
    first = next(iter(used.values()))
    assert all(blocks.keys() == first.keys() for blocks in used.values())


def test_no_template_is_left_without_a_reply() -> None:
    names = {file.name.split(".")[0] for file in (ROOT / "bot/languages").glob("*/templates/*.j2")}
    assert names == {*map(template_of, REPLIES), *FORMS}


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
    code = _asking_slack()
    events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    needed = {SCOPE_OF_EVENT[event] for event in events if SCOPE_OF_EVENT[event]}
    needed |= {scope for method, scopes in SCOPE_OF_METHOD.items() if method in code for scope in scopes.split()}
    needed |= {"commands"} if "slash_commands" in manifest["features"] else set()
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed


def test_each_scope_has_its_reason_in_both_languages() -> None:
    rows = (ROOT / "docs/security.md").read_text(encoding="utf-8").partition("## Why each scope")[2].splitlines()
    told = {
        scope: row for row in rows for scope in re.findall(r"`(\w+:?\w*)`", row.split("|")[1] if "|" in row else "")
    }
    manifest = yaml.safe_load((ROOT / "bot/transports/slack/manifest.yaml").read_text(encoding="utf-8"))
    assert set(told) == set(manifest["oauth_config"]["scopes"]["bot"])
    assert [scope for scope, row in told.items() if not all(map(str.strip, row.split("|")[2].partition("·")))] == []


WORDS_OF_MANIFEST = {"description", "title", "agent_description", "usage_hint", "name"}


def test_the_manifest_is_the_same_in_english() -> None:
    def bare(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: "" if key in WORDS_OF_MANIFEST else bare(value) for key, value in part.items()}
        return [bare(one) for one in part] if isinstance(part, list) else part

    french, english = (
        yaml.safe_load((ROOT / "bot/transports/slack" / name).read_text(encoding="utf-8"))
        for name in ("manifest.yaml", "manifest.en.yaml")
    )
    assert bare(french) == bare(english)
    assert french != english


def test_every_method_that_the_code_calls_has_a_known_scope() -> None:
    code = _asking_slack()
    families = "agents|assistant|auth|chat|conversations|files|functions|reactions|users|views"
    called = set(re.findall(rf'"((?:{families})\.[\w.]+)"', code))
    called |= set(re.findall(rf"client\.((?:{families})_\w+)\(", code))
    assert called == set(SCOPE_OF_METHOD)


def _asking_slack() -> str:
    files = (file for room in ("transports/slack", "doctor") for file in (ROOT / "bot" / room).rglob("*.py"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_the_manifest_declares_the_doors_that_the_code_has() -> None:
    from bot.transports.slack.command import COMMAND
    from bot.transports.slack.shortcut import CALLBACKS

    features = yaml.safe_load((ROOT / "bot/transports/slack/manifest.yaml").read_text(encoding="utf-8"))["features"]
    assert [command["command"] for command in features["slash_commands"]] == [COMMAND]
    assert [shortcut["callback_id"] for shortcut in features["shortcuts"]] == list(CALLBACKS)


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
    "agent_session_stopped": None,
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "function_executed": None,
    "link_shared": "links:read",
    "member_joined_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "tokens_revoked": None,
}
"""From Slack's reference of events."""
SCOPE_OF_METHOD = {
    "auth.test": "",
    "auth_test": "",
    "agents_sessions_setStatus": "chat:write",
    "assistant_threads_setStatus": "chat:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.unfurl": "links:write",
    "chat.update": "chat:write",
    "conversations.history": "channels:history groups:history",
    "conversations_history": "im:history mpim:history",
    "conversations_members": "channels:read groups:read",
    "conversations_open": "im:write mpim:write",
    "conversations_replies": "channels:history groups:history im:history mpim:history",
    "functions.completeError": "",
    "functions.completeSuccess": "",
    "files.upload": "files:write",
    "files_upload_v2": "files:write",
    "users.info": "users:read",
    "users_info": "users:read",
    "views.open": "",
    "views.update": "",
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


FAMILIES = sorted(folder.parent.name for folder in (ROOT / "bot/features").glob("*/intents.py"))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_feature_s_intents_are_its_own(family: str) -> None:
    """No other module of the features names them: the table tells which there are, and what is asked of them."""
    told = {
        file.relative_to(ROOT).as_posix()
        for file in sorted((ROOT / "bot/features").rglob("*.py"))
        if family not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in _imported(node)
        if name.startswith(f"bot.features.{family}.intents")
    }
    assert told == set()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
