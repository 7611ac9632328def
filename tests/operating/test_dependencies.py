"""Every library that may be installed beside Passeur has a licence of the list, as its own metadata say."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
import yaml

from bot.transports.slack.manifest import scopes

ROOT = Path(__file__).parents[2]
LIST = yaml.safe_load((Path(__file__).parent / "dependencies.yaml").read_text(encoding="utf-8"))
LISTED = {one.strip(" ()") for one in LIST["licences"]}
PINNED = [
    line.split("==")[0]
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def said(name: str) -> str:
    """The licence in the metadata: an SPDX expression, the classifiers, or the first line of the old field."""
    told = metadata(name)
    classifiers = [one for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    named = [one.rpartition(" :: ")[2] for one in classifiers if not one.endswith("OSI Approved")]
    old = (told.get("License") or "").split("\n")[0]
    return str(told.get("License-Expression") or " AND ".join(named) or old)


def permitted(expression: str) -> bool:
    """Whether each part that must be kept to is on the list; of alternatives one suffices."""
    return all(
        any(part.strip(" ()") in LISTED for part in re.split(r"\s+OR\s+", whole))
        for whole in re.split(r"\s+AND\s+", expression)
    )


@pytest.mark.parametrize("name", PINNED)
def test_its_licence_is_on_the_list(name: str) -> None:
    try:
        expression = LIST["looked_up"].get(name) or said(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not installed here: another platform's, or an extra")
    assert permitted(expression), f"{name}: {expression!r}. Look its licence up; a new one is a decision."


def test_nothing_is_looked_up_that_is_not_pinned() -> None:
    assert sorted(set(LIST["looked_up"]) - set(PINNED)) == []


def test_what_security_names_is_there() -> None:
    named = set(re.findall(r"tests/[a-z_/]+\.py", (ROOT / "docs/security.md").read_text(encoding="utf-8")))
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_security_gives_a_reason_for_each_scope_and_no_other() -> None:
    told = (ROOT / "docs/security.md").read_text(encoding="utf-8").partition("## Why each scope")[2]
    rows = [line.split("|")[1] for line in told.splitlines() if line.startswith("| `")]
    assert {scope for row in rows for scope in re.findall(r"`([a-z_:]+)`", row)} == scopes()
