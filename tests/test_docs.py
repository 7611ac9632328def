"""The pages: each pair says the same in both languages, links lead somewhere, and commands are those there are."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli.main import app
from bot.knowledge.json_schema import schemas
from bot.knowledge.load import examine
from bot.messages.checks import RULES

ROOT = Path(__file__).parents[1]
GUIDES = (ROOT / "docs/maintaining.md", ROOT / "docs/fr/maintaining.md")
PAIRS = [GUIDES, (ROOT / "README.md", ROOT / "README.fr.md")]
PAGES = [page for pair in PAIRS for page in pair]
REPOSITORY = ROOT / "docs/knowledge-repository"
COMMAND = re.compile(r"(?:^|`|run: )passeur ([a-z]+)((?: [^`\n>|]+)?)", re.MULTILINE)


def commands(page: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Each command that is named, with its options; what they are given differs with the language."""
    found = COMMAND.findall(page.read_text(encoding="utf-8"))
    return [(name, tuple(re.findall(r"--[a-z-]+", words))) for name, words in found]


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0].name)
def test_both_languages_say_the_same(pair: tuple[Path, Path]) -> None:
    def shape(page: Path) -> dict[str, object]:
        text = page.read_text(encoding="utf-8")
        return {
            "headings": re.findall(r"^#+(?= )", text, re.MULTILINE),
            "commands": commands(page),
            "settings": sorted(re.findall(r"`([A-Z]+(?:_[A-Z]+)*)`", text)),
            "options": sorted(re.findall(r"`(--[a-z-]+)", text)),
            "rows": len(re.findall(r"^\|", text, re.MULTILINE)),
            "links": len(re.findall(r"\]\(", text)),
        }

    assert shape(pair[0]) == shape(pair[1])


@pytest.mark.parametrize("page", [*PAGES, *sorted(REPOSITORY.iterdir())], ids=lambda page: page.name)
def test_the_commands_are_those_there_are(page: Path) -> None:
    known = get_command(app)
    for name, options in commands(page):
        command = known.get_command(None, name)  # type: ignore[attr-defined]
        assert command is not None, name
        taken = {option for parameter in command.params for option in parameter.opts}
        assert set(options) <= taken, f"passeur {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", prose)
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.parent.name)
def test_the_first_answer_is_well_and_found(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for block in blocks(page, "yaml"):
        path = tmp_path / block.splitlines()[0].removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
    _, problems = examine([Path("ours")], RULES)
    assert [str(problem) for problem in problems] == []
    (line,) = (line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("passeur ask"))
    done = CliRunner().invoke(app, shlex.split(line)[1:])
    assert "https://example.org" in done.stdout


def test_the_hook_and_the_workflow_are_what_their_readers_take() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    config = yaml.safe_load((REPOSITORY / "pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [used["id"] for repository in config["repos"] for used in repository["hooks"]] == [hook["id"]]
    assert hook["entry"] == "passeur check"
    workflow = yaml.safe_load((REPOSITORY / "passeur.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["check"]["steps"]
    assert all(("run" in step) != ("uses" in step) for step in steps)


@pytest.mark.parametrize(("language", "file"), [("en", "docs/keys.md"), ("fr", "docs/fr/keys.md")])
def test_the_page_of_keys_is_that_of_the_shapes(language: str, file: str) -> None:
    """Written with `passeur schema --page --language CODE`."""
    told = CliRunner().invoke(app, ["schema", "--page", "--language", language]).stdout
    assert (ROOT / file).read_text(encoding="utf-8") == told
    for made in schemas(language).values():
        for shape in made["$defs"].values():
            assert [key for key in shape.get("properties", {}) if f"`{key}`" not in told] == []
